"""What a flag is: its kind, how certain it is, why it is one, and what could be written instead."""

from dataclasses import dataclass

from django.db.models import TextChoices


class IdentifierKind(TextChoices):
    """The kinds of passage that may identify somebody."""

    PERSON = "person", "A name"
    WORKER = "worker", "A worker's name"
    DATE_OF_BIRTH = "date_of_birth", "A date of birth"
    EXACT_DATE = "exact_date", "A full date"
    AGE_OVER_89 = "age_over_89", "An age over 89"
    NHS_NUMBER = "nhs_number", "An NHS number"
    NATIONAL_INSURANCE_NUMBER = "national_insurance_number", "A National Insurance number"
    POSTCODE = "postcode", "A postcode"
    ADDRESS = "address", "A street or an address"
    PHONE = "phone", "A phone number"
    EMAIL = "email", "An e-mail address"
    URL = "url", "A web address"
    SOCIAL_HANDLE = "social_handle", "A name on social media"
    VEHICLE_REGISTRATION = "vehicle_registration", "A vehicle registration"
    REFERENCE = "reference", "A reference number"
    PLACE_OR_ORGANISATION = "named_place_or_organisation", "A named place or organisation"
    SMALL_PLACE = "small_place", "A place smaller than a city"
    RARE_EVENT = "rare_event", "An event that people may remember"
    ONLY_ONE = "only_one", "The only person in this role"


class Certainty(TextChoices):
    """How certain it is that a passage identifies somebody."""

    REFUSED = "refused", "It identifies somebody, and is not saved"
    SUSPECTED = "suspected", "Somebody looks at it"
    QUIET = "quiet", "It is shown softly: it may be a spelling mistake"


# Why each kind is looked at, and what could be written instead. What tells of the role comes first.
SENTENCES = {
    IdentifierKind.PERSON: (
        "Names, nicknames and initials identify people.",
        "Write who they are instead, such as “a woman in her 30s”, “her brother” or “A”.",
    ),
    IdentifierKind.WORKER: (
        "A worker's name leads to the people they work with.",
        "Write their role instead, such as “her worker” or “a nurse”.",
    ),
    IdentifierKind.DATE_OF_BIRTH: (
        "A date of birth could be matched with a record.",
        "Write an age instead, such as “in his 50s”.",
    ),
    IdentifierKind.EXACT_DATE: (
        "A full date could be matched with a record.",
        "Write roughly when instead, such as “in the spring” or “two weeks later”.",
    ),
    IdentifierKind.AGE_OVER_89: (
        "Few people are as old as this.",
        "Write “over 80” instead.",
    ),
    IdentifierKind.NHS_NUMBER: (
        "An NHS number identifies one person.",
        "Take it out. Write “a patient” if it has to be said.",
    ),
    IdentifierKind.NATIONAL_INSURANCE_NUMBER: (
        "A National Insurance number identifies one person.",
        "Take it out. Write “her benefits claim” if it has to be said.",
    ),
    IdentifierKind.POSTCODE: (
        "A postcode identifies a few houses.",
        "Write what kind of place it is instead, such as “on the edge of town”.",
    ),
    IdentifierKind.ADDRESS: (
        "People who know the area could recognise it.",
        "Write what kind of home or place it is instead, such as “a flat” or “a hostel”.",
    ),
    IdentifierKind.PHONE: (
        "A phone number identifies one person.",
        "Take it out. Write “by phone” if it has to be said.",
    ),
    IdentifierKind.EMAIL: (
        "An e-mail address identifies one person.",
        "Take it out. Write “by e-mail” if it has to be said.",
    ),
    IdentifierKind.URL: (
        "A web address can lead to a person or to a record about them.",
        "Say what it is instead, such as “the service's website”.",
    ),
    IdentifierKind.SOCIAL_HANDLE: (
        "A name on social media leads to one person.",
        "Write “her social media” instead.",
    ),
    IdentifierKind.VEHICLE_REGISTRATION: (
        "A vehicle registration identifies its keeper.",
        "Write “a car” or “a van” instead.",
    ),
    IdentifierKind.REFERENCE: (
        "A reference leads to one record.",
        "Take it out. Write what it is about instead, such as “a crime report” or “his tenancy”.",
    ),
    IdentifierKind.PLACE_OR_ORGANISATION: (
        "A named service, school, pub or employer narrows down who it can be.",
        "Write what kind of place it is instead, such as “a hostel”, “a ward” or “where she works”.",
    ),
    IdentifierKind.SMALL_PLACE: (
        "In a small place people know one another.",
        "Write “a village nearby”, “another town” or “the estate” instead.",
    ),
    IdentifierKind.RARE_EVENT: (
        "Local papers write about events like this, and people remember them.",
        "Write what it meant instead, such as “after a bereavement” or “after a fire”.",
    ),
    IdentifierKind.ONLY_ONE: (
        "If only one person in the area has this role, it identifies them.",
        "Write of a wider group instead, such as “a nurse”.",
    ),
}
QUIET_REASON = "This word is in no dictionary. It may be a name, or a spelling mistake."
KNOWN = "It is the name of a member, place or service here."
NOT_CHECKED = "This has as many digits as an NHS number."


@dataclass(frozen=True)
class Flag:
    """A passage of a text (`start` to `end` in characters as typed) that may identify somebody."""

    start: int
    end: int
    kind: IdentifierKind
    certainty: Certainty
    reason: str
    suggestion: str

    @property
    def is_known(self) -> bool:
        """Return whether it is a name that is known here, or the only person in a role, and no guess from its form."""
        return self.reason == KNOWN or self.kind == IdentifierKind.ONLY_ONE


@dataclass(frozen=True, order=True)
class Found:
    """A passage of a folded text that one of the methods found."""

    start: int
    end: int
    kind: IdentifierKind
    certainty: Certainty = Certainty.SUSPECTED
    reason: str = ""

"""Who may approve a text, and what it lacks before it can be published.

No function here makes a query. `ClearedText.objects.with_clearance_facts()` reads the facts, and all other Python code
uses this module. The database holds the same rule a second time, as triggers (database_rules.py).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from django.db.models import TextChoices

from cases.clearance.audiences import Audience
from cases.clearance.days import last_day_before
from kit.words import weekday

APPROVERS_NEEDED = {Audience.PROGRAMME: 1, Audience.COMMISSIONERS: 1, Audience.PUBLIC: 2}
NEEDS_SOMEBODY_FROM_THE_SITE = {Audience.COMMISSIONERS, Audience.PUBLIC}


@dataclass(frozen=True)
class Approval:
    """The approval of a text by one person, for its audience."""

    user_id: int
    name: str
    is_from_the_site: bool  # at that moment


@dataclass(frozen=True)
class PresenterFacts:
    """Somebody ever named as a presenter of the text's case: what they said about it, whether it was shown to them, and
    whether they opened it, as `at` a moment.
    """

    member_id: int
    user_id: int | None
    name: str
    agreed_to_it: bool = False  # a yes to this very text, and no no since
    said_yes: bool = False  # what they said last, about this text or about its audience
    said_no: bool = False  # at any time about this text, or about its audience since it was shown
    until: datetime | None = None  # it was shown to them, and a no is in time before this moment
    opened_at: datetime | None = None
    at: datetime | None = None

    @property
    def last_day(self) -> date | None:
        """The last day on which a no is in time, if it was shown to them."""
        return None if self.until is None else last_day_before(self.until)

    @property
    def opened_in_time(self) -> bool:
        """Whether they opened the text while a no was in time."""
        return self.until is not None and self.opened_at is not None and self.opened_at < self.until

    @property
    def is_over(self) -> bool:
        """Whether the days to say no have passed."""
        return self.until is not None and self.at is not None and self.until <= self.at

    @property
    def has_agreed(self) -> bool:
        """Whether the text can go out as far as they are concerned: they agreed to this very text, or they agreed to its
        audience, opened the text when it was shown to them, and let the days pass without a no.
        """
        by_silence = self.said_yes and not self.said_no and self.opened_in_time and self.is_over
        return self.agreed_to_it or by_silence

    @property
    def is_asked(self) -> bool:
        """Whether their answer to this text is still wanted: they neither agreed nor said no to it."""
        return not self.has_agreed and not self.said_no

    @property
    def must_be_shown_it(self) -> bool:
        """Whether somebody has to show them the text and enter their answer, since they cannot open it themselves: they
        have no account, have left or stepped out, so that it was not shown to them.
        """
        return self.is_asked and self.until is None

    @property
    def lacks(self) -> str:
        """What is missing before it can go out, as a sentence; "" if nothing."""
        if self.has_agreed:
            return ""
        if self.said_no:
            return f"{self.name} has not agreed: they said no to it."
        if not self.said_yes:
            return f"{self.name} has not agreed yet."
        if self.until is None:
            return f"{self.name} has not been shown this text yet."
        if self.opened_at is None:
            return f"{self.name} has not agreed to this text yet, and has not opened it."
        if not self.opened_in_time:
            return f"{self.name} has not agreed to this text yet. The days to say no passed before they opened it, so ask them."
        return f"{self.name} has not agreed to this text yet. They can say no until {weekday(self.last_day)}."


@dataclass(frozen=True)
class Facts:
    """Everything that the decision about one text depends on."""

    audience: Audience
    has_site: bool
    author_ids: frozenset[int] = frozenset()
    approvals: tuple[Approval, ...] = ()
    presenters: tuple[PresenterFacts, ...] = ()
    stepped_out_ids: frozenset[int] = frozenset()  # users who stepped out of the case
    is_published: bool = False  # now, or before it was withdrawn
    is_sent_back: bool = False
    is_replaced: bool = False
    is_public_already: bool = False  # a citation that anybody can look up, the date of a meeting

    @property
    def is_being_checked(self) -> bool:
        """Whether it is neither published nor sent back nor replaced."""
        return not (self.is_published or self.is_sent_back or self.is_replaced)

    @property
    def presenter_ids(self) -> frozenset[int]:
        """The ids of the users who were ever named as presenters of the case."""
        return frozenset(each.user_id for each in self.presenters if each.user_id is not None)

    @property
    def approvals_that_count(self) -> list[Approval]:
        """The approvals by people none of whose words are in the text, who never presented the case, and who did not step
        out of it: who steps out knows the person, and did not read the text as a stranger would.
        """
        not_counted = self.author_ids | self.presenter_ids | self.stepped_out_ids
        return [approval for approval in self.approvals if approval.user_id not in not_counted]


class WhyNotApprove(TextChoices):
    """Why somebody cannot approve a text, as a sentence for them."""

    NOT_BEING_CHECKED = "not_being_checked", "This text is no longer waiting. Open the newest one."
    AUTHOR = "author", "Some of these words are yours, so somebody else must check it."
    PRESENTER = "presenter", "You present this case or did before, so somebody else must check it."
    STEPPED_OUT = "stepped_out", "You stepped out of this case, so somebody else must check it."
    APPROVED = "approved", "You have already approved this text. Somebody else must check it now."


def why_not_approve(facts: Facts, user_id: int) -> WhyNotApprove | None:
    """Return why this person cannot approve the text, or None if they can.

    Whether they may check texts of this site at all is asked by the permission `clearance.approve_text`.
    """
    if not facts.is_being_checked:
        return WhyNotApprove.NOT_BEING_CHECKED
    if user_id in facts.author_ids:
        return WhyNotApprove.AUTHOR
    if user_id in facts.presenter_ids:
        return WhyNotApprove.PRESENTER
    if user_id in facts.stepped_out_ids:
        return WhyNotApprove.STEPPED_OUT
    if any(approval.user_id == user_id for approval in facts.approvals):
        return WhyNotApprove.APPROVED
    return None


def may_approve(facts: Facts, user_id: int) -> bool:
    """Return whether this person can approve the text."""
    return why_not_approve(facts, user_id) is None


class Lack(Enum):
    """A thing that a text can lack before it is published."""

    SENT_BACK = "sent_back"
    REPLACED = "replaced"
    APPROVERS = "approvers"
    SITE = "site"
    AGREEMENT = "agreement"


@dataclass(frozen=True)
class Missing:
    """One thing that the text lacks. `count` is the number of approvers, `presenter` whoever has not agreed."""

    lack: Lack
    count: int = 0
    presenter: PresenterFacts | None = None

    @property
    def sentence(self) -> str:
        """What has to happen, as a sentence."""
        if self.lack is Lack.APPROVERS:
            return (
                f"{'One more person has' if self.count == 1 else 'Two people have'} to check and approve it."
            )
        if self.presenter is not None:
            return self.presenter.lacks
        return SENTENCES[self.lack]


SENTENCES = {
    Lack.SENT_BACK: "This text was sent back. Send a new one for checking.",
    Lack.REPLACED: "This text has been replaced by a newer one. Open the newer text.",
    Lack.SITE: "Somebody from the site must approve it, because they know what local people would recognise.",
}


def missing(facts: Facts) -> list[Missing]:
    """Return what the text lacks before it can be published, empty if nothing."""
    found = []
    if facts.is_sent_back:
        found.append(Missing(Lack.SENT_BACK))
    if facts.is_replaced:
        found.append(Missing(Lack.REPLACED))
    return found + _missing_approvals(facts) + _missing_agreements(facts)


def _missing_approvals(facts: Facts) -> list[Missing]:
    found = []
    approvals = facts.approvals_that_count
    still = _approvers_needed(facts) - len(approvals)
    if still > 0:
        found.append(Missing(Lack.APPROVERS, count=still))
    if _needs_the_site(facts) and not any(approval.is_from_the_site for approval in approvals):
        found.append(Missing(Lack.SITE))
    return found


def _approvers_needed(facts: Facts) -> int:
    return 1 if facts.is_public_already else APPROVERS_NEEDED[facts.audience]


def _needs_the_site(facts: Facts) -> bool:
    """Return whether somebody from the site must approve it: of what is public already nobody is recognised."""
    return facts.has_site and facts.audience in NEEDS_SOMEBODY_FROM_THE_SITE and not facts.is_public_already


def _missing_agreements(facts: Facts) -> list[Missing]:
    return [Missing(Lack.AGREEMENT, presenter=each) for each in facts.presenters if not each.has_agreed]


def has_enough_approvals(facts: Facts) -> bool:
    """Return whether enough people approved the text, one of the site among them where that is needed."""
    return not _missing_approvals(facts)


def people_needed(facts: Facts) -> tuple[int, bool]:
    """Return how many more people have to approve the text, and whether one of them must be from the site."""
    lacks = {each.lack: each.count for each in _missing_approvals(facts)}
    needs_the_site = Lack.SITE in lacks
    return max(lacks.get(Lack.APPROVERS, 0), int(needs_the_site)), needs_the_site


def waits_for(facts: Facts, user_id: int, *, is_from_the_site: bool) -> bool:
    """Return whether this person can approve the text, and their approval is still needed."""
    if not may_approve(facts, user_id):
        return False
    lacks = {each.lack for each in _missing_approvals(facts)}
    return Lack.APPROVERS in lacks or (Lack.SITE in lacks and is_from_the_site)


def as_if_approved_by(facts: Facts, user_id: int, *, is_from_the_site: bool) -> Facts:
    """Return the facts as they would be after this person has approved the text, if they can."""
    if not may_approve(facts, user_id):
        return facts
    approval = Approval(user_id, "", is_from_the_site)
    return replace(facts, approvals=(*facts.approvals, approval))

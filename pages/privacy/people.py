"""Everything that is kept about one person: given to them as a whole, or taken out.

What leads to a person is derived from the models: every foreign key to an account or a membership, and every address for
mail. Keys whose name ends in "by" say what the person did; all others say what a row is about them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models import DateField, EmailField, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from cases.clearance.models import AgreementLink
from kit.audit import record
from kit.errors import RefusedError
from kit.lines import tidy_address
from kit.models import Draft, Revision, subject_of
from kit.privacy.register import about, columns_of, key_of, keys_to, models_with_words
from kit.queues import Queued
from kit.removal import concerning, forget
from kit.words import listed, sorted_names
from meetings.invitations.models import DateInvitation, InvitationMail
from meetings.models import Attendance, Visit
from members.actions import end_at_once
from members.audit_verbs import MemberVerb
from members.models import (
    AccountMail,
    EarlierAddress,
    Facilitation,
    Invitation,
    Member,
    MemberUpload,
    Role,
    User,
)
from members.same_person import person_key
from newsletter.models import Subscriber
from pages.notices.models import AddressChoice

ERASED = "Former member"
ONLY_THEIRS = [  # keys to a person whose rows are deleted with them
    "account.emailaddress.user",
    "invitations.dateinvitation.user",
    "kit.draft.user",
    "kit.presence.user",
    "kit.press.user",
    "kit.savedkey.user",
    "kit.sectionhold.holder",
    "meetings.calendarfeed.user",
    "meetings.reply.member",
    "members.addresschange.user",
    "members.earlieraddress.member",
    "members.ownwords.member",
    "members.pastname.member",
    "members.session.user",
    "members.user_groups.user",
    "members.user_user_permissions.user",
    "mfa.authenticator.user",
    "notices.preferences.user",
    "notices.told.user",
    "notices.topicchoice.user",
]
A_FACT = "a fact of the programme, without a name of its own"
STAYS = {  # keys to a person whose rows stay, and why
    "admin.logentry.user": "who changed what in the admin pages, as the audit keeps it",
    "cases.namedpresenter.member": "whose story it is decides who may still say no",
    "cases.presenter.member": "whose story it is decides who may still say no",
    "cases.steppedout.member": A_FACT,
    "clearance.authorship.user": "who may not approve the text",
    "clearance.checkrequest.asked": A_FACT,
    "clearance.sharingagreement.member": "what was agreed never changes",
    "clearance.showing.member": "what was agreed never changes",
    "clearance.opening.member": "what was agreed never changes",
    "knowledge.evidencereaction.member": A_FACT,
    "meetings.attendance.member": A_FACT,
    "meetings.attendance.stand_in_joined_as": A_FACT,
    "meetings.calendarchange.member": A_FACT,
    "meetings.visit.user": "it says Former member",
    "members.absence.member": "its reason is emptied",
    "members.agreement.member": A_FACT,
    "members.employment.member": A_FACT,
    "members.facilitation.member": "it ends",
    "members.invitation.member": "it says Former member",
    "members.markoverride.member": A_FACT,
    "members.membermerge.into": A_FACT,
    "members.member.user": "it says Former member",
    "members.membercorrection.member": "its reason says Former member",
    "members.pastrole.member": A_FACT,
    "members.role.user": "it ends",
    "next_steps.handover.from_member": A_FACT,
    "next_steps.handover.to_member": A_FACT,
    "next_steps.nextstep.owner": A_FACT,
}
SECRETS = {"password", "token", "key", "digest", "link_number", "session_key", "session_data", "data"}


@dataclass(frozen=True)
class Person:
    """One person: their account, if they have one, their memberships, and the addresses they are known by."""

    user: User | None
    members: list[Member]
    emails: set[str] = field(default_factory=set)

    @classmethod
    def known_as(cls, email: str, *, name: str = "") -> "Person":
        """Return the person with this address, at a site or to sign in. Raise RefusedError if nobody has it.

        `name` says which of several who share the address; without it, those are refused.
        """
        email = tidy_address(email)
        having_it, others = _one_of_a_mailbox(email, name)
        users = User.objects.filter(memberships__in=having_it)
        user = users.first() if others else User.objects.filter(email=email).first() or users.first()
        theirs = {
            each.pk: each for each in (*having_it, *Member.objects.filter(user=user, user__isnull=False))
        }
        members = list(theirs.values())
        if user is None and not members:
            raise RefusedError(f"Nobody has the address {email}.")
        emails = {email} | {each.email for each in members if each.email} | _had_before(members)
        if user is not None:
            of_others = User.objects.exclude(pk=user.pk).values("email")
            before = user.address_changes.exclude(old_email__in=of_others)
            emails |= {user.email, *before.values_list("old_email", flat=True)}
        return cls(user, members, emails - {each.email for each in others})

    def rows(self) -> Iterator[tuple[str, models.Model]]:
        """Yield every row that leads to the person, with the key that does: "members.member.user"."""
        for target, owners in ((User, [self.user] if self.user else []), (Member, self.members)):
            for key in keys_to(target):
                for row in key.model._base_manager.filter(**{f"{key.name}__in": owners}):
                    yield key_of(key), row
        for model in models_with_words():
            for column in columns_of(model):
                if isinstance(column, EmailField):
                    for row in model._base_manager.filter(**{f"{column.name}__in": sorted(self.emails)}):
                        yield key_of(column), row
        for _, row, name in concerning([each for each in (self.user, *self.members) if each]):
            yield f"{row._meta.label_lower}.{name}", row


def _had_before(members: list[Member]) -> set[str]:
    """Return the addresses that `members` had before, without those that somebody else has now."""
    of_others = Member.objects.exclude(pk__in=[each.pk for each in members]).exclude(email="").values("email")
    before = EarlierAddress.objects.filter(member__in=members).exclude(email__in=of_others)
    return set(before.exclude(email__in=User.objects.values("email")).values_list("email", flat=True))


def _one_of_a_mailbox(email: str, name: str) -> tuple[list[Member], list[Member]]:
    """Return the memberships with this address of the person called `name`, and those of others who share it."""
    having_it = list(Member.objects.filter(email=email))
    people: dict[str, list[Member]] = {}
    of_account: dict[int, str] = {}
    for each in having_it:
        key = _key(each) if each.user_id is None else of_account.setdefault(each.user_id, _key(each))
        people.setdefault(key, []).append(each)
    meant = [rows for rows in people.values() if not name or person_key(name) in map(_key, rows)]
    if len(meant) > 1:
        names = listed(sorted_names(rows[0].name for rows in meant))
        raise RefusedError(f"{names} share the address {email}. Say which of them with --name.")
    found = meant[0] if meant else []
    return found, [each for each in having_it if each not in found]


def _key(member: Member) -> str:
    return person_key(member.name)


def export(person: Person) -> dict:
    """Return everything that is kept about `person`, by the key that leads to it.

    What rows say is given where they are about the person or typed by them; of what they did, which row and when.
    """
    found: dict[str, list] = {}
    if person.user is not None:
        found["members.user"] = [_said(person.user)]
    for key, row in person.rows():
        is_own = not key.endswith("by") or isinstance(row, Revision | Draft)
        found.setdefault(key, []).append(
            _said(row) if is_own else {"row": f"{row._meta.label_lower}:{row.pk}"}
        )
    return found


def _said(row: models.Model) -> dict:
    """Return the columns of a row by name, without secrets."""
    columns = [each for each in row._meta.local_concrete_fields if each.name not in SECRETS]
    return {each.name: str(getattr(row, each.attname)) for each in columns}


def erase(person: Person) -> dict[str, int]:
    """Take `person` out: end their roles and memberships, delete what is only theirs, and let what stays say "Former
    member". Return how many rows each step changed. Repeating changes nothing.

    What they approved, wrote and attended stays as facts, without their name. Raise RefusedError if a programme would be
    left without a team. Their name inside a text is not looked for: permanently remove it there.
    """
    with transaction.atomic():
        _refuse_the_last_of_a_team(person)
        removed = {each for each, _, _ in concerning(each for each in (person.user, *person.members) if each)}
        done = {
            "removed rows deleted": forget(removed),
            **_without_names(person), **_deleted(person), **_closed(person),
        }  # fmt: skip
        for row in [person.user] if person.user else person.members:
            record(MemberVerb.ERASE, row, by=None)
    return {what: number for what, number in done.items() if number}


def _refuse_the_last_of_a_team(person: Person) -> None:
    """Raise RefusedError if a running programme has nobody else on its team."""
    team = Role.objects.current().filter(kind=Role.Kind.PROGRAMME_TEAM, programme__ended_on__isnull=True)
    for role in team.filter(user=person.user):
        if not team.filter(programme=role.programme).exclude(user=person.user).exists():
            raise RefusedError(
                f"There is nobody else on the team of {role.programme}. Invite somebody first."
            )


def _deleted(person: Person) -> dict[str, int]:
    """Delete what is only the person's, with the earlier versions of its texts, and return how many rows there were of
    each.
    """
    keys = [*keys_to(User), *keys_to(Member)]
    rows = [
        *(_leading_to(person, key) for key in keys if _is_only_theirs(key)),
        *(_leading_to(person, key).filter(sent_at=None) for key in keys if _is_mail_to_them(key)),
        AgreementLink.objects.filter(named__member__in=person.members),
        Subscriber.objects.filter(email__in=person.emails),
        DateInvitation.objects.filter(email__in=person.emails),
        InvitationMail.objects.filter(email__in=person.emails),
        AccountMail.objects.filter(email__in=person.emails),
        AddressChoice.objects.filter(email__in=person.emails),
        MemberUpload.objects.filter(by=person.user, by__isnull=False, imported_at=None),
    ]
    subjects = {subject_of(row) for found in rows for row in found if columns_of(found.model)}
    versions = [version.pk for version in about(Revision, subjects)]
    gone = {"earlier versions deleted": Revision.objects.filter(pk__in=versions).delete()[0]}
    for found in rows:
        what = f"{found.model._meta.verbose_name} deleted"
        gone[what] = gone.get(what, 0) + found.delete()[0]
    return gone


def _leading_to(person: Person, key: models.ForeignKey) -> models.QuerySet:
    """Return the rows whose `key` is the person."""
    owners = person.members if key in keys_to(Member) else [person.user] if person.user else []
    return key.model._base_manager.filter(**{f"{key.name}__in": owners})


def _is_only_theirs(key: models.ForeignKey) -> bool:
    return key_of(key) in ONLY_THEIRS


def _is_mail_to_them(key: models.ForeignKey) -> bool:
    return key.name in ("member", "user") and issubclass(key.model, Queued)


def _without_names(person: Person) -> dict[str, int]:
    """Let rows that stay say ERASED, and return how many there were of each."""
    members = Member.objects.filter(pk__in=[each.pk for each in person.members])
    named = Invitation.objects.filter(Q(member__in=person.members) | Q(email__in=person.emails))
    joined = Attendance.objects.filter(stand_in_joined_as__in=person.members).exclude(stand_in_name="")
    visits = Visit.objects.filter(
        Q(user=person.user, user__isnull=False) | Q(invitation__email__in=person.emails)
    )
    return {
        "memberships": members.update(name=ERASED, email="", left_because="", agreed_to_contact_at=None),
        "memberships ended": members.filter(left_on=None).update(left_on=Greatest("joined_on", _today())),
        "facilitations ended": Facilitation.objects.filter(member__in=person.members, ended_on=None).update(
            ended_on=Greatest("started_on", _today())
        ),
        "invitations": named.update(name=ERASED, email=_no_address(person)),
        "stand-ins": joined.update(stand_in_name=ERASED),
        "visits": visits.update(name=ERASED),
        "reasons for leaving": sum(member.absences.update(left_because="") for member in members),
        "reasons for corrections": sum(member.detail_corrections.update(reason=ERASED) for member in members),
    }


def _today() -> Value:
    return Value(timezone.localdate(), output_field=DateField())


def _closed(person: Person) -> dict[str, int]:
    """Close the account for good, and return how many roles ended."""
    if person.user is None:
        return {}
    user = person.user
    roles = list(user.roles.filter(until=None).select_related("programme"))
    for role in roles:
        end_at_once(role, on=max(role.since, timezone.localdate()), by=None)
    user.name, user.job_title, user.email = ERASED, "", _no_address(person)
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    return {"roles ended": len(roles), "accounts": 1}


def _no_address(person: Person) -> str:
    """Return an address that nobody has and no mail goes to."""
    return f"erased-{person.user.pk if person.user else person.members[0].pk}@erased.invalid"

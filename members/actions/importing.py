"""The actions of importing a member list: upload it, choose what it says, confirm it, add its people.

The rows of MemberUpload are the queue: a worker claims one, and adds its people some hundreds at a time, each time in a
transaction of its own. A worker that dies is followed by another, which goes on where that one stopped.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from kit.queues import claim, send_task_on_commit
from kit.spreadsheets import Sheet
from members.actions.adding import NewMember, add_members
from members.actions.inviting import invite_members
from members.actions.proposals import propose_disciplines
from members.actions.standards import add_discipline
from members.audit_verbs import MemberVerb
from members.headings import FIELDS, NO_HEADINGS, guess_columns, guess_heading_row, plain
from members.importing import Plan, PlannedRow
from members.models import Discipline, Member, MemberUpload, User
from sites_app.actions import add_organisations
from sites_app.models import Site

KEPT_UNCONFIRMED = timedelta(hours=23)  # the task that deletes them comes by once an hour
REPORT_KEPT = timedelta(days=30)
BATCH = 500  # people added in one transaction
AT_ONCE = 100  # people who are added while the browser waits; for more there is a worker and a progress bar
LEASE = timedelta(minutes=1)  # how long a worker has for one batch
NOT_FINISHED = "It was not finished."


@transaction.atomic
def upload_members(
    site: Site, *, sheets: Sequence[Sheet], file_name: str, joined_on: date, by: User
) -> MemberUpload:
    """Store an uploaded list until it is confirmed, with a guess at what each column is. Nobody is added.

    Lists that `by` uploaded for this site before and did not confirm are deleted.
    """
    MemberUpload.objects.filter(confirmed_at=None, site=site, by=by).delete()
    upload = MemberUpload(site=site, by=by, file_name=file_name[-160:], joined_on=joined_on)
    upload.sheets = [list(sheet) for sheet in sheets] if len(sheets) > 1 else []
    _take_sheet(upload, sheets[0].rows)
    upload.save()
    return upload


def _take_sheet(upload: MemberUpload, rows: list[list[str]]) -> None:
    upload.rows = rows
    _take_headings(upload, guess_heading_row(rows))


def _take_headings(upload: MemberUpload, heading_row: int) -> None:
    upload.heading_row = heading_row
    upload.columns = guess_columns(upload.headings, upload.below_headings)
    upload.decided = {}


def forget_old_uploads() -> int:
    """Delete the lists that nobody confirmed within a day, and the reports of a month ago, and return how many.

    They hold more than we ask for. A list that was confirmed and could not be imported to the end goes too.
    """
    now = timezone.now()
    unconfirmed = MemberUpload.objects.filter(imported_at=None, uploaded_at__lt=now - KEPT_UNCONFIRMED)
    reported = MemberUpload.objects.filter(imported_at__lt=now - REPORT_KEPT)
    return unconfirmed.unclaimed().delete()[0] + reported.delete()[0]


@transaction.atomic
def choose_sheet(upload: MemberUpload, *, sheet: int) -> MemberUpload:
    """Import this sheet of the workbook, and guess again which row has the headings and what each column is."""
    lock_row(upload)
    _refuse_confirmed(upload)
    if not 0 <= sheet < len(upload.sheets):
        raise RefusedError("Choose a sheet of this workbook.")
    upload.sheet = sheet
    _take_sheet(upload, upload.sheets[sheet][1])
    upload.save()
    return upload


@transaction.atomic
def choose_headings(upload: MemberUpload, *, heading_row: int) -> MemberUpload:
    """Set the row that has the headings, or NO_HEADINGS, and guess again what each column is."""
    lock_row(upload)
    _refuse_confirmed(upload)
    if not NO_HEADINGS <= heading_row < len(upload.rows):
        raise RefusedError("Choose a row in the list.")
    _take_headings(upload, heading_row)
    upload.save()
    return upload


@transaction.atomic
def choose_columns(upload: MemberUpload, *, columns: dict[str, int]) -> MemberUpload:
    """Set what each column is. A name is needed, and one column cannot be two things."""
    lock_row(upload)
    _refuse_confirmed(upload)
    if not {"name", "last_name", "first_name", "email"} & columns.keys():
        raise RefusedError("Choose the column that has the names.")
    if len(set(columns.values())) < len(columns):
        raise RefusedError("The same column is chosen twice. Choose a different column for one of them.")
    upload.columns = {key: index for key, index in columns.items() if key in FIELDS}
    upload.save(update_fields=["columns"])
    return upload


@transaction.atomic
def choose_for_list(
    upload: MemberUpload, *, disciplines: dict[str, str], decided: dict[str, bool], invites: bool
) -> MemberUpload:
    """Set what roles mean here, as in `importing`, who of the list is added, by number of row, and whether those who are
    added are invited to sign in.

    Roles and rows that are not named stay as they were chosen before.
    """
    lock_row(upload)
    _refuse_confirmed(upload)
    upload.disciplines |= disciplines
    upload.decided |= decided
    upload.invites = invites
    upload.save(update_fields=["disciplines", "decided", "invites"])
    return upload


def _refuse_confirmed(upload: MemberUpload) -> None:
    if upload.confirmed_at is not None:
        raise RefusedError("This list has already been imported. Upload it again to make changes.")


@transaction.atomic
def confirm_upload(upload: MemberUpload, *, by: User) -> MemberUpload:
    """Have the people of a list added: a worker does it.

    Repeating changes nothing, but it resumes an import that has stopped.
    """
    lock_row(upload)
    if upload.has_stopped:
        upload.attempts, upload.claimed_until = 0, None
    elif upload.confirmed_at is not None:
        return upload
    else:
        plan = Plan(upload)
        upload.confirmed_at, upload.people = timezone.now(), len(plan.people)
        upload.not_taken = plan.not_taken
        upload.sheets = []
    upload.save()
    send_task_on_commit("members.import_lists")
    return upload


def import_due() -> int:
    """Import the lists that are due, and return how many were finished."""
    return sum(
        import_upload(upload) for upload in MemberUpload.objects.due().select_related("site__programme")
    )


def import_upload(upload: MemberUpload) -> bool:
    """Add the people of a confirmed list, and return whether this call finished it.

    One UPDATE claims the list, so two workers never import it at once. An attempt that fails leaves its claim and its
    error behind; the list is due again when the claim runs out, up to five times. Each batch is one transaction, so
    the next attempt goes on where the last one stopped. This is not one transaction, so that the progress can be seen.
    """
    if not claim(MemberUpload.objects.due(), upload, lease=LEASE, last_error=NOT_FINISHED):
        return False
    upload.refresh_from_db(fields=["attempts", "done"])
    batches = _Batches(upload)
    while batches.add_one():
        pass
    return upload.imported_at is not None


class _Batches:
    """The batches of one list that one worker adds."""

    def __init__(self, upload: MemberUpload):
        self.upload = upload
        self.attempt = upload.attempts
        self.plan = Plan(upload)
        self.made: dict[str, Discipline] = {}

    @transaction.atomic
    def add_one(self) -> bool:
        """Add the next batch, and return whether there is another. Nothing is done once another worker has the list."""
        upload = self.upload
        lock_row(upload)
        if upload.imported_at is not None or upload.attempts != self.attempt:
            return False
        lock_row(upload.site)
        self.plan.look_again()
        people = self.plan.people[upload.done : upload.done + BATCH]
        upload.report += self._added([self.plan.decide(person) for person in people])
        upload.done += len(people)
        upload.claimed_until = timezone.now() + LEASE
        is_last = upload.done >= len(self.plan.people)
        if is_last:
            _finish(upload)
        upload.save()
        return not is_last

    def _added(self, rows: list[PlannedRow]) -> list[dict]:
        """Add those of `rows` who are added, and return what the report says of all of them."""
        adding = [row for row in rows if row.outcome == "added"]
        members = add_members(self.upload.site, self._new_members(adding), by=self.upload.by)
        self.plan.note_added(members)
        by_row = {row.person.row: member for row, member in zip(adding, members, strict=True)}
        invited = set(invite_members(members, by=self.upload.by)) if self.upload.invites else set()
        return [_reported(row, by_row.get(row.person.row), invited) for row in rows]

    def _new_members(self, rows: list[PlannedRow]) -> list[NewMember]:
        names = [row.person.organisation for row in rows if row.person.organisation]
        organisations = add_organisations(names, by=self.upload.by)
        proposals = propose_disciplines(
            self.upload.site.programme,
            [row.role.proposed for row in rows if row.role.proposed],
            by=self.upload.by,
        )
        return [
            NewMember(
                name=row.person.name,
                email=row.person.email,
                discipline=self._discipline(row),
                proposal=proposals.get(plain(row.role.proposed)),
                organisation=organisations.get(row.person.organisation),
                joined_on=row.person.joined_on,
                is_expert_by_experience=row.person.is_expert_by_experience,
                is_professionally_qualified=row.person.is_professionally_qualified,
                agrees_to_contact=row.person.agrees_to_contact,
            )
            for row in rows
        ]

    def _discipline(self, row: PlannedRow) -> Discipline | None:
        """Return the role of one person, which is added to the list if it is new there."""
        if row.role.new_in is None:
            return row.role.discipline
        key = plain(row.person.discipline)
        if key not in self.made:
            self.made[key] = add_discipline(
                self.upload.site.programme,
                sector=row.role.new_in,
                name=row.person.discipline,
                by=self.upload.by,
            )
        return self.made[key]


def _finish(upload: MemberUpload) -> None:
    """Delete the list itself, and leave the report."""
    upload.imported_at, upload.claimed_until, upload.last_error = timezone.now(), None, ""
    upload.rows, upload.decided, upload.disciplines, upload.columns = [], {}, {}, {}
    added = sum(row["outcome"] == "added" for row in upload.report)
    record(
        MemberVerb.IMPORT_MEMBERS, upload.site, by=upload.by, note=f"{added} added of {len(upload.report)}"
    )


def _reported(row: PlannedRow, member: Member | None, invited: set[Member]) -> dict:
    """Return what the report says of one row: the outcome, why, what was not taken, and whether they are mailed."""
    mail = ""
    if member is not None:
        mail = (
            "invited" if member in invited
            else "no address" if not member.email
            else "not agreed" if member.agreed_to_contact_at is None
            else "not asked"
        )  # fmt: skip
    return {
        "row": row.person.row,
        "name": row.person.name[:200],
        "outcome": row.outcome,
        "why": row.why,
        "remarks": list(row.remarks),
        "mail": mail,
    }

"""The actions on cases: offer, edit, restore, put on an agenda, write notes of the discussion, step out."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.audit_verbs import CaseVerb
from cases.locking import lock_row, locked
from cases.models import Case, Discussion, Need, Presenter, SteppedOut, Theme
from kit.audit import record
from kit.editing.history import keep_revisions
from kit.errors import RefusedError
from kit.models import AuditEvent, subject_of
from meetings.models import Meeting
from members.models import Member, User
from sites_app.models import Site

PLAIN_FIELDS = [
    "title", "kind", "is_live", "case_management", "shared_goal", "presentation", "learning",
]  # fmt: skip


class StaleText(RefusedError):
    """The case was saved by somebody else in the meantime. `newer` is the case as it is saved now."""

    def __init__(self, newer: Case):
        super().__init__(
            "Somebody else saved this case while you were writing. Nothing is lost. Compare the two versions and save again."
        )
        self.newer = newer


class WrongMeeting(RefusedError):
    """The meeting cannot take this case. The message says which meetings can."""


@transaction.atomic
def offer(
    site: Site,
    *,
    title: str,
    kind: str,
    presenters: Iterable[Member],
    by: User | None,
    themes: Iterable[Theme] = (),
    needs: Iterable[Need] = (),
    presentation: str = "",
    shared_goal: str = "",
    is_live: bool = True,
    case_management: str = Case.NO_CASE_MANAGEMENT,
) -> Case:
    """Create a case at `site` with the site's next number, and return it.

    Raise RefusedError if there is no title or no presenter, or if a presenter belongs to another site.
    """
    presenters = list(presenters)
    if not title.strip():
        raise RefusedError("Enter a title that says what the case is about, not who.")
    _refuse_strangers(presenters, site)
    Site.objects.select_for_update().get(
        pk=site.pk
    )  # a lock, so that two offers at the same time get two numbers
    last = Case._base_manager.filter(site=site).aggregate(last=Max("number"))["last"] or 0
    case = Case.objects.create(
        site=site, number=last + 1, title=title.strip(), kind=kind, presentation=presentation,
        shared_goal=shared_goal.strip(), is_live=is_live, case_management=case_management, offered_by=by,
    )  # fmt: skip
    case.themes.set(themes)
    case.needs.set(needs)
    Presenter.objects.bulk_create(Presenter(case=case, member=member) for member in dict.fromkeys(presenters))
    keep_revisions(case, sections=Case.TEXT_SECTIONS, by=by)
    record(CaseVerb.OFFER, case, by=by)
    return case


def _refuse_strangers(presenters: list[Member], site: Site) -> None:
    if not presenters:
        raise RefusedError("Choose at least one presenter from the members of the site.")
    if any(member.site_id != site.pk for member in presenters):
        raise RefusedError("Somebody you chose belongs to another site. Choose members of this case’s site.")


@transaction.atomic
def edit(case: Case, *, by: User | None, base_version: int, **fields) -> Case:
    """Change `fields` of `case` and return it. Every version of its text is kept.

    `fields` are any of title, kind, is_live, case_management, shared_goal, presentation, learning, themes, needs,
    presenters. `base_version` is the version that the form was opened with. Raise StaleText if the case was saved in
    the meantime with different values. Saving the same values again changes nothing.
    """
    now = locked(case)
    sets = _changed_sets(now, fields)
    if unknown := set(fields) - set(PLAIN_FIELDS):
        raise TypeError(f"a case has no {', '.join(sorted(unknown))} to edit")
    changed = {name: value for name, value in fields.items() if getattr(now, name) != value}
    if not changed and not sets:
        return now
    if base_version != now.version:
        raise StaleText(now)
    if not changed.get("title", "a title").strip():
        raise RefusedError("Enter a title that says what the case is about, not who.")
    if "presenters" in sets:
        _set_presenters(now, sets.pop("presenters"))
    keep_revisions(now, sections=Case.TEXT_SECTIONS, by=now.offered_by)
    for name, value in changed.items():
        setattr(now, name, value)
    now.version += 1
    now.save()
    for name, rows in sets.items():
        getattr(now, name).set(rows)
    if not now.is_live:
        now.worked_with_by.clear()  # nobody in the group works with the person any more
    keep_revisions(now, sections=Case.TEXT_SECTIONS, by=by)
    record(CaseVerb.EDIT, now, by=by, note=f"version {now.version}")
    return now


def _changed_sets(case: Case, fields: dict) -> dict[str, list]:
    """Remove the themes, needs and presenters from `fields`, and return those that differ from what is saved."""
    sets = {name: list(fields.pop(name)) for name in ("themes", "needs", "presenters") if name in fields}
    return {
        name: rows for name, rows in sets.items() if {row.pk for row in rows} != _keys(getattr(case, name))
    }


def _keys(manager) -> set[int]:
    return set(manager.values_list("pk", flat=True))


def _set_presenters(case: Case, presenters: list[Member]) -> None:
    _refuse_strangers(presenters, case.site)
    texts = case.cleared_texts.all()
    if texts.being_checked().exists() or texts.published().exists():
        raise RefusedError(
            "A write-up of this case is being checked or is published, so you cannot change its presenters. "
            "Send the write-up back or withdraw it first."
        )
    if case.stepped_out.filter(member__in=presenters).exists():
        raise RefusedError("Somebody you chose stepped out of this case. Choose somebody else.")
    case.presenter_rows.exclude(member__in=presenters).delete()
    for member in presenters:
        Presenter.objects.get_or_create(case=case, member=member)


@transaction.atomic
def discuss(case: Case, *, at: Meeting, by: User | None, template_by: date | None = None) -> Discussion:
    """Put `case` on the agenda of the meeting `at`, and return the Discussion.

    Its presenters complete the case by the day `template_by`, or three days before the meeting if it is not given. If
    the case is on the agenda already, return that Discussion, with the new day if one is given. Raise WrongMeeting if
    the meeting belongs to another site or is cancelled, or if the day is after it. Past meetings are allowed, because
    some are entered later from paper.
    """
    if at.site_id != case.site_id:
        raise WrongMeeting("This meeting belongs to another site. Choose a meeting of your own site.")
    if at.is_cancelled:
        raise WrongMeeting("This meeting is cancelled. Choose another meeting.")
    locked(case)
    discussion, made = Discussion.objects.get_or_create(case=case, meeting=at, defaults={"added_by": by})
    if template_by and template_by > at.day:
        raise WrongMeeting("The case must be complete before the meeting. Choose that day or an earlier day.")
    if template_by and template_by != discussion.fill_in_by:
        discussion.template_by = template_by
        discussion.save(update_fields=["template_by"])
    if made:
        record(CaseVerb.PUT_ON_AGENDA, case, by=by, note=str(at))
    return discussion


@transaction.atomic
def take_off_agenda(discussion: Discussion, *, by: User) -> None:
    """Take a case off the agenda of a meeting.

    Raise RefusedError if the meeting has started or the discussion has notes or next steps.
    """
    lock_row(discussion, case=discussion.case)
    if discussion.meeting.has_started or discussion.notes or discussion.next_steps.exists():
        raise RefusedError(
            "This meeting has started, so you cannot remove its cases. You can add the case to another meeting."
        )
    record(CaseVerb.TAKE_OFF_AGENDA, discussion.case, by=by, note=str(discussion.meeting))
    discussion.delete()


def write_section(case: Case, *, section: str, text: str, by: User | None) -> Case:
    """Save one text section of `case`, as it is written in the room, and return the case.

    The caller must have locked `case` and compared its versions (kit.editing.sections). The audit log records at most
    one edit by the same person every 15 minutes.
    """
    if section not in Case.TEXT_SECTIONS:
        raise TypeError(f"a case has no section {section}")
    setattr(case, section, text)
    case.version += 1
    case.save(update_fields=[section, "version"])
    recently = timezone.now() - timedelta(minutes=15)
    edits = AuditEvent.objects.filter(verb=CaseVerb.EDIT, subject=subject_of(case), by=by)
    if not edits.filter(at__gte=recently).exists():
        record(CaseVerb.EDIT, case, by=by, note=f"version {case.version}")
    return case


@transaction.atomic
def write_notes(discussion: Discussion, *, notes: str, by: User | None) -> Discussion:
    """Save the notes of a discussion, which stay with the site. Every version is kept."""
    lock_row(discussion, case=discussion.case)
    if notes == discussion.notes:
        return discussion
    keep_revisions(discussion, sections=["notes"], by=discussion.added_by)
    discussion.notes = notes
    discussion.save(update_fields=["notes"])
    keep_revisions(discussion, sections=["notes"], by=by)
    record(CaseVerb.WRITE_NOTES, discussion.case, by=by, note=str(discussion.meeting))
    return discussion


@transaction.atomic
def add_note(discussion: Discussion, *, words: str, by: User | None) -> Discussion:
    """Add a paragraph to the notes of a discussion, so that two people can add notes at the same time.

    If the same paragraph is in the notes already, change nothing.
    """
    words = words.strip()
    if not words:
        raise RefusedError("Enter a note. A few words are enough.")
    lock_row(discussion, case=discussion.case)
    if words in discussion.notes.split("\n\n"):
        return discussion
    return write_notes(discussion, notes=f"{discussion.notes}\n\n{words}".strip(), by=by)


@transaction.atomic
def step_out(case: Case, *, member: Member, by: User) -> SteppedOut:
    """Close `case` to `member`, who knows the person. Repeating changes nothing.

    Raise RefusedError for a member of another site, and for a presenter of the case.
    """
    if member.site_id != case.site_id:
        raise RefusedError("Only members of this case’s site can step out of it.")
    locked(case)
    if case.presenter_rows.filter(member=member).exists():
        raise RefusedError(
            "You present this case. Ask your facilitator to name another presenter first, then step out."
        )
    row, made = SteppedOut.objects.get_or_create(case=case, member=member)
    if made:
        record(CaseVerb.STEP_OUT, case, by=by)
    return row

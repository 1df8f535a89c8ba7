"""The form of the minutes, part by part on one page. A part that was never written begins with the text from the log."""

from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.db.models import Max

from cases.actions.minutes import write_case_minutes
from cases.models import Case, CaseMinutes
from kit.forms import Form, ProseField
from kit.models import subject_of
from kit.privacy.fields import CaseProse
from meetings.actions.minutes import StaleMinutes, write_minutes
from meetings.models import Meeting, MinutesApproval
from pages.minutes.log import Log, cases_of
from pages.minutes.parts import GENERAL, part_name, revisions_of_parts


@dataclass
class EditedPart:
    """One part on the page."""

    name: str
    case: Case | None
    text: forms.BoundField
    can_be_made_again: bool


class MinutesForm(Form):
    """All parts of the minutes of `meeting` that `user` may read."""

    def __init__(self, *args, meeting: Meeting, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.user = meeting, user
        cases = cases_of(meeting, user)
        self.case_by_name: dict[str, Case | None] = {part_name(case): case for case in [None, *cases]}
        self.log = Log(meeting, cases)
        self.is_approved = MinutesApproval.objects.filter(meeting=meeting).exists()
        self._read_saved()
        for name, case in self.case_by_name.items():
            self._add_part(name, case)
        if self.is_approved:
            self._add_reason()

    @property
    def names(self) -> list[str]:
        """The names of the fields that hold parts."""
        return list(self.case_by_name)

    def _read_saved(self) -> None:
        """Read what is saved of each part, and its version."""
        cases = [case for case in self.case_by_name.values() if case is not None]
        rows = CaseMinutes.objects.filter(meeting=self.meeting, case__in=cases)
        self.saved = {row.case_id: row for row in rows}
        names = {subject_of(self.meeting): GENERAL}
        names |= {subject_of(self.saved[case.pk]): part_name(case) for case in cases if case.pk in self.saved}
        kept = revisions_of_parts([self.meeting, *self.saved.values()])
        newest = kept.order_by("subject").values_list("subject").annotate(last=Max("version"))
        self.versions = dict.fromkeys(self.names, 0) | {names[subject]: last for subject, last in newest}
        # Texts are read after their versions: one that is newer than its version is then refused when it is saved.
        if self.is_bound:
            self.meeting.refresh_from_db(fields=["minutes"])
            self.saved = {row.case_id: row for row in rows.all()}

    def _add_part(self, name: str, case: Case | None) -> None:
        field = _general_field() if case is None else _case_field(case)
        # once the minutes are approved, only what somebody types is added to them
        is_written = self.versions[name] or self.text_of(name) or self.is_approved
        field.initial = self.text_of(name) if is_written else self.log_of(name)
        self.fields[name] = field

    def _add_reason(self) -> None:
        # several lines, so that Enter in it presses no button
        self.fields["reason"] = ProseField(
            label="Why are you changing approved minutes?",
            rows=2,
            max_length=200,
            required=False,
            help_text="This is shown under the minutes with your name and the date.",
        )

    def text_of(self, name: str) -> str:
        """Return the saved text of a part."""
        case = self.case_by_name[name]
        if case is None:
            return self.meeting.minutes
        return self.saved[case.pk].text if case.pk in self.saved else ""

    def log_of(self, name: str) -> str:
        """Return the text of a part drafted from the log."""
        case = self.case_by_name[name]
        return self.log.of(case) if case else self.log.general()

    @property
    def parts(self) -> list[EditedPart]:
        """The parts for the page."""
        return [
            EditedPart(name, case, self[name], self.is_approved or bool(self.versions[name]))
            for name, case in self.case_by_name.items()
        ]

    @property
    def facts(self) -> dict:
        """The form itself: it saves each part that nobody else saved in the meantime."""
        return {"form": self}

    @transaction.atomic
    def save(self, *, by) -> bool:
        """Save every part that was sent and has changed. Return whether nobody else saved one in the meantime.

        A part that somebody else saved just now is left unchanged. It gets an error with their text, and saving the
        page again replaces it.
        """
        done = [self._save_part(name, by=by) for name in self.names if name in self.data]
        return all(done)

    def save_the_rest(self, *, by) -> None:
        """Save the parts that nobody else saved, where another one is refused for that and for nothing else."""
        if self.is_approved or not all(name in self.names for name in self.errors):
            return
        for name in self.names:
            if name in self.data and name not in self.errors and self._save_part(name, by=by):
                self.show_as_saved(name, self.cleaned_data[name])

    @transaction.atomic
    def make_again(self, name: str, *, by) -> bool:
        """Draft one part again from the log. What was entered is saved first, and so stays among the versions.

        The other parts stay as entered, unsaved. Return False if somebody else saved the part in the meantime.
        """
        if not self._save_part(name, by=by):
            return False
        self._write(name, self.log_of(name), base_version=None, by=by)
        self._read_saved()
        self.show_as_saved(name, self.log_of(name))
        return True

    def _save_part(self, name: str, *, by) -> bool:
        """Save one part. If somebody else saved it in the meantime, show their text and return False."""
        try:
            with transaction.atomic():
                self._write(name, self.cleaned_data[name], base_version=self.versions[name], by=by)
        except StaleMinutes as stale:
            self.show_theirs(name, stale.theirs)
            return False
        return True

    def _write(self, name: str, text: str, *, base_version: int | None, by) -> None:
        case, reason = self.case_by_name[name], " ".join(self.cleaned_data.get("reason", "").split())
        if case is None:
            write_minutes(self.meeting, text=text, base_version=base_version, reason=reason, by=by)
        elif text or case.pk in self.saved:
            write_case_minutes(
                self.meeting, case=case, text=text, base_version=base_version, reason=reason, by=by
            )


def _general_field() -> ProseField:
    return ProseField(
        label="The meeting",
        rows=9,
        required=False,
        help_text="Attendance by number and role, and decisions. Do not write about cases here: each case has its own part.",
    )


def _case_field(case: Case) -> CaseProse:
    return CaseProse(
        label=f"{case.reference} {case.title}",
        rows=9,
        required=False,
        help_text="Only people who can read this case can read this part. Do not include names of people you work with, or addresses.",
    )

"""The minutes to edit, part by part on one page; where nothing is written yet, as the log makes them."""

from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.db.models import Max

from cases.actions.minutes import write_case_minutes
from cases.models import Case, CaseMinutes
from kit.forms import ProseField
from kit.models import Revision, subject_of
from kit.privacy.fields import CaseProse
from meetings.actions.minutes import StaleMinutes, write_minutes
from meetings.models import Meeting, MinutesApproval
from pages.minutes.log import Log, cases_of

GENERAL = "minutes"


@dataclass
class EditedPart:
    """One part: its field, the version it began from, and the newer text that somebody else saved meanwhile."""

    name: str
    case: Case | None
    text: forms.BoundField
    base: forms.BoundField
    can_be_made_again: bool
    theirs: str | None


class MinutesForm(forms.Form):
    """All parts of the minutes of `meeting` that `user` may read, each with the version that the writer began from."""

    def __init__(self, *args, meeting: Meeting, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.user = meeting, user
        self.theirs: dict[str, str] = {}
        self.cases = cases_of(meeting, user)
        self.saved = {
            row.case_id: row for row in CaseMinutes.objects.filter(meeting=meeting, case__in=self.cases)
        }
        self.versions = self._versions()
        self.log = Log(meeting, self.cases)
        self.is_approved = MinutesApproval.objects.filter(meeting=meeting).exists()
        self.fields[GENERAL] = ProseField(
            label="The meeting",
            rows=9,
            required=False,
            help_text="Who came, in numbers and roles; what everybody decided. Nothing about a case: each has a part of its own.",
        )
        self._add_base(GENERAL)
        for case in self.cases:
            name = f"part_{case.pk}"
            self.fields[name] = CaseProse(
                label=f"{case.reference} {case.title}",
                rows=9,
                required=False,
                help_text="Only those who may read this case read this part. No names of people you work with, no streets.",
            )
            self._add_base(name)
        if self.is_approved:
            # several lines, so that Enter in it presses no button
            self.fields["reason"] = ProseField(
                label="Why you change approved minutes",
                rows=2,
                max_length=200,
                required=False,
                help_text="It stands under the minutes, with your name and the day.",
            )
        for name in self.names:
            # what is approved grows by nothing that nobody typed
            written = self.versions[name] or self.text_of(name) or self.is_approved
            self.fields[name].initial = self.text_of(name) if written else self.log_of(name)

    def _add_base(self, name: str) -> None:
        self.fields[base_of(name)] = forms.IntegerField(
            widget=forms.HiddenInput, min_value=0, required=False, initial=self.versions[name]
        )

    @property
    def names(self) -> list[str]:
        """The fields that are parts."""
        return [GENERAL, *(f"part_{case.pk}" for case in self.cases)]

    def case_of(self, name: str) -> Case | None:
        return next((case for case in self.cases if name == f"part_{case.pk}"), None)

    def text_of(self, name: str) -> str:
        """What is saved of a part."""
        case = self.case_of(name)
        if case is None:
            return self.meeting.minutes
        return self.saved[case.pk].text if case.pk in self.saved else ""

    def _versions(self) -> dict[str, int]:
        rows = {GENERAL: self.meeting, **{f"part_{pk}": row for pk, row in self.saved.items()}}
        subjects = {subject_of(row): name for name, row in rows.items()}
        kept = Revision.objects.filter(subject__in=subjects, section__in=["minutes", "text"])
        newest = kept.order_by("subject").values_list("subject").annotate(last=Max("version"))
        return dict.fromkeys(self.names, 0) | {subjects[subject]: last for subject, last in newest}

    def log_of(self, name: str) -> str:
        """A part as the log makes it."""
        case = self.case_of(name)
        return self.log.of(case) if case else self.log.general()

    @property
    def parts(self) -> list[EditedPart]:
        """The parts for the page."""
        return [
            EditedPart(
                name, self.case_of(name), self[name], self[base_of(name)], self.is_approved or bool(self.versions[name]),
                self.theirs.get(name),
            )
            for name in self.names
        ]  # fmt: skip

    @transaction.atomic
    def save(self, *, by) -> bool:
        """Save every part that the page sent and that says something else now; True where nobody else was in between.

        A part that somebody else saved meanwhile stays as it is: it gets an error, their text is in `theirs`, and the
        next save of this page counts from theirs.
        """
        for name in self.names:
            if name in self.data:
                base = self.cleaned_data[base_of(name)]
                try:
                    with transaction.atomic():
                        self._write(name, self.cleaned_data[name], base_version=base, by=by)
                except StaleMinutes as stale:
                    self.theirs[name] = stale.theirs
                    self._put(base_of(name), stale.version)
                    self.add_error(name, stale.sentence)
        return not self.theirs

    @transaction.atomic
    def make_again(self, name: str, *, by) -> bool:
        """Make one part again from the log: what was typed is saved first, and so stays among the versions.

        The other parts stay on the page as they are typed. False where somebody else saved the part meanwhile.
        """
        base = self.cleaned_data[base_of(name)]
        try:
            self._write(name, self.cleaned_data[name], base_version=base, by=by)
            self._write(name, self.log_of(name), base_version=None, by=by)
        except StaleMinutes as stale:
            self.theirs[name] = stale.theirs
            self._put(base_of(name), stale.version)
            self.add_error(name, stale.sentence)
            return False
        self.saved = {
            row.case_id: row for row in CaseMinutes.objects.filter(meeting=self.meeting, case__in=self.cases)
        }
        self._put(base_of(name), self._versions()[name])
        self._put(name, self.log_of(name))
        return True

    def _write(self, name: str, text: str, *, base_version: int | None, by) -> None:
        case, reason = self.case_of(name), " ".join(self.cleaned_data.get("reason", "").split())
        if case is None:
            write_minutes(self.meeting, text=text, base_version=base_version, reason=reason, by=by)
        elif text or case.pk in self.saved:
            write_case_minutes(
                self.meeting, case=case, text=text, base_version=base_version, reason=reason, by=by
            )

    def _put(self, name: str, value) -> None:
        """Show `value` in a field of a page that was sent."""
        self.data = {**(self.data.dict() if hasattr(self.data, "dict") else self.data), name: value}


def base_of(name: str) -> str:
    """The hidden field with the version that the writer of this part began from."""
    return "base_version" if name == GENERAL else f"base_{name}"

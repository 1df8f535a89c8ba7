"""Everything that is written in the room as one form, which works without script."""

from dataclasses import dataclass, field

from django import forms
from django.db.models import Prefetch

from cases.forms.fields import CaseLine, CaseProse, MeetingField, MemberField
from cases.models import Case, CommissionerIssue, Discussion, Feedback, NextStep
from copsite.kit.drafts import drafts_by_row, versions_now
from copsite.kit.models import Revision
from meetings.forms.room import AttendanceForm
from meetings.models import Meeting

ROWS = range(1, 4)
SECTIONS = {
    "presentation": ("The case, as presented", "What is going on, and what was tried?", 6),
    "learning": ("Learning for better practice", "What would you do differently with anyone?", 4),
}


@dataclass
class Section:
    """A text of a case as it stands in the form. `theirs` is the newer text that somebody else saved meanwhile."""

    case: Case
    name: str
    text: forms.BoundField
    base: forms.BoundField
    theirs: str | None = None


@dataclass
class CaseBlock:
    """A case on the agenda, with the fields that belong to it."""

    discussion: Discussion
    sections: dict[str, Section]
    rows: list[dict]
    note: forms.BoundField
    theme: forms.BoundField
    issue: forms.BoundField
    question: forms.BoundField


@dataclass(frozen=True)
class Asked:
    """A next step that came back, with the answer to be given."""

    step: NextStep
    outcome: forms.BoundField
    said: forms.BoundField


@dataclass
class Sent:
    """What a valid form says, ready for the verbs."""

    answers: list[tuple[NextStep, str, str]] = field(default_factory=list)
    notes: list[tuple[Discussion, str]] = field(default_factory=list)
    steps: list[tuple[Discussion, dict]] = field(default_factory=list)
    issues: list[tuple[Case, str, str]] = field(default_factory=list)
    questions: list[tuple[Case, str]] = field(default_factory=list)
    sections: list[tuple[Case, str, str, int]] = field(
        default_factory=list
    )  # case, section, text, base version


class RoomForm(AttendanceForm):
    """Who is here, what came of earlier steps, the cases with their four sections, and questions.

    What the person typed earlier and did not save stands in its field again. `conflicts` are newer texts of sections
    that somebody else saved meanwhile, by the field's name.
    """

    def __init__(self, *args, meeting: Meeting, user, conflicts=None, **kwargs):
        super().__init__(*args, meeting=meeting, **kwargs)
        self.user = user
        steps = NextStep.objects.select_related("owner", "due_meeting")
        self.discussions = list(
            meeting.discussions.visible_to(user)
            .with_read_today(user)
            .select_related("case__site__programme", "meeting")
            .prefetch_related("case__presenters", Prefetch("next_steps", steps))
        )
        cases = [discussion.case for discussion in self.discussions]
        self.drafts, self.versions = drafts_by_row([meeting, *cases], by=user), versions_now(cases, SECTIONS)
        due = NextStep.objects.visible_to(user).due_at(meeting)
        self.due = list(due.select_related("owner", "discussion__case__site", "discussion__meeting"))
        self.later = Meeting.objects.not_cancelled().filter(
            site=meeting.site_id, starts_at__gt=meeting.starts_at
        ).order_by("starts_at")  # fmt: skip
        self.conflicts = {}
        self.known_choices = {
            "owner": [("", "Choose"), *((member.pk, member.name) for member in self.members)]
        }
        for step in self.due:
            self._add_answer(step)
        for discussion in self.discussions:
            self._add_sections(discussion)
            self._add_rows(discussion)
        for name, draft in self.drafts[meeting].items():
            if name in self.fields and not name.startswith(("mark_", "stand_in_")):
                self.fields[name].initial = draft.text
        for name, (yours, theirs) in (conflicts or {}).items():
            self.fields[name].initial = yours
            self.conflicts[name] = theirs

    def _add_answer(self, step: NextStep) -> None:
        asked_before = step.times_not_yet > 0
        outcomes = [
            choice
            for choice in Feedback.Outcome.choices
            if not (asked_before and choice[0] == Feedback.Outcome.NOT_YET)
        ]
        self.fields[f"outcome_{step.pk}"] = forms.ChoiceField(
            label=f"{step.what}: what happened?",
            choices=outcomes,
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields[f"said_{step.pk}"] = CaseLine(
            label="What happened, in a sentence", max_length=1000, required=False
        )

    def _add_sections(self, discussion: Discussion) -> None:
        case = discussion.case
        for section, (label, hint, rows) in SECTIONS.items():
            name = f"section_{discussion.pk}_{section}"
            text, version = getattr(case, section), self.versions[case, section]
            draft = self.drafts[case].get(section)
            self.fields[name] = CaseProse(label=label, help_text=hint, rows=rows, required=False, strip=False)
            self.fields[name].initial = draft.text if draft else text
            if draft and draft.base_version != version and draft.text != text:
                self.conflicts[name] = text
            self.fields[f"base_{discussion.pk}_{section}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, required=False, initial=version
            )

    def _add_rows(self, discussion: Discussion) -> None:
        pk = discussion.pk
        self.fields[f"note_{pk}"] = CaseProse(
            label="A note of the discussion",
            help_text="It is added under the others.",
            rows=2,
            required=False,
        )
        for number in ROWS:
            self.fields[f"what_{pk}_{number}"] = CaseLine(
                label="What will be tried", max_length=300, required=False
            )
            self.fields[f"owner_{pk}_{number}"] = MemberField(
                self.meeting.members_then(), label="Who", required=False, empty_label="Choose"
            )
            self.fields[f"due_{pk}_{number}"] = MeetingField(
                self.later, label="Hear back", required=False, empty_label="The next meeting"
            )
            for part in ("owner", "due"):  # read once, not for each row
                self.fields[f"{part}_{pk}_{number}"].choices = self.choices_of(part, f"{part}_{pk}_{number}")
        self.fields[f"theme_{pk}"] = forms.ChoiceField(
            label="What it is about",
            choices=[("", "Choose"), *CommissionerIssue.Theme.choices],
            required=False,
        )
        self.fields[f"issue_{pk}"] = CaseProse(
            label="What commissioners should know",
            help_text="What stands in the way that nobody here can move? It goes nowhere before it is cleared.",
            rows=3,
            required=False,
        )
        self.fields[f"question_{pk}"] = CaseLine(
            label="A question for the knowledge broker",
            help_text="As you would say it.",
            max_length=1000,
            required=False,
        )

    def choices_of(self, part: str, name: str) -> list:
        """What can be chosen in the rows of next steps: the same for each of them."""
        if part not in self.known_choices:
            self.known_choices[part] = [
                (getattr(value, "value", value), label) for value, label in self.fields[name].choices
            ]
        return self.known_choices[part]

    @property
    def asked(self) -> list[Asked]:
        """The steps to hear back on."""
        return [Asked(step, self[f"outcome_{step.pk}"], self[f"said_{step.pk}"]) for step in self.due]

    @property
    def blocks(self) -> list[CaseBlock]:
        """The cases on the agenda."""
        return [self._block(discussion) for discussion in self.discussions]

    def _block(self, discussion: Discussion) -> CaseBlock:
        pk = discussion.pk
        sections = {
            section: Section(
                discussion.case,
                section,
                self[f"section_{pk}_{section}"],
                self[f"base_{pk}_{section}"],
                self.conflicts.get(f"section_{pk}_{section}"),
            )
            for section in SECTIONS
        }
        rows = [{part: self[f"{part}_{pk}_{number}"] for part in ("what", "owner", "due")} for number in ROWS]
        return CaseBlock(
            discussion, sections, rows, self[f"note_{pk}"], self[f"theme_{pk}"], self[f"issue_{pk}"],
            self[f"question_{pk}"],
        )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        self.sent = Sent()
        for step in self.due:
            self._clean_answer(step, cleaned)
        for discussion in self.discussions:
            self._clean_case(discussion, cleaned)
        return cleaned

    def _clean_answer(self, step: NextStep, cleaned: dict) -> None:
        outcome, said = cleaned.get(f"outcome_{step.pk}", ""), cleaned.get(f"said_{step.pk}", "")
        if said and not outcome and f"outcome_{step.pk}" not in self.errors:
            self.add_error(f"outcome_{step.pk}", f"Choose what came of “{step.what}”")
        elif outcome == Feedback.Outcome.NOT_TRIED and not said and f"said_{step.pk}" not in self.errors:
            self.add_error(f"said_{step.pk}", f"Say in a few words why “{step.what}” was not tried")
        elif outcome:
            self.sent.answers.append((step, outcome, said))

    def _clean_case(self, discussion: Discussion, cleaned: dict) -> None:
        pk, case = discussion.pk, discussion.case
        if cleaned.get(f"note_{pk}"):
            self.sent.notes.append((discussion, cleaned[f"note_{pk}"]))
        for number in ROWS:
            what, owner = cleaned.get(f"what_{pk}_{number}"), cleaned.get(f"owner_{pk}_{number}")
            if what and owner is None and f"owner_{pk}_{number}" not in self.errors:
                self.add_error(f"owner_{pk}_{number}", f"Say who will try “{what}”")
            elif owner and not what and f"what_{pk}_{number}" not in self.errors:
                self.add_error(f"what_{pk}_{number}", f"Say what {owner.first_name} will try")
            elif what:
                due = cleaned.get(f"due_{pk}_{number}")
                self.sent.steps.append((discussion, {"what": what, "owner": owner, "due_meeting": due}))
        theme, issue = cleaned.get(f"theme_{pk}"), cleaned.get(f"issue_{pk}")
        if issue and not theme and f"theme_{pk}" not in self.errors:
            self.add_error(f"theme_{pk}", "Choose what it is about, for the commissioners")
        elif issue:
            self.sent.issues.append((case, theme, issue))
        if cleaned.get(f"question_{pk}"):
            self.sent.questions.append((case, cleaned[f"question_{pk}"]))
        for section in SECTIONS:
            self._clean_section(discussion, section, cleaned)

    def _clean_section(self, discussion: Discussion, section: str, cleaned: dict) -> None:
        """Only what this person changed since the version that they began from is to be saved."""
        name = f"section_{discussion.pk}_{section}"
        base = cleaned.get(f"base_{discussion.pk}_{section}")
        if name not in self.data or name not in cleaned or base is None:
            return
        began_from = Revision.objects.of(discussion.case, section).filter(version=base).first()
        before = getattr(discussion.case, section) if base == 1 and began_from is None else ""
        if cleaned[name] != (began_from.text if began_from else before):
            self.sent.sections.append((discussion.case, section, cleaned[name], base))

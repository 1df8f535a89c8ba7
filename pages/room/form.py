"""Everything that is written in the room as one form, which works without script."""

import re
from dataclasses import dataclass, field

from django import forms

from cases.commissioning.models import CommissionerIssue
from cases.forms.fields import MeetingField
from cases.models import Case, Discussion
from cases.next_steps.forms.fields import DueMeetingField, OwnerField
from cases.next_steps.models import Feedback, NextStep
from cases.next_steps.returns import with_returns
from kit.models import subject_of
from kit.privacy.fields import CaseLine, CaseProse
from meetings.forms.room import AttendanceForm
from meetings.models import Meeting
from pages.room.sections import Section, WithSections

FEWEST_ROWS, MOST_ROWS = 3, 12  # of next steps on screen; more can be added, twelve at a time
ROW = re.compile(r"(?:what|owner|due)_(\d+)_(\d+)")


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
    questions: list[tuple[Case | None, str]] = field(default_factory=list)
    sections: list[tuple[Case, str, str, int]] = field(default_factory=list)  # with the base version
    agreed: list[NextStep] = field(default_factory=list)  # the steps, once they are written down


class RoomForm(WithSections, AttendanceForm):
    """Who is here, what came of earlier steps, the cases with their four sections, and questions.

    What the person typed earlier and did not save stands in its field again. `conflicts` are newer texts of sections
    that somebody else saved meanwhile, by the field's name.
    """

    def __init__(self, *args, meeting: Meeting, user, discussions: list[Discussion], conflicts=None):
        super().__init__(*args, meeting=meeting)
        self.user, self.discussions = user, discussions
        self.add_sections(meeting)
        self.drafts = {
            draft.section: draft
            for draft in self.typed
            if draft.user == user and draft.subject == subject_of(meeting)
        }
        due = NextStep.objects.visible_to(user).due_at(meeting)
        due = due.select_related("owner", "discussion__case__site", "discussion__meeting", "due_meeting")
        meetings = Meeting.objects.filter(site=meeting.site_id).order_by("starts_at")
        self.meetings = list(meetings.select_related("minutes_approval"))
        self.due = with_returns(due.with_what_counts(), {meeting.site_id: self.meetings})
        self.known_choices = {
            "owner": [("", "Choose"), *((member.pk, member.name) for member in self.members)],
            "due": [
                ("", "Next time"),
                *(
                    (each.pk, MeetingField.label_from_instance(None, each))
                    for each in self.meetings
                    if each.starts_at > meeting.starts_at and not each.is_cancelled
                ),
            ],
        }
        self._add_exceptions()
        for step in self.due:
            self._add_answer(step)
        for discussion in discussions:
            self._add_rows(discussion)
        if not discussions:  # with a case, it is asked from the case
            self.fields["question"] = _question()
        for name, draft in self.drafts.items():
            if name in self.fields and not name.startswith(("mark_", "stand_in_")):
                self.fields[name].initial = draft.text
        self.show_conflicts(conflicts or {})

    def _add_exceptions(self) -> None:
        """Instead of one tick for all: who here does not keep to the ground rules, or not yet."""
        if self.fields.pop("ground_rules", None):
            self.not_agreed = [row.member for row in self.rows if not row.has_agreed]
            self.fields["but"] = forms.MultipleChoiceField(
                label="All but",
                choices=[(str(member.pk), member.name) for member in self.not_agreed],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

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

    def _add_rows(self, discussion: Discussion) -> None:
        pk = discussion.pk
        self.fields[f"note_{pk}"] = CaseProse(
            label="A note of the discussion",
            help_text="It is added under the others.",
            rows=2,
            required=False,
        )
        for number in self.rows_of(pk):
            self.fields[f"what_{pk}_{number}"] = CaseLine(
                label="What will be tried", max_length=300, required=False
            )
            self.fields[f"owner_{pk}_{number}"] = OwnerField(
                self.meeting,
                label="Who",
                empty_label="Choose",
                error_messages={"invalid_choice": "They are no member here any more. Choose somebody else."},
            )
            self.fields[f"due_{pk}_{number}"] = DueMeetingField(
                self.meeting, label="Hear back", empty_label="Next time"
            )
            for part, choices in self.known_choices.items():  # read once, not for each row
                self.fields[f"{part}_{pk}_{number}"].choices = choices
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
        self.fields[f"question_{pk}"] = _question()

    def rows_of(self, pk: int) -> range:
        """The rows of next steps of a discussion: a few blank ones, and as many as were typed into."""
        typed = [name for names in (self.data, self.drafts) for name in names if names.get(name)]
        numbers = [int(row[2]) for name in typed if (row := ROW.fullmatch(name)) and int(row[1]) == pk]
        return range(1, min(max([FEWEST_ROWS, *numbers]), MOST_ROWS) + 1)

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
        rows = [
            {part: self[f"{part}_{pk}_{number}"] for part in ("what", "owner", "due")}
            for number in self.rows_of(pk)
        ]
        return CaseBlock(
            discussion, self.sections_of(discussion), rows, self[f"note_{pk}"], self[f"theme_{pk}"], self[f"issue_{pk}"],
            self[f"question_{pk}"],
        )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        self.sent = Sent()
        for step in self.due:
            self._clean_answer(step, cleaned)
        for discussion in self.discussions:
            self._clean_case(discussion, cleaned)
        if cleaned.get("question"):
            self.sent.questions.append((None, cleaned["question"]))
        self.sent.sections = list(self.changed_sections(cleaned))
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
        for number in self.rows_of(pk):
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


def _question() -> CaseLine:
    return CaseLine(
        label="A question for the knowledge broker",
        help_text="As you would say it.",
        max_length=1000,
        required=False,
    )

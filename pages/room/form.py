"""The room as one form, which works without script."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django import forms

from cases.commissioning.models import CommissionerIssue, IssueTheme
from cases.forms.fields import MeetingField
from cases.models import Case, Discussion
from cases.next_steps.actions.steps import NEEDS_A_MONTH_AFTER
from cases.next_steps.forms.fields import DueMeetingField, MonthToAsk, OwnerField
from cases.next_steps.models import Feedback, NextStep
from cases.next_steps.returns import with_returns
from kit.models import subject_of
from kit.privacy.fields import CaseLine, CaseProse
from knowledge.models import Question
from meetings.forms.room import AttendanceForm
from meetings.models import Meeting
from pages.agenda import meetings_around
from pages.room.fields import (
    AGAIN,
    CASE_QUESTION,
    DUE,
    EXCEPTIONS,
    ISSUE,
    NOTE,
    OUTCOME,
    OWNER,
    QUESTION,
    SAID,
    THEME,
    WHAT,
    Kind,
    draft_named,
)
from pages.room.sections import Section, WithSections

MOST_ROWS = 12  # of one kind on screen; more can be added, twelve at a time
MOST_ASKED_HERE = 10  # next steps with feedback due that have fields; all are on the list of the site


@dataclass(frozen=True)
class Rows:
    """Fields that stand in rows, of which a few blank ones are shown: their `kinds` by the part of what a row holds."""

    kinds: dict[str, Kind]
    fewest: int = 1

    def names(self, number: int, pk: int | None) -> dict[str, str]:
        """Return the names of the fields of one row of the discussion `pk`, or of the meeting if it is None."""
        of = {} if pk is None else {"discussion": pk}
        return {part: kind.name(**of, row=number) for part, kind in self.kinds.items()}

    def numbers(self, filled: Iterable[str], pk: int | None) -> range:
        """Return the numbers of the rows to show: a few blank ones, or as many as there are `filled` fields."""
        fields = [field for name in filled if (field := draft_named(name))]
        kinds = list(self.kinds.values())
        rows = [field.row for field in fields if field.kind in kinds and field.discussion == pk and field.row]
        return range(1, min(max([self.fewest, *rows]), MOST_ROWS) + 1)


STEPS = Rows({"what": WHAT, "owner": OWNER, "due": DUE}, fewest=3)
ISSUES = Rows({"theme": THEME, "issue": ISSUE})
CASE_QUESTIONS = Rows({"question": CASE_QUESTION})
QUESTIONS = Rows({"question": QUESTION})  # where no case is on the agenda


@dataclass
class CaseBlock:
    """A case on the agenda with its fields. Each row holds its fields by their part."""

    discussion: Discussion
    sections: dict[str, Section]
    note: forms.BoundField
    steps: list[dict[str, forms.BoundField]]
    issues: list[dict[str, forms.BoundField]]
    questions: list[dict[str, forms.BoundField]]
    at: str = ""  # what the ids of its parts on the page end in: nothing for the first case
    raised: list[CommissionerIssue] = field(default_factory=list)  # issues that are saved already
    asked: list[Question] = field(default_factory=list)  # questions that are saved already

    @property
    def places(self) -> dict[str, str]:
        """The ids of its parts on the page, which are the names of their buttons."""
        return {part: part + self.at for part in ("case", "steps", "learning", "issues", "questions")}


@dataclass(frozen=True)
class StepToAnswer:
    """A next step with feedback due, and the fields for it."""

    step: NextStep
    outcome: forms.BoundField
    said: forms.BoundField
    again: forms.BoundField | None  # the month in which to ask again, where "not yet" was said often


@dataclass
class Submitted:
    """What a valid form holds, ready for the actions."""

    answers: list[tuple[NextStep, str, str, date | None]] = field(default_factory=list)
    notes: list[tuple[Discussion, str]] = field(default_factory=list)
    steps: list[tuple[Discussion, dict]] = field(default_factory=list)
    issues: list[tuple[Case, str, str]] = field(default_factory=list)
    questions: list[tuple[Case | None, str]] = field(default_factory=list)
    sections: list[tuple[Case, str, str, int]] = field(default_factory=list)  # with the base version
    agreed: list[NextStep] = field(default_factory=list)  # the steps, once they are saved


class RoomForm(WithSections, AttendanceForm):
    """The attendance, the feedback on earlier steps, the cases with their four parts, and questions.

    The fields begin with this person's drafts. `conflicts` holds, by the name of a section's field, this person's text
    and the newer one that somebody else saved in the meantime.
    """

    def __init__(self, *args, meeting: Meeting, user, discussions: list[Discussion], conflicts=None):
        super().__init__(*args, meeting=meeting)
        self.user, self.discussions = user, discussions
        self.add_sections(meeting)
        self.drafts = {
            draft.section: draft
            for draft in self.all_drafts
            if draft.user == user and draft.subject == subject_of(meeting)
        }
        due = NextStep.objects.visible_to(user).due_at(meeting)
        due = due.select_related("owner", "discussion__case__site", "discussion__meeting", "due_meeting")
        self.meetings = meetings_around(meeting)
        self.due = with_returns(due.with_feedback_dates(), {meeting.site_id: self.meetings})
        self.choices_by_part = {
            "owner": [("", "Choose"), *((member.pk, member.name) for member in self.members)],
            "due": [
                ("", "Next meeting"),
                *(
                    (each.pk, MeetingField.label_from_instance(None, each))
                    for each in self.meetings
                    if each.starts_at > meeting.starts_at and not each.is_cancelled
                ),
            ],
        }
        self.issue_themes = IssueTheme.choices()  # read once, not for each case
        self._add_exceptions()
        self.asked_here = self._asked_here()
        for step in self.asked_here:
            self._add_answer(step)
        for discussion in discussions:
            self._add_rows(discussion)
        if not discussions:  # if there is a case, questions are asked from the case
            self._add_questions(QUESTIONS, None)
        for name, draft in self.drafts.items():
            if name in self.fields and draft_named(name):
                self.fields[name].initial = draft.text
        self.add_attributes()
        self.show_conflicts(conflicts or {})

    def _add_exceptions(self) -> None:
        """Replace the one tick for everybody by a list of those present who do not agree to the ground rules yet."""
        if self.fields.pop("ground_rules", None):
            self.not_agreed = [row.member for row in self.rows if not row.has_agreed]
            self.fields[EXCEPTIONS.name()] = forms.MultipleChoiceField(
                label="All except",
                choices=[(str(member.pk), member.name) for member in self.not_agreed],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def _asked_here(self) -> list[NextStep]:
        """Return the steps with fields on this page: those agreed last, and any that was answered or typed about here."""
        newest = sorted(self.due, key=lambda step: (step.discussion.meeting.starts_at, step.pk), reverse=True)
        keys = {step.pk for step in newest[:MOST_ASKED_HERE]}
        typed = {*self.data, *self.drafts}
        return [
            step
            for step in self.due
            if step.pk in keys or typed & {OUTCOME.name(step=step.pk), SAID.name(step=step.pk)}
        ]

    def _add_answer(self, step: NextStep) -> None:
        self.fields[OUTCOME.name(step=step.pk)] = forms.ChoiceField(
            label=f"{step.what}: what happened?",
            choices=Feedback.Outcome.choices,
            widget=forms.RadioSelect,
            required=False,
        )
        if step.times_not_yet >= NEEDS_A_MONTH_AFTER:
            self.fields[AGAIN.name(step=step.pk)] = MonthToAsk()
        self.fields[SAID.name(step=step.pk)] = CaseLine(
            label="What happened?", max_length=1000, required=False
        )

    def _add_rows(self, discussion: Discussion) -> None:
        pk = discussion.pk
        self.fields[NOTE.name(discussion=pk)] = CaseProse(
            label="Notes of the discussion",
            help_text="This is added to the other notes.",
            rows=2,
            required=False,
        )
        for names in self._names_of(STEPS, pk):
            self.fields[names["what"]] = CaseLine(label="What to try", max_length=300, required=False)
            self.fields[names["owner"]] = OwnerField(
                discussion,
                label="Who",
                empty_label="Choose",
                error_messages={"invalid_choice": "This person is no longer a member. Choose somebody else."},
            )
            self.fields[names["due"]] = DueMeetingField(
                self.meeting, label="Feedback due", empty_label="Next meeting"
            )
            for part, choices in self.choices_by_part.items():  # read once, not for each row
                self.fields[names[part]].choices = choices
        for names in self._names_of(ISSUES, pk):
            self.fields[names["theme"]] = forms.ChoiceField(
                label="Theme",
                choices=[("", "Choose"), *self.issue_themes],
                required=False,
            )
            self.fields[names["issue"]] = CaseProse(
                label="What commissioners should know", rows=3, required=False
            )
        self._add_questions(CASE_QUESTIONS, pk)

    def _add_questions(self, rows: Rows, pk: int | None) -> None:
        for names in self._names_of(rows, pk):
            self.fields[names["question"]] = CaseLine(
                label="A question for the knowledge broker", max_length=1000, required=False
            )

    @cached_property
    def filled(self) -> list[str]:
        """The names of the fields that hold something: what was sent, and this person's drafts."""
        return [name for names in (self.data, self.drafts) for name in names if names.get(name)]

    def _names_of(self, rows: Rows, pk: int | None) -> list[dict[str, str]]:
        """Return the names of the fields of each row on screen, by their part."""
        return [rows.names(number, pk) for number in rows.numbers(self.filled, pk)]

    def fields_in(self, rows: Rows, pk: int | None) -> list[dict[str, forms.BoundField]]:
        """Return the fields of each row on screen, by their part."""
        return [{part: self[name] for part, name in names.items()} for names in self._names_of(rows, pk)]

    @property
    def questions(self) -> list[dict[str, forms.BoundField]]:
        """The rows of questions of a meeting without a case."""
        return self.fields_in(QUESTIONS, None)

    @property
    def most_rows(self) -> int:
        """The most rows of one kind on one page."""
        return MOST_ROWS

    @property
    def steps_to_answer(self) -> list[StepToAnswer]:
        """The steps with feedback due."""
        return [
            StepToAnswer(
                step,
                self[OUTCOME.name(step=step.pk)],
                self[SAID.name(step=step.pk)],
                self[again] if (again := AGAIN.name(step=step.pk)) in self.fields else None,
            )
            for step in self.asked_here
        ]

    @property
    def left_to_the_list(self) -> int:
        """How many steps with feedback due are on the site's list of next steps alone."""
        return len(self.due) - len(self.asked_here)

    @property
    def blocks(self) -> list[CaseBlock]:
        """The cases on the agenda."""
        return [
            self._block(discussion, str(discussion.pk) if place else "")
            for place, discussion in enumerate(self.discussions)
        ]

    def _block(self, discussion: Discussion, at: str) -> CaseBlock:
        steps, issues, questions = [
            self.fields_in(rows, discussion.pk) for rows in (STEPS, ISSUES, CASE_QUESTIONS)
        ]
        note = self[NOTE.name(discussion=discussion.pk)]
        return CaseBlock(discussion, self.sections_of(discussion), note, steps, issues, questions, at)

    def clean(self):
        cleaned = super().clean()
        self.submitted = Submitted()
        for step in self.asked_here:
            self._clean_answer(step, cleaned)
        for discussion in self.discussions:
            self._clean_case(discussion, cleaned)
        if not self.discussions:
            self._clean_questions(QUESTIONS, None, cleaned)
        self.submitted.sections = list(self.changed_sections(cleaned))
        return cleaned

    def _clean_answer(self, step: NextStep, cleaned: dict) -> None:
        outcome_name, said_name = OUTCOME.name(step=step.pk), SAID.name(step=step.pk)
        again_name = AGAIN.name(step=step.pk)
        outcome, said = cleaned.get(outcome_name, ""), cleaned.get(said_name, "")
        if said and not outcome:
            self._complain(outcome_name, f"Choose the outcome of “{step.what}”")
        elif outcome == Feedback.Outcome.NOT_TRIED and not said and said_name not in self.errors:
            self.add_error(said_name, f"Enter why “{step.what}” was not tried")
        elif (
            outcome == Feedback.Outcome.NOT_YET and again_name in self.fields and not cleaned.get(again_name)
        ):
            self._complain(again_name, f"Choose the month in which to ask about “{step.what}” again")
        elif outcome:
            self.submitted.answers.append((step, outcome, said, cleaned.get(again_name)))

    def _clean_case(self, discussion: Discussion, cleaned: dict) -> None:
        pk, case = discussion.pk, discussion.case
        if note := cleaned.get(NOTE.name(discussion=pk)):
            self.submitted.notes.append((discussion, note))
        for names in self._names_of(STEPS, pk):
            self._clean_step(discussion, names, cleaned)
        for names in self._names_of(ISSUES, pk):
            self._clean_issue(case, names, cleaned)
        self._clean_questions(CASE_QUESTIONS, discussion, cleaned)

    def _clean_issue(self, case: Case, names: dict[str, str], cleaned: dict) -> None:
        theme, issue = cleaned.get(names["theme"]), cleaned.get(names["issue"])
        if issue and not theme:
            self._complain(names["theme"], "Choose a theme")
        elif issue:
            self.submitted.issues.append((case, theme, issue))

    def _clean_questions(self, rows: Rows, discussion: Discussion | None, cleaned: dict) -> None:
        pk, case = (discussion.pk, discussion.case) if discussion else (None, None)
        for names in self._names_of(rows, pk):
            if question := cleaned.get(names["question"]):
                self.submitted.questions.append((case, question))

    def _clean_step(self, discussion: Discussion, names: dict[str, str], cleaned: dict) -> None:
        what, owner, due = [cleaned.get(names[part]) for part in ("what", "owner", "due")]
        if what and owner is None and names["owner"] not in self.errors:
            self.add_error(names["owner"], f"Choose who will try “{what}”")
        elif owner and not what and names["what"] not in self.errors:
            self.add_error(names["what"], f"Enter what {owner.first_name} will try")
        elif what:
            self.submitted.steps.append((discussion, {"what": what, "owner": owner, "due_meeting": due}))

    def _complain(self, name: str, sentence: str) -> None:
        """Add an error to a field that has none yet."""
        if name not in self.errors:
            self.add_error(name, sentence)

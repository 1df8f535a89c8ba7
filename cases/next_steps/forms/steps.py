"""Forms to agree on several next steps at once, and to give feedback on one."""

from django import forms

from cases.forms.fields import MeetingField, MemberField
from cases.models import Discussion
from cases.next_steps.actions.steps import NEEDS_A_MONTH_AFTER, stand_in_of
from cases.next_steps.forms.fields import DueMeetingField, MonthToAsk, OwnerField
from cases.next_steps.models import Feedback, NextStep
from kit.forms import Form
from kit.privacy.fields import CaseLine, CaseProse
from meetings.models import Meeting
from members.models import Member

ROWS = 5


class NextStepsForm(Form):
    """Five rows with what will be tried, by whom, and when feedback is due. Empty rows are ignored."""

    def __init__(self, *args, discussion: Discussion, **kwargs):
        super().__init__(*args, **kwargs)
        meeting = discussion.meeting
        for number in range(1, ROWS + 1):
            self.fields[f"what_{number}"] = CaseLine(
                label="What to try",
                max_length=300,
                required=False,
                help_text="Something small and specific, like “Ring before writing”." if number == 1 else "",
            )
            self.fields[f"owner_{number}"] = OwnerField(discussion, label="Who", empty_label="Choose")
            self.fields[f"due_{number}"] = DueMeetingField(
                meeting, label="Feedback due", empty_label="Next meeting"
            )

    def rows(self) -> list[dict]:
        """Return the bound fields, row by row."""
        return [
            {
                "number": number,
                "what": self[f"what_{number}"],
                "owner": self[f"owner_{number}"],
                "due": self[f"due_{number}"],
            }
            for number in range(1, ROWS + 1)
        ]

    def clean(self):
        cleaned = super().clean()
        for number in range(1, ROWS + 1):
            what, owner = cleaned.get(f"what_{number}"), cleaned.get(f"owner_{number}")
            if what and owner is None and f"owner_{number}" not in self.errors:
                self.add_error(f"owner_{number}", f"Row {number}: choose who will try it")
            if owner and not what and f"what_{number}" not in self.errors:
                self.add_error(f"what_{number}", f"Row {number}: enter what {owner.first_name} will try")
        if not self.errors and not self.filled():
            self.add_error("what_1", "Enter at least one next step and who will try it")
        return cleaned

    @property
    def facts(self) -> dict:
        """The rows that were filled in."""
        return {"rows": self.filled()}

    def filled(self) -> list[dict]:
        """Return what was entered in each row, as the arguments of add_next_step."""
        data = self.cleaned_data
        return [
            {"what": data[f"what_{n}"], "owner": data[f"owner_{n}"], "due_meeting": data[f"due_{n}"]}
            for n in range(1, ROWS + 1)
            if data.get(f"what_{n}")
        ]


class EditStepForm(Form):
    """What will be tried, and when feedback is due."""

    button = "Save"
    leave = "Cancel"

    what = CaseLine(
        label="What to try", max_length=300, error_messages={"required": "Enter what will be tried"}
    )

    def __init__(self, *args, step: NextStep, **kwargs):
        initial = {"what": step.what, "due_meeting": step.due_meeting_id}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["due_meeting"] = DueMeetingField(
            step.discussion.meeting, label="Feedback due", empty_label="Next meeting"
        )


class AnswerForm(Form):
    """The outcome of a next step, and a few words."""

    outcome = forms.ChoiceField(
        label="Did it help?",
        choices=Feedback.Outcome,
        widget=forms.RadioSelect(attrs={"class": "choice"}),
        help_text="Tell us if they helped. “Held steady” counts as success.",
        error_messages={"required": "Choose an answer"},
    )
    words = CaseProse(
        label="Details",
        required=False,
        rows=4,
        max_length=4000,
        help_text="What happened? If it was not tried, say why.",
    )
    needs_a_month = False  # whether "not yet" asks for the month in which to ask again

    def clean(self):
        cleaned = super().clean()
        unsaid = not cleaned.get("words", "").strip() and "words" not in self.errors
        if cleaned.get("outcome") == Feedback.Outcome.NOT_TRIED and unsaid:
            self.add_error("words", "Enter why it was not tried")
        is_not_yet = cleaned.get("outcome") == Feedback.Outcome.NOT_YET
        if (
            self.needs_a_month
            and is_not_yet
            and not cleaned.get("ask_again_in")
            and "ask_again_in" not in self.errors
        ):
            self.add_error("ask_again_in", "Choose the month in which to ask again")
        return cleaned


class FeedbackForm(AnswerForm):
    """Feedback on a next step. A facilitator also says when it was given, and by whom."""

    button = "Give feedback"
    note = "If you choose “Not yet”, we will ask again at the next meeting. If you choose “No longer possible” (for example, the person has moved or died), we will stop asking about this case."

    meeting = MeetingField(
        Meeting.objects.none(), label="Given at", required=False, empty_label="Between meetings"
    )
    given_by = MemberField(
        Member.objects.none(), label="Given by", required=False, empty_label="Nobody in the group"
    )
    stand_in_name = forms.CharField(
        label="Or stand-in",
        max_length=120,
        required=False,
        help_text="The name of the stand-in, if the owner was not there.",
    )

    def __init__(self, *args, step: NextStep, for_anyone: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.needs_a_month = len(step.feedback.all()) >= NEEDS_A_MONTH_AFTER
        if self.needs_a_month:
            self.note = self.note.replace("at the next meeting", "in the month that you choose")
            self.fields["ask_again_in"] = MonthToAsk()
            self.order_fields(["outcome", "ask_again_in"])
        agreed_at = step.discussion.meeting
        if not for_anyone:
            del self.fields["meeting"], self.fields["given_by"], self.fields["stand_in_name"]
            return
        heard = Meeting.objects.held().filter(site=agreed_at.site_id, starts_at__gt=agreed_at.starts_at)
        self.fields["meeting"].queryset = heard.order_by("-starts_at")
        self.fields["meeting"].initial = last = heard.last()
        self.fields["given_by"].queryset = Member.objects.filter(site=agreed_at.site_id)
        sent = stand_in_of(step.owner, last) if last else ""
        self.fields["stand_in_name"].initial = sent
        self.fields["given_by"].initial = None if sent else step.owner


class CorrectionForm(AnswerForm):
    """A correction of feedback, with the reason if the meeting is closed."""

    button = "Save correction"
    leave = "Cancel"

    reason = CaseLine(label="Why are you changing this?", max_length=200, required=False)

    def __init__(self, *args, feedback: Feedback, needs_reason: bool, **kwargs):
        initial = {"outcome": feedback.outcome, "words": feedback.words}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["reason"].required = needs_reason
        self.fields["reason"].error_messages["required"] = "Enter the reason for the change"
        self.fields["reason"].help_text = (
            "The meeting is closed, so you must give a reason. Do not include names."
            if needs_reason
            else "The reason is kept with the feedback."
        )


class HandOverForm(Form):
    """The new owner of a next step."""

    button = "Save"
    leave = "Cancel"
    note = "Ask them first. The next step will be on their home page."

    to = MemberField(
        Member.objects.none(),
        label="New owner",
        empty_label="Choose",
        error_messages={"required": "Choose the new owner"},
    )

    def __init__(self, *args, step: NextStep, **kwargs):
        super().__init__(*args, **kwargs)
        case = step.discussion.case
        candidates = Member.objects.current().filter(site=case.site_id).exclude(stepped_out_of__case=case)
        self.fields["to"].queryset = candidates.exclude(pk=step.owner_id).order_by("name", "pk")

"""Forms to raise an issue, put it in general words, reply to it, keep a promise, and merge."""

from django import forms
from django.utils import timezone
from django.utils.text import Truncator

from cases.clearance.models import Audience
from cases.commissioning.models import CommissionerIssue, IssueReply
from kit.forms import DayField, Form, ProseField
from kit.privacy.fields import ROOM_RULES, CaseLine, CaseProse


class RaiseIssueForm(Form):
    """What stands in the way, as it was put in the room."""

    button = "Raise it"
    leave = "Back to the case"

    theme = forms.ChoiceField(
        label="What is it about?",
        choices=CommissionerIssue.Theme,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )
    words = CaseProse(
        label="What stands in the way",
        rows=5,
        max_length=4000,
        help_text="As you would say it in the room; these words stay with the site. " + ROOM_RULES,
        error_messages={"required": "Say in a few words what stands in the way"},
    )


class SendIssueForm(Form):
    """The issue in general words, for readers outside."""

    button = "Put these words forward"
    leave = "Not now"

    title = CaseLine(
        label="Headline",
        max_length=120,
        help_text="What happens to people. For example: “People lose support when they do not answer letters”.",
        error_messages={"required": "Give it a headline"},
    )
    words = CaseProse(
        label="In general words",
        rows=7,
        max_length=4000,
        help_text="How it goes wrong, how often, what it leads to. Not one person’s story: nobody may be known by it.",
        error_messages={"required": "Say it in general words"},
    )
    audience = forms.ChoiceField(
        label="Who is it for?",
        choices=[
            (Audience.COMMISSIONERS, "Commissioners and senior managers of your sites"),
            (Audience.PUBLIC, "Everyone"),
        ],
        initial=Audience.COMMISSIONERS,
        widget=forms.RadioSelect,
    )


class ReplyForm(Form):
    """A commissioner's answer. All four kinds are useful; silence is the only one that is not."""

    kind = forms.ChoiceField(
        label="Your answer",
        choices=IssueReply.Kind,
        widget=forms.RadioSelect,
        help_text="All four are useful. Silence is the only answer that isn’t.",
        error_messages={"required": "Choose one of the four answers"},
    )
    words = ProseField(
        label="In your words",
        rows=4,
        max_length=4000,
        help_text="The members who raised it read this, with your name and job title.",
        error_messages={"required": "Say it in a few words"},
    )
    due_on = DayField(
        label="By when",
        required=False,
        help_text="If you will change it: a date you would bet on. For example, 5 November 2012",
    )
    whose = forms.CharField(
        label="Whose is it",
        required=False,
        max_length=120,
        help_text="If it isn’t yours: who can answer it.",
    )

    def clean(self):
        cleaned = super().clean()
        kind, due_on = cleaned.get("kind"), cleaned.get("due_on")
        if kind == IssueReply.Kind.WILL_CHANGE and "due_on" not in self.errors:
            if due_on is None:
                self.add_error("due_on", "Say by when it will change")
            elif due_on < timezone.localdate():
                self.add_error("due_on", "Choose a day that is still to come")
        unsaid = not cleaned.get("whose", "").strip() and "whose" not in self.errors
        if kind == IssueReply.Kind.NOT_OURS and unsaid:
            self.add_error("whose", "Say whose it is")
        return cleaned


class KeepPromiseForm(Form):
    """The day on which what was promised had changed."""

    on = DayField(label="Since when", error_messages={"required": "Say since when it has changed"})

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError("Choose today or an earlier day")
        return self.cleaned_data["on"]


class IssueField(forms.ModelChoiceField):
    """One issue, by site and theme and the first words it was raised in."""

    def label_from_instance(self, issue):
        words = issue.text.title if issue.text else Truncator(issue.words).words(12)
        return f"{issue.case.reference}, {issue.get_theme_display().lower()}: {words}"


class MergeForm(Form):
    """The issue under which another one is counted."""

    button = "Count them together"
    leave = "Leave them apart"

    into = IssueField(
        CommissionerIssue.objects.none(),
        label="Count it under",
        empty_label="Choose an issue",
        error_messages={"required": "Choose the issue that says the same"},
    )

    def __init__(self, *args, issues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = issues

"""Forms to raise an issue, send an anonymous version for checking, reply, say what happened, and merge."""

from django import forms
from django.utils import timezone
from django.utils.text import Truncator

from cases.clearance.asking_forms import QUESTIONS
from cases.clearance.checker_forms import CHECKER_FIELDS, ChoosesCheckers
from cases.clearance.forms import CorrectionForm
from cases.clearance.models import Audience, ClearedText
from cases.commissioning.actions.replies import asks_why_moved
from cases.commissioning.models import (
    DATED,
    CommissionerIssue,
    IssueReply,
    IssueTheme,
    PromiseOutcome,
)
from kit.choosing import ChosenField
from kit.days.fields import DayField
from kit.days.reading import Leaning
from kit.forms import Form
from kit.periods import Exactness
from kit.privacy.fields import ROOM_RULES, CaseProse
from kit.privacy.names import NameFinder
from kit.privacy.outward import LeavesTheSite, OutwardLine, OutwardProse
from kit.words import count, day, times

EVERY_SITE = "every_site"  # a choice of readers: commissioners and members of every site
DAY_MISSING = {
    IssueReply.Kind.WILL_CHANGE: "Enter when it will change",
    IssueReply.Kind.LOOKING_INTO_IT: "Enter until when you are looking into it",
    IssueReply.Kind.EXCEPTION: "Enter until when the exception applies",
}
ALSO_NEEDED = [
    (IssueReply.Kind.NOT_OURS, "whose", "Enter who is responsible"),
    (IssueReply.Kind.EXCEPTION, "for_whom", "Enter who the exception is for"),
    (IssueReply.Kind.EXCEPTION, "decided_by", "Enter who decided"),
]


class RaiseIssueForm(Form):
    """An issue, in the words used in the room."""

    button = "Raise issue"
    leave = "Back to the case"

    theme = forms.ChoiceField(
        label="Theme",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a theme"},
    )
    words = CaseProse(
        label="The issue",
        rows=5,
        max_length=4000,
        help_text="In your own words. Only people at the site can read this. " + ROOM_RULES,
        error_messages={"required": "Enter what the issue is"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = IssueTheme.choices(self.initial.get("theme", ""))


class EditIssueForm(RaiseIssueForm):
    """An issue in other words, or under another theme."""

    button = "Save"
    leave = "Cancel"


class SendIssueForm(LeavesTheSite, ChoosesCheckers, CorrectionForm):
    """An anonymous version of the issue, for readers outside the site."""

    button = "Send for checking"
    leave = "Cancel"

    title = OutwardLine(
        label="Headline",
        max_length=120,
        help_text="What happens to people. For example: “People lose support when they do not answer letters”.",
        error_messages={"required": "Enter a headline"},
    )
    words = OutwardProse(
        label="Anonymous version",
        rows=7,
        max_length=4000,
        help_text="What goes wrong, how often, and what happens as a result. Do not describe one person: nobody must be identifiable.",
        error_messages={"required": "Enter the anonymous version"},
    )
    audience = forms.ChoiceField(
        label="Who is it for?",
        choices=[
            (Audience.COMMISSIONERS, "Commissioners and senior managers of your sites"),
            (
                EVERY_SITE,
                "Members and commissioners of every site, so that other sites can say that they see it too",
            ),
            (Audience.PUBLIC, "Everyone"),
        ],
        initial=Audience.COMMISSIONERS,
        widget=forms.RadioSelect,
    )
    exactness = forms.ChoiceField(
        label="How exactly do readers see when it was raised?",
        choices=Exactness,
        initial=Exactness.MONTH,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how exact the date is"},
    )

    def content(self) -> dict:
        """Return the words as they are in the form now."""
        return {name: self.value_now(name) for name in ("title", "words")}

    def chosen_audience(self) -> str:
        """Return the audience chosen in the form now: every site is one of commissioners too."""
        is_every_site = self.value_now("audience") == EVERY_SITE
        return Audience.COMMISSIONERS if is_every_site else super().chosen_audience()

    @property
    def facts(self) -> dict:
        """Return the arguments of `send_issue_for_checking`."""
        others = {*QUESTIONS, *CHECKER_FIELDS, "audience"}
        words = {name: value for name, value in self.cleaned_data.items() if name not in others}
        readers = {
            "audience": self.chosen_audience(),
            "is_for_every_site": self.cleaned_data["audience"] == EVERY_SITE,
        }
        return {**words, **readers, "answers": self.answers, "checkers": self.checkers}


def chosen_readers(text: ClearedText) -> str:
    """Return the choice of readers with which `text` was sent."""
    return EVERY_SITE if text.is_for_every_site else text.audience


class ReplyForm(LeavesTheSite, Form):
    """A commissioner's reply to an issue."""

    kind = forms.ChoiceField(
        label="Your answer",
        choices=IssueReply.Kind,
        widget=forms.RadioSelect,
        help_text="Any of these answers helps.",
        error_messages={"required": "Choose one of the five answers"},
    )
    words = OutwardProse(
        label="Your reply",
        rows=4,
        max_length=4000,
        help_text="The members who raised it can read this, with your name and job title.",
        error_messages={"required": "Enter your reply"},
    )
    due_on = DayField(
        leaning=Leaning.COMING,
        label="By when, or until when",
        required=False,
        hint="A date you are confident of. If you are looking into it, we ask you again after this date.",
    )
    whose = OutwardLine(
        label="Who is responsible",
        required=False,
        max_length=120,
        help_text="If you are not responsible, enter who is.",
    )
    for_whom = OutwardLine(
        label="Who the exception is for",
        required=False,
        max_length=120,
        help_text="If you have agreed an exception: a group of people, never a person. For example, people who have no address.",
    )
    decided_by = OutwardLine(
        label="Who decided",
        required=False,
        max_length=120,
        help_text="If you have agreed an exception: the job title or the board that decided.",
    )

    def __init__(self, *args, **kwargs):
        # no known names: marking them would tell a commissioner who is a member of the site
        super().__init__(*args, finder=NameFinder(), **kwargs)
        for name in ("due_on", *(name for _, name, _ in ALSO_NEEDED)):
            self.fields[
                name
            ].has_usual = True  # shown with the answers that need it, so it is not called optional

    def clean(self):
        cleaned = super().clean()
        kind, due_on = cleaned.get("kind"), cleaned.get("due_on")
        if kind in DATED and "due_on" not in self.errors:
            if due_on is None:
                self.add_error("due_on", DAY_MISSING[kind])
            elif due_on < timezone.localdate() and due_on != self.initial.get("due_on"):
                self.add_error("due_on", "Choose a date in the future")
        for of_kind, name, missing in ALSO_NEEDED:
            if kind == of_kind and name not in self.errors and not cleaned.get(name, "").strip():
                self.add_error(name, missing)
        return cleaned


class EditReplyForm(ReplyForm):
    """A reply in other words, or with another date."""

    button = "Save"
    leave = "Cancel"

    reason = OutwardLine(
        label="Why the date has changed",
        required=False,
        max_length=200,
        help_text="Only if you change the date. It is shown with both dates.",
    )

    def __init__(self, *args, reply: IssueReply, **kwargs):
        super().__init__(*args, **kwargs)
        self.reply = reply

    def clean(self):
        """Ask why where a date is moved."""
        cleaned = super().clean()
        asked = asks_why_moved(self.reply, kind=cleaned.get("kind", ""), due_on=cleaned.get("due_on"))
        if asked and "reason" not in self.errors and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Enter why the date has changed")
        return cleaned


class ResponsibleForm(LeavesTheSite, Form):
    """Whoever is responsible for an issue, for the programme team to invite."""

    button = "Ask the programme team to invite them"
    leave = "Cancel"

    name = forms.CharField(
        label="Their name", max_length=120, error_messages={"required": "Enter their name"}
    )
    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        help_text="Their address at work.",
        error_messages={"required": "Enter their e-mail address"},
    )
    organisation = OutwardLine(
        label="Their organisation",
        max_length=120,
        help_text="The invitation names it.",
        error_messages={"required": "Enter their organisation"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, finder=NameFinder(), **kwargs)


class MoveDateForm(LeavesTheSite, Form):
    """Another date for a reply, with the reason that its readers see."""

    button = "Move the date"
    leave = "Cancel"

    due_on = DayField(
        leaning=Leaning.COMING, label="New date", error_messages={"required": "Enter the new date"}
    )
    reason = OutwardLine(
        label="Why the date has changed",
        max_length=200,
        help_text="It is shown with both dates, to everybody who reads your reply.",
        error_messages={"required": "Enter why the date has changed"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, finder=NameFinder(), **kwargs)

    def clean_due_on(self):
        """Refuse a day that is over."""
        if self.cleaned_data["due_on"] < timezone.localdate():
            raise forms.ValidationError("Choose a date in the future")
        return self.cleaned_data["due_on"]


class SiteOutcomeForm(Form):
    """What became of a promise, as a site says."""

    button = "Save"
    leave = "Cancel"

    outcome = forms.ChoiceField(
        label="Was it done?",
        choices=[
            (PromiseOutcome.Outcome.KEPT, "Yes"),
            (PromiseOutcome.Outcome.PARTLY, "In part"),
            (PromiseOutcome.Outcome.NOT_KEPT, "No"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it was done"},
    )
    on = DayField(
        leaning=Leaning.PAST,
        label="Date",
        hint="The day of the change. If it was not done, today.",
        error_messages={"required": "Enter the date"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "outcome" not in self.initial:
            self.suggested = frozenset({"on"})  # today, where nothing was said before

    def clean_on(self):
        """Refuse a day in the future."""
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError("Choose today or an earlier day")
        return self.cleaned_data["on"]


class OutcomeForm(LeavesTheSite, SiteOutcomeForm):
    """What became of a promise, as the commissioner says."""

    words = OutwardProse(
        label="What happened",
        required=False,
        rows=4,
        max_length=4000,
        help_text="If it was not done, or only in part, say why and what comes next. The members who raised it can read this.",
    )

    def __init__(self, *args, **kwargs):
        # no known names, as in the reply
        super().__init__(*args, finder=NameFinder(), **kwargs)

    def clean(self):
        """Ask what happened unless the promise was kept."""
        cleaned = super().clean()
        outcome = cleaned.get("outcome", PromiseOutcome.Outcome.KEPT)
        if (
            outcome != PromiseOutcome.Outcome.KEPT
            and not cleaned.get("words", "")
            and "words" not in self.errors
        ):
            self.add_error("words", "Enter what happened")
        return cleaned


class IssueField(ChosenField):
    """A choice of issues, by site, theme and the first words, with when and how often they were raised."""

    def label_from_instance(self, issue):
        words = issue.text.title if issue.text else Truncator(issue.words).words(12)
        raised = f"raised {times(issue.times_raised)} at {count(issue.sites_raised, 'site', 'sites')}"
        since = f"first on {day(issue.raised_at)}"
        return f"{issue.case.reference}, {issue.get_theme_display().lower()}: {words} ({raised}, {since})"


class MergeForm(Form):
    """The issue into which another one is merged."""

    button = "Combine issues"
    leave = "Cancel"

    into = IssueField(
        CommissionerIssue.objects.none(),
        noun="issue",
        by="the title, the theme or the case number",
        label="Combine with",
        empty_label="Choose an issue",
        error_messages={"required": "Choose an issue to combine with"},
    )

    def __init__(self, *args, issues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = issues

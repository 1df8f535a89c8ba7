"""The forms in which people choose how they hear of what waits for them."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from kit.days.fields import DayField
from kit.days.reading import Leaning
from kit.forms import Form, Group
from kit.settling import UsualChoiceField
from pages.notices.models import Preferences, TopicChoice
from pages.notices.topics import BY_NUMBER, SUMMARY, TOPICS, Topic

USUAL = "At once if asked by name"
HOW = [("", USUAL), *TopicChoice.How.choices]
HOW_OF_DATES = [("", "By e-mail as it happens"), (TopicChoice.How.PAGE.value, TopicChoice.How.PAGE.label)]
LONGEST_PAUSE = timedelta(days=366)


def choices_of(topic: Topic) -> list[tuple[str, str]]:
    """Return how one can hear of `topic`."""
    return HOW_OF_DATES if topic.as_it_happens else HOW


class PreferencesForm(Form):
    """Everything about how a person hears: the summary, a pause, and each topic."""

    leave = "Cancel"

    summary = forms.ChoiceField(
        label="When the summary comes",
        choices=Preferences.Summary.choices,
        widget=forms.RadioSelect,
        help_text="One e-mail for everything else that waits for you.",
    )
    paused_until = DayField(
        label="No e-mails about what waits until",
        leaning=Leaning.COMING,
        required=False,
        hint="For a holiday or leave. On this day they begin again, with what still waits. Dates, presenting, your own next steps and your agreement still come by e-mail.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for topic in TOPICS:
            self.fields[topic.field] = UsualChoiceField(
                label=topic.name, choices=choices_of(topic), required=False, help_text=topic.hint
            )

    def layout(self):
        """Return the fields: what is for all e-mails, then each topic."""
        return [
            "summary",
            "paused_until",
            Group("How you hear of each topic", *[topic.field for topic in TOPICS]),
        ]

    def clean_paused_until(self):
        """Return the day, which is to come."""
        day = self.cleaned_data["paused_until"]
        today = timezone.localdate()
        if day is not None and day <= today and day != self.initial.get("paused_until"):
            raise forms.ValidationError("Enter a day after today, or leave it empty.")
        if day is not None and day > today + LONGEST_PAUSE:
            raise forms.ValidationError("Enter a day within a year from now.")
        return day

    @property
    def facts(self) -> dict:
        """Return the arguments of `choose`."""
        chosen = {topic.number: self.cleaned_data[topic.field] for topic in TOPICS}
        return {
            "summary": self.cleaned_data["summary"],
            "paused_until": self.cleaned_data["paused_until"],
            "topics": chosen,
        }

    @staticmethod
    def initial_of(user) -> dict:
        """Return what `user` has chosen so far."""
        preferences = Preferences.objects.filter(user=user).first() or Preferences()
        until = preferences.paused_until if preferences.is_paused else None
        chosen = {f"topic_{row.topic}": row.how for row in TopicChoice.objects.filter(user=user)}
        return {"summary": preferences.summary, "paused_until": until, **chosen}


class AddressSettingForm(Form):
    """Whether the mails of one topic go to an address whose holder has no account."""

    GO, STOP = "", "never"

    how = UsualChoiceField(
        label="How you hear of it",
        choices=[(GO, "By e-mail as it happens"), (STOP, "No e-mails about it")],
        widget=forms.RadioSelect,
        required=False,
    )

    @property
    def facts(self) -> dict:
        """Return the arguments of `choose_for_address`."""
        return {"is_stopped": self.cleaned_data["how"] == self.STOP}


class OneSettingForm(Form):
    """The one setting that a link in a mail opens."""

    how = UsualChoiceField(label="How you hear", widget=forms.RadioSelect, required=False)

    def __init__(self, *args, topic: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = (
            Preferences.Summary.choices if topic == SUMMARY else choices_of(BY_NUMBER[topic])
        )
        self.fields["how"].required = topic == SUMMARY
        self.fields["how"].label = "When the summary comes" if topic == SUMMARY else "How you hear of it"

"""The form for a monthly series of dates."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from kit.days.fields import ClockField, DayField, moment_of
from kit.days.reading import Leaning
from kit.forms import Form
from meetings.forms.dates import FARTHEST
from meetings.series import MOST, NTH, WEEKDAYS, Rhythm


class SeriesForm(Form):
    """Which day of the month, at what time, from when, and how many times or until when."""

    suggested = frozenset({"nth", "weekday", "time", "since", "count", "minutes_long", "place"})

    nth = forms.TypedChoiceField(label="Week of the month", choices=list(NTH.items()), coerce=int)
    weekday = forms.TypedChoiceField(label="Day of the week", choices=list(enumerate(WEEKDAYS)), coerce=int)
    time = ClockField(label="Time", help_text="When each meeting starts. For example, 2:00pm")
    minutes_long = forms.IntegerField(
        label="Length in minutes",
        min_value=15,
        max_value=480,
        widget=forms.NumberInput(attrs={"class": "w-n4"}),
    )
    since = DayField(label="Starting from", leaning=Leaning.COMING)
    count = forms.IntegerField(
        label="Number of meetings",
        min_value=1,
        max_value=MOST,
        required=False,
        widget=forms.NumberInput(attrs={"class": "w-n4"}),
        help_text="Leave this empty if you enter an end date",
    )
    until = DayField(
        label="End date", leaning=Leaning.COMING, required=False, help_text="The last possible date"
    )
    place = forms.CharField(label="Place", max_length=160, required=False, help_text="Room and building")
    link = forms.URLField(
        label="Link",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="For people who join online",
    )

    def __init__(self, *args, nation: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].remark_on_bank_holidays(nation)

    @property
    def shows_days_next(self) -> bool:
        """Whether the dates are shown before they are set."""
        return "set" not in self.data

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since < timezone.localdate():
            raise forms.ValidationError("This date is in the past. Choose today or a later date.")
        if since > timezone.localdate() + FARTHEST:
            raise forms.ValidationError("This is years away. Check the year.")
        return since

    def clean(self):
        cleaned = super().clean()
        if {"count", "until"} & self.errors.keys():
            return cleaned
        if bool(cleaned.get("count")) == bool(cleaned.get("until")):
            self.add_error("count", "Enter either the number of meetings or an end date")
            return cleaned
        if self.errors:
            return cleaned
        rhythm = Rhythm(cleaned["nth"], cleaned["weekday"], cleaned["time"])
        now = timezone.now()
        since = cleaned["since"]
        if rhythm.starts(since=since, count=1)[0] <= now:
            since += timedelta(days=1)
        cleaned["starts"] = rhythm.starts(since=since, count=cleaned["count"], until=cleaned["until"])
        for start in cleaned["starts"]:
            moment_of(self, day=start.date(), at=rhythm.at, error_on="time")
        if not cleaned["starts"]:
            self.add_error("until", "There is no such day between these dates. Choose a later date.")
        return cleaned

    @property
    def facts(self) -> dict:
        """Return the arguments of `schedule_series`, except `by`."""
        return {name: self.cleaned_data[name] for name in ("starts", "minutes_long", "place", "link")}

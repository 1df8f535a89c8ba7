"""The forms of dates: setting one, changing it, cancelling a meeting, and choosing the day of figure 1."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from kit.days.fields import ClockField, DayField, moment_of
from kit.days.reading import Leaning
from kit.forms import Form
from kit.privacy.fields import CaseLine
from kit.words import day
from meetings.models import Meeting

FARTHEST = timedelta(days=3 * 366)  # a later date is probably a typing mistake


class MeetingForm(Form):
    """When and where a meeting is. A date in the past needs a tick that the meeting took place."""

    button = "Set this date"
    leave = "Cancel"

    day = DayField(label="Day", leaning=Leaning.COMING)
    time = ClockField(label="Time", help_text="When it starts. For example, 2:00pm")
    minutes_long = forms.IntegerField(
        label="Length in minutes",
        min_value=15,
        max_value=480,
        widget=forms.NumberInput(attrs={"class": "w-n4"}),
    )
    kind = forms.ChoiceField(label="Kind of meeting", choices=Meeting.Kind.choices)
    place = forms.CharField(label="Place", max_length=160, required=False, help_text="Room and building")
    link = forms.URLField(
        label="Link",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="For people who join online",
    )
    held_already = forms.BooleanField(
        label="This meeting has already taken place",
        required=False,
        help_text="Only tick this for a date in the past",
    )

    def __init__(self, *args, nation: str, moves: datetime | None = None, **kwargs):
        """Set up the form. Bank holidays of `nation` are remarked on. `moves` is the present start of a meeting that is being
        moved: keeping it needs no tick.
        """
        self.moves = moves
        super().__init__(*args, **kwargs)
        self.fields["day"].remark_on_bank_holidays(nation)
        self.fields["day"].widget.attrs["data-past-if"] = "held_already"
        if self.is_bound and "held_already" in self.data:
            self.fields["day"].leaning = Leaning.PAST
        if moves:
            self.button, self.leave = "Save changes", "Cancel"

    def clean(self):
        cleaned = super().clean()
        starts_at = moment_of(self, day=cleaned.get("day"), at=cleaned.get("time"), error_on="time")
        if starts_at is None:
            return cleaned
        if cleaned["day"] > timezone.localdate() + FARTHEST:
            self.add_error("day", "This is years away. Check the year.")
            return cleaned
        has_passed = starts_at <= timezone.now()
        if has_passed and not cleaned.get("held_already") and starts_at != self.moves:
            self.add_error(
                "day",
                f"{day(starts_at)} is in the past. Choose a future date, or tick the box to say the meeting has already taken place.",
            )
        if cleaned.get("held_already") and not has_passed:
            self.add_error("held_already", "This date is in the future. Untick the box, or correct the date.")
        cleaned["starts_at"] = starts_at
        return cleaned

    @property
    def facts(self) -> dict:
        """Return the arguments of the actions, except `by`."""
        return {
            name: self.cleaned_data[name] for name in ("starts_at", "kind", "minutes_long", "place", "link")
        }


class CancelForm(Form):
    """Why a meeting is cancelled."""

    button = "Cancel the meeting"
    leave = "Back to the meeting"
    is_grave = True

    because = CaseLine(
        label="Why is the meeting cancelled?",
        max_length=200,
        help_text="Everyone at the site can read this. For example, not enough people could come",
    )


class AsAtForm(Form):
    """The day for which figure 1 is shown."""

    shows_days_next = True

    as_at = DayField(label="Date", leaning=Leaning.PAST)

"""Setting a date, moving it, cancelling it, and choosing the day of figure 1."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from kit.forms import ClockField, DayField, Form
from kit.words import day
from meetings.models import Meeting

FARTHEST = timedelta(days=3 * 366)  # a date beyond is a year mistyped


class MeetingForm(Form):
    """When and where a meeting is. A moment of the past needs the tick that says it took place."""

    button = "Set this date"
    leave = "Leave it"

    day = DayField(label="Day")
    time = ClockField(label="Time", help_text="When it begins. For example, 2:00pm")
    minutes_long = forms.IntegerField(
        label="How long, in minutes",
        min_value=15,
        max_value=480,
        widget=forms.NumberInput(attrs={"class": "w-n4"}),
    )
    kind = forms.ChoiceField(label="What sort of meeting", choices=Meeting.Kind.choices)
    place = forms.CharField(label="Place", max_length=160, required=False, help_text="The room and the house")
    link = forms.URLField(
        label="Link",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="Where people can join from elsewhere",
    )
    held_already = forms.BooleanField(
        label="It took place already, and I enter it afterwards",
        required=False,
        help_text="Only for a day that has passed",
    )

    def __init__(self, *args, moves: datetime | None = None, **kwargs):
        """`moves` is the present start of a meeting that is being moved: keeping it needs no tick."""
        self.moves = moves
        super().__init__(*args, **kwargs)
        if moves:
            self.button, self.leave = "Keep these changes", "Leave it as it was"

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("day") or not cleaned.get("time"):
            return cleaned
        if cleaned["day"] > timezone.localdate() + FARTHEST:
            self.add_error("day", "This is years away. Look at the year again.")
            return cleaned
        starts_at = timezone.make_aware(datetime.combine(cleaned["day"], cleaned["time"]))
        has_passed = starts_at <= timezone.now()
        if has_passed and not cleaned.get("held_already") and starts_at != self.moves:
            self.add_error(
                "day",
                f"{day(starts_at)} has passed. Choose a day to come, or tick below that it took place already.",
            )
        if cleaned.get("held_already") and not has_passed:
            self.add_error("held_already", "This day is still to come. Take the tick out, or mend the day.")
        cleaned["starts_at"] = starts_at
        return cleaned

    @property
    def facts(self) -> dict:
        """The arguments of the actions, except `by`."""
        return {
            name: self.cleaned_data[name] for name in ("starts_at", "kind", "minutes_long", "place", "link")
        }


class CancelForm(Form):
    """Why a meeting is called off."""

    button = "Call the meeting off"
    leave = "Keep it"
    is_grave = True

    because = forms.CharField(
        label="Why is it called off?",
        max_length=200,
        help_text="Everyone at the site reads this. For example: Too few could come",
    )


class AsAtForm(Form):
    """The day that figure 1 is shown for."""

    as_at = DayField(label="As at")

"""Fields for the owner of a next step, and for the meeting where feedback on it is due."""

from datetime import date

from django import forms
from django.utils import timezone

from cases.forms.fields import MeetingField, MemberField
from kit.dates import months_after
from kit.forms import InOrderOfNames
from kit.words import month
from meetings.models import Meeting
from members.models import Member


class MonthToAsk(forms.TypedChoiceField):
    """The month in which a step is asked about again: one of the next twelve."""

    MONTHS = 12

    def __init__(self, **kwargs):
        super().__init__(
            label="If “Not yet”: ask again in",
            choices=self.months,
            coerce=date.fromisoformat,
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": "Choose a month to come"},
            **kwargs,
        )

    def months(self) -> list[tuple[str, str]]:
        """Return the months to choose from, after an empty choice."""
        this = timezone.localdate().replace(day=1)
        coming = [months_after(this, number) for number in range(1, self.MONTHS + 1)]
        return [("", "Choose"), *((each.isoformat(), month(each)) for each in coming)]


class _Offered(forms.models.ModelChoiceIterator):
    """A model choice field that accepts more choices than it shows."""

    def __init__(self, field):
        super().__init__(field)
        self.queryset = field.offered()


class _OfferedByName(_Offered, InOrderOfNames):
    """The same, with the choices sorted by name."""


class OwnerField(MemberField):
    """The owner of a next step of `discussion`, chosen from the members on the day of its meeting.

    A member who has left, or who stepped out of the case, is refused.
    """

    iterator = _OfferedByName

    def __init__(self, discussion, **kwargs):
        self.discussion, self.meeting = discussion, discussion.meeting
        super().__init__(Member.objects.filter(site=self.meeting.site_id), required=False, **kwargs)

    def offered(self):
        """Return the choices to show."""
        return self.meeting.members_then().exclude(stepped_out_of__case=self.discussion.case_id)

    def clean(self, value):
        member = super().clean(value)
        if member is not None and member.left_on is not None and member.left_on <= self.meeting.day:
            raise forms.ValidationError(f"{member.name} has left. Choose a current member.")
        if member is not None and self.discussion.case.stepped_out.filter(member=member).exists():
            raise forms.ValidationError(f"{member.name} cannot own this next step. Choose somebody else.")
        return member


class DueMeetingField(MeetingField):
    """The later meeting where feedback is due.

    A meeting that was cancelled since the page was opened is accepted: feedback is then due at the meeting after it.
    """

    iterator = _Offered

    def __init__(self, meeting, **kwargs):
        later = Meeting.objects.filter(site=meeting.site_id, starts_at__gt=meeting.starts_at)
        super().__init__(later.order_by("starts_at"), required=False, **kwargs)

    def offered(self):
        """Return the choices to show."""
        return self.queryset.not_cancelled()

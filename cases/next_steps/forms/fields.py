"""Who takes a next step on, and when feedback on it is due."""

from django import forms

from cases.forms.fields import MeetingField, MemberField
from meetings.models import Meeting
from members.models import Member


class _Offered(forms.models.ModelChoiceIterator):
    """The choices on the page: fewer than what is understood when the form comes back."""

    def __init__(self, field):
        super().__init__(field)
        self.queryset = field.offered()


class OwnerField(MemberField):
    """Who takes a next step on: members of the day of `meeting` to choose from. Somebody who left is refused in words."""

    iterator = _Offered

    def __init__(self, meeting, **kwargs):
        self.meeting = meeting
        super().__init__(Member.objects.filter(site=meeting.site_id), required=False, **kwargs)

    def offered(self):
        return self.meeting.members_then()

    def clean(self, value):
        member = super().clean(value)
        if member is not None and member.left_on is not None and member.left_on <= self.meeting.day:
            raise forms.ValidationError(f"{member.name} has left. Choose a current member.")
        return member


class DueMeetingField(MeetingField):
    """At which later meeting to hear back. One that was called off since the page was opened is taken all the same:
    the step comes back at the one after it."""

    iterator = _Offered

    def __init__(self, meeting, **kwargs):
        later = Meeting.objects.filter(site=meeting.site_id, starts_at__gt=meeting.starts_at)
        super().__init__(later.order_by("starts_at"), required=False, **kwargs)

    def offered(self):
        return self.queryset.not_cancelled()

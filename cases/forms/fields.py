"""Fields for words about people: what leads straight to one of them is refused, with the text still on screen."""

from django import forms
from django.utils import timezone

from cases.identifiers import refused_passages
from copsite.kit.forms import ProseField
from meetings.models import Meeting
from members.models import Member

ROOM_RULES = "No names, initials, dates of birth or streets. “A man in his forties” is enough."


def refuse_identifiers(text: str) -> None:
    """A validator: phone numbers, e-mail addresses, postcodes and NHS or NI numbers have to come out first."""
    if sentences := refused_passages(text):
        raise forms.ValidationError(sentences)


class CaseProse(ProseField):
    """Longer text about a case, its lines ended in one way, so that saving it unchanged changes nothing."""

    default_validators = [refuse_identifiers]

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class CaseLine(forms.CharField):
    """One line about a case."""

    default_validators = [refuse_identifiers]

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        if self.max_length:
            self.error_messages["max_length"] = (
                f"This is longer than {self.max_length} characters. Shorten it."
            )

    def widget_attrs(self, widget):
        # no maxlength in the page: browsers would cut what is pasted without a word
        return {}


class MembersField(forms.ModelMultipleChoiceField):
    """Several members, ticked, each with their role."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "in-columns"})

    def label_from_instance(self, member):
        return f"{member.name}, {member.discipline.name}"


class MemberField(forms.ModelChoiceField):
    """One member, by name."""

    def label_from_instance(self, member):
        return member.name


class MeetingField(forms.ModelChoiceField):
    """One meeting, by number and day."""

    def label_from_instance(self, meeting):
        day = timezone.localtime(meeting.starts_at)
        return f"{meeting.name}, {day.day} {day:%B %Y}"


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
            raise forms.ValidationError(f"{member.name} has left. Choose somebody who is here.")
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


class VocabularyField(forms.ModelMultipleChoiceField):
    """Themes or needs, ticked."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "in-columns"})

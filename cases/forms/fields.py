"""Fields to choose members, meetings, themes and needs."""

from django import forms

from kit.forms import NameField, NamesField
from kit.words import day


class MembersField(NamesField):
    """A choice of several members, each shown with their role."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "in-columns"})

    def label_from_instance(self, member):
        return f"{member.name}, {member.role}"


class MemberField(NameField):
    """A choice of one member, by name."""

    def label_from_instance(self, member):
        return member.name


class MeetingField(forms.ModelChoiceField):
    """A choice of one meeting, by number and day."""

    def label_from_instance(self, meeting):
        return f"{meeting.name}, {day(meeting.starts_at)}"


class VocabularyField(NamesField):
    """A choice of several themes or needs."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "in-columns"})

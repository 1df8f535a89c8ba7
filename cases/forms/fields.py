"""Fields for words about people: what leads straight to one of them is refused, with the text still on screen."""

from django import forms

from kit.forms import NameField, NamesField
from kit.words import day


class MembersField(NamesField):
    """Several members, ticked, each with their role."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "in-columns"})

    def label_from_instance(self, member):
        return f"{member.name}, {member.discipline.name}"


class MemberField(NameField):
    """One member, by name."""

    def label_from_instance(self, member):
        return member.name


class MeetingField(forms.ModelChoiceField):
    """One meeting, by number and day."""

    def label_from_instance(self, meeting):
        return f"{meeting.name}, {day(meeting.starts_at)}"


class VocabularyField(NamesField):
    """Themes or needs, ticked."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "in-columns"})

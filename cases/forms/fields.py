"""Fields to choose members, meetings, themes and needs."""

from django import forms

from kit.choosing import ChosenField
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


class CaseChosenField(ChosenField):
    """A choice of one case among many, by its reference or words of its title."""

    def __init__(self, queryset, **kwargs):
        super().__init__(
            queryset,
            noun="case",
            by="the title or the case number",
            finds=["site__code", "number", "title"],
            as_read=case_as_read,
            **kwargs,
        )

    def label_from_instance(self, case):
        return f"{case.reference}, {case.title}"


def case_as_read(code: str, number: int, title: str) -> str:
    """Return what is searched of a case: its reference in both ways of writing it, CP4-07 and CP4-7, and its title."""
    return f"{code}-{number:02d} {code}-{number} {title}"

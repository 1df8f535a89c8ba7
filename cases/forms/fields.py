"""Fields to choose members, meetings, themes and needs."""

from django import forms
from django.db.models import Q

from kit.bounds import number_in
from kit.choosing import ChosenField
from kit.forms import NameField, NamesField
from kit.search.words import REFERENCE
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
        super().__init__(queryset, noun="case", by="the title or the case number", finds=case_with, **kwargs)

    def label_from_instance(self, case):
        return f"{case.reference}, {case.title}"


def case_with(word: str) -> Q:
    """Return the condition for a case with `word` in its title, or whose reference it is, such as CP4-07 or CP4."""
    found = REFERENCE.fullmatch(word)
    code, number = found.groups() if found else (word, "")
    of_reference = Q(site__code__iexact=code)
    if number:
        of_reference &= Q(number=number_in(number))
    return of_reference | Q(title__icontains=word)

"""The forms of programmes' dates: whom one is for, inviting somebody by name, its agenda and notes, cancelling it, who came."""

from django import forms
from django.db.models import Q

from kit.forms import Form
from kit.privacy.outward import LeavesTheSite, OutwardLine, OutwardName, OutwardProse
from meetings.events.models import EventGroup
from meetings.invitations.forms import AsksWhom
from members.models import Member, Role, User
from sites_app.models import Programme, ProgrammeEvent


class GroupsForm(Form):
    """Which people of the programme a date is for."""

    button = "Save and invite them"

    kinds = forms.MultipleChoiceField(
        label="People of the programme",
        choices=EventGroup.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Whoever becomes one of them later is invited too",
    )

    def __init__(self, *args, has_started: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if has_started:
            self.button = "Save"


def people_of_the_programme(programme: Programme):
    """Return the accounts of people with a role in the programme, or a place at one of its sites."""
    roles = Role.objects.current().filter(programme=programme)
    members = Member.objects.not_left().filter(site__programme=programme, user__isnull=False)
    people = Q(pk__in=roles.values("user")) | Q(pk__in=members.values("user"))
    return User.objects.filter(people, is_active=True)


class PersonForm(AsksWhom):
    """Inviting somebody to a date: one of the programme's people, or anybody by name and e-mail address."""

    leave = "Cancel"

    about = OutwardLine(
        label="What it is for",
        max_length=200,
        required=False,
        help_text="They read this. For example, to speak about how groups disagree well",
    )

    def __init__(self, *args, event: ProgrammeEvent, **kwargs):
        super().__init__(*args, people=people_of_the_programme(event.programme), **kwargs)


class EventTextForm(LeavesTheSite, Form):
    """The agenda and the notes of a date."""

    leave = "Cancel"

    agenda = OutwardProse(
        label="Agenda",
        required=False,
        rows=8,
        max_length=5000,
        help_text="Whoever is invited can read this",
    )
    notes = OutwardProse(
        label="Notes",
        required=False,
        rows=8,
        max_length=20000,
        help_text="What was said and agreed. Nothing about a person or a case",
    )


class PaperForm(LeavesTheSite, Form):
    """Something to read for a date, by its address."""

    button = "Add the paper"
    leave = "Cancel"

    title = OutwardName(label="What is it?", max_length=120, help_text="For example, Slides of the first day")
    link = forms.URLField(
        label="Link",
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter the whole link, starting with https://"},
        help_text="Where whoever is invited can open it",
    )


class EventCancelForm(LeavesTheSite, Form):
    """Why a date is cancelled."""

    button = "Cancel the event"
    leave = "Back to the event"
    is_grave = True

    because = OutwardLine(
        label="Why is it cancelled?",
        max_length=200,
        help_text="Everyone in the programme can read this. For example, the trains are not running",
    )


class AttendanceForm(Form):
    """Who came, on each day."""

    button = "Save who came"
    leave = "Back to the event"

    def __init__(self, *args, event: ProgrammeEvent, invitations, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitations = list(invitations)
        self.days = range(1, event.days + 1)
        choices = [(each.pk, each.name) for each in self.invitations]
        for day in self.days:
            self.fields[f"day_{day}"] = forms.TypedMultipleChoiceField(
                label=f"Who came on day {day}?" if event.days > 1 else "Who came?",
                choices=choices,
                coerce=int,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self.fields[
                f"day_{day}"
            ].has_usual = True  # nobody came is an answer, so it is not called optional

    @property
    def facts(self) -> dict:
        """Return the arguments of the action, except `by`."""
        of = {each.pk: each for each in self.invitations}
        return {"came": [(of[pk], day) for day in self.days for pk in self.cleaned_data[f"day_{day}"]]}

"""The forms of members and roles."""

from itertools import groupby

from django import forms
from django.utils import timezone

from kit.days.fields import DayField
from kit.days.reading import Leaning
from kit.forms import Form, ManyField, NameField, NamesField
from kit.privacy.fields import CaseLine
from kit.privacy.outward import LeavesTheSite, OutwardName, OutwardProse
from kit.settling import SettlesHoldings
from members.asking_who import AsksWho
from members.models import Discipline, Member, Role, User
from sites_app.forms import OrganisationNameField


def refuse_future_day(day):
    """Raise ValidationError for a day in the future."""
    if day > timezone.localdate():
        raise forms.ValidationError("That day is in the future. Enter today or an earlier day")


class PastDayField(DayField):
    """A day that has come: today or an earlier one."""

    default_validators = [refuse_future_day]

    def __init__(self, **kwargs):
        super().__init__(leaning=Leaning.PAST, **kwargs)


class _BySector(forms.models.ModelChoiceIterator):
    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        disciplines = self.queryset.select_related("sector")
        for sector, group in groupby(disciplines, key=lambda discipline: discipline.sector.name):
            yield (sector, [self.choice(discipline) for discipline in group])


class DisciplineField(forms.ModelChoiceField):
    """A discipline of a programme, grouped by sector. The form sets the queryset."""

    iterator = _BySector

    def __init__(self, **kwargs):
        super().__init__(Discipline.objects.none(), **{"empty_label": "Choose a role", **kwargs})


class _Person(Form):
    """The fields that all forms about a member have."""

    name = forms.CharField(label="Name", max_length=120, help_text="The name people call them by.")
    discipline = DisciplineField(label="Role", help_text="Their job, or the experience they bring.")
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        required=False,
        help_text="Leave it empty if they do not have one.",
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discipline"].queryset = programme.disciplines.all()


class MemberForm(_Person):
    """A new member of a site."""

    suggested = frozenset({"joined_on"})
    button = "Add this member"
    leave = "Back to the members"

    discipline = DisciplineField(
        label="Role",
        required=False,
        empty_label="Not known yet",
        help_text="Their job, or the experience they bring. You can add it later.",
    )
    organisation = OrganisationNameField(label="Works for", required=False)
    joined_on = PastDayField(label="Joined on")
    is_expert_by_experience = forms.BooleanField(label="Expert by experience", required=False)
    is_professionally_qualified = forms.BooleanField(
        label="Professionally qualified",
        required=False,
        help_text="A social worker or a nurse, for example.",
    )
    agrees_to_contact = forms.BooleanField(
        label="Has agreed to receive e-mails",
        required=False,
        help_text="Dates, an invitation to sign in and the newsletter. If you do not tick this, they get none.",
    )


class NewMemberForm(AsksWho, MemberForm):
    """A new member of a site, who may be somebody that is known there already."""

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, programme=site.programme, **kwargs)
        self.ask_who(site.members.all())


class LeaveForm(SettlesHoldings, Form):
    """The day on which a member leaves, and why."""

    suggested = frozenset({"on"})
    button = "Save"
    leave = "Cancel"

    on = PastDayField(label="Left on")
    because = CaseLine(
        label="Why",
        max_length=200,
        help_text="They can read this. For example, moved to another job.",
    )


class LeavingForm(Form):
    """A correction of the day on which somebody left, and why. It sends the day that was recorded when it was opened."""

    button = "Save the correction"
    leave = "Cancel"

    on = PastDayField(label="Left on")
    because = CaseLine(label="Why", max_length=200, help_text="They can read this.")
    was = forms.CharField(max_length=10, widget=forms.HiddenInput)  # as "2026-11-05"


class ComeBackForm(Form):
    """The day from which a member who had left is back."""

    suggested = frozenset({"on"})
    button = "Save"
    leave = "Cancel"

    on = PastDayField(label="Rejoined on")


class MarkForm(Form):
    """A mark of figure 1, set by hand."""

    suggested = frozenset({"since"})
    button = "Override status"
    leave = "Cancel"

    mark = forms.ChoiceField(
        label="Status",
        choices=[("X", "X, confirmed"), ("Y", "Y, not confirmed")],
        widget=forms.RadioSelect,
    )
    since = DayField(label="From", leaning=Leaning.PAST)
    reason = CaseLine(label="Why", max_length=200, help_text="This is shown with the membership table.")


class FacilitationForm(AsksWho, _Person):
    """A new facilitator of a site: a member, or somebody new, who is added and invited."""

    suggested = frozenset({"on"})
    button = "Appoint"
    leave = "Cancel"

    member = NameField(
        Member.objects.none(), label="Who facilitates?", required=False, empty_label="Somebody new"
    )
    organisation = OrganisationNameField(label="Works for", required=False)
    on = DayField(label="From", leaning=Leaning.NEAREST)
    agrees_to_contact = forms.BooleanField(
        label="Has agreed to receive e-mails",
        required=False,
        help_text="If they have an address, they are sent an invitation to sign in.",
    )
    field_order = ["member", "name", "discipline", "organisation", "email", "agrees_to_contact", "on"]

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, programme=site.programme, **kwargs)
        members = site.members.current()
        self.fields["member"].queryset = members
        self.fields["name"].help_text = "For somebody new. Leave these empty if you chose a member."
        self.fields["name"].required = self.fields["discipline"].required = False
        self.fields["email"].help_text = "Facilitators need one to sign in."
        if not members.exists():
            del self.fields["member"]
        self.ask_who(members)

    def clean(self):
        cleaned = super().clean()
        cleaned["member"] = cleaned.get("member") or cleaned.pop("same_as")
        cleaned.pop("same_as", None)
        if cleaned["member"] is None:
            for name, sentence in {
                "name": "Enter the name of the facilitator",
                "discipline": "Choose their role",
                "email": "Enter their e-mail address",
            }.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned


class EndForm(SettlesHoldings, Form):
    """The day on which somebody stops doing something."""

    suggested = frozenset({"on"})
    button = "Save"
    leave = "Cancel"

    on = DayField(label="Until", leaning=Leaning.NEAREST)


class RoleEndForm(EndForm):
    """The day on which somebody's role ends."""

    button = "End the role"


class AgreementForm(Form):
    """The members who agreed to the ground rules on a day, recorded for them."""

    suggested = frozenset({"on"})
    button = "Save"

    members = NamesField(
        Member.objects.none(),
        label="Who agreed?",
        error_messages={"required": "Tick at least one person"},
    )
    on = PastDayField(label="When")

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = members


class SeatForm(Form):
    """A discipline of which a site still wants a member."""

    button = "Add to the list"

    discipline = DisciplineField(label="Roles to fill")

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discipline"].queryset = site.programme.disciplines.exclude(seat_targets__site=site)


class GroundRulesForm(LeavesTheSite, Form):
    """The ground rules of a programme."""

    button = "Save the ground rules"
    leave = "Cancel"

    text = OutwardProse(
        label="Ground rules, each on its own line",
        rows=10,
        max_length=5000,
        help_text="Six or seven is enough.",
    )


class RoleInviteForm(Form):
    """An invitation to a role in the programme."""

    button = "Send the invitation"
    leave = "Back to the list"

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address", max_length=254)
    kind = forms.ChoiceField(
        label="What will they do?",
        choices=[
            (Role.Kind.PROGRAMME_TEAM, "Programme team: runs the programme"),
            (Role.Kind.KNOWLEDGE_BROKER, "Knowledge broker: brings evidence to cases"),
            (Role.Kind.ADVISER, "Adviser: on the advisory group"),
            (Role.Kind.COMMISSIONER, "Commissioner or senior manager: of the sites named below"),
        ],
        widget=forms.RadioSelect,
    )
    sites = ManyField(
        None,
        label="Sites",
        required=False,
        help_text="For commissioners only.",
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sites"].queryset = programme.sites.all()
        if not programme.sites.exists():
            del self.fields["sites"]

    def clean(self):
        cleaned = super().clean()
        is_commissioner = cleaned.get("kind") == Role.Kind.COMMISSIONER
        if "sites" not in self.fields:
            if is_commissioner:
                self.add_error("kind", "A commissioner needs at least one site. Add a site first")
            return cleaned
        cleaned["sites"] = list(cleaned.get("sites") or []) if is_commissioner else []
        if is_commissioner and not cleaned["sites"]:
            self.add_error("sites", "Choose the sites they commission for")
        return cleaned


class DetailsForm(Form):
    """A person's own name and job title, and whether pages are light or dark for them."""

    button = "Save your details"

    name = forms.CharField(label="Your name", max_length=120)
    job_title = OutwardName(label="What you do", max_length=120, required=False)
    colour_mode = forms.ChoiceField(
        label="Colours",
        choices=User.ColourMode.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choice"}),
    )


class AddressForm(Form):
    """A new address to sign in with."""

    button = "Send me the link"
    leave = "Cancel"

    email = forms.EmailField(
        label="New e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

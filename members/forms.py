"""What is typed about people."""

from itertools import groupby

from django import forms
from django.utils import timezone

from kit.forms import DayField, Form, ManyField, ProseField
from members.models import Discipline, Member, Role, User
from sites_app.forms import OrganisationNameField, number_field
from sites_app.models import Sector


def not_to_come(day):
    """A day that has been, or is today."""
    if day and day > timezone.localdate():
        raise forms.ValidationError("That day is still to come. Write today or an earlier day")


class _BySector(forms.models.ModelChoiceIterator):
    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        disciplines = self.queryset.select_related("sector")
        for sector, group in groupby(disciplines, key=lambda discipline: discipline.sector.name):
            yield (sector, [self.choice(discipline) for discipline in group])


class DisciplineField(forms.ModelChoiceField):
    """A job role of a programme's list, under its sector. The form sets the queryset."""

    iterator = _BySector

    def __init__(self, **kwargs):
        super().__init__(Discipline.objects.none(), **{"empty_label": "Choose a role", **kwargs})


class _Person(Form):
    """What every form about a member asks."""

    name = forms.CharField(label="Name", max_length=120, help_text="As people call them round the table.")
    discipline = DisciplineField(label="Role", help_text="What they do in their job, or what they bring.")
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        required=False,
        help_text="Leave it empty for somebody who has none: they are as much a member as anyone.",
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discipline"].queryset = programme.disciplines.all()


class MemberForm(_Person):
    """A new member of a site."""

    button = "Add this member"
    leave = "Back to the members"

    organisation = OrganisationNameField(label="Works for", required=False)
    joined_on = DayField(label="Joined on")
    is_expert_by_experience = forms.BooleanField(label="Expert by experience", required=False)
    is_professionally_qualified = forms.BooleanField(
        label="Professionally qualified",
        required=False,
        help_text="A social worker or a nurse, for example.",
    )
    agrees_to_contact = forms.BooleanField(
        label="They agreed to be written to",
        required=False,
        help_text="Dates, an invitation to sign in and the newsletter. Not ticked means no.",
    )

    def clean_joined_on(self):
        not_to_come(self.cleaned_data["joined_on"])
        return self.cleaned_data["joined_on"]


class MemberEditForm(MemberForm):
    """The details of a member. A new job is a dated fact with a form of its own."""

    button = "Save the details"
    leave = "Leave them as they are"

    organisation = None


class JobForm(Form):
    """A member's new workplace."""

    button = "Record the new job"
    leave = "Leave it as it is"

    organisation = OrganisationNameField(label="Works for")
    since = DayField(label="Since")


class LeaveForm(Form):
    """Somebody leaves a site's community."""

    button = "Record that they left"
    leave = "They stay"

    on = DayField(label="Left on")
    because = forms.CharField(
        label="Why",
        max_length=200,
        help_text="In a line, and kindly: they can read it. For example, moved to another job.",
    )

    def clean_on(self):
        not_to_come(self.cleaned_data["on"])
        return self.cleaned_data["on"]


class ComeBackForm(Form):
    """Somebody who had left is back."""

    button = "Record that they came back"
    leave = "They stay away"

    on = DayField(label="Back since")

    def clean_on(self):
        not_to_come(self.cleaned_data["on"])
        return self.cleaned_data["on"]


class MarkForm(Form):
    """A mark of the membership table, set by hand."""

    button = "Set the mark"
    leave = "Leave it to the figures"

    mark = forms.ChoiceField(
        label="Mark",
        choices=[("X", "X, confirmed"), ("Y", "Y, not confirmed")],
        widget=forms.RadioSelect,
    )
    since = DayField(label="From")
    reason = forms.CharField(label="Why", max_length=200, help_text="It shows beside the membership table.")


class FacilitationForm(_Person):
    """Who facilitates a site: a member, or somebody new, who is added and invited."""

    button = "Appoint"
    leave = "Not now"

    member = forms.ModelChoiceField(
        Member.objects.none(), label="Who facilitates?", required=False, empty_label="Somebody new"
    )
    organisation = OrganisationNameField(label="Works for", required=False)
    on = DayField(label="From")
    agrees_to_contact = forms.BooleanField(
        label="They agreed to be written to",
        required=False,
        help_text="With this and an address, the invitation to sign in goes out at once.",
    )
    field_order = ["member", "name", "discipline", "organisation", "email", "agrees_to_contact", "on"]

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, programme=site.programme, **kwargs)
        members = site.members.current()
        self.fields["member"].queryset = members
        self.fields["name"].help_text = "Of somebody new. Leave these empty if you chose a member."
        self.fields["name"].required = self.fields["discipline"].required = False
        self.fields["email"].help_text = "Facilitators sign in, so they need one."
        if not members.exists():
            del self.fields["member"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("member") is None:
            for name, sentence in {
                "name": "Write the name of the person who facilitates",
                "discipline": "Choose the role that they have",
                "email": "Write their e-mail address: a facilitator signs in",
            }.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned


class EndForm(Form):
    """The day on which somebody stops doing something."""

    button = "Record it"
    leave = "Leave it as it is"

    on = DayField(label="Until")


class RoleEndForm(EndForm):
    """The day on which somebody's role ends."""

    button = "End the role"


class AgreementForm(Form):
    """Members who accepted the ground rules on a day, entered for them."""

    button = "Write it down"

    members = ManyField(
        Member.objects.none(),
        label="Who agreed?",
        error_messages={"required": "Tick at least one person"},
    )
    on = DayField(label="When")

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = members

    def clean_on(self):
        not_to_come(self.cleaned_data["on"])
        return self.cleaned_data["on"]


class SeatForm(Form):
    """A discipline that a site still wants."""

    button = "Add to the list"

    discipline = DisciplineField(label="Who is missing at the table?")

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discipline"].queryset = site.programme.disciplines.exclude(seat_targets__site=site)


class DisciplineForm(Form):
    """A job role for a programme's list."""

    button = "Add to the list"

    sector = forms.ModelChoiceField(Sector.objects.all(), label="Sector", empty_label="Choose a sector")
    name = forms.CharField(label="Role", max_length=120, help_text="For example, Community matron")


class DisciplineEditForm(Form):
    """A job role's name and its place in its sector."""

    button = "Save the change"
    leave = "Leave it as it is"

    name = forms.CharField(label="Role", max_length=120)
    position = number_field("Place in its sector", help_text="1 is first. The others make room.", most=500)


class GroundRulesForm(Form):
    """The ground rules of a programme."""

    button = "Make these the ground rules"
    leave = "Leave them as they are"

    text = ProseField(
        label="Ground rules, one a line", rows=10, max_length=5000, help_text="Six or seven are enough."
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
                self.add_error("kind", "A commissioner is one for named sites. Open a site first")
            return cleaned
        cleaned["sites"] = list(cleaned.get("sites") or []) if is_commissioner else []
        if is_commissioner and not cleaned["sites"]:
            self.add_error("sites", "Tick the sites that they commission for")
        return cleaned


class DetailsForm(Form):
    """What a person says of themselves, and how pages look for them."""

    button = "Save your details"

    name = forms.CharField(label="Your name", max_length=120)
    job_title = forms.CharField(label="What you do", max_length=120, required=False)
    colour_mode = forms.ChoiceField(
        label="Light or dark",
        choices=User.ColourMode.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choice"}),
    )


class UploadForm(Form):
    """A member list as a file."""

    button = "Look at the list"
    leave = "Back to the members"

    file = forms.FileField(
        label="Your list",
        help_text="CSV or an Excel workbook (.xlsx), up to 2 MB. Nobody is added before you say so.",
        error_messages={"empty": "There is nothing in this file. Choose another one."},
    )
    joined_on = DayField(
        label="Joined on",
        help_text="For people whose row does not say. For example, 5 November 2012",
    )

    def clean_joined_on(self):
        not_to_come(self.cleaned_data["joined_on"])
        return self.cleaned_data["joined_on"]

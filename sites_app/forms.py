"""What is typed about programmes and sites."""

from datetime import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from kit.forms import ClockField, DayField, Form, PoundsField, ProseField
from sites_app.models import Expense, Organisation, ProgrammeEvent, Sector, SiteState


def number_field(label: str, *, help_text: str = "", least: int = 1, most: int = 1000) -> forms.IntegerField:
    """A small whole number, typed."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        validators=[
            MinValueValidator(least, f"Write {least} or more"),
            MaxValueValidator(most, f"Write {most} or fewer"),
        ],
        widget=forms.TextInput(attrs={"class": "w-n4", "inputmode": "numeric"}),
        error_messages={"invalid": "Write a whole number, like 6"},
    )


class ProgrammeForm(Form):
    """A programme's aims, planned end and numbers."""

    button = "Save the changes"
    leave = "Leave it as it is"

    aims = ProseField(label="What it is for", required=False, rows=5, max_length=5000)
    ends_on = DayField(label="Planned to end on", required=False)
    minimum_meetings = number_field("Meetings at least, at each site", most=60)
    members_from = number_field("Members at least", most=100)
    members_to = number_field("Members at most", help_text="Advice: nobody is turned away.", most=100)
    meeting_minutes = number_field("Minutes that a meeting lasts", least=15, most=600)
    meetings_to_be_confirmed = number_field(
        "Meetings until a member is confirmed", help_text="Two, in most programmes.", most=20
    )
    site_budget_pence = PoundsField(label="Budget of a new site, in pounds")
    licence = forms.CharField(
        label="Licence of what is published",
        max_length=60,
        help_text="What others may do with write-ups. For example, CC BY-SA 4.0",
    )

    def clean(self):
        cleaned = super().clean()
        least, most = cleaned.get("members_from"), cleaned.get("members_to")
        if least and most and most < least:
            self.add_error("members_to", f"At most {most} is fewer than at least {least}")
        return cleaned


class ProgrammeEndForm(Form):
    on = DayField(label="Ended on")

    button = "End the programme"
    leave = "Not yet"


class OrganisationForm(Form):
    """An agency that hosts a site or sends a worker."""

    button = "Add it"
    leave = "Back to the list"

    name = forms.CharField(label="Name", max_length=160)
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label="Sector", required=False, empty_label="Not sure yet"
    )


class SuggestingInput(forms.TextInput):
    """A text input that offers the names there are, and takes a new one too. Plain text where a browser offers none."""

    template_name = "sites_app/widgets/suggested.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, {**(attrs or {}), "list": f"{name}-suggestions"})
        context["widget"]["suggestions"] = Organisation.objects.values_list("name", flat=True)
        return context


class OrganisationNameField(forms.CharField):
    """An organisation by its name. `add_organisation` finds it, or adds it to the list."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Begin to type. One that is not on the list yet is added.")
        super().__init__(max_length=160, widget=SuggestingInput(attrs={"autocomplete": "off"}), **kwargs)


class SiteForm(Form):
    """A new site of a programme."""

    button = "Open the site"
    leave = "Back to the programme"

    code = forms.CharField(
        label="Code", max_length=12, help_text="Short, for lists and references. For example, CP4",
        widget=forms.TextInput(attrs={"class": "w-n10", "autocomplete": "off"}),
    )  # fmt: skip
    place = forms.CharField(label="Place", max_length=80, help_text="The town or the part of it.")
    host = OrganisationNameField(label="Host organisation")
    opened_on = DayField(label="Set up since")
    usual_room = forms.CharField(
        label="Usual room", max_length=160, required=False, help_text="Where people go on the day."
    )
    budget_pence = PoundsField(label="Budget, in pounds", required=False)
    sprouted_from = forms.ModelChoiceField(
        None, label="Sprouted from", required=False, empty_label="No other site",
        help_text="The site whose members started this one.",
    )  # fmt: skip

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sprouted_from"].queryset = programme.sites.all()
        if not programme.sites.exists():
            del self.fields["sprouted_from"]


class SiteEditForm(Form):
    """What can change about a site. Its code and its address stay."""

    button = "Save the changes"
    leave = "Leave it as it is"

    place = forms.CharField(label="Place", max_length=80)
    host = OrganisationNameField(label="Host organisation")
    usual_room = forms.CharField(label="Usual room", max_length=160, required=False)
    budget_pence = PoundsField(label="Budget, in pounds")


class SiteStateForm(Form):
    """Where a site stands from a day on."""

    button = "Write it down"
    leave = "Leave it as it is"

    STATES = [
        (SiteState.State.SETTING_UP, "Setting up: looking for members"),
        (SiteState.State.RUNNING, "Running: it meets"),
        (SiteState.State.ENDED, "Ended: it meets no more"),
    ]
    state = forms.ChoiceField(label="Where does the site stand?", choices=STATES, widget=forms.RadioSelect)
    since = DayField(label="Since")
    reason = ProseField(
        label="Why", required=False, rows=3, max_length=1000, help_text="Needed where a site has ended."
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == SiteState.State.ENDED and not cleaned.get("reason"):
            self.add_error("reason", "Say why the site ended: others can learn from it")
        return cleaned


class ExpenseForm(Form):
    """Money spent from a site's budget."""

    button = "Add the expense"
    leave = "Back to the budget"

    purpose = forms.ChoiceField(
        label="What was it for?", choices=Expense.Purpose.choices, widget=forms.RadioSelect
    )
    amount_pence = PoundsField(label="How much, in pounds")
    spent_on = DayField(label="When")
    note = forms.CharField(
        label="Note", max_length=200, required=False, help_text="For example, meeting 4, tea and cake."
    )

    def clean_amount_pence(self):
        amount = self.cleaned_data["amount_pence"]
        if amount < 1:
            raise forms.ValidationError("Write an amount of at least one penny, like 12.50")
        return amount

    def clean_spent_on(self):
        day = self.cleaned_data["spent_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("That day is still to come. Write the day the money was spent")
        return day


class EventForm(Form):
    """A date of the whole programme."""

    button = "Put it in the diary"
    leave = "Back to the programme"

    kind = forms.ChoiceField(
        label="What kind of date is it?", choices=ProgrammeEvent.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label="Title", max_length=120)
    day = DayField(label="Day")
    clock = ClockField(label="Begins at")
    days = number_field("How many days", most=14)
    place = forms.CharField(label="Place", max_length=160, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("day") and cleaned.get("clock"):
            cleaned["starts_at"] = timezone.make_aware(datetime.combine(cleaned["day"], cleaned["clock"]))
        cleaned.pop("day", None)
        cleaned.pop("clock", None)
        return cleaned

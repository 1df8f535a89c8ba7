"""The forms of programmes and sites."""

from datetime import timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from kit.days.bank_holidays import Nation
from kit.days.fields import ClockField, DayField, moment_of
from kit.days.reading import Leaning
from kit.forms import Form, PoundsField
from kit.privacy.outward import LeavesTheSite, OutwardLine, OutwardName, OutwardProse
from kit.privacy.recognisable import TownSize
from kit.settling import SettlesHoldings
from kit.words import clock, sorted_names
from sites_app.models import Expense, Organisation, ProgrammeEvent, Sector, SiteState
from sites_app.programme_events import MOST_DAYS


def number_field(label: str, *, help_text: str = "", least: int = 1, most: int = 1000) -> forms.IntegerField:
    """Return a field for a small whole number."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        validators=[
            MinValueValidator(least, f"Enter {least} or more"),
            MaxValueValidator(most, f"Enter {most} or fewer"),
        ],
        widget=forms.TextInput(attrs={"class": "w-n4", "inputmode": "numeric"}),
        error_messages={"invalid": "Enter a whole number, like 6"},
    )


class ProgrammeForm(LeavesTheSite, Form):
    """The settings of a programme: its aims, planned end and numbers."""

    button = "Save the changes"
    leave = "Cancel"

    aims = OutwardProse(label="What it is for", required=False, rows=5, max_length=5000)
    ends_on = DayField(label="Planned to end on", leaning=Leaning.COMING, required=False)
    minimum_meetings = number_field("Minimum meetings at each site", most=60)
    members_from = number_field("Minimum members", most=100)
    members_to = number_field("Maximum members", help_text="For guidance only.", most=100)
    meeting_minutes = number_field("Length of a meeting in minutes", least=15, most=600)
    meetings_to_be_confirmed = number_field(
        "Meetings before a member is confirmed", help_text="Two in most programmes.", most=20
    )
    site_budget_pence = PoundsField(label="Budget for a new site, in pounds")
    licence = OutwardName(
        label="Licence for published write-ups",
        max_length=60,
        help_text="What others can do with them. For example, CC BY-SA 4.0",
    )
    keep_notes_months = number_field(
        "Months to keep notes", help_text="After a case was last at a meeting.", most=240
    )
    keep_drafts_days = number_field("Days to keep drafts", most=365)
    keep_uploads_days = number_field("Days to keep uploaded member lists", most=30)
    keep_mail_days = number_field(
        "Days to keep the list of e-mails sent", help_text="Who was sent which e-mail, and when.", most=3650
    )

    asks_second_step = forms.BooleanField(
        label="Ask for two-step verification",
        required=False,
        help_text="Facilitators, knowledge brokers and the programme team then need a passkey or a code to sign in.",
    )

    def clean(self):
        cleaned = super().clean()
        least, most = cleaned.get("members_from"), cleaned.get("members_to")
        if least and most and most < least:
            self.add_error("members_to", f"The maximum ({most}) is fewer than the minimum ({least})")
        return cleaned


class ProgrammeEndForm(Form):
    """The date on which a programme ends."""

    suggested = frozenset({"on"})

    on = DayField(label="Ended on", leaning=Leaning.PAST)

    button = "End the programme"
    leave = "Cancel"


class OrganisationForm(Form):
    """An organisation that hosts a site or employs members."""

    button = "Add the organisation"
    leave = "Back to the list"

    name = OutwardName(label="Name", max_length=160)
    sector = forms.ModelChoiceField(
        Sector.objects.offered(), label="Sector", required=False, empty_label="Not sure yet"
    )


class OrganisationEditForm(OrganisationForm):
    """A correction of an organisation."""

    button = "Save"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sector"].queryset = Sector.objects.offered([self.initial.get("sector")])


class SuggestingInput(forms.TextInput):
    """A text input that suggests existing names and accepts a new one. It is a plain input where a browser has
    no suggestions.
    """

    template_name = "sites_app/widgets/suggested.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, {**(attrs or {}), "list": f"{name}-suggestions"})
        context["widget"]["suggestions"] = sorted_names(Organisation.objects.values_list("name", flat=True))
        return context


class OrganisationNameField(OutwardName):
    """The name of an organisation. `add_organisation` finds the organisation, or adds it to the list."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Start typing. If it is not on the list, it will be added.")
        super().__init__(max_length=160, widget=SuggestingInput(attrs={"autocomplete": "off"}), **kwargs)


def nation_field() -> forms.ChoiceField:
    """Return the field for the nation of a site."""
    return forms.ChoiceField(
        label="Nation",
        choices=Nation.choices,
        initial=Nation.ENGLAND,
        help_text="Its bank holidays are pointed out when you plan dates.",
    )


def town_size_field() -> forms.ChoiceField:
    """Return the field for how many people live where a site is. Unknown counts as small."""
    return forms.ChoiceField(
        label="How large is the place?",
        choices=[("", "Not known"), *TownSize.choices],
        required=False,
        help_text="In a small place, people are recognised sooner. Not known counts as small.",
    )


class SiteForm(Form):
    """A new site of a programme."""

    suggested = frozenset({"opened_on", "nation"})
    button = "Add the site"
    leave = "Back to the programme"

    code = OutwardName(
        label="Code", max_length=12, help_text="Used in lists and references. For example, CP4",
        widget=forms.TextInput(attrs={"class": "w-n10", "autocomplete": "off"}),
    )  # fmt: skip
    place = OutwardName(label="Place", max_length=80, help_text="The town or area.")
    host = OrganisationNameField(label="Host organisation")
    opened_on = DayField(label="Set up on", leaning=Leaning.NEAREST)
    usual_room = forms.CharField(
        label="Usual room", max_length=160, required=False, help_text="Where the group usually meets."
    )
    nation = nation_field()
    town_size = town_size_field()
    budget_pence = PoundsField(label="Budget, in pounds", required=False)
    sprouted_from = forms.ModelChoiceField(
        None, label="Grew out of", required=False, empty_label="No other site",
        help_text="The site whose members started this one.",
    )  # fmt: skip

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sprouted_from"].queryset = programme.sites.all()
        if not programme.sites.exists():
            del self.fields["sprouted_from"]


class SiteEditForm(Form):
    """What can change about a site. Its code and its address stay the same."""

    button = "Save the changes"
    leave = "Cancel"

    place = OutwardName(label="Place", max_length=80)
    host = OrganisationNameField(label="Host organisation")
    usual_room = forms.CharField(label="Usual room", max_length=160, required=False)
    nation = nation_field()
    town_size = town_size_field()
    budget_pence = PoundsField(label="Budget, in pounds")


class SiteStateForm(SettlesHoldings, LeavesTheSite, Form):
    """The state of a site from a day on."""

    suggested = frozenset({"since"})
    button = "Save"
    leave = "Cancel"

    STATES = [
        (SiteState.State.SETTING_UP, "Setting up: looking for members"),
        (SiteState.State.RUNNING, "Running: meetings are held"),
        (SiteState.State.ENDED, "Ended: no more meetings"),
    ]
    state = forms.ChoiceField(label="Status of the site", choices=STATES, widget=forms.RadioSelect)
    since = DayField(label="Since", leaning=Leaning.NEAREST)
    reason = OutwardProse(
        label="Why", required=False, rows=3, max_length=1000, help_text="Needed if the site has ended."
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == SiteState.State.ENDED and not cleaned.get("reason"):
            self.add_error("reason", "Give the reason why the site ended")
        return cleaned


class ExpenseForm(Form):
    """An expense from a site's budget."""

    suggested = frozenset({"spent_on"})
    button = "Add the expense"
    leave = "Back to the budget"

    purpose = forms.ChoiceField(
        label="What was it for?", choices=Expense.Purpose.choices, widget=forms.RadioSelect
    )
    amount_pence = PoundsField(label="How much, in pounds")
    spent_on = DayField(label="When", leaning=Leaning.PAST)
    note = forms.CharField(
        label="Note", max_length=200, required=False, help_text="For example, refreshments for meeting 4."
    )

    def clean_amount_pence(self):
        amount = self.cleaned_data["amount_pence"]
        if amount < 1:
            raise forms.ValidationError("Enter an amount of at least one penny, like 12.50")
        return amount

    def clean_spent_on(self):
        day = self.cleaned_data["spent_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("That day is in the future. Enter the day the money was spent")
        return day


class ExpenseEditForm(ExpenseForm):
    """A correction of an expense."""

    button = "Save"


class EventForm(LeavesTheSite, Form):
    """A date of the whole programme."""

    button = "Add the date"
    leave = "Back to the programme"

    kind = forms.ChoiceField(
        label="What kind of date is it?", choices=ProgrammeEvent.Kind.choices, widget=forms.RadioSelect
    )
    title = OutwardLine(label="Title", max_length=120)
    day = DayField(label="Day", leaning=Leaning.COMING)
    clock = ClockField(label="Begins at")
    ends = ClockField(label="Ends at")
    days = number_field("How many days", most=MOST_DAYS, help_text="With the same hours each day")
    place = OutwardName(label="Place", max_length=160, required=False)
    link = forms.URLField(
        label="Link",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="For people who join online",
    )

    def __init__(self, *args, nation: str = "", **kwargs):
        """Set up the form. Bank holidays of `nation` are remarked on."""
        super().__init__(*args, **kwargs)
        if nation:
            self.fields["day"].remark_on_bank_holidays(nation)

    def clean(self):
        cleaned = super().clean()
        starts_at = moment_of(self, day=cleaned.get("day"), at=cleaned.get("clock"), error_on="clock")
        ends_at = moment_of(self, day=cleaned.get("day"), at=cleaned.get("ends"), error_on="ends")
        if starts_at and ends_at:
            cleaned["starts_at"] = starts_at
            cleaned["minutes_long"] = (ends_at - starts_at) // timedelta(minutes=1)
            if ends_at <= starts_at:
                self.add_error("ends", f"Enter a time after {clock(starts_at)}")
        for name in ("day", "clock", "ends"):
            cleaned.pop(name, None)
        return cleaned


class EventEditForm(EventForm):
    """A change of a date of the whole programme."""

    button = "Save"

"""The forms of what changes in a member's life, and of what was wrong in their details."""

from django import forms

from kit.forms import Form
from members.forms import DisciplineField, MemberForm, PastDayField
from sites_app.forms import OrganisationNameField


def reason_field(label="If closed meetings have them on record since then: why is it recorded late?"):
    """Return a field for the reason why something changes that papers of closed meetings say."""
    return forms.CharField(
        label=label,
        max_length=200,
        required=False,
        help_text="The minutes say that it changed, and why. Do not repeat what was wrong.",
    )


class MemberEditForm(MemberForm):
    """The details of a member, to correct what is wrong. A new name or job has a form of its own, because it has a date."""

    suggested = frozenset()
    button = "Save the details"
    leave = "Cancel"

    organisation = None
    reason = reason_field("If the name, the role or the day was wrong: why does it change?")


class NameChangeForm(Form):
    """Another name of a member, from a day on."""

    suggested = frozenset({"since"})
    button = "Record the new name"
    leave = "Cancel"

    name = forms.CharField(label="New name", max_length=120)
    since = PastDayField(label="Since")
    reason = reason_field()


class JobForm(Form):
    """A member's new job or role."""

    suggested = frozenset({"since"})
    button = "Record the new job"
    leave = "Cancel"

    organisation = OrganisationNameField(
        label="Works for", required=False, help_text="Leave it empty if they work for no organisation."
    )
    discipline = DisciplineField(label="Role", required=False, empty_label="Not known yet")
    since = PastDayField(label="Since")
    reason = reason_field()

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discipline"].queryset = programme.disciplines.all()

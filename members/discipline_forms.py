"""The forms of a programme's list of roles, and of roles that are proposed for it."""

from django import forms

from kit.forms import Form
from kit.privacy.outward import OutwardName
from members.forms import DisciplineField
from sites_app.forms import number_field
from sites_app.models import Sector


class DisciplineForm(Form):
    """A new discipline for a programme's list."""

    button = "Add to the list"

    sector = forms.ModelChoiceField(Sector.objects.offered(), label="Sector", empty_label="Choose a sector")
    name = OutwardName(label="Role", max_length=120, help_text="For example, Community matron")


class DisciplineEditForm(Form):
    """The name of a discipline and its position in its sector."""

    button = "Save the change"
    leave = "Cancel"

    name = OutwardName(label="Role", max_length=120)
    position = number_field(
        "Position in its sector", help_text="1 is first. The other roles move down.", most=500
    )


class ProposalForm(Form):
    """What a role that was proposed for a programme's list is."""

    button = "Save"
    leave = "Cancel"

    decision = forms.ChoiceField(
        label="What do you want to do?",
        choices=[
            ("new", "Add it to the list"),
            ("same", "It is the same as a role on the list"),
            ("no", "Do not add it"),
        ],
        widget=forms.RadioSelect,
    )
    sector = forms.ModelChoiceField(
        Sector.objects.offered(),
        label="Sector",
        required=False,
        empty_label="Choose a sector",
        help_text="If you add it.",
    )
    discipline = DisciplineField(label="Role on the list", required=False, help_text="If it is the same.")

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discipline"].queryset = programme.disciplines.all()

    def clean(self):
        cleaned = super().clean()
        for decision, name, sentence in (
            ("new", "sector", "Choose the sector"),
            ("same", "discipline", "Choose the role on the list"),
        ):
            if cleaned.get("decision") != decision:
                cleaned[name] = None
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    @property
    def facts(self) -> dict:
        """Return the sector or the role that was chosen."""
        return {name: self.cleaned_data[name] for name in ("sector", "discipline")}

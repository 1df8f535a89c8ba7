"""The forms of importing a member list: what each column is, and what unknown roles mean."""

from django import forms

from kit.forms import Form
from kit.words import count
from members.importing import LEAVE_OUT, Plan
from members.member_file import FIELDS, LOOKED_THROUGH, plain
from members.models import MemberUpload


class ColumnsForm(Form):
    """Which row has the headings, and what each column is."""

    button = "Check the list"
    leave = "Choose another file"

    def __init__(self, *args, upload: MemberUpload, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["heading_row"] = forms.TypedChoiceField(
            label="Which row has the headings?",
            choices=[
                (number, f"Row {number + 1}: {', '.join(filter(None, row))[:70]}")
                for number, row in enumerate(upload.rows[:LOOKED_THROUGH])
                if any(row)
            ],
            coerce=int,
            initial=upload.heading_row,
        )
        headings = upload.rows[upload.heading_row]
        columns = [
            (number, f"{heading or 'No heading'} (column {letters(number)})")
            for number, heading in enumerate(headings)
        ]
        for key, (words, _) in FIELDS.items():
            self.fields[key] = forms.TypedChoiceField(
                label=words,
                choices=[("", "Not in this list"), *columns],
                coerce=int,
                empty_value=None,
                required=False,
                initial=upload.columns.get(key, ""),
            )

    @property
    def facts(self) -> dict:
        """Return the row of the headings and the chosen columns, without those that are not in the list."""
        said = self.cleaned_data
        columns = {key: said[key] for key in FIELDS if said.get(key) is not None}
        return {"heading_row": said["heading_row"], "columns": columns}


def letters(number: int) -> str:
    """Return how a spreadsheet names a column: 0 is A, 26 is AA."""
    first, last = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


class DisciplinesForm(Form):
    """What each role that is not on the programme's list means here."""

    def __init__(self, *args, plan: Plan, may_add: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.unknown = plan.unknown
        choices = [(LEAVE_OUT, "Leave these people out")]
        if may_add:
            choices.append(
                ("Add it to the list", [(f"new:{each.pk}", f"New, under {each}") for each in plan.sectors])
            )
        sectors: dict[str, list] = {}
        for each in plan.disciplines:
            sectors.setdefault(each.sector.name, []).append((f"role:{each.pk}", each.name))
        choices += list(sectors.items())
        for number, unknown in enumerate(self.unknown):
            people = count(unknown.rows, "person", "people")
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=f"“{unknown.words}”, {people}", choices=choices, required=False, initial=unknown.chosen
            )

    @property
    def facts(self) -> dict:
        """Return the choices as MemberUpload stores them."""
        chosen = {
            plain(unknown.words): self.cleaned_data[f"role_{number}"]
            for number, unknown in enumerate(self.unknown)
        }
        return {"disciplines": chosen}

"""The forms of importing a member list: the sheet and its columns, what roles mean, who is added."""

from collections.abc import Iterator, Sequence

from django import forms

from kit.forms import Form
from kit.words import count, figures
from members.forms import PastDayField
from members.headings import FIELDS, LOOKED_THROUGH, NO_HEADINGS, letters, plain
from members.importing import (
    LEAVE_OUT,
    MOST_ASKED,
    NOT_KNOWN,
    OTHERS,
    PROPOSE,
    WITHOUT_ROLE,
    Plan,
    PlannedRow,
)
from members.models import MemberUpload

SHOWN = 70  # characters of a row or a cell in a choice


class UploadForm(Form):
    """A file with a member list."""

    suggested = frozenset({"joined_on"})

    button = "Continue"
    leave = "Back to the members"

    file = forms.FileField(
        label="Your list",
        help_text="CSV or an Excel workbook (.xlsx), up to 4 MB. Nobody is added until you confirm.",
        error_messages={"empty": "This file is empty. Choose another one."},
    )
    joined_on = PastDayField(
        label="Joined on",
        hint="For rows that have no date.",
    )


class ColumnsForm(Form):
    """Which sheet it is, which row has the headings, and what each column is."""

    button = "Check the list"
    leave = "Choose another file"

    def __init__(self, *args, upload: MemberUpload, **kwargs):
        super().__init__(*args, **kwargs)
        if upload.sheets:
            self.fields["sheet"] = forms.TypedChoiceField(
                label="Which sheet has the list?",
                choices=[
                    (number, f"{name}, {count(len(rows), 'row', 'rows')}")
                    for number, (name, rows) in enumerate(upload.sheets)
                ],
                coerce=int,
                initial=upload.sheet,
            )
        self.fields["heading_row"] = forms.TypedChoiceField(
            label="Which row has the headings?",
            choices=[*_rows(upload), (NO_HEADINGS, "There are no headings")],
            coerce=int,
            initial=upload.heading_row,
        )
        columns = [(number, words) for number, words in enumerate(_columns(upload))]
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
        """Return the sheet, the row of the headings and the chosen columns, without those that are not in the list."""
        said = self.cleaned_data
        columns = {key: said[key] for key in FIELDS if said.get(key) is not None}
        return {"sheet": said.get("sheet", 0), "heading_row": said["heading_row"], "columns": columns}


def _rows(upload: MemberUpload) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(upload.rows[:LOOKED_THROUGH]):
        if any(row):
            yield number, f"Row {number + 1}: {', '.join(filter(None, row))[:SHOWN]}"


def _columns(upload: MemberUpload) -> Iterator[str]:
    """Yield how each column is called: its heading, or else its first cell that is not blank."""
    for number, heading in enumerate(upload.headings):
        first = next((row[number] for row in upload.below_headings[:LOOKED_THROUGH] if row[number]), "")
        words = heading or (f"“{first[:SHOWN]}”" if first else "No heading")
        yield f"{words} (column {letters(number)})"


class _TicksField(forms.MultipleChoiceField):
    """Ticks in a table. One that is not on this page any more says nothing."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value) -> bool:
        """Return True: the form looks only at the rows that are on the page."""
        return True


class ListForm(Form):
    """What each role means that is not on the programme's list, and who of the rows on the page is added."""

    def __init__(self, *args, plan: Plan, may_add: bool, rows: Sequence[PlannedRow] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.rows = {str(row.person.row): row for row in rows if row.may_choose}
        self.asked = plan.unknown[:MOST_ASKED]
        on_the_list = self._on_the_list()
        if plan.without_role:
            self._ask_for_those_without(on_the_list)
        for number, unknown in enumerate(self.asked):
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=f"“{unknown.words}”, {count(unknown.rows, 'person', 'people')}",
                choices=[
                    (PROPOSE, "Propose it to the programme team"), *_ways_out(), *self._new(may_add), *on_the_list
                ],
                required=False,
                initial=unknown.chosen,
            )  # fmt: skip
        if others := len(plan.unknown) - len(self.asked):
            self.fields["others"] = forms.ChoiceField(
                label=f"{figures(others, 'other role', 'other roles')} not on the list",
                choices=[*_ways_out(), (PROPOSE, "Propose them all to the programme team"), *on_the_list],
                required=False,
                initial=plan.upload.disciplines.get(OTHERS, NOT_KNOWN),
            )
        self.role_names = list(self.fields)
        self._ask_who_is_added()

    def _ask_for_those_without(self, on_the_list: list) -> None:
        kind, _, said = self.plan.upload.disciplines.get(WITHOUT_ROLE, NOT_KNOWN).partition(":")
        nobody_has_one = self.plan.without_role == len(self.plan.people)
        self.fields["everyone"] = forms.ChoiceField(
            label="Everyone here is"
            if nobody_has_one
            else f"{figures(self.plan.without_role, 'person has', 'people have')} no role in the list. They are",
            choices=[*_ways_out(), *on_the_list],
            required=False,
            initial=NOT_KNOWN if kind == PROPOSE else f"{kind}:{said}" if said else kind,
        )
        self.fields["proposed"] = forms.CharField(
            label="Or a role that is not on the list",
            max_length=120,
            required=False,
            help_text="It is proposed to the programme team. Until they add it, the role is shown as not known yet.",
            initial=said if kind == PROPOSE else "",
        )

    def _ask_who_is_added(self) -> None:
        self.fields["shown"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=" ".join(self.rows), max_length=1000
        )
        self.fields["added"] = _TicksField(
            choices=[(number, f"Add {row.person.name}") for number, row in self.rows.items()],
            required=False,
            initial=[number for number, row in self.rows.items() if row.outcome == "added"],
        )
        self.fields["invites"] = forms.BooleanField(
            label="Send those who agreed to receive e-mails an invitation to sign in",
            required=False,
            initial=self.plan.upload.invites,
            help_text="If you do not tick this, nobody is invited now. You can invite them later, one by one.",
        )

    def _on_the_list(self) -> list:
        sectors: dict[str, list] = {}
        for each in self.plan.disciplines:
            sectors.setdefault(each.sector.name, []).append((f"role:{each.pk}", each.name))
        return list(sectors.items())

    def _new(self, may_add: bool) -> list:
        new = [(f"new:{each.pk}", f"New, under {each}") for each in self.plan.sectors] if may_add else []
        return [("Add it to the list", new)] if new else []

    def layout(self) -> list:
        """Return the fields about roles: the page prints the others itself."""
        return self.role_names

    @property
    def facts(self) -> dict:
        """Return the choices as MemberUpload stores them: only those that were on the page that was sent."""
        said = self.cleaned_data
        disciplines = {
            plain(unknown.words): said[f"role_{number}"]
            for number, unknown in enumerate(self.asked)
            if f"role_{number}" in self.data
        }
        if "others" in self.data and "others" in said:
            disciplines[OTHERS] = said["others"]
        if "everyone" in self.data and "everyone" in said:
            disciplines[WITHOUT_ROLE] = (
                f"{PROPOSE}:{said['proposed']}" if said["proposed"] else said["everyone"]
            )
        shown = [number for number in said["shown"].split() if number in self.rows]
        changed = {
            number: number in said["added"]
            for number in shown
            if (number in said["added"]) != (self.rows[number].outcome == "added")
        }
        is_whole = "shown" in self.data
        invites = said["invites"] if is_whole else self.plan.upload.invites
        return {"disciplines": disciplines, "decided": changed, "invites": invites}


def _ways_out() -> list[tuple[str, str]]:
    return [(NOT_KNOWN, "Not known yet"), (LEAVE_OUT, "Leave these people out")]

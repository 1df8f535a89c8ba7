"""The forms of attendance: the members on one page, visitors, and stand-ins."""

from dataclasses import dataclass

from django import forms

from kit.editing.field_names import FieldNames
from kit.forms import Form, NameField
from meetings.actions.attendance import KNOWN_ON_THE_DAY, is_to_come
from meetings.models import Attendance, Meeting, Reply, Visit
from members.models import Member, Role
from members.same_person import person_key

MARK_NAMES = FieldNames("mark_{member}")
STAND_IN_NAMES = FieldNames("stand_in_{member}")

KEYS = {
    Attendance.Mark.PRESENT: "h",
    Attendance.Mark.APOLOGIES: "a",
    Attendance.Mark.ABSENT: "n",
    Attendance.Mark.STAND_IN: "t",
}


MARKS = {
    Reply.Coming.YES: Attendance.Mark.PRESENT,
    Reply.Coming.NO: Attendance.Mark.APOLOGIES,
    Reply.Coming.STAND_IN: Attendance.Mark.STAND_IN,
}


def mark_name(member: Member) -> str:
    """Return the name of the field with the mark of `member`."""
    return MARK_NAMES.name(member=member.pk)


def stand_in_name(member: Member) -> str:
    """Return the name of the field for who came in place of `member`."""
    return STAND_IN_NAMES.name(member=member.pk)


@dataclass(frozen=True)
class Choice:
    """One of the four marks for a member, with the key that chooses it."""

    id: str
    value: str
    label: str
    key: str
    is_chosen: bool
    is_too_early: bool  # cannot be known before the day of the meeting


@dataclass(frozen=True)
class RollRow:
    """One member on the form, with the fields for them."""

    member: Member
    mark: forms.BoundField
    stand_in: forms.BoundField
    has_agreed: bool
    was_said: bool  # filled in from their reply, and not saved yet
    is_to_come: bool  # the day of the meeting has not come

    @property
    def was(self) -> list[str]:
        """Return what was marked when the page was opened, as hidden fields."""
        return [self.mark.as_hidden(only_initial=True), self.stand_in.as_hidden(only_initial=True)]

    @property
    def choices(self) -> list[Choice]:
        """Return the four marks as radio buttons."""
        chosen = self.mark.value()
        return [
            Choice(
                f"{self.mark.auto_id}_{KEYS[mark]}",
                mark.value,
                mark.label,
                KEYS[mark],
                chosen == mark,
                self.is_to_come and mark in KNOWN_ON_THE_DAY,
            )
            for mark in KEYS
        ]


class AttendanceForm(Form):
    """Everyone who was a member on the day of `meeting`, each with four marks to choose from. Nobody has to be marked.

    The page sends what was shown when it was opened, and only what this person changed is saved, so that two
    people can record attendance at once.
    """

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.roll = meeting.roll()
        self.members = self.roll.members
        self.said = self._said_beforehand()
        for member in self.members:
            mark, stand_in = member.mark, member.stand_in_name
            if mark is None:
                mark, stand_in = self.said.get(member.pk, ("", ""))
            self.fields[mark_name(member)] = forms.ChoiceField(
                label=member.name,
                choices=Attendance.Mark.choices,
                required=False,
                show_hidden_initial=True,
                initial=mark,
            )
            self.fields[stand_in_name(member)] = forms.CharField(
                label=f"Who came in place of {member.name}",
                max_length=120,
                required=False,
                show_hidden_initial=True,
                initial=stand_in,
            )
        self._add_the_rest()

    def _said_beforehand(self) -> dict[int, tuple[str, str]]:
        """Return the replies of members without a mark, as marks to fill in and save with the roll.

        A member who said yes is only marked as present once the meeting has begun.
        """
        if self.meeting.is_closed:
            return {}
        counts = set(Reply.Coming) if self.meeting.has_started else set(Reply.Coming) - {Reply.Coming.YES}
        return {
            member.pk: (MARKS[member.coming], member.expected_stand_in)
            for member in self.roll.unmarked
            if member.coming in counts
        }

    def _add_the_rest(self) -> None:
        """Add the fields below the members: a visitor, the ground rules and, after closing, the reason."""
        self.fields["visitor"] = forms.CharField(label="Name of a visitor", max_length=120, required=False)
        self.fields["capacity"] = forms.ChoiceField(
            label="Came as", choices=Visit.Capacity.choices, required=False, initial=Visit.Capacity.OTHER
        )
        if self.roll.has_ground_rules:
            self.fields["ground_rules"] = forms.BooleanField(
                label="Everyone here agrees to the ground rules",
                required=False,
                help_text="Ask the group. This is recorded for each member, stand-in and visitor who is here.",
            )
        if self.meeting.is_closed:
            self.fields["reason"] = forms.CharField(
                label="Why are you changing this?",
                max_length=200,
                required=False,
                help_text="This meeting is closed. The reason is kept with the change.",
            )

    @property
    def is_to_come(self) -> bool:
        """Return whether the day of the meeting has not come, so that only apologies and stand-ins can be known."""
        return is_to_come(self.meeting)

    @property
    def rows(self) -> list[RollRow]:
        """Return the members with their fields."""
        return [
            RollRow(
                member,
                self[mark_name(member)],
                self[stand_in_name(member)],
                member.has_agreed or not self.roll.has_ground_rules,
                member.pk in self.said,
                self.is_to_come,
            )
            for member in self.members
        ]

    @property
    def rest(self) -> list[forms.BoundField]:
        """Return the fields below the members, in order."""
        return [self[name] for name in ("ground_rules", "reason") if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        self.marks = {}
        for member in self.members:
            mark, name = cleaned.get(mark_name(member), ""), cleaned.get(stand_in_name(member), "")
            is_changed = {mark_name(member), stand_in_name(member)} & set(self.changed_data)
            if not is_changed and member.pk not in self.said:
                continue
            mark = mark or (Attendance.Mark.STAND_IN if name else "")
            if mark == Attendance.Mark.STAND_IN and not name and stand_in_name(member) not in self.errors:
                self.add_error(stand_in_name(member), f"Enter who came in place of {member.name}")
            elif mark:
                self.marks[member] = (mark, name if mark == Attendance.Mark.STAND_IN else "")
        if (
            self.marks
            and self.meeting.is_closed
            and not cleaned.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", "Give the reason for the change")
        return cleaned


class VisitForm(Form):
    """Somebody who came and is not a member."""

    button = "Add this visitor"
    leave = "Back to the meeting"

    name = forms.CharField(label="Name", max_length=120)
    capacity = forms.ChoiceField(label="Came as", choices=Visit.Capacity.choices)
    agreed = forms.BooleanField(label="Agrees to the ground rules", required=False)


class StandInForm(Form):
    """Which member a stand-in became."""

    button = "Link to their membership"
    leave = "Cancel"

    member = NameField(label="Joined as", queryset=Member.objects.none(), empty_label="Choose")

    def __init__(self, *args, attendance: Attendance, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.filter(
            site=attendance.member.site_id, joined_on__gte=attendance.meeting.day
        ).exclude(pk=attendance.member_id)
        self.fields["member"].initial = attendance.stand_in_joined_as_id


def account_of(name: str, meeting: Meeting):
    """Return the account of the person with this name who has a role in the programme, if there is exactly one."""
    roles = Role.objects.current().filter(programme=meeting.site.programme_id).select_related("user")
    users = {role.user for role in roles if person_key(role.user.name) == person_key(name)}
    return users.pop() if len(users) == 1 else None

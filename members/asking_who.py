"""Asking on a form whether somebody new is a person who is known already."""

from django import forms

from kit.forms import Form
from kit.lines import tidy_line
from kit.words import day
from members.models import Member
from members.same_person import person_key

ANOTHER = "another"


def who(member: Member) -> str:
    """Return a member with what tells them from others of the same name."""
    does = f", {member.discipline}" if member.discipline else ""
    since = f"left on {day(member.left_on)}" if member.left_on else f"a member since {day(member.joined_on)}"
    return f"{member.name}{does}, {since}"


class AsksWho(Form):
    """A mixin of forms that add somebody: once a name is sent that a member has too, it asks whether they are the same.

    What was answered is `same_as` among the data: the Member, or None for somebody else.
    """

    known: list[Member] = []  # those who may be the same person; replaced, never changed

    def ask_who(self, members) -> None:
        """Ask, if one of `members` may be the person whose name was sent."""
        name = tidy_line(str(self["name"].data or "")) if self.is_bound else ""
        self.known = members.select_related("discipline").named_like(name) if person_key(name) else []
        if self.known:
            self.fields["same_as"] = forms.ChoiceField(
                label=f"Is {name} the same person?",
                choices=[
                    *((str(each.pk), f"The same as {who(each)}") for each in self.known),
                    (ANOTHER, "Somebody else with this name"),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": "Say if this is the same person"},
            )
            self.order_fields(["name", "same_as"])

    def clean(self):
        cleaned = super().clean() or {}
        answer = cleaned.pop("same_as", "")
        cleaned["same_as"] = next((each for each in self.known if str(each.pk) == answer), None)
        cleaned["is_another"] = answer == ANOTHER
        return cleaned

"""Choosing who is asked by name to check a text, where it is sent, and what somebody who is asked answers."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from cases.clearance.asking_forms import AsksWhoWouldKnow
from cases.clearance.checkers import Checkers, usual_day, who_can_be_asked
from cases.clearance.models import CheckRequest
from cases.models import Case
from kit.days.fields import DayField
from kit.days.reading import Leaning
from kit.forms import Form, Group
from members.models import User
from sites_app.models import Site

LONGEST = timedelta(days=92)  # that a check can take
CHECKER_FIELDS = ("checker", "second_checker", "check_by")
NOBODY = "Nobody by name"


class PersonField(forms.ChoiceField):
    """A choice of one of a few people, in the order in which they are given. People of the site are marked."""

    default_error_messages = {"invalid_choice": "Choose somebody from the list. This person cannot check it"}

    people: dict[str, User] = {}  # replaced, never changed

    def clean(self, value):
        """Return the person who was chosen, or None."""
        return self.people.get(super().clean(value))

    def offer(self, people: list[User], *, empty: str = "") -> None:
        """Offer these people, each with `is_from_the_site`, and nobody as `empty` if it is given."""
        self.people = {str(person.pk): person for person in people}
        self.choices = [
            *([("", empty)] if empty else []),
            *(
                (key, f"{each.name}{', from the site' if _is_local(each) else ''}")
                for key, each in self.people.items()
            ),
        ]


class DayToCheckField(DayField):
    """The last day for checking a text: from today on, and not far away."""

    def __init__(self, **kwargs):
        super().__init__(leaning=Leaning.COMING, label="Until which day?", required=False, **kwargs)

    def clean(self, value):
        """Return the day that was typed. A day that has passed is an error."""
        day = super().clean(value)
        if day and day < timezone.localdate():
            raise forms.ValidationError("This day has passed. Enter a day from today on")
        if day and day > timezone.localdate() + LONGEST:
            raise forms.ValidationError("Enter a day in the next three months")
        return day


class ChoosesCheckers(AsksWhoWouldKnow):
    """A form that sends a text for checking: whom it is sent to by name, and until when. It may be nobody."""

    checker = PersonField(
        label="Who should check it?",
        required=False,
        help_text="The first in the list was asked least lately. Others who may check it still can.",
    )
    second_checker = PersonField(
        label="Who else?",
        required=False,
        help_text="Two people check what is for everyone, one of them from the site. If you choose too few, the next is asked.",
    )
    check_by = DayToCheckField(hint="After this day somebody else is asked.")

    suggested = frozenset(CHECKER_FIELDS)

    def __init__(self, *args, site: Site, case: Case | None, sender: User, **kwargs):
        self.can_check = who_can_be_asked(site=site, programme=site.programme, case=case, sender=sender)
        self.usual_day = usual_day(site)
        initial = {"check_by": self.usual_day, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, site=site, initial=initial, **kwargs)
        if not self.can_check:
            for name in CHECKER_FIELDS:
                del self.fields[name]
            return
        for name in ("checker", "second_checker"):
            self.fields[name].offer(self.can_check, empty=NOBODY)  # type: ignore[attr-defined]
        self.fields["check_by"].remark_on_bank_holidays(site.nation)  # type: ignore[attr-defined]
        self._suggest()

    def _suggest(self) -> None:
        """Suggest whoever was asked least lately: of the site if anybody there can check it, who may check it for all."""
        local = [person for person in self.can_check if _is_local(person)]
        self.initial.setdefault("checker", str((local or self.can_check)[0].pk))

    def layout(self) -> list:
        """Return the layout of the form, with the people who check it at its end."""
        fields = [name for name in CHECKER_FIELDS if name in self.fields]
        rest = [each for each in super().layout() if each not in CHECKER_FIELDS]
        return [*rest, Group("Who checks it", *fields)] if fields else rest

    def clean(self):
        """Refuse the same person twice."""
        cleaned = super().clean()
        people = self._chosen(cleaned)
        if self.asks and len(people) == 2 and people[0] == people[1]:
            self.add_error("second_checker", "Choose two different people, or one")
        return cleaned

    def _chosen(self, cleaned) -> list[User]:
        chosen = [cleaned.get(name) for name in CHECKER_FIELDS[:2]]
        return [person for person in chosen if person is not None]

    @property
    def checkers(self) -> Checkers | None:
        """Whom the sender chose, and until when; None if nobody."""
        people = tuple(self._chosen(self.cleaned_data))
        if not people:
            return None
        return Checkers(people, self.cleaned_data.get("check_by") or self.usual_day)


class PassOnForm(Form):
    """To whom somebody passes a text on that they are asked to check."""

    button = "Pass it on"

    to = PersonField(
        label="Who should check it instead?", error_messages={"required": "Choose who should check it"}
    )

    def __init__(self, *args, people: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.has_people = bool(people)
        self.fields["to"].offer(people)  # type: ignore[attr-defined]


class SayNoForm(Form):
    """Why somebody cannot check a text that they are asked to check."""

    button = "I cannot check it"

    reason = forms.ChoiceField(
        label="Why can you not check it?",
        choices=CheckRequest.Reason,
        widget=forms.RadioSelect,
        help_text="The next person is asked. Only people who can check texts here can see your reason.",
        error_messages={"required": "Choose why you cannot check it"},
    )


class AskForm(Form):
    """Whom somebody asks to check a text that was sent before, and until when."""

    button = "Ask them"

    checker = PersonField(
        label="Who should check it?",
        help_text="The first in the list was asked least lately.",
        error_messages={"required": "Choose who should check it"},
    )
    check_by = DayToCheckField(hint="After this day somebody else is asked.")

    suggested = frozenset(("checker", "check_by"))

    def __init__(self, *args, people: list[User], site: Site | None, **kwargs):
        self.usual_day = usual_day(site)
        kwargs["initial"] = {"check_by": self.usual_day}
        super().__init__(*args, **kwargs)
        self.fields["checker"].offer(people)  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict:
        """Return the arguments of `ask_another`."""
        return {
            "person": self.cleaned_data["checker"],
            "due_on": self.cleaned_data["check_by"] or self.usual_day,
        }


def _is_local(person: User) -> bool:
    return person.is_from_the_site  # type: ignore[attr-defined]  # from least_asked

"""Forms of the newsletter: an entry, a site's update, a subscription."""

from datetime import timedelta

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from cases.clearance.asking_forms import AsksWhoWouldKnow
from cases.clearance.checker_forms import NOBODY, DayToCheckField, PersonField
from cases.clearance.checkers import Checkers, usual_day, who_can_be_asked
from cases.clearance.models import OUTWARD, Audience, audiences_up_to
from cases.forms.fields import CaseChosenField
from cases.models import Case
from kit.days.fields import DayField
from kit.days.reading import Leaning
from kit.forms import Form, NameField
from kit.privacy.outward import HAVE_READ, NOT_READ, ONLY_PEOPLE, LeavesTheSite, OutwardLine, OutwardProse
from members.known_names import IdentifierFinder
from members.models import User
from newsletter.marks import EntryFinder, finder_of
from newsletter.models import Edition, Entry, Subscriber, Suppression
from newsletter.site_news import UNFINISHED
from sites_app.models import Programme, Site

WHO = {
    Audience.PROGRAMME: "Members of every site",
    Audience.COMMISSIONERS: "Members and commissioners",
    Audience.PUBLIC: "Everyone, including the public edition",
}


class EntryForm(LeavesTheSite, AsksWhoWouldKnow):
    """The words of an entry and its audience, which is no wider than that of the text it repeats.

    Whoever changes the words of an entry about `case` is asked who would know whom it is about, as its author was.
    """

    button = "Save"
    leave = "Cancel"

    headline = OutwardLine(label="Headline", max_length=160)
    words = OutwardProse(label="Text", rows=6, max_length=4000, required=False)
    audience = forms.ChoiceField(
        label="Audience",
        widget=forms.RadioSelect,
        help_text="For everyone, two people who did not write it must check it. One of them must be from the site.",
    )

    def __init__(self, *args, entry: Entry, case: Case | None, **kwargs):
        super().__init__(*args, finder=finder_of(entry), site=entry.site, **kwargs)
        widest = entry.made_from.audience if entry.made_from else OUTWARD[-1]
        self.fields["audience"].choices = [(each, WHO[each]) for each in audiences_up_to(widest)]
        if entry.kind == Entry.Kind.HEAD:
            self.fields["headline"].label = "Title of the newsletter"
            self.fields["headline"].max_length = 120
            self.fields["words"] = OutwardProse(label="Summary", rows=3, max_length=300, required=False)
            self.fields["audience"].help_text = "Other readers see the month as the title, and no summary."
            self.order_fields(["headline", "words", "audience", "looked"])
        if case is None or not self._is_rewritten(entry):
            self.ask_nothing()

    def _is_rewritten(self, entry: Entry) -> bool:
        """Return whether the words that were sent are not those of `entry`, whatever stands between them."""
        sent = [self.data.get(self.add_prefix(name), "").split() for name in ("headline", "words")]
        return self.is_bound and sent != [entry.headline.split(), entry.words.split()]

    def content(self) -> dict:
        """Return the words as they are in the form now."""
        return {"title": self.value_now("headline"), "words": self.value_now("words")}

    @property
    def facts(self) -> dict:
        """Return the arguments of `edit_entry`."""
        names = ("headline", "words", "audience")
        return {**{name: self.cleaned_data[name] for name in names}, "answers": self.answers}

    @staticmethod
    def initial_of(entry: Entry) -> dict:
        """Return the initial values of the form for `entry`."""
        return {"headline": entry.headline, "words": entry.words, "audience": entry.audience}


class SiteUpdateForm(LeavesTheSite, AsksWhoWouldKnow):
    """A site's update about the month, in the facilitator's own words."""

    button = "Save"
    leave = "Cancel"

    words = OutwardProse(
        label="Your update",
        rows=6,
        max_length=1500,
        help_text="Two or three lines are enough. Do not include names.",
    )
    case = CaseChosenField(
        Case.objects.none(),
        label="Does it tell about a case?",
        required=False,
        empty_label="No",
        help_text="If it does, the presenters have to agree before other sites can read it.",
    )

    def __init__(self, *args, site: Site, cases: QuerySet[Case], **kwargs):
        super().__init__(*args, finder=EntryFinder(IdentifierFinder(site), site.place), site=site, **kwargs)
        self.fields["case"].queryset = cases
        if not (self.data if self.is_bound else self.initial).get("case"):
            self.ask_nothing()  # it is asked once a case is chosen

    def clean_words(self) -> str:
        """Refuse a line of the draft that nobody went on with."""
        words = self.cleaned_data["words"]
        if any(line.rstrip().endswith(UNFINISHED) for line in words.splitlines()):
            raise forms.ValidationError(f"Finish each line that ends in “{UNFINISHED}”, or delete it")
        return words

    def content(self) -> dict:
        """Return the words as they are in the form now."""
        return {"words": self.value_now("words")}

    def audiences(self) -> list[str]:
        """Return every audience: a broker chooses it later, and starts from the narrowest."""
        return list(OUTWARD)

    def chosen_audience(self) -> str:
        """Return the audience that an update has until a broker chooses another."""
        return Audience.PROGRAMME

    @property
    def facts(self) -> dict:
        """Return the arguments of `write_site_update`."""
        return {**{name: self.cleaned_data[name] for name in ("words", "case")}, "answers": self.answers}


class SendNewsletterForm(Form):
    """Whoever sends a whole newsletter for checking read it for who might be recognised, and asks somebody by name."""

    button = "Send for checking"
    leave = "Back to editing"

    checker = PersonField(
        label="Who should check it?",
        required=False,
        help_text="The first in the list was asked least lately. Others who may check it still can. Where a site has to check "
        "an entry, somebody there is asked too.",
    )
    check_by = DayToCheckField(hint="After this day somebody else is asked.")
    looked = forms.BooleanField(label=HAVE_READ, help_text=ONLY_PEOPLE, error_messages={"required": NOT_READ})

    suggested = frozenset(("checker", "check_by"))

    def __init__(self, *args, programme: Programme, sender: User, **kwargs):
        people = who_can_be_asked(site=None, programme=programme, case=None, sender=sender)
        self.usual_day = usual_day(None)
        initial = {"check_by": self.usual_day, "checker": str(people[0].pk) if people else ""}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["checker"].offer(people, empty=NOBODY)  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict:
        """Return the arguments of `send_newsletter_for_checking` besides the issue and what was seen."""
        person, due_on = self.cleaned_data["checker"], self.cleaned_data["check_by"]
        return {"checkers": Checkers((person,), due_on or self.usual_day) if person else None}


class SubscribeForm(Form):
    """An address, and the programme whose newsletter it is for.

    With one running programme there is nothing to choose; of several, the one with `slug` is chosen beforehand.
    """

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, slug: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        running = Programme.objects.running()
        self.fields["programme"] = NameField(
            running,
            label="Newsletter",
            to_field_name="slug",
            empty_label=None,
            widget=forms.RadioSelect if len(running) > 1 else forms.HiddenInput,
            initial=running[0].slug if len(running) == 1 else slug,
        )
        self.order_fields(["programme", "email"])


class LiftForm(Form):
    """Why newsletters are sent again to an address that they were held back from."""

    because = forms.ChoiceField(
        label="Why should newsletters be sent again?",
        choices=Suppression.Lifted.choices[:3],
        widget=forms.RadioSelect,
    )


LONGEST_PAUSE = timedelta(days=366)


class SubscriptionForm(Form):
    """What whoever has the newsletter may choose about it: a pause, and the public edition where they may read another."""

    button = "Save"

    paused_until = DayField(
        label="Send no newsletter until",
        leaning=Leaning.COMING,
        required=False,
        hint="From this day on it comes again. Leave it empty to get every issue.",
    )
    only_public = forms.TypedChoiceField(
        label="Which edition?",
        choices=[],
        coerce=lambda value: value == "public",
        widget=forms.RadioSelect,
        help_text="The public edition is shorter: it has only what everyone can read.",
    )

    def __init__(self, *args, fullest: str, **kwargs):
        super().__init__(*args, **kwargs)
        if fullest == Edition.PUBLIC:
            del self.fields["only_public"]
        else:
            self.fields["only_public"].choices = [
                ("full", Edition(fullest).label),
                ("public", Edition.PUBLIC.label),
            ]

    def clean_paused_until(self):
        """Return the day, which is to come, within a year."""
        day, today = self.cleaned_data["paused_until"], timezone.localdate()
        if day is not None and day <= today:
            raise forms.ValidationError("Enter a day after today, or leave it empty.")
        if day is not None and day > today + LONGEST_PAUSE:
            raise forms.ValidationError("Enter a day within a year from now.")
        return day

    @property
    def facts(self) -> dict:
        """Return the arguments of `change_subscription`."""
        return {
            "paused_until": self.cleaned_data["paused_until"],
            "only_public": self.cleaned_data.get("only_public", False),
        }

    @staticmethod
    def initial_of(subscriber: Subscriber) -> dict:
        """Return what is chosen now."""
        until = subscriber.paused_until if subscriber.is_paused else None
        return {"paused_until": until, "only_public": "public" if subscriber.only_public else "full"}

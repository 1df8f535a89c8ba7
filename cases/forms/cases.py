"""Forms to offer a case, complete it, put it on an agenda, and write the notes of a discussion."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from cases.forms.fields import MeetingField, MembersField, VocabularyField
from cases.models import Case, CaseManagement, Need, Theme
from kit.forms import Form
from kit.privacy.fields import ROOM_RULES, CaseLine, CaseProse
from kit.privacy.marks import Mark, loud_marks
from meetings.models import Meeting
from members.known_names import IdentifierFinder
from members.models import Member
from sites_app.models import Site

EMPTY_TITLE = {"required": "Enter a title"}


class OfferForm(Form):
    """The form to offer a case."""

    button = "Offer this case"

    title = CaseLine(
        label="Title",
        max_length=120,
        error_messages=EMPTY_TITLE,
        help_text="Say what it is about, not who. For example, “The weekend that starts on Thursday”.",
    )
    kind = forms.ChoiceField(
        label="What kind of case is it?",
        choices=Case.Kind,
        widget=forms.RadioSelect,
        initial=Case.Kind.CHALLENGING,
        help_text="Choose “good practice” if it is something others could try.",
    )
    presentation = CaseProse(
        label="Summary",
        rows=8,
        required=False,
        help_text="A line or two helps your facilitator choose. You can complete the rest later. "
        + ROOM_RULES,
    )
    presenters = MembersField(
        Member.objects.none(),
        label="Presenters",
        help_text="You can present with somebody else.",
        error_messages={"required": "Choose who presents the case"},
    )
    shared_goal = CaseLine(
        label="What is the shared goal?",
        required=False,
        max_length=300,
        help_text="The person’s own goal, in one sentence.",
    )
    needs = VocabularyField(
        Need.objects.none(), label="Needs", required=False, help_text="Choose all that apply."
    )
    themes = VocabularyField(Theme.objects.none(), label="Themes", required=False)
    is_live = forms.BooleanField(
        label="Members of this group currently work with this person", required=False
    )
    case_management = forms.ChoiceField(
        label="Is the person under other case management?",
        widget=forms.RadioSelect,
        initial=Case.NO_CASE_MANAGEMENT,
    )

    def __init__(self, *args, site: Site, presenters_now=(), case: Case | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.site = site
        self._offer_words(case)
        current = Member.objects.current().filter(site=site)
        self.fields["presenters"].queryset = (
            Member.objects.filter(Q(pk__in=current) | Q(pk__in=presenters_now))
            .select_related("discipline")
            .order_by("name")
        )

    def _offer_words(self, case: Case | None) -> None:
        """Offer the words of the lists, and retired ones that `case` has already."""
        themes, needs = (case.themes.values("pk"), case.needs.values("pk")) if case else ((), ())
        self.fields["themes"].queryset = Theme.objects.offered(themes)
        self.fields["needs"].queryset = Need.objects.offered(needs)
        offered = Q(retired_at=None) | Q(key=case.case_management if case else Case.NO_CASE_MANAGEMENT)
        self.fields["case_management"].choices = list(
            CaseManagement.objects.filter(offered).values_list("key", "name")
        )

    @cached_property
    def marks(self) -> list[Mark]:
        """What may identify somebody in the words that are in the form now, with what could stand there instead."""
        names = [name for name in ("title", "shared_goal", "presentation", "learning") if name in self.fields]
        words = "\n".join(str(self[name].value() or "") for name in names)
        return loud_marks(words, IdentifierFinder(self.site), today=timezone.localdate())


class CaseForm(OfferForm):
    """The form to complete a case."""

    learning = CaseProse(
        label="What was learned",
        required=False,
        rows=6,
        help_text="Learning for better practice. Write this after the meeting.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["presentation"].required = False
        self.fields["presentation"].label = "The case, as you will present it"
        self.fields["presentation"].widget.attrs["rows"] = 14


class DiscussForm(Form):
    """A meeting of the case's own site, past or future, on whose agenda the case is put."""

    button = "Add to this agenda"

    meeting = MeetingField(
        Meeting.objects.none(),
        label="Meeting",
        empty_label=None,
        error_messages={"invalid_choice": "Choose a meeting of your own site that is not cancelled"},
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.not_cancelled().filter(site=case.site).exclude(discussions__case=case)
        self.fields["meeting"].queryset = meetings.order_by("-starts_at")
        self.fields["meeting"].initial = meetings.upcoming().first()

    @property
    def facts(self) -> dict:
        """The arguments for `discuss`."""
        return {"at": self.cleaned_data["meeting"]}


class NotesForm(Form):
    """Notes of a discussion."""

    button = "Save the notes"
    leave = "Cancel"

    notes = CaseProse(
        label="Notes of the discussion",
        required=False,
        rows=10,
        help_text="What was said that helped. Only people at the site can read this. " + ROOM_RULES,
    )

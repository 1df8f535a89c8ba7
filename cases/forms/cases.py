"""Forms to offer a case, fill in its template, put it on an agenda, and write the notes of a discussion."""

from django import forms
from django.db.models import Q

from cases.forms.fields import MeetingField, MembersField, VocabularyField
from cases.models import Case, Need, Theme
from kit.forms import Form
from kit.privacy.fields import ROOM_RULES, CaseLine, CaseProse
from kit.privacy.identifiers import suspected
from meetings.models import Meeting
from members.models import Member
from sites_app.models import Site

EMPTY_TITLE = {"required": "Give the case a title of a few words"}


class OfferForm(Form):
    """Offer a case. Three lines are enough."""

    button = "Offer this case"

    title = CaseLine(
        label="Title",
        max_length=120,
        error_messages=EMPTY_TITLE,
        help_text="What it is about, not who. For example: “The weekend that starts on Thursday”.",
    )
    kind = forms.ChoiceField(
        label="What kind of case is it?",
        choices=Case.Kind,
        widget=forms.RadioSelect,
        initial=Case.Kind.CHALLENGING,
        help_text="A challenging one is stuck, or keeps coming back. Something that worked, others could try.",
    )
    presentation = CaseProse(
        label="The story, in short",
        rows=8,
        required=False,
        help_text="A line or two help your facilitator to choose; the rest can wait until it has a date. "
        + ROOM_RULES,
    )
    presenters = MembersField(
        Member.objects.none(),
        label="Who brings it?",
        help_text="You can bring it together with somebody.",
        error_messages={"required": "Say who brings it"},
    )
    shared_goal = CaseLine(
        label="What does everyone work towards?",
        required=False,
        max_length=300,
        help_text="The person’s own goal, in one sentence.",
    )
    needs = VocabularyField(
        Need.objects.all(), label="What does it touch?", required=False, help_text="As many as fit."
    )
    themes = VocabularyField(Theme.objects.all(), label="What is it about?", required=False)
    is_live = forms.BooleanField(label="People round the table work with the person now", required=False)
    case_management = forms.ChoiceField(
        label="Is the person under other case management?",
        choices=Case.CaseManagement,
        widget=forms.RadioSelect,
        initial=Case.CaseManagement.NONE,
    )

    def __init__(self, *args, site: Site, presenters_now=(), **kwargs):
        super().__init__(*args, **kwargs)
        current = Member.objects.current().filter(site=site)
        self.fields["presenters"].queryset = (
            Member.objects.filter(Q(pk__in=current) | Q(pk__in=presenters_now))
            .select_related("discipline")
            .order_by("name")
        )

    @property
    def suspicions(self) -> list:
        """What a reader should look at in the words that are in the form now."""
        names = [name for name in ("title", "shared_goal", "presentation", "learning") if name in self.fields]
        return [suspicion for name in names for suspicion in suspected(str(self[name].value() or ""))]


class CaseForm(OfferForm):
    """The template of a case, filled in. `base_version` says which version was on screen when writing began."""

    learning = CaseProse(
        label="What was learned",
        required=False,
        rows=6,
        help_text="For better practice, by anybody. Write it after the meeting.",
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["presentation"].required = False
        self.fields["presentation"].label = "The story, as you will tell it"
        self.fields["presentation"].widget.attrs["rows"] = 14


class DiscussForm(Form):
    """Choose a meeting of the case's own site for its agenda: one to come, or one of the past entered afterwards."""

    button = "Put it on this agenda"

    meeting = MeetingField(
        Meeting.objects.none(),
        label="At which meeting?",
        empty_label=None,
        error_messages={"invalid_choice": "Choose one of your own site’s meetings that is not cancelled"},
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.not_cancelled().filter(site=case.site).exclude(discussions__case=case)
        self.fields["meeting"].queryset = meetings.order_by("-starts_at")
        self.fields["meeting"].initial = meetings.upcoming().first()

    @property
    def facts(self) -> dict:
        """What `discuss` takes."""
        return {"at": self.cleaned_data["meeting"]}


class NotesForm(Form):
    """Notes of a discussion."""

    button = "Save the notes"
    leave = "Leave them as they were"

    notes = CaseProse(
        label="Notes of the discussion",
        required=False,
        rows=10,
        help_text="What was said that helped. They stay with the site. " + ROOM_RULES,
    )

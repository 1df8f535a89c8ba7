"""Forms about evidence and questions."""

from django import forms

from cases.clearance.checker_forms import ChoosesCheckers
from cases.clearance.forms import CorrectionForm
from cases.clearance.models import Audience
from cases.models import Need, Theme
from kit.errors import RefusedError
from kit.forms import Form
from kit.privacy.fields import CaseProse
from kit.privacy.outward import LeavesTheSite, OutwardLine, OutwardProse
from kit.words import day
from knowledge.actions.evidence import MOST_WORDS, refuse_too_many_words
from knowledge.models import Evidence
from meetings.models import Meeting
from members.known_names import IdentifierFinder
from sites_app.models import Site

AUDIENCES = [
    (Audience.PROGRAMME, "Members of every site"),
    (Audience.COMMISSIONERS, "Members and commissioners"),
    (Audience.PUBLIC, "Everyone. Two people have to approve it, one of them from the site."),
]
MOST_MARKS_OF_A_FILE = 20
IN_FILE = "file-"  # begins what the box sends where a file had marks
CHECKED_FILE = "I have checked each mark, and nobody is identified who should not be"


class EvidenceSearchForm(Form):
    """Search the evidence library by words, kind, theme, need and year."""

    is_filter = True

    q = forms.CharField(label="Search the evidence", max_length=200, required=False)
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "All kinds"), *Evidence.Kind.choices]
    )
    theme = forms.ModelChoiceField(
        Theme.objects.filter(merged_into=None),
        label="Theme", required=False, to_field_name="slug", empty_label="All themes",
    )  # fmt: skip
    need = forms.ModelChoiceField(
        Need.objects.filter(merged_into=None),
        label="Need", required=False, to_field_name="slug", empty_label="All needs",
    )  # fmt: skip
    year = forms.IntegerField(
        label="Year",
        required=False,
        min_value=1500,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-n4"}),
        error_messages={"invalid": "Enter the year in figures, like 2012"},
    )


class BottomLineForm(LeavesTheSite, Form):
    """The bottom line of a piece of evidence, which a write-up repeats, and why it matters in the case."""

    button = "Save the bottom line"
    leave = "Cancel"

    bottom_line = OutwardProse(
        label="The bottom line",
        required=False,
        rows=3,
        max_length=2_000,
        help_text=f"In {MOST_WORDS} words or fewer, what should people remember?",
    )
    why_here = CaseProse(label="Why it matters in this case", required=False, rows=2, max_length=2_000)

    def __init__(self, *args, site: Site, **kwargs):
        super().__init__(*args, finder=IdentifierFinder(site), **kwargs)
        self.fields["bottom_line"].widget.attrs["data-words"] = MOST_WORDS

    def clean_bottom_line(self):
        """Refuse a bottom line of more than 60 words."""
        words = self.cleaned_data["bottom_line"]
        try:
            refuse_too_many_words(words)
        except RefusedError as error:
            raise forms.ValidationError(error.sentence) from None
        return words


class ReportForm(Form):
    """The meeting at which the evidence was reported."""

    button = "Save"

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Reported at",
        empty_label=None,
        error_messages={"required": "Choose the meeting where it was reported"},
    )

    def __init__(self, *args, site_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        held = Meeting.objects.held().filter(site=site_id).select_related("site")
        self.fields["meeting"].queryset = held.order_by("-starts_at")
        self.fields["meeting"].label_from_instance = lambda meeting: (
            f"{meeting.name}, {day(meeting.starts_at)}"
        )

    @property
    def facts(self) -> dict:
        """Return the arguments of the action."""
        return {"at": self.cleaned_data["meeting"]}


class QuestionForm(Form):
    """A question for the knowledge brokers."""

    button = "Ask"

    words = CaseProse(
        label="Your question",
        rows=3,
        max_length=1_000,
        help_text="One sentence is enough. Do not include names. The knowledge broker knows which case it is about.",
        error_messages={"required": "Enter your question. One sentence is enough"},
    )


class QuestionEditForm(QuestionForm):
    """A question in other words."""

    button = "Save"
    leave = "Cancel"


class AnswerForm(Form):
    """An answer for the site that asked."""

    answer = CaseProse(
        label="Your answer",
        rows=5,
        max_length=10_000,
        help_text="For the site that asked. Say how certain the evidence is.",
        error_messages={"required": "Enter your answer. Three sentences are enough"},
    )


class ReleaseForm(LeavesTheSite, ChoosesCheckers, CorrectionForm):
    """A question and its answer in general words, for other sites."""

    button = "Send for checking"

    title = OutwardLine(
        label="Title",
        max_length=120,
        help_text="A few words that people would search for.",
        error_messages={"required": "Enter a title"},
    )
    words = OutwardProse(
        label="Anonymous question",
        rows=3,
        max_length=1_000,
        help_text="Nobody must be able to tell which case it is about.",
        error_messages={"required": "Enter an anonymous question"},
    )
    answer = OutwardProse(
        label="Anonymous answer",
        rows=6,
        max_length=10_000,
        error_messages={"required": "Enter an anonymous answer"},
    )
    audience = forms.ChoiceField(
        label="Who is it for?",
        choices=AUDIENCES,
        widget=forms.RadioSelect,
        initial=Audience.PROGRAMME,
        error_messages={"required": "Choose who it is for"},
    )

    def __init__(self, *args, site: Site, **kwargs):
        super().__init__(*args, finder=IdentifierFinder(site), site=site, **kwargs)

    def content(self) -> dict:
        """Return the words as they are in the form now. The answer is what publications say, and not about anybody."""
        return {name: self.value_now(name) for name in ("title", "words")}

    @property
    def facts(self) -> dict:
        """Return the arguments of `send_question_for_checking`."""
        names = ("title", "words", "answer", "audience", "meanwhile")
        words = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return {**words, "answers": self.answers, "checkers": self.checkers}

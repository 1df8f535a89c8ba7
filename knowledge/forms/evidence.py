"""Forms about evidence and questions."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from cases.clearance.models import Audience
from cases.models import Case
from kit.errors import RefusedError
from kit.forms import Form, LaidOut, ProseField
from kit.privacy.fields import CaseLine, CaseProse
from kit.words import day
from knowledge.actions.evidence import MOST_WORDS, refuse_too_many_words
from knowledge.citations import read_doi
from knowledge.models import Evidence, Question
from knowledge.uploads import why_not_take
from meetings.models import Meeting
from members.known_names import Looker
from sites_app.models import Programme, Site

AUDIENCES = [
    (Audience.PROGRAMME, "Members of every site"),
    (Audience.COMMISSIONERS, "Members and commissioners"),
    (Audience.PUBLIC, "Everyone. Two people have to clear it, one of them from the site."),
]


class EvidenceSearchForm(Form):
    """Words, kind and year of the evidence library."""

    q = forms.CharField(label="Search the evidence", max_length=200, required=False)
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Every kind"), *Evidence.Kind.choices]
    )
    year = forms.IntegerField(
        label="Year",
        required=False,
        min_value=1500,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-n4"}),
        error_messages={"invalid": "Write the year in figures, like 2012"},
    )


class EvidenceForm(LaidOut, forms.ModelForm):
    """A publication for the evidence library."""

    button = "Add it to the library"

    doi = forms.CharField(
        label="DOI",
        required=False,
        max_length=160,
        help_text="With or without https://doi.org/. For example, 10.1108/14769011211220481",
    )
    link = forms.URLField(
        label="A link to it",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Write the whole link, beginning with https://"},
    )
    summary = ProseField(
        label="What it found, and how strong that is",
        required=False,
        rows=4,
        max_length=5_000,
        help_text="In your own words. Readers may have ten seconds.",
    )

    class Meta:
        model = Evidence
        fields = ["kind", "authors", "year", "title", "source", "doi", "link", "file", "summary"]
        labels = {
            "kind": "What kind of publication is it?",
            "authors": "Who wrote it?",
            "year": "Year",
            "title": "Title",
            "source": "Where it was published",
            "file": "The file, if it may be shared",
        }
        help_texts = {
            "authors": "As in a reference list. For example, Cornes, M.; Manthorpe, J.",
            "source": "The journal with its volume and pages, or the publisher.",
            "file": "PDF or Word (.docx), up to 5 MB.",
        }
        widgets = {
            "kind": forms.RadioSelect,
            "year": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-n4"}),
        }
        error_messages = {
            "authors": {"required": "Say who wrote it; an organisation will do"},
            "title": {"required": "Give the title as it stands on the publication"},
            "kind": {"required": "Choose what kind of publication it is"},
            "year": {"invalid": "Write the year in figures, like 2012"},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Evidence.Kind.choices
        self.fields["year"].validators += [
            MinValueValidator(1500, "That year is long ago. Write it with four figures, like 2012"),
            MaxValueValidator(timezone.localdate().year + 1, "That year has not come yet"),
        ]
        programmes = Programme.objects.filter(pk__in=user.standing.broker)
        self.only_programme = programmes[0] if len(programmes) == 1 else None
        if self.only_programme is None:
            self.fields["programme"] = forms.ModelChoiceField(
                programmes, label="For which programme?", empty_label=None
            )
        self.existing: Evidence | None = None

    def clean_doi(self):
        try:
            return read_doi(self.cleaned_data["doi"])
        except ValueError:
            raise forms.ValidationError(
                "That is not a DOI. It begins with 10, like 10.1108/14769011211220481"
            ) from None

    def clean_link(self):
        link = self.cleaned_data["link"]
        if link and not link.startswith(("http://", "https://")):
            raise forms.ValidationError("Write the whole link, beginning with https://")
        return link

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and (reason := why_not_take(file)):
            raise forms.ValidationError(reason)
        return file

    def clean(self):
        cleaned = super().clean()
        doi, programme = cleaned.get("doi"), cleaned.get("programme") or self.only_programme
        if doi and programme is not None:
            self.existing = Evidence.objects.filter(programme=programme, doi=doi).first()
            if self.existing:
                self.add_error("doi", "This publication is in the library already: open it below")
        return cleaned

    @property
    def facts(self) -> dict:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class BottomLineForm(Form):
    """What a piece of evidence says, in a breath, and why it matters in this case."""

    button = "Save the bottom line"
    leave = "Leave it as it was"

    bottom_line = CaseProse(
        label="The bottom line",
        required=False,
        rows=3,
        max_length=2_000,
        help_text=f"At most {MOST_WORDS} words. What would you say on the stairs?",
    )
    why_here = CaseProse(label="Why it matters in this case", required=False, rows=2, max_length=2_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bottom_line"].widget.attrs["data-words"] = MOST_WORDS

    def clean_bottom_line(self):
        words = self.cleaned_data["bottom_line"]
        try:
            refuse_too_many_words(words)
        except RefusedError as error:
            raise forms.ValidationError(error.sentence) from None
        return words


class AttachForm(BottomLineForm):
    """Evidence for one case."""

    field_order = ["evidence", "question", "bottom_line", "why_here"]

    evidence = forms.ModelChoiceField(
        Evidence.objects.none(),
        label="Which publication?",
        empty_label="Choose one",
        error_messages={"required": "Choose a publication from the library"},
    )
    question = forms.ModelChoiceField(
        Question.objects.none(), label="Does it answer a question?", required=False, empty_label="No question"
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = Evidence.objects.filter(programme=case.site.programme_id)
        self.fields["question"].queryset = case.questions.all()
        if not case.questions.exists():
            del self.fields["question"]


class TellForm(Form):
    """At which meeting it was told."""

    button = "It was told there"

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Told at",
        empty_label=None,
        error_messages={"required": "Choose the meeting where it was told"},
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
        """What `tell` takes."""
        return {"at": self.cleaned_data["meeting"]}


class QuestionForm(Form):
    """A question for the knowledge brokers."""

    button = "Ask this"

    words = CaseProse(
        label="Your question",
        rows=3,
        max_length=1_000,
        help_text="One sentence is enough. No names: the broker knows which case it is.",
        error_messages={"required": "Write the question first. One sentence is enough"},
    )


class AnswerForm(Form):
    """An answer for the site that asked."""

    answer = CaseProse(
        label="Your answer",
        rows=5,
        max_length=10_000,
        help_text="For the site that asked. Say how sure you are.",
        error_messages={"required": "Write the answer first. Three sentences are enough"},
    )


class ReleaseForm(Form):
    """A question and its answer in general words, for other sites."""

    button = "Put it forward"

    title = CaseLine(
        label="Title",
        max_length=120,
        help_text="A few words that others would search for.",
        error_messages={"required": "Give it a title of a few words"},
    )
    words = CaseProse(
        label="The question in general words",
        rows=3,
        max_length=1_000,
        help_text="So that nobody can tell which case it was.",
        error_messages={"required": "Write the question in general words"},
    )
    answer = CaseProse(
        label="The answer in general words",
        rows=6,
        max_length=10_000,
        error_messages={"required": "Write the answer in general words"},
    )
    audience = forms.ChoiceField(
        label="Who is it for?",
        choices=AUDIENCES,
        widget=forms.RadioSelect,
        initial=Audience.PROGRAMME,
        error_messages={"required": "Choose who it is for"},
    )
    looked = forms.BooleanField(
        label="I have looked at each mark, and nobody can be recognised", required=False
    )

    def __init__(self, *args, site: Site, **kwargs):
        super().__init__(*args, **kwargs)
        self.site = site
        self.marks = []
        if not self.is_bound:
            del self.fields["looked"]

    @property
    def facts(self) -> dict:
        """What `put_question_forward` takes."""
        return {name: self.cleaned_data[name] for name in ("title", "words", "answer", "audience")}

    def clean(self):
        cleaned = super().clean()
        text = "\n".join(str(cleaned.get(name, "")) for name in ("title", "words", "answer"))
        self.marks = Looker(self.site).look(text)
        if not self.marks:
            self.fields.pop("looked", None)
        elif not cleaned.get("looked"):
            self.add_error("looked", "Look at what is marked below. Change it, or tick that you have looked")
        return cleaned

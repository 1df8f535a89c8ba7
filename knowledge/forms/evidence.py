"""Forms about evidence and questions."""

from dataclasses import replace

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from cases.clearance.checker_forms import ChoosesCheckers
from cases.clearance.forms import CorrectionForm
from cases.clearance.models import Audience
from cases.forms.fields import VocabularyField
from cases.models import Need, Theme
from kit.editing.opened import Opened
from kit.errors import RefusedError
from kit.forms import Form
from kit.privacy.fields import CaseProse
from kit.privacy.identifiers import Suspicion, find_certain
from kit.privacy.outward import LeavesTheSite, OutwardLine, OutwardProse
from kit.words import day
from knowledge.actions.evidence import MOST_WORDS, refuse_too_many_words
from knowledge.citations.doi import read_doi
from knowledge.models import Evidence
from knowledge.uploads import why_refused, words_of
from meetings.models import Meeting
from members.known_names import IdentifierFinder
from sites_app.known_names import people_of
from sites_app.models import Programme, Site

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


class EvidenceForm(Opened, LeavesTheSite, forms.ModelForm):
    """A publication for the evidence library."""

    button = "Add to the library"

    doi = forms.CharField(
        label="DOI",
        required=False,
        max_length=160,
        help_text="With or without https://doi.org/. For example, 10.1108/14769011211220481",
    )
    link = forms.URLField(
        label="Link",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter the whole link, starting with https://"},
    )
    summary = OutwardProse(
        label="Findings, and how strong they are",
        required=False,
        rows=4,
        max_length=5_000,
        help_text="In your own words. Keep it short.",
    )
    themes = VocabularyField(Theme.objects.none(), label="Themes", required=False)
    needs = VocabularyField(Need.objects.none(), label="Needs", required=False)

    class Meta:
        model = Evidence
        fields = [
            "kind",
            "authors",
            "year",
            "title",
            "source",
            "doi",
            "link",
            "file",
            "summary",
            "themes",
            "needs",
        ]
        labels = {
            "kind": "What kind of publication is it?",
            "authors": "Authors",
            "year": "Year",
            "title": "Title",
            "source": "Where it was published",
            "file": "File, if it can be shared",
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
            "authors": {"required": "Enter the authors or organisation"},
            "title": {"required": "Enter the title of the publication"},
            "kind": {"required": "Choose what kind of publication it is"},
            "year": {"invalid": "Enter the year in figures, like 2012"},
        }

    def __init__(self, *args, user, **kwargs):
        programmes = Programme.objects.filter(pk__in=user.standing.broker)
        super().__init__(*args, finder=people_of(*programmes), **kwargs)
        self.fields["kind"].choices = Evidence.Kind.choices
        self.fields["themes"].queryset = Theme.objects.offered(self.initial.get("themes", ()))
        self.fields["needs"].queryset = Need.objects.offered(self.initial.get("needs", ()))
        self.fields["year"].validators += [
            MinValueValidator(1500, "Enter the year with four figures, like 2012"),
            MaxValueValidator(timezone.localdate().year + 1, "That year is in the future"),
        ]
        self.only_programme = programmes[0] if len(programmes) == 1 else None
        if self.only_programme is None:
            self.fields["programme"] = forms.ModelChoiceField(programmes, label="Programme", empty_label=None)
        self.existing: Evidence | None = None
        self.marks_of_file: list[Suspicion] = []

    def clean_doi(self):
        """Return the bare DOI."""
        try:
            return read_doi(self.cleaned_data["doi"])
        except ValueError:
            raise forms.ValidationError(
                "That is not a DOI. It starts with 10, like 10.1108/14769011211220481"
            ) from None

    def clean_link(self):
        """Refuse anything that is not a web address."""
        link = self.cleaned_data["link"]
        if link and not link.startswith(("http://", "https://")):
            raise forms.ValidationError("Enter the whole link, starting with https://")
        return link

    def clean_file(self):
        """Refuse a file that is not a PDF or a Word document, or is too large."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and (reason := why_refused(file)):
            raise forms.ValidationError(reason)
        return file

    def marks_beyond(self, cleaned):
        """Return what is certain to identify somebody in the words of the file, and the names of members there."""
        file = cleaned.get("file")
        if not isinstance(file, UploadedFile):  # one that is in the library already was looked through
            return []
        found = find_certain(words_of(file), names=[name for name in self.finder.names if " " in name])
        by_passage = {mark.passage: replace(mark, why=f"In the file. {mark.why}") for mark in found}
        self.marks_of_file = list(by_passage.values())[:MOST_MARKS_OF_A_FILE]
        return self.marks_of_file

    def digest_of(self, marks):
        """Return what the box sends: it tells whether there were marks in a file, which browsers do not send again."""
        return f"{IN_FILE if self.marks_of_file else ''}{super().digest_of(marks)}"

    def clean(self):
        """Refuse a DOI that is in the library already, and keep that publication as `existing`. Ask for a file with marks
        again: without it, the publication would be added without its file.
        """
        cleaned = super().clean()
        self._ask_for_the_file_again(is_missing=not isinstance(cleaned.get("file"), UploadedFile))
        doi, programme = cleaned.get("doi"), cleaned.get("programme") or self.only_programme
        if doi and programme is not None:
            self.existing = self.others().filter(programme=programme, doi=doi).first()
            if self.existing:
                self.add_error("doi", "This publication is already in the library. Open it below")
        return cleaned

    def _ask_for_the_file_again(self, *, is_missing: bool) -> None:
        was_in_file = self.data.get("looked", "").startswith(IN_FILE)
        is_unchecked = bool(self.marks_of_file) and "looked" in self.errors
        if is_unchecked:
            self["looked"].label = CHECKED_FILE  # it is bound by now
        if is_unchecked or (was_in_file and is_missing and "file" not in self.errors):
            self.add_error("file", "Choose the file again")

    def others(self):
        """Return the publications that must not have the same DOI."""
        return Evidence.objects.all()

    @property
    def facts(self) -> dict:
        """Return the arguments of `add_evidence`."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class EvidenceEditForm(EvidenceForm):
    """A correction of a publication in the library."""

    button = "Save"
    leave = "Cancel"

    def __init__(self, *args, evidence: Evidence, **kwargs):
        many = ("themes", "needs")
        initial = {name: getattr(evidence, name) for name in self.Meta.fields if name not in many}
        initial |= {name: list(getattr(evidence, name).values_list("pk", flat=True)) for name in many}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields.pop("programme", None)
        self.evidence, self.only_programme = evidence, evidence.programme

    def others(self):
        """Return the other publications."""
        return Evidence.objects.exclude(pk=self.evidence.pk)


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

"""The form of a publication: what it is, who made it, where it came out, and what a broker says of it."""

from dataclasses import replace

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from cases.forms.fields import VocabularyField
from cases.models import Need, Theme
from kit.days.fields import DayField, ReadsBack
from kit.days.reading import Leaning
from kit.forms import Group
from kit.privacy.identifiers import Suspicion, find_certain
from kit.privacy.outward import LeavesTheSite, OutwardNames, OutwardProse
from knowledge.actions.publications import Appraisal
from knowledge.citations.doi import read_doi
from knowledge.duplicates import Shelf
from knowledge.models import Evidence
from knowledge.publications import MOST_CREATORS, Creator, Form, Publication, as_typed, creators_typed
from knowledge.uploads import why_refused, words_of
from sites_app.known_names import people_of
from sites_app.models import Programme

MOST_MARKS_OF_A_FILE = 20
IN_FILE = "file-"  # begins what the box sends where a file had marks
CHECKED_FILE = "I have checked each mark, and nobody is identified who should not be"
EARLIEST = 1500
LONGEST_NAME, MOST_TYPED = 200, 20_000  # characters
OPEN_ACCESS = [("", "Not known"), ("yes", "Yes, anyone can read it"), ("no", "No, it is behind a paywall")]
CITED_BY = [
    "container",
    "volume",
    "number",
    "pages",
    "edition",
    "publisher",
    "place",
    "isbn",
    "pmid",
    "language",
]


def refuse_too_many_names(text: str) -> None:
    """Raise ValidationError for more names than a publication has, or a line that is none."""
    lines = text.splitlines()
    if len(lines) > MOST_CREATORS:
        raise forms.ValidationError(f"Enter {MOST_CREATORS} at most. The first ones are enough")
    if any(len(line) > LONGEST_NAME for line in lines):
        raise forms.ValidationError(
            f"Enter each name on a line of its own, of {LONGEST_NAME} characters at most"
        )


class NamesField(OutwardNames):
    """The names of those who made a publication, one on each line, of so many characters at most."""

    default_validators = [*OutwardNames.default_validators, refuse_too_many_names]

    def __init__(self, **kwargs):
        super().__init__(required=False, rows=2, max_length=MOST_TYPED, **kwargs)


class EvidenceForm(ReadsBack, LeavesTheSite, forms.ModelForm):
    """A publication for the evidence library."""

    button = "Add to the library"
    edited: Evidence | None = None  # the one in the library that it corrects

    authors = NamesField(
        label="Authors",
        help_text="People, one on each line, family name first. For example, Cornes, Michelle",
    )
    organisations = NamesField(
        label="Organisations that wrote it",
        help_text="One on each line. For example, Department of Health",
    )
    editors = NamesField(
        label="Editors",
        help_text="Of the book, or of the book that the chapter is in. Family name first.",
    )
    published_on = DayField(
        label="Day it came out",
        leaning=Leaning.PAST,
        required=False,
        hint="Only if it has one, such as a newspaper or a web page.",
    )
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
    read_on = DayField(
        label="Day you read it", leaning=Leaning.PAST, required=False, hint="For web pages, which change."
    )
    open_access = forms.ChoiceField(
        label="Can anyone read it without paying?",
        choices=OPEN_ACCESS,
        required=False,
        widget=forms.RadioSelect,
    )
    summary = OutwardProse(
        label="Findings, and how strong they are",
        required=False,
        rows=4,
        max_length=5_000,
        help_text="In your own words. Keep it short.",
    )
    conflict = OutwardProse(
        label="What other evidence says against it",
        required=False,
        rows=2,
        max_length=2_000,
        help_text="Leave empty if you know of none.",
    )
    themes = VocabularyField(Theme.objects.none(), label="Themes", required=False)
    needs = VocabularyField(Need.objects.none(), label="Needs", required=False)

    class Meta:
        model = Evidence
        fields = [
            "kind",
            "form",
            "design",
            "title",
            "year",
            *CITED_BY,
            "doi",
            "link",
            "read_on",
            "file",
            "summary",
            "conflict",
            "themes",
            "needs",
        ]
        labels = {
            "kind": "What kind of evidence is it?",
            "form": "What is it?",
            "design": "How was the study done?",
            "year": "Year",
            "title": "Title",
            "container": "Journal, book or website it is in",
            "volume": "Volume",
            "number": "Number",
            "pages": "Pages",
            "edition": "Edition",
            "publisher": "Publisher",
            "place": "Place of publication",
            "isbn": "ISBN",
            "pmid": "PubMed number (PMID)",
            "language": "Language",
            "file": "File, if it can be shared",
        }
        help_texts = {
            "number": "Of a journal’s issue, of a report, or the chapter number of an Act.",
            "pages": "For example, 77-88",
            "edition": "If it is not the first. For example, 2",
            "language": "If it is not English.",
            "file": "PDF or Word (.docx), up to 5 MB.",
        }
        widgets = {
            "kind": forms.RadioSelect,
            "year": forms.TextInput(attrs={"inputmode": "numeric", "class": "w-n4"}),
            **{
                name: forms.TextInput(attrs={"class": "w-n10"})
                for name in ("volume", "number", "pages", "edition", "isbn", "pmid", "language")
            },
        }
        error_messages = {
            "title": {"required": "Enter the title of the publication"},
            "kind": {"required": "Choose what kind of evidence it is"},
            "year": {"invalid": "Enter the year in figures, like 2012"},
        }

    def __init__(self, *args, user, **kwargs):
        programmes = Programme.objects.filter(pk__in=user.standing.broker)
        super().__init__(*args, finder=people_of(*programmes), **kwargs)
        self.fields["kind"].choices = Evidence.Kind.choices
        self.fields["form"].required = False
        self.fields["design"].choices = [("", "It is not a study, or not known"), *Evidence.Design.choices]
        self.fields["themes"].queryset = Theme.objects.offered(self.initial.get("themes", ()))
        self.fields["needs"].queryset = Need.objects.offered(self.initial.get("needs", ()))
        self.fields["year"].validators += [
            MinValueValidator(EARLIEST, "Enter the year with four figures, like 2012"),
            MaxValueValidator(timezone.localdate().year + 1, "That year is in the future"),
        ]
        self.only_programme = programmes[0] if len(programmes) == 1 else None
        if self.only_programme is None:
            self.fields["programme"] = forms.ModelChoiceField(programmes, label="Programme", empty_label=None)
        self.existing: Evidence | None = None
        self.marks_of_file: list[Suspicion] = []

    def layout(self) -> list:
        """Return the fields in groups: what it is, where it came out, where to read it, and what it says."""
        programme = ["programme"] if "programme" in self.fields else []
        return [
            *programme, "kind", "form", "title", "authors", "organisations", "year",
            Group("Where it came out", "container", "editors", "volume", "number", "pages", "edition", "publisher",
                  "place", "published_on", note="Fill in what a list of references needs, and leave the rest."),
            Group("Where to read it", "doi", "link", "read_on", "open_access", "file", "isbn", "pmid", "language"),
            Group("What it says", "design", "summary", "conflict", "themes", "needs"),
            *super().layout()[-2:],
        ]  # fmt: skip

    def clean_form(self):
        """Return what it is; something else where nothing was chosen."""
        return self.cleaned_data["form"] or Form.OTHER

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
        """Refuse what is in the library already, and keep that publication as `existing`. Ask for a file with marks again:
        without it, the publication would be added without its file. A year and a day have to agree.
        """
        cleaned = super().clean()
        self._ask_for_the_file_again(is_missing=not isinstance(cleaned.get("file"), UploadedFile))
        day, year = cleaned.get("published_on"), cleaned.get("year")
        if day and year and day.year != year:
            self.add_error("published_on", f"This day is not in {year}. Change the day or the year")
        programme = cleaned.get("programme") or self.only_programme
        if programme is not None and not {"title", "doi", "year"} & self.errors.keys():
            publication = self.publication
            self.existing, _ = Shelf(programme, [publication], without=self.edited).same(publication)
            if self.existing:
                self.add_error(
                    "doi" if cleaned.get("doi") else "title",
                    "This publication is already in the library. Open it below",
                )
        return cleaned

    def _ask_for_the_file_again(self, *, is_missing: bool) -> None:
        was_in_file = self.data.get("looked", "").startswith(IN_FILE)
        is_unchecked = bool(self.marks_of_file) and "looked" in self.errors
        if is_unchecked:
            self["looked"].label = CHECKED_FILE  # it is bound by now
        if is_unchecked or (was_in_file and is_missing and "file" not in self.errors):
            self.add_error("file", "Choose the file again")

    @property
    def former(self) -> Publication | None:
        """The publication as it was before, for what the form does not ask."""
        return self.edited.publication if self.edited else None

    @property
    def publication(self) -> Publication:
        """The publication as it is cited, from what was typed."""
        typed, former = self.cleaned_data, self.former
        day, year = typed.get("published_on"), typed.get("year")
        people = creators_typed(typed.get("authors", ""), typed.get("organisations", ""))
        creators = [*people, *creators_typed(typed.get("editors", ""), role="editor")]
        month = (
            day.month if day else former.month if former and former.year == year and not former.day else None
        )
        return Publication(
            form=typed.get("form", ""), title=typed.get("title", ""), creators=self._in_order(creators, former),
            year=day.year if day else year, month=month, day=day.day if day else None, doi=typed.get("doi", ""),
            link=typed.get("link", ""), read_on=typed.get("read_on"), abstract=former.abstract if former else "",
            **{name: typed.get(name, "") for name in CITED_BY},
        )  # fmt: skip

    def _in_order(self, creators: list[Creator], former: Publication | None) -> tuple[Creator, ...]:
        """Return the names as they stood, if they are the same: people and organisations may take turns."""
        if former is None:
            return tuple(creators)
        unasked = [each for each in former.creators if each.role == "translator"]
        now = [*creators, *unasked]
        return former.creators if sorted(map(str, now)) == sorted(map(str, former.creators)) else tuple(now)

    @property
    def facts(self) -> dict:
        """Return the arguments of `add_evidence`."""
        typed = self.cleaned_data
        appraisal = Appraisal(
            kind=typed["kind"], design=typed["design"], file=typed["file"], summary=typed["summary"],
            conflict=typed["conflict"], is_open_access={"yes": True, "no": False}.get(typed["open_access"]),
        )  # fmt: skip
        return {
            "publication": self.publication,
            "appraisal": appraisal,
            "themes": typed["themes"],
            "needs": typed["needs"],
        }


class EvidenceEditForm(EvidenceForm):
    """A correction of a publication in the library."""

    button = "Save"
    leave = "Cancel"

    def __init__(self, *args, evidence: Evidence, **kwargs):
        many = ("themes", "needs")
        it = evidence.publication
        initial = {name: getattr(evidence, name) for name in self.Meta.fields if name not in many}
        initial |= {name: list(getattr(evidence, name).values_list("pk", flat=True)) for name in many}
        initial |= {
            "authors": as_typed(it.creators, role="author"),
            "organisations": as_typed(it.creators, role="author", organisations=True),
            "editors": as_typed(it.creators, role="editor"),
            "published_on": it.published_on,
            "open_access": {True: "yes", False: "no"}.get(evidence.is_open_access, ""),
        }
        self.edited = evidence
        super().__init__(*args, initial=initial, **kwargs)
        self.fields.pop("programme", None)
        self.only_programme = evidence.programme

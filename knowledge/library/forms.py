"""Forms about write-ups."""

from django import forms
from django.utils.functional import cached_property

from cases.clearance.checker_forms import ChoosesCheckers
from cases.clearance.forms import CorrectionForm
from cases.clearance.marked_text import Rendered
from cases.clearance.marked_text import render as render_for_reading
from cases.clearance.models import ClearedText
from cases.clearance.models.texts import canonical
from cases.forms.fields import VocabularyField
from cases.models import Need
from kit.forms import Form, Group
from kit.periods import Exactness
from kit.privacy.fields import CaseLine, CaseProse
from kit.privacy.outward import LeavesTheSite, Marks
from knowledge.forms.evidence import AUDIENCES
from knowledge.library import drafting
from knowledge.library.layout import SectionKey
from knowledge.library.models import LearningObject
from members.known_names import IdentifierFinder


class WriteUpForm(Form):
    """The draft of a write-up: its parts, and the words for each step and each piece of evidence."""

    draft_title = CaseLine(
        label="Title",
        max_length=120,
        help_text="What it is about, not who.",
        error_messages={"required": "Enter a title"},
    )
    draft_standfirst = CaseLine(
        label="Summary",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What changed, and what helped. This is shown under the title in lists.",
    )
    draft_story = CaseProse(
        label="The story",
        rows=14,
        error_messages={"required": "Enter the story"},
        help_text="For people outside the group. Leave an empty line between paragraphs.",
    )
    draft_tried = CaseProse(label=SectionKey.TRIED.label, rows=8, required=False)
    draft_again = CaseProse(label="What we learned", rows=6, required=False)
    draft_stood_in_the_way = CaseProse(label="Issues for commissioners", rows=5, required=False)

    def __init__(self, *args, learning_object: LearningObject, **kwargs):
        self.learning_object = learning_object
        self.steps = [step for step, *_ in drafting.steps_with_outcomes(learning_object.case)]
        self.attached = drafting.attached_to(learning_object.case)
        initial = {section: getattr(learning_object, section) for section in LearningObject.DRAFT_SECTIONS}
        super().__init__(*args, initial=initial, **kwargs)
        for number, step in enumerate(self.steps, start=1):
            self.fields[f"step_{step.pk}"] = CaseLine(
                label=f"Step {number}",
                required=False,
                max_length=300,
                initial=drafting.words_for_step(learning_object, step),
            )
        for attached in self.attached:
            self.fields[f"bottom_line_{attached.pk}"] = CaseProse(
                label=f"{attached.evidence.authors} ({attached.evidence.year or 'no date'})",
                required=False,
                rows=3,
                max_length=2_000,
                initial=drafting.words_for_evidence(learning_object, attached),
            )

    def layout(self) -> list:
        """Return the parts of the text, then one field for each step and for each piece of evidence."""
        parts = list(LearningObject.DRAFT_SECTIONS)
        if self.steps:
            parts.append(
                Group(
                    "Next steps",
                    *(f"step_{step.pk}" for step in self.steps),
                    note="Names of owners are never shown. To leave out a next step, clear its text.",
                )
            )
        if self.attached:
            parts.append(
                Group(
                    "Evidence",
                    *(f"bottom_line_{attached.pk}" for attached in self.attached),
                    note="To leave out a publication, clear its bottom line.",
                )
            )
        return parts

    @property
    def facts(self) -> dict:
        """Return the arguments of `edit_write_up`. Words of a step or bottom line are saved only if the writer changed
        them.
        """
        words = self.cleaned_data
        return {
            **{section: words[section] for section in LearningObject.DRAFT_SECTIONS},
            "draft_steps": {
                str(step.pk): words[f"step_{step.pk}"].strip()
                for step in self.steps
                if words[f"step_{step.pk}"].strip() != step.what.strip()
            },
            "draft_bottom_lines": {
                str(attached.pk): words[f"bottom_line_{attached.pk}"].strip()
                for attached in self.attached
                if words[f"bottom_line_{attached.pk}"].strip() != attached.bottom_line.strip()
            },
        }


class SendForCheckingForm(LeavesTheSite, ChoosesCheckers, CorrectionForm):
    """The audience of the write-up, and which facts its page tells beside the words.

    The words are those of the draft. Its page lists their marks from the start, so the box is about these.
    """

    audience = forms.ChoiceField(
        label="Who is it for?",
        choices=AUDIENCES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is for"},
    )
    tells_place = forms.ChoiceField(
        label="Which place do readers see?",
        widget=forms.RadioSelect,
        help_text="Leave the site out if people there would know who it is about.",
        error_messages={"required": "Choose which place readers see"},
    )
    tells_days = forms.ChoiceField(
        label="How exact are the dates?",
        choices=Exactness,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how exact the dates are"},
    )
    needs = VocabularyField(
        Need.objects.none(),
        label="Which needs do readers see?",
        required=False,
        help_text="Leave out those that few people here have together.",
    )

    def __init__(self, *args, learning_object: LearningObject, **kwargs):
        left_out = learning_object.needs_left_out.all()
        self.case_needs = list(learning_object.case.needs.all())
        initial = {
            "audience": learning_object.audience,
            "tells_place": learning_object.tells_place,
            "tells_days": learning_object.tells_days,
            "needs": [need for need in self.case_needs if need not in left_out],
        }
        is_published = learning_object.versions.published().exists()
        self.learning_object = learning_object
        site = learning_object.site
        super().__init__(
            *args,
            initial=initial,
            is_published=is_published,
            site=site,
            case=learning_object.case,
            finder=IdentifierFinder(site),
            **kwargs,
        )
        self.show_marks(self.rendered.marks)
        if "show" in self.data and is_published:
            self.fields["meanwhile"].required = False  # it is asked when the text is sent
        self.fields["tells_place"].choices = [
            (LearningObject.Place.SITE, str(learning_object.site)),
            (LearningObject.Place.PROGRAMME, f"No place: {learning_object.site.programme} alone"),
        ]
        self.fields["needs"].queryset = learning_object.case.needs.all()
        if not self.case_needs:
            del self.fields["needs"]

    @cached_property
    def drafted(self) -> dict:
        """The content of the draft as it was saved, read once."""
        return drafting.content_of(self.learning_object)

    @cached_property
    def rendered(self) -> Rendered:
        """The draft as it is read when it is checked, with possible identifiers marked."""
        return rendered(self.drafted, self.learning_object)

    def layout(self) -> list:
        """Return the fields and the box. The page lists the marks beside the words."""
        return [each for each in super().layout() if not isinstance(each, Marks)]

    def must_be_read(self, texts: list[str]) -> bool:
        """Return whether the draft is sent now: nothing leaves the site where the page only shows what would be."""
        return self.asks

    def marks_in(self, texts: list[str]):
        """Return the marks of the draft, as they are numbered on the page."""
        return self.rendered.marks

    def content(self) -> dict:
        """Return the content of the draft, with the place and the needs that are chosen in the form now."""
        content = self.drafted
        if self.is_bound and self.cleaned_data.get("tells_place"):
            tells_place = self.cleaned_data["tells_place"] == LearningObject.Place.SITE
            needs = [need.name for need in self.cleaned_data.get("needs", [])]
            return {**content, "site": str(self.site) if tells_place else "", "needs": needs}
        return content

    @property
    def facts(self) -> dict:
        """Return the arguments of `send_write_up_for_checking`."""
        chosen = {name: self.cleaned_data[name] for name in ("audience", "tells_place", "tells_days")}
        if meanwhile := self.cleaned_data.get("meanwhile"):
            chosen["meanwhile"] = meanwhile
        if self.asks:
            chosen |= {"answers": self.answers, "checkers": self.checkers}
        shown = set(self.cleaned_data.get("needs", []))
        return {**chosen, "needs_left_out": [need for need in self.case_needs if need not in shown]}


def rendered(content: dict, learning_object: LearningObject) -> Rendered:
    """Return a draft with this `content` as it would be checked, with possible identifiers marked. Nothing is sent."""
    kind, site = ClearedText.Kind.LEARNING_OBJECT, learning_object.site
    return render_for_reading(ClearedText(kind=kind, site=site, body=canonical(content)))

"""The texts of a case in the room: a field for each, with its version and what somebody else saved in the meantime."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms

from cases.models import Case, Discussion
from kit.bounds import LARGEST_NUMBER
from kit.editing.drafts import drafts_at
from kit.editing.sections import states_of
from kit.forms import Form
from kit.models import Revision, subject_of
from kit.privacy.fields import CaseProse
from meetings.models import Meeting
from pages.room.fields import BASE_KINDS, SECTION_KINDS, field_named

SECTIONS = {
    "presentation": ("The case, as presented", "What is happening, and what has been tried?", 6),
    "learning": ("Learning for better practice", "What would you do differently next time?", 4),
}


def section_name(discussion: Discussion, section: str) -> str:
    """Return the name of the field with the text `section` of the case of `discussion`."""
    return SECTION_KINDS[section].name(discussion=discussion.pk)


def base_name(discussion: Discussion, section: str) -> str:
    """Return the name of the hidden field with the version that this text was written from."""
    return BASE_KINDS[section].name(discussion=discussion.pk)


def text_at(case: Case, section: str, version: int) -> str:
    """Return the text of a section of `case` as it was in a version, from which somebody began to write."""
    revision = Revision.objects.of(case, section).filter(version=version).first()
    if revision is not None:
        return revision.text
    return getattr(case, section) if version == 1 else ""


@dataclass
class Section:
    """A text of a case in the form. `theirs` is the newer text that somebody else saved in the meantime."""

    case: Case
    name: str
    text: forms.BoundField
    base: forms.BoundField
    theirs: str | None = None
    set_aside: int = 0  # how many texts were set aside and are not settled yet


class WithSections:
    """A form with the sections of the cases of `self.discussions`, which begin with this person's drafts."""

    has_base = False  # each section has its version, and attendance is saved mark by mark

    @property
    def facts(self) -> dict:
        """The form itself: its fields differ from case to case."""
        return {"form": self}

    def add_sections(self, *extra) -> None:
        """Add a field for each section of each case, with this person's draft and the version it is based on.

        Reads `all_drafts`, everybody's drafts for the cases and the `extra` rows.
        """
        cases = [discussion.case for discussion in self.discussions]
        self.all_drafts, self.conflicts, self.set_aside = drafts_at([*extra, *cases]), {}, {}
        drafts = {
            (draft.subject, draft.section): draft for draft in self.all_drafts if draft.user == self.user
        }
        stand = states_of(cases, SECTIONS)
        for discussion in self.discussions:
            case = discussion.case
            for section, (label, hint, rows) in SECTIONS.items():
                name = section_name(discussion, section)
                text, version = getattr(case, section), stand[case, section].version
                draft = drafts.get((subject_of(case), section))
                self.set_aside[name] = len(stand[case, section].aside)
                self.fields[name] = CaseProse(
                    label=label, help_text=hint, rows=rows, required=False, strip=False
                )
                self.fields[name].initial = draft.text if draft else text
                if draft and draft.base_version != version and draft.text != text:
                    self.conflicts[name] = text
                self.fields[base_name(discussion, section)] = forms.IntegerField(
                    widget=forms.HiddenInput,
                    min_value=0,
                    max_value=LARGEST_NUMBER,
                    required=False,
                    initial=version,
                )

    def show_conflicts(self, conflicts: dict[str, tuple[str, str]]) -> None:
        """Show this person's text in the field, and the one that somebody else saved in the meantime next to it."""
        for name, (yours, theirs) in conflicts.items():
            self.fields[name].initial = yours
            self.conflicts[name] = theirs

    @property
    def first_error(self) -> str:
        """The first reason why nothing was saved, for the bar, or "" if there is none."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")

    def add_attributes(self) -> None:
        """Put on each input what the room's script reads of its field."""
        for name, field in self.fields.items():
            if known := field_named(name):
                field.widget.attrs.update(known.attributes)

    def sections_of(self, discussion: Discussion) -> dict[str, Section]:
        """Return the sections of one case, by name."""
        return {
            section: Section(
                discussion.case,
                section,
                self[section_name(discussion, section)],
                self[base_name(discussion, section)],
                self.conflicts.get(section_name(discussion, section)),
                self.set_aside[section_name(discussion, section)],
            )
            for section in SECTIONS
        }

    def changed_sections(self, cleaned: dict) -> Iterable[tuple[Case, str, str, int]]:
        """Yield case, section, text and base version of each section that this person changed."""
        for discussion in self.discussions:
            for section in SECTIONS:
                name = section_name(discussion, section)
                base = cleaned.get(base_name(discussion, section))
                if name not in self.data or name not in cleaned or base is None:
                    continue
                if cleaned[name] != text_at(discussion.case, section, base):
                    yield discussion.case, section, cleaned[name], base


class PresenterForm(WithSections, Form):
    """The sections of the cases that a presenter may write."""

    def __init__(self, *args, meeting: Meeting, user, discussions: list[Discussion], conflicts=None):
        super().__init__(*args)
        self.meeting, self.user, self.discussions = meeting, user, discussions
        self.add_sections()
        self.add_attributes()
        self.show_conflicts(conflicts or {})

    @property
    def blocks(self) -> list[dict]:
        """The cases, each with its sections."""
        return [
            {"discussion": discussion, "sections": self.sections_of(discussion)}
            for discussion in self.discussions
        ]

    def clean(self):
        cleaned = super().clean()
        self.sections = list(self.changed_sections(cleaned))
        return cleaned

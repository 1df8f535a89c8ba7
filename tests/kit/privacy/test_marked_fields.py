"""Every field in which words about people are typed shows marks as they are typed; the others are named here."""

from django import forms

from kit.privacy.outward import OutwardName, OutwardNames
from tests.kit.privacy.test_outward import all_forms

NAMES = {"name", "stand_in_name", "guest", "place", "usual_room", "job_title", "organisation", "host"}
NOT_ABOUT_PEOPLE = {  # and no name that its form asks for
    "doi", "isbn", "pmid", "q", "code", "oldpassword", "password", "password1", "password2", "again",
    "note of ExpenseForm", "note of ExpenseEditForm",
    "reason of JobForm", "reason of NameChangeForm", "reason of MemberEditForm",  # why a member's own name changes
    "quote of MessageForm",  # words of the text itself, which has its marks
    "words of StrikeForm",  # what is to be removed
}  # fmt: skip


def is_text(field: forms.Field) -> bool:
    is_short = isinstance(field, (forms.EmailField, forms.URLField, OutwardName, OutwardNames))
    return isinstance(field, forms.CharField) and not is_short and not field.widget.is_hidden


def test_text_about_people_is_marked_as_it_is_typed():
    unmarked = {
        f"{name} of {form.__name__}"
        for form in all_forms()
        for name, field in form.base_fields.items()
        if is_text(field) and "data-marks" not in field.widget.attrs
        and not {name, f"{name} of {form.__name__}"} & (NAMES | NOT_ABOUT_PEOPLE)
    }  # fmt: skip

    assert unmarked == set()

"""What grows with a programme is chosen by searching, and never from a list of all: the walk finds each field and each list."""

import importlib
import pkgutil
from pathlib import Path

from django import forms
from django.conf import settings

from cases.commissioning.models import CommissionerIssue
from cases.models import Case
from kit.choosing import ChosenField
from knowledge.models import Evidence
from members.models import Member, User
from sites_app.models import Organisation

ROOT = Path(__file__).resolve().parent.parent
GROWING = {Case, Evidence, Member, User, Organisation, CommissionerIssue}
OF_ONE_SITE = "people of one site, some ten"
BOUNDED = {  # what makes its rows few, however large the programme is
    **dict.fromkeys(
        (
            "cases.clearance.forms.AnswerForm.member",
            "cases.clearance.forms.RefuseTextForm.member",
            "cases.clearance.forms.SharingAgreementForm.member",
            "cases.forms.cases.CaseForm.presenters",
            "cases.forms.cases.OfferForm.presenters",
            "cases.next_steps.forms.steps.FeedbackForm.given_by",
            "cases.next_steps.forms.steps.HandOverForm.to",
            "meetings.forms.room.StandInForm.member",
            "members.forms.AgreementForm.members",
            "members.forms.FacilitationForm.member",
        ),
        OF_ONE_SITE,
    ),
    "cases.forms.choose_case.ChooseForm.case": "the cases that were offered to one site and not presented yet",
}
LISTS_IN_TEMPLATES = {
    "templates/django/forms/widgets/select.html": "the list of every field",
    "templates/pages/case_list.html": "sites, states and themes",
}


def form_classes() -> set[type[forms.BaseForm]]:
    """Every form of our apps."""
    for name in settings.OUR_APPS:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if "form" in module.name and ".migrations" not in module.name:
                importlib.import_module(module.name)
    found: set[type[forms.BaseForm]] = set()
    waiting: list[type] = [forms.BaseForm]
    while waiting:
        for each in waiting.pop().__subclasses__():
            if each not in found:
                found.add(each)
                waiting.append(each)
    return {
        each
        for each in found
        if each.__module__.split(".")[0] in {app.split(".")[0] for app in settings.OUR_APPS}
    }


def test_a_row_of_a_table_that_grows_with_the_programme_is_chosen_by_searching():
    lists = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in form_classes()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField)
        and not isinstance(field, ChosenField)
        and field.queryset is not None
        and field.queryset.model in GROWING
    }

    assert lists - BOUNDED.keys() == set()
    assert BOUNDED.keys() - lists == set()


def test_no_template_writes_a_list_of_its_own():
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "<select" in path.read_text()
    }

    assert found == LISTS_IN_TEMPLATES.keys()

"""Lists of words: added, put into other words, ordered, retired and merged; what has a word keeps it or has the other."""

import pytest
from django.urls import reverse

from cases.commissioning.models import CommissionerIssue, IssueTheme
from cases.forms.cases import CaseForm, OfferForm
from cases.models import Case, CaseManagement, Theme
from kit import vocabulary
from kit.errors import RefusedError
from kit.models import AuditEvent, Revision
from tests.factories.cases import CaseFactory, CommissionerIssueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(people):
    return people.user("team")


@pytest.fixture
def case(people):
    return CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)


def theme(name) -> Theme:
    return Theme.objects.get(name=name)


def test_a_new_word_is_at_the_end_of_its_list(team):
    word = vocabulary.add_word(Theme, name="  fuel   poverty ", by=team)

    assert (word.name, word.slug, list(Theme.objects.offered())[-1]) == ("fuel poverty", "fuel-poverty", word)
    assert vocabulary.add_word(Theme, name="Fuel poverty", by=team) == word


def test_a_word_in_other_words_is_shown_on_what_has_it_and_keeps_the_words_before(team, case):
    case.themes.add(theme("trust"))

    vocabulary.reword(theme("trust"), name="trust in services", by=team)

    assert [str(each) for each in case.themes.all()] == ["trust in services"]
    word = theme("trust in services")
    assert list(Revision.objects.of(word).order_by("version").values_list("text", flat=True)) == [
        "trust",
        "trust in services",
    ]
    with pytest.raises(RefusedError, match="on the list already"):
        vocabulary.reword(word, name="Bereavement", by=team)


def test_a_retired_word_stays_on_what_has_it_and_is_not_offered_to_others(people, team, case):
    case.themes.add(theme("trust"))

    vocabulary.retire(theme("trust"), by=team)

    assert theme("trust") not in OfferForm(site=people.site).fields["themes"].queryset
    assert theme("trust") in CaseForm(site=people.site, case=case).fields["themes"].queryset
    vocabulary.offer_again(theme("trust"), by=team)
    assert theme("trust") in OfferForm(site=people.site).fields["themes"].queryset


def test_what_had_a_merged_word_has_the_other_once(team, case):
    another = CaseFactory(site=case.site)
    case.themes.add(theme("trust"), theme("bereavement"))
    another.themes.add(theme("trust"))

    vocabulary.merge(theme("trust"), into=theme("bereavement"), by=team)

    assert [str(each) for each in case.themes.all()] == ["bereavement"]
    assert [str(each) for each in another.themes.all()] == ["bereavement"]
    assert theme("trust").merged_into == theme("bereavement")
    assert theme("trust") not in Theme.objects.offered()


def test_issues_of_a_merged_theme_have_the_other(people, team, case):
    issue = CommissionerIssueFactory(case=case, site=case.site, theme="capacity")

    vocabulary.merge(
        IssueTheme.objects.get(key="capacity"), into=IssueTheme.objects.get(key="threshold"), by=team
    )

    issue = CommissionerIssue.objects.get(pk=issue.pk)
    assert (issue.theme, issue.get_theme_display()) == ("threshold", "Does not meet the threshold")


def test_cases_under_a_merged_case_management_have_the_other(team, case):
    Case.objects.update(case_management="cpa")
    new = vocabulary.add_word(CaseManagement, name="Care and treatment review", by=team)

    vocabulary.merge(CaseManagement.objects.get(key="cpa"), into=new, by=team)

    assert Case.objects.get(pk=case.pk).get_case_management_display() == "Care and treatment review"


def test_no_other_case_management_is_always_offered(team):
    with pytest.raises(RefusedError, match="always offered"):
        vocabulary.retire(CaseManagement.objects.get(key="none"), by=team)


def test_a_word_moves_one_place_and_the_first_stays_first(team):
    first, second = list(IssueTheme.objects.offered())[:2]

    vocabulary.move(second, to=1, by=team)
    vocabulary.move(second, to=1, by=team)
    vocabulary.move(second, to=0, by=team)

    assert list(IssueTheme.objects.offered())[:2] == [second, first]


def test_the_team_edits_the_lists_in_the_browser(people, signed_in, team):
    client = signed_in("team")
    slug = people.programme.slug

    client.post(reverse("word_add", args=[slug, "issue-themes"]), {"name": "No interpreter"})

    word = IssueTheme.objects.get(name="No interpreter")
    client.post(reverse("word_edit", args=[slug, "issue-themes", word.pk]), {"name": "No interpreters"})
    client.post(reverse("word_retire", args=[slug, "issue-themes", word.pk]))
    word.refresh_from_db()
    assert (word.name, word.retired_at is not None, word.key) == ("No interpreters", True, "no-interpreter")
    assert "No interpreters" in client.get(reverse("word_lists", args=[slug])).content.decode()
    verbs = AuditEvent.objects.filter(by=team).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add a word", "reword", "retire a word"]


def test_a_list_that_is_not_there_is_not_found(people, signed_in):
    assert (
        signed_in("team").get(reverse("word_add", args=[people.programme.slug, "spells"])).status_code == 404
    )

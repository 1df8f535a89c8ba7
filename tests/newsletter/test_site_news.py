"""What the records of a site say, and how much of it each reader gets."""

import pytest

from cases.clearance.models import Audience
from cases.models import Theme
from newsletter import actions
from newsletter.models import Edition
from newsletter.site_news import SiteMonth, draft_of, months_of_sites
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import DisciplineFactory, MemberFactory
from tests.newsletter.conftest import FEBRUARY, february
from tests.ticked import LOOKED


def themes(people, *of_each: set[str]) -> list[str]:
    """The themes that are named of Dunsmere, where these cases were discussed, each with these themes."""
    meeting = people.site.meetings.filter(starts_at__gte=february(1)).first() or MeetingFactory(
        site=people.site, number=9, starts_at=february(9)
    )
    for names in of_each:
        case = CaseFactory(site=people.site)
        case.themes.set([Theme.objects.get_or_create(name=name, slug=name.lower())[0] for name in names])
        DiscussionFactory(case=case, meeting=meeting)
    issue = actions.assemble(people.programme, month=FEBRUARY)
    return months_of_sites(issue)[people.site.pk].themes


def test_a_theme_is_named_once_five_cases_have_it(people):
    assert themes(people, *[{"Debt"}] * 4) == []
    assert themes(people, {"Debt"}) == ["Debt"]


def test_no_case_is_known_by_two_themes_that_few_have_together(people):
    assert themes(people, *[{"Debt"}] * 5, *[{"Hoarding"}] * 5, {"Debt", "Hoarding"}) == ["Debt", "Hoarding"]
    assert themes(people, *[{"Debt", "Veterans"}] * 4) == ["Debt", "Hoarding"]


@pytest.mark.parametrize(
    ("outcomes", "says"),
    [
        (["helped"] * 4, "There was feedback on earlier next steps."),
        (
            ["helped"] * 3 + ["worse"] * 2,
            "There was feedback on earlier next steps: most of them helped or held steady.",
        ),
        (
            ["helped"] + ["worse"] * 4,
            "There was feedback on earlier next steps: some of them helped or held steady.",
        ),
        (["worse"] * 5, "There was feedback on earlier next steps."),
    ],
)
def test_what_came_of_next_steps_is_said_without_a_number(outcomes, says):
    assert SiteMonth(outcomes=outcomes).facts(Audience.PROGRAMME) == says
    assert SiteMonth(outcomes=outcomes).facts(Audience.PUBLIC) == ""


def test_a_role_that_few_have_is_not_named(people):
    officer = DisciplineFactory(programme=people.programme, name="Housing officer")
    old = {"site": people.site, "discipline": officer, "joined_on": february(1).replace(year=2025).date()}
    MemberFactory.create_batch(4, **old)
    MemberFactory(**{**old, "joined_on": february(10).date()})
    MemberFactory(
        site=people.site,
        joined_on=february(11).date(),
        discipline=DisciplineFactory(programme=people.programme),
    )

    month = months_of_sites(actions.assemble(people.programme, month=FEBRUARY))[people.site.pk]

    assert month.facts(Audience.PROGRAMME) == "Two people joined: Housing officer and one in another role."
    assert month.facts(Audience.COMMISSIONERS) == ""


def test_a_site_is_told_once_in_each_edition(people, sent):
    def told(edition) -> list[str]:
        return [
            str(entry)
            for entry in sent.entries.of_edition(edition)
            if entry.site == people.site and entry.kind in ("site_update", "brief")
        ]

    assert {edition: len(told(edition)) for edition in Edition} == dict.fromkeys(Edition, 1)


def test_evidence_has_its_summary_for_members_and_its_citation_for_everyone(people, month):
    month.evidence.summary = "Opened letters get answered. Two small trials."
    month.evidence.save()

    issue = actions.assemble(people.programme, month=FEBRUARY)

    said = {
        entry.audience: entry.words
        for entry in issue.entries.filter(source=f"knowledge.evidence:{month.evidence.pk}")
    }
    citation = "Tolland, J. and Ames, P. (2011) ‘Opening post together’, A journal, 9, pp. 16–21. Available at: https://doi.org/10.1234/post."
    assert said == {
        "programme": f"Opened letters get answered. Two small trials.\n\n{citation}", "public": citation
    }  # fmt: skip


def test_a_draft_is_begun_for_the_facilitator_and_has_to_be_finished(people, issue, signed_in):
    address = f"/newsletter/{people.programme.slug}/2026-02/sites/{people.site.slug}/"
    client, draft = signed_in("facilitator"), draft_of(issue, people.site)

    shown = client.get(address)
    assert shown.context["form"].initial["words"] == draft
    refused = client.post(address, {"words": draft} | LOOKED)

    assert refused.status_code == 422
    assert "Finish each line" in refused.content.decode()
    assert not issue.site_updates.exists()

"""What all sites together say: in fives, from three sites on, and in words that were published."""

import pytest
import time_machine

from cases.clearance.models import Audience, ClearedText
from cases.commissioning.models import IssueWording
from cases.models import Theme
from knowledge.models import QuestionRelease
from newsletter import actions
from newsletter.across import across_pieces
from newsletter.editions import edition_of
from newsletter.models import Edition
from newsletter.site_news import months_of_sites
from tests.factories.cases import (
    CaseFactory,
    CommissionerIssueFactory,
    DiscussionFactory,
    FeedbackFactory,
    NextStepFactory,
)
from tests.factories.knowledge import QuestionFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.sites import SiteFactory
from tests.newsletter.checking import check_and_approve, send_and_check
from tests.newsletter.conftest import FEBRUARY, february
from tests.newsletter.published import published


def across(people) -> dict[str, str]:
    """What is said of all sites in February, by its headline."""
    issue = actions.assemble(people.programme, month=FEBRUARY)
    return {piece.headline: piece.words for piece in across_pieces(issue, months_of_sites(issue))}


def meet(site, *, number=9, people_came=4, theme=None, cases=2):
    """A meeting of February with its people, at which cases with a theme were discussed."""
    meeting = MeetingFactory(site=site, number=number, starts_at=february(9))
    AttendanceFactory.create_batch(people_came, meeting=meeting)
    for _ in range(cases if theme else 0):
        case = CaseFactory(site=site)
        case.themes.set([theme])
        DiscussionFactory(case=case, meeting=meeting)
    return meeting


def test_a_theme_and_who_met_are_told_from_three_sites_on(people):
    theme, sites = Theme.objects.create(name="Debt", slug="debt"), [people.site, people.neighbour]
    for site in sites:
        meet(site, theme=theme, cases=3)
    assert across(people) == {}

    meet(SiteFactory(programme=people.programme), theme=theme)

    assert across(people) == {
        "Who met": "At least 10 people came together, at three sites.",
        "Theme of the month: Debt": "Three sites talked about it.",
    }


@pytest.mark.parametrize(
    ("worse", "says"), [(4, None), (7, "About 10 next steps had feedback. About 5 helped or held steady.")]
)
def test_no_outcomes_are_counted_by_which_a_small_number_is_known(people, worse, says):
    meeting = MeetingFactory(site=people.site, number=9, starts_at=february(2))
    steps = NextStepFactory.create_batch(
        6 + worse, discussion__meeting=meeting, discussion__case__site=people.site
    )
    with time_machine.travel(february(20)):
        for place, step in enumerate(steps):
            FeedbackFactory(next_step=step, outcome="helped" if place < 6 else "worse")

    assert across(people).get("Outcomes of next steps") == says


def test_a_question_with_its_answer_is_told_by_its_own_text_and_to_its_readers(people, month):
    question = QuestionFactory(case=CaseFactory(site=people.site))
    published(
        people, case=question.case, audience=Audience.PROGRAMME, kind=ClearedText.Kind.QUESTION, on=february(11),
        content={"title": "Ringing first", "question": "Does it help?", "answer": "It does."},
        point=lambda text: QuestionRelease.objects.create(question=question, cleared_text=text),
    )  # fmt: skip
    issue = actions.assemble(people.programme, month=FEBRUARY)
    send_and_check(issue, by=people.user("broker"))
    check_and_approve(issue, by=people.user("team"))

    told = {edition: str(edition_of(issue, edition=edition).sections) for edition in Edition}
    assert "It does." in told[Edition.MEMBERS]
    assert "It does." not in told[Edition.PUBLIC] + told[Edition.COMMISSIONERS]


def test_an_issue_that_waits_for_a_reply_is_told_unless_it_is_only_for_its_sites(people, month):
    def raise_publicly(title, audience):
        raised = CommissionerIssueFactory(case=CaseFactory(site=people.site), raised_at=february(1))
        published(
            people, case=raised.case, audience=audience, kind=ClearedText.Kind.COMMISSIONER_ISSUE, on=february(2),
            content={"title": title, "words": "Nobody is there.", "theme": ""},
            point=lambda text: IssueWording.objects.create(issue=raised, cleared_text=text),
        )  # fmt: skip

    raise_publicly("No way in", Audience.PUBLIC)
    raise_publicly("Only ours", Audience.COMMISSIONERS)

    waiting = actions.assemble(people.programme, month=FEBRUARY).entries.filter(kind="waiting")

    assert [(entry.headline, entry.audience) for entry in waiting] == [("No way in", "public")]

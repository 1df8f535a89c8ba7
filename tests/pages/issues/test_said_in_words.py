"""An issue approved for every site: another site adds itself, and says it in a line that goes through checking."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import ClearedText
from cases.commissioning import actions
from cases.commissioning.models import IssueAddition
from kit.errors import RefusedError
from kit.privacy.outward import digest_of_open
from tests.cases.checking import ANSWERS
from tests.factories.members import MemberFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db
NOTHING_MARKED = digest_of_open([])
LINE = "Letters come back unopened here too."


def page_of(sign_in, user, issue, public=False):
    response = sign_in(user).get(issue.get_public_url() if public else issue.get_absolute_url())
    return one_line(response.content.decode()) if response.status_code == 200 else response.status_code


@pytest.fixture
def added(people, share):
    """The neighbour sees an issue for every site too."""
    issue = share("People lose support", every_site=True)
    return actions.add_site(
        issue, site=people.neighbour, times=2, on=timezone.localdate(), by=people.elsewhere
    )


def say(people, added, *, audience="commissioners", publish=True, words=LINE):
    text = actions.send_line_for_checking(added, words=words, audience=audience, by=people.elsewhere)
    if publish:
        for by in (MemberFactory(site=people.neighbour).user, people.team):
            clearance_actions.approve(text, sha256=text.sha256, by=by)
        clearance_actions.publish(text, by=people.elsewhere)
    return text


def test_sites_see_and_add_themselves_to_an_issue_for_every_site_and_to_no_other(people, share, sign_in):
    for_every_site, for_few = share("People lose support", every_site=True), share("For few")

    assert "We see this too" in page_of(sign_in, people.elsewhere, for_every_site)
    assert page_of(sign_in, people.elsewhere, for_few) == 404
    assert page_of(sign_in, people.commissioner_elsewhere, for_every_site) != 404
    actions.add_site(
        for_every_site, site=people.neighbour, times=2, on=timezone.localdate(), by=people.elsewhere
    )
    assert IssueAddition.objects.get().issue == for_every_site


def test_the_form_of_an_issue_sends_it_to_every_site(people, case, sign_in):
    issue = actions.raise_issue(case, theme="capacity", words="As said", by=people.facilitator)
    typed = {
        "title": "Letters",
        "words": "After two letters.",
        "audience": "every_site",
        "exactness": "month",
        "looked": NOTHING_MARKED,
        **ANSWERS,
    }

    sign_in(people.facilitator).post(reverse("commissioning:issue_send_for_checking", args=[issue.pk]), typed)

    text = ClearedText.objects.get()
    assert (text.audience, text.is_for_every_site) == ("commissioners", True)
    assert text.get_audience_display() == "members of every site and commissioners"


def test_a_line_is_shown_once_it_is_approved_and_to_those_it_is_for(people, added, sign_in):
    issue = added.issue
    text = say(people, added, publish=False)
    assert LINE not in page_of(sign_in, people.facilitator, issue)

    for by in (MemberFactory(site=people.neighbour).user, people.team):
        clearance_actions.approve(text, sha256=text.sha256, by=by)
    clearance_actions.publish(text, by=people.elsewhere)

    shown = page_of(sign_in, people.facilitator, issue)
    assert f"Another site says: “{LINE}”" in shown
    assert str(people.neighbour) not in shown
    assert f"<p>“{LINE}”</p>" in page_of(sign_in, people.commissioner_elsewhere, issue)


def test_a_line_for_everyone_is_on_the_public_page_and_one_for_members_is_not(people, share, sign_in, client):
    issue = share("People lose support", audience="public")
    added = actions.add_site(
        issue, site=people.neighbour, times=1, on=timezone.localdate(), by=people.elsewhere
    )
    say(people, added)
    assert LINE not in client.get(issue.get_public_url()).content.decode()

    say(people, added, audience="public", words="Letters come back.")

    assert "Letters come back." in client.get(issue.get_public_url()).content.decode()


def test_a_line_cannot_be_for_readers_who_may_not_read_the_issue(people, added):
    with pytest.raises(RefusedError, match="who can read the issue"):
        say(people, added, audience="public")


def test_a_line_marks_identifiers_and_goes_to_checkers_of_its_site(people, added, sign_in):
    address = reverse("commissioning:addition_send_for_checking", args=[added.issue_id, people.neighbour.pk])
    typed = {"words": "Ring 01632 960 114.", "audience": "commissioners", "looked": NOTHING_MARKED, **ANSWERS}
    assert sign_in(people.elsewhere).post(address, typed).status_code == 422

    response = sign_in(people.elsewhere).post(address, typed | {"words": LINE})

    text = ClearedText.objects.get(kind="issue_addition")
    assert response.url == reverse("clearance:text_check", args=[text.pk])
    assert (text.site, text.case) == (people.neighbour, None)
    assert LINE in sign_in(people.elsewhere).get(response.url).content.decode()
    assert "is being checked" in page_of(sign_in, people.elsewhere, added.issue)


def test_a_site_whose_line_others_read_is_not_withdrawn(people, added):
    text = say(people, added)
    with pytest.raises(RefusedError, match="Withdraw that first"):
        actions.withdraw_addition(added, by=people.elsewhere)

    clearance_actions.withdraw(text, because="mistake", by=people.elsewhere)
    actions.withdraw_addition(added, by=people.elsewhere)

    assert not IssueAddition.objects.exists()

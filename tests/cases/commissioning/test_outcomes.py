"""What became of a promise: the commissioner and each site that raised the issue say it, and both are shown."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.commissioning import actions
from cases.commissioning.models import IssueReply
from kit.errors import RefusedError
from kit.models import Revision
from pages.agenda import agenda_of
from tests.cases.commissioning.test_views import publish, url
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, IssueReplyFactory
from tests.factories.meetings import MeetingFactory
from tests.reading import one_line
from tests.ticked import LOOKED

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


@pytest.fixture
def promise(people, case):
    """A promise whose day was yesterday."""
    issue = publish(CommissionerIssueFactory(case=case), people)
    return IssueReplyFactory(
        issue=issue, by=people.commissioner, kind="will_change", due_on=timezone.localdate() - DAYS
    )


def say(promise, outcome, by, **said):
    return actions.say_outcome(promise, outcome=outcome, on=timezone.localdate(), by=by, **said)


def read(promise) -> IssueReply:
    return IssueReply.objects.with_story().get(pk=promise.pk)


@pytest.mark.parametrize(
    ("commissioner", "site", "led_to_change", "disputed"),
    [
        ("kept", None, True, False),
        ("kept", "kept", True, False),
        (None, "kept", True, False),
        ("kept", "partly", True, True),
        ("partly", "kept", True, True),
        ("kept", "not_kept", False, True),
        ("not_kept", "kept", False, True),
        ("partly", "partly", False, False),
        ("not_kept", None, False, False),
        (None, None, False, False),
    ],
)
def test_a_promise_led_to_change_if_a_side_says_kept_and_none_says_not_kept(
    people, promise, commissioner, site, led_to_change, disputed
):
    if commissioner:
        say(promise, commissioner, people.commissioner, words="What we did")
    if site:
        say(promise, site, people.facilitator, site=people.site)

    replies, found = IssueReply.objects.all(), read(promise)
    assert (replies.led_to_change().exists(), replies.disputed().exists()) == (led_to_change, disputed)
    assert (found.has_led_to_change, found.is_disputed) == (led_to_change, disputed)
    assert replies.overdue(timezone.localdate()).exists() is (commissioner is None)


def test_a_commissioner_says_that_it_was_not_done_and_why(people, promise, sign_in):
    page, client = url("commissioning:promise_keep", promise.pk), sign_in(people.commissioner)
    typed = {"outcome": "not_kept", "on": timezone.localdate().isoformat()} | LOOKED
    assert client.post(page, typed).status_code == 422

    for _ in range(2):
        client.post(page, typed | {"words": "The money went."})

    assert promise.outcomes.count() == 1
    shown = one_line(sign_in(people.member).get(promise.issue.get_absolute_url()).content.decode())
    assert "Not done." in shown
    assert "The money went." in shown


def test_the_site_says_it_too_and_where_they_differ_both_show(people, promise, sign_in):
    say(promise, "kept", people.commissioner)
    page = url("commissioning:promise_site_says", promise.pk, people.site.pk)

    response = sign_in(people.facilitator).post(
        page, {"outcome": "not_kept", "on": timezone.localdate().isoformat()}
    )

    assert response.url == promise.issue.get_absolute_url()
    shown = one_line(sign_in(people.commissioner).get(promise.issue.get_absolute_url()).content.decode())
    assert "Views differ on whether this was done." in shown
    assert shown.count("ept on ") == 1
    assert "The commissioner says: kept on" in shown
    assert 'class="promise' not in shown
    assert "The site that raised it says: not kept." in shown


def test_what_the_site_said_is_taken_back(people, promise, sign_in):
    say(promise, "partly", people.facilitator, site=people.site)

    sign_in(people.facilitator).post(url("commissioning:promise_site_take_back", promise.pk, people.site.pk))

    assert not promise.outcomes.exists()


def test_only_the_facilitator_of_a_site_that_raised_it_speaks_for_the_site(people, promise, sign_in):
    page = url("commissioning:promise_site_says", promise.pk, people.site.pk)
    elsewhere = url("commissioning:promise_site_says", promise.pk, people.neighbour.pk)

    assert sign_in(people.facilitator).get(page).status_code == 200
    assert sign_in(people.facilitator).get(elsewhere).status_code == 404
    assert sign_in(people.member).get(page).status_code == 403
    assert sign_in(people.commissioner).post(page).status_code == 403
    assert sign_in(people.stranger).get(page).status_code == 404
    with pytest.raises(RefusedError, match="did not raise this issue"):
        say(promise, "kept", people.elsewhere, site=people.neighbour)


def test_a_site_whose_issue_was_merged_says_it_too(people, promise):
    merged = CommissionerIssueFactory(case=CaseFactory(site=people.neighbour, presented=True))
    actions.merge(merged, into=promise.issue, by=people.team)

    say(promise, "kept", people.elsewhere, site=people.neighbour)
    say(promise, "not_kept", people.facilitator, site=people.site)

    assert read(promise).outcome_in_words() == "The sites that raised it say: kept (1), not kept (1)."


def test_a_site_waits_for_the_day_or_the_commissioner(people, promise):
    IssueReply.objects.filter(pk=promise.pk).update(due_on=timezone.localdate() + DAYS)

    with pytest.raises(RefusedError, match="from that day on"):
        say(promise, "not_kept", people.facilitator, site=people.site)
    say(promise, "kept", people.commissioner)
    say(promise, "not_kept", people.facilitator, site=people.site)


def test_what_was_said_can_be_changed_and_the_words_before_are_kept(people, promise):
    said = say(promise, "partly", people.commissioner, words="Fridays only")
    say(promise, "kept", people.commissioner, words="Every day now")

    promise.refresh_from_db()
    assert promise.kept_on == timezone.localdate()
    texts = Revision.objects.of(said, "words").order_by("version").values_list("text", flat=True)
    assert list(texts) == ["Fridays only", "Every day now"]

    say(promise, "not_kept", people.commissioner, words="It ended")
    promise.refresh_from_db()
    assert promise.kept_on is None


def test_what_cannot_be_said(people, promise):
    for fields, why in [
        ({"outcome": "perhaps"}, "Choose whether"),
        ({"outcome": "not_kept"}, "Enter what happened"),
        ({"outcome": "kept", "on": date(2000, 1, 1)}, "was raised on"),
        ({"outcome": "kept", "site": people.site, "words": "x"}, "no words"),
    ]:
        with pytest.raises(RefusedError, match=why):
            actions.say_outcome(promise, **{"on": timezone.localdate(), "by": people.commissioner} | fields)


def test_what_happened_is_on_the_agenda_of_the_next_meeting(people, promise):
    now = timezone.now()
    IssueReply.objects.filter(pk=promise.pk).update(replied_at=now - 40 * DAYS)
    MeetingFactory(site=people.site, number=50, starts_at=now - 2 * DAYS)
    meeting = MeetingFactory(site=people.site, number=51, starts_at=now + 3 * DAYS)
    assert agenda_of(meeting, people.facilitator).replies == []

    say(promise, "not_kept", people.commissioner, words="No money")

    [told] = agenda_of(meeting, people.facilitator).replies
    assert told == promise

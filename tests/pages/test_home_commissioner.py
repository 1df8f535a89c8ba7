"""A commissioner's home page: what is new at their sites, what waits longest, and where it comes from."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from cases.commissioning import actions
from cases.commissioning.models import IssueReply
from members.models import Role
from pages.home.views import home_context
from tests.cases.pages import words_of
from tests.cases.test_models import publish
from tests.factories.members import RoleFactory
from tests.pages.issues.conftest import case, share, sign_in

__all__ = ["case", "share", "sign_in"]


def test_what_waits_longest_comes_first(people, share):
    newer = share("Newer")
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        older = share("Older")

    context = home_context(people.user("commissioner"))

    assert context["lead"].issue == older
    assert [row.url for row in context["issues"]] == [newer.get_absolute_url()]


def test_what_is_new_at_their_sites_is_listed_newest_first(people, share, sign_in):
    another = RoleFactory(programme=people.programme, kind=Role.Kind.COMMISSIONER, sites=[people.site]).user
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        share("Long ago")
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        issue = share("People lose support")
    actions.reply(issue, kind=IssueReply.Kind.CANNOT, words="No money.", by=another)

    things = home_context(people.user("commissioner"))["new_things"]

    assert [(thing.what, thing.url) for thing in things] == [
        ("Answer", issue.get_absolute_url()),
        ("Issue", issue.get_absolute_url()),
    ]
    assert "New at your sites" in words_of(sign_in(people.commissioner).get("/"))
    assert home_context(people.user("commissioner_elsewhere"))["new_things"] == []


def test_what_came_of_their_answers_is_counted(people, share, sign_in):
    day = timezone.localdate()
    reply = {"kind": IssueReply.Kind.WILL_CHANGE, "words": "We do.", "due_on": day, "by": people.commissioner}
    kept = actions.reply(share("Kept"), **reply)
    actions.keep_promise(kept, on=day, by=people.commissioner)
    actions.reply(share("Promised"), **reply)
    share("Not answered")

    came_of = home_context(people.user("commissioner"))["came_of"]

    assert came_of.answered == 2
    assert came_of.lines == [("changed", 1, "led to a change"), ("will_change", 1, "still promised")]
    assert "You have answered 2 issues." in words_of(sign_in(people.commissioner).get("/"))


def test_a_write_up_that_does_not_tell_its_site_is_not_named_as_one_of_their_site(people, case):
    publish(case, people, "commissioners", "learning_object")  # its content names no site

    assert home_context(people.user("commissioner"))["new_things"] == []

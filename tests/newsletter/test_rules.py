"""Who may do what with an issue, as the table "Who sees what" says."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from newsletter.models import NewsletterIssue
from tests.factories.newsletter import NewsletterIssueFactory

ROLES = [
    "team",
    "broker",
    "adviser",
    "commissioner",
    "facilitator",
    "member",
    "elsewhere",
    "stranger",
    "superuser",
]
MAY = {
    "newsletter.see_draft": {"team", "broker"},
    "newsletter.assemble_issue": {"team", "broker"},
    "newsletter.edit_entry": {"broker"},
    "newsletter.leave_out_entry": {"team", "broker"},
    "newsletter.send_for_checking": {"broker"},
    "newsletter.approve_entries": {"team", "broker"},
    "newsletter.approve_issue": {"team"},
    "newsletter.send_issue": {"team"},
}


@pytest.mark.parametrize("perm", MAY)
def test_each_verb_belongs_to_its_roles(people, issue, perm):
    assert {role for role in ROLES if rules.has_perm(perm, people.user(role), issue)} == MAY[perm]


def test_a_site_update_is_written_by_the_sites_facilitator(people):
    may = {
        role
        for role in ROLES
        if rules.has_perm("newsletter.write_site_update", people.user(role), people.site)
    }

    assert may == {"facilitator"}


def test_the_list_of_subscribers_is_for_the_programme_team(people):
    may = {
        role
        for role in ROLES
        if rules.has_perm("newsletter.see_subscribers", people.user(role), people.programme)
    }

    assert may == {"team"}


def test_an_issue_in_the_making_is_known_to_brokers_and_the_programme_team(people, issue):
    knows = {role for role in ROLES if NewsletterIssue.objects.visible_to(people.user(role)).exists()}

    assert knows == {"team", "broker"}


def test_a_sent_issue_is_known_to_everyone(people, sent):
    assert {role for role in ROLES if NewsletterIssue.objects.visible_to(people.user(role)).exists()} == set(
        ROLES
    )


def test_what_waits_vanishes_when_it_is_done(people, approved):
    broker, team = people.user("broker"), people.user("team")

    assert list(NewsletterIssue.objects.to_edit_by(broker)) == []
    assert list(NewsletterIssue.objects.to_approve_by(team)) == [approved]
    assert list(NewsletterIssue.objects.to_edit_by(team)) == []


def test_the_table_names_every_permission():
    named = {name for name in rules.permissions.permissions if name.startswith("newsletter.")}

    assert named == {*MAY, "newsletter.write_site_update", "newsletter.see_subscribers"}


@pytest.mark.parametrize("perm", MAY)
def test_a_visitor_and_people_of_another_programme_make_no_issue_of_it(people, issue, perm):
    assert not rules.has_perm(perm, AnonymousUser(), issue)
    assert not any(rules.has_perm(perm, people.user(role), NewsletterIssueFactory()) for role in ROLES)

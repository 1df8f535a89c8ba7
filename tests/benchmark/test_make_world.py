"""The bench's world: true under every rule, the same for the same seed, made nowhere else, and full enough for every page."""

import hashlib
from datetime import datetime

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from benchmark.searching import weights_of
from benchmark.size import Size
from benchmark.world import make_world
from cases.clearance.models import ClearedText
from cases.clearance.models.texts import canonical
from cases.models import Case
from kit.models import SearchWord
from kit.search import words as searched
from kit.search.index import read_unread
from knowledge.library.drafting import content_of
from knowledge.library.models import LearningObjectVersion
from meetings.models import Meeting
from members.models import Facilitation, Member, Role, User
from pages.search.sources import SOURCES
from sites_app.models import Programme, Site
from tests.factories.sites import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.long]
NOW = timezone.make_aware(datetime(2026, 3, 12, 12, 0))
SMALL = Size(sites=2, members=12, cases=40, now=NOW)
OURS = {app.split(".")[0] for app in settings.OUR_APPS}
READ_BY_PAGES = """kit.AuditEvent kit.Revision kit.SearchWord sites_app.SiteState sites_app.Expense sites_app.ProgrammeEvent
members.Discipline members.Employment members.Facilitation members.SeatTarget members.Role members.Agreement
meetings.Attendance meetings.Visit meetings.AgendaItem meetings.Reply meetings.MinutesSharing meetings.MinutesApproval
cases.Presenter cases.SteppedOut cases.Discussion cases.CaseMinutes next_steps.WhatHelpsFigures next_steps.NextStep
next_steps.Feedback next_steps.LaterLook clearance.SharingAgreement clearance.Showing clearance.CheckRequest
clearance.Publication clearance.AuthorAnswers commissioning.CommissionerIssue commissioning.IssueWording
commissioning.IssueReply knowledge.Question knowledge.AttachedEvidence knowledge.EvidenceReaction library.IndexedText
library.IndexedTag library.LearningObjectVersion newsletter.Entry newsletter.Subscriber newsletter.Delivery
notices.Preferences notices.TopicChoice""".split()


def every_row() -> dict[str, str]:
    """Every row of each of our tables, as a digest."""
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.split(".")[0] in OURS
    ]
    rows = {}
    for model in ours:
        # without their own keys: PostgreSQL counts on where it was, also after what it had numbered is taken back
        columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        rows[model._meta.label] = str(list(QuerySet(model).order_by("pk").values_list(*columns)))
    return {label: hashlib.sha256(text.encode()).hexdigest() for label, text in rows.items()}


def test_it_is_a_programme_with_all_that_the_pages_read():
    number = make_world(SMALL)

    assert (Site.objects.count(), Member.objects.count(), Case.objects.count()) == (2, 12, 40)
    assert number > 1_500
    assert [label for label in READ_BY_PAGES if not QuerySet(apps.get_model(label)).exists()] == []


def test_every_sample_is_as_its_model_wants_it():
    make_world(SMALL)

    for app in settings.OUR_APPS:
        for model in apps.get_app_config(app.rpartition(".")[2]).get_models():
            for row in QuerySet(model).order_by("pk")[: 0 if model is SearchWord else 5]:
                unsaid = [
                    each.name
                    for each in row._meta.fields
                    if each.null and each.value_from_object(row) is None
                ]
                row.clean_fields(exclude=unsaid)
                row.validate_constraints()


def test_every_published_text_was_approved_and_agreed_to_as_the_decision_asks():
    make_world(SMALL)
    out = ClearedText.objects.with_clearance_facts().filter(publication__isnull=False)

    assert len(out) > 10
    for text in out:
        assert text.facts.approvals, text
        text.ask_the_door()


def test_a_write_up_says_what_its_draft_would():
    make_world(SMALL)
    versions = LearningObjectVersion.objects.published().select_related("learning_object", "cleared_text")

    assert versions
    for version in versions:
        assert canonical(content_of(version.learning_object)) == version.cleared_text.body


def test_the_pages_open_for_each_role():
    make_world(SMALL)
    site = Site.objects.get(code="LM1")
    case = site.cases.get(number=1)
    pages = {
        "visitor": ["/", "/library/", "/library/?q=housing", "/newsletter/", "/issues/"],
        "member": ["/", f"/sites/{site.slug}/", "/search/?q=housing", "/library/", f"/sites/{site.slug}/next-steps/"],
        "facilitator": ["/", f"/cases/{case.pk}/", f"/meetings/{open_meeting(site).pk}/room/", f"/sites/{site.slug}/members/"],
        "knowledge_broker": ["/", "/cases/", "/evidence/", "/evidence/questions/"],
        "programme_team": ["/", "/programmes/long-meadow/overview/", "/programmes/long-meadow/late/", "/checking/"],
        "adviser": ["/", "/programmes/long-meadow/", "/programmes/long-meadow/what-helps/"],
        "commissioner": ["/", "/commissioning/", f"/sites/{site.slug}/"],
    }  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        for who, paths in pages.items():
            client = Client()
            if who != "visitor":
                client.force_login(somebody(who, site))
            answers = {path: client.get(path).status_code for path in paths}
            assert set(answers.values()) == {200}, (who, answers)


def open_meeting(site: Site) -> Meeting:
    return site.meetings.get(closed_at=None, starts_at__lt=NOW)


def somebody(who: str, site: Site) -> User:
    if who in Role.Kind.values:
        return User.objects.filter(roles__kind=who).order_by("pk").first()
    facilitates = Facilitation.objects.values("member")
    members = Member.objects.filter(site=site, user__isnull=False).order_by("pk")
    found = (
        members.filter(pk__in=facilitates) if who == "facilitator" else members.exclude(pk__in=facilitates)
    )
    return found.first().user


def test_the_search_knows_every_row_as_if_it_had_read_it_itself():
    make_world(SMALL)

    assert read_unread(SOURCES) == 0
    for source in SOURCES:
        for row in source.with_related(source.rows)[:10]:
            quick = weights_of(source.title(row), source.words(row))
            assert dict(quick) == searched.weights_of(source.title(row), source.words(row))


def test_the_same_seed_makes_the_same_world():
    found = []
    with time_machine.travel(NOW, tick=False):
        for seed in (1, 1, 2):
            with transaction.atomic():
                make_world(SMALL, seed=seed)
                found.append(every_row())
                transaction.set_rollback(True)

    assert [label for label in found[0] if found[0][label] != found[1][label]] == []
    assert found[0]["cases.Case"] != found[2]["cases.Case"]


def test_a_database_with_a_programme_is_left_alone():
    ProgrammeFactory()

    with pytest.raises(CommandError, match="A world is only made in a new database of its own"):
        call_command("make_world", cases=10)

    assert Programme.objects.count() == 1


def test_it_is_installed_for_measuring_alone():
    from copsite.settings import base, demonstration

    assert "benchmark" not in base.INSTALLED_APPS
    assert "benchmark" not in demonstration.INSTALLED_APPS

"""The past stays as it was: no paper of a day says something else after its people changed.

Every address that answers with a PDF or a CSV file is found by asking for it, so that the next paper is held too.
"""

from datetime import date, datetime, timedelta
from difflib import unified_diff

import pytest
import time_machine

from meetings import actions as meeting_actions
from members import actions
from members.models import Facilitation, Member, PastName, PastRole, User
from tests.factories.sites import OrganisationFactory
from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of
from tests.permissions.crawl import make_pdfs
from tests.permissions.later import LONDON
from tests.permissions.planting import words_of_pdf
from tests.permissions.table import TABLE, Row
from tests.permissions.world import ROLES

pytestmark = [pytest.mark.long, pytest.mark.walk]
ON_PAPER = ("application/pdf", "text/csv")
ASKED_BY = ("facilitator", "team", "broker", "commissioner")
A_FILE = "library:learning_object_pdf"  # it answers with where its file is
LATER = datetime(2026, 6, 20, 10, 0, tzinfo=LONDON)
SINCE = date(2026, 6, 1)
KNOWN = {
    "certificate_pdf", "issue_csv", "newsletter:subscriber_csv", "knowledge:evidence_file", "library:learning_object_pdf", "meetings:membership_csv", "member_export",
    "needs_helped_csv", "needs_pdf", "needs_themes_csv",
    "members:member_import_download", "minutes_pdf",
    "next_steps:programme_what_helps_csv", "next_steps:site_what_helps_csv", "pack_pdf",
    "programme_overview_csv", "programme_overview_pdf", "invitations:programme_visits_csv",
}  # fmt: skip

STORED = {  # these say what was stored when they were made
    "issue_csv", "knowledge:evidence_file", "library:learning_object_pdf", "members:member_import_download",
    "needs_helped_csv", "needs_pdf", "needs_themes_csv", "next_steps:programme_what_helps_csv",
}  # fmt: skip
NAMES_NOBODY = {
    "newsletter:subscriber_csv",
    "programme_overview_csv",
    "programme_overview_pdf",
    "invitations:programme_visits_csv",
}  # numbers of sites, and no role either


def papers(world, only=None) -> dict[Row, bytes]:
    """What every paper says that the facilitator, the team or a commissioner gets, or of `only` these."""
    make_pdfs()
    clients, found = clients_of(world, ASKED_BY), {}
    for row in TABLE if only is None else only:
        asked_by = next((role for role in ASKED_BY if row.get.split()[ROLES.index(role)] == "+"), None)
        if asked_by or row.name == A_FILE:
            url = addresses.url_of(row.name, row.arguments, world)
            response = ask(clients[asked_by or "team"], "GET", url)
            if response.get("Content-Type", "").startswith(ON_PAPER):
                found[row] = response.whole
    return found


def differences(before: dict[Row, bytes], after: dict[Row, bytes]) -> list[str]:
    """The papers that are not the same, with the lines that differ."""
    found = []
    for row in before:
        if before[row] != after.get(row):
            found += [f"{row.name} {row.what}", *unified_diff(lines(before[row]), lines(after[row]), n=0)]
    return found


def lines(paper: bytes) -> list[str]:
    return (words_of_pdf(paper) if paper.startswith(b"%PDF") else paper.decode()).splitlines()


def everything_changes(world, *, since: date) -> None:
    """Everybody gets another name, role and organisation; facilitators stop, and the others leave."""
    by = world.user("team")
    sector, employer = world.discipline.sector, OrganisationFactory()
    role = actions.add_discipline(world.programme, sector=sector, name="Another role", by=by)
    for member in Member.objects.filter(site__programme=world.programme, left_on=None):
        why = {"since": since, "reason": "It was recorded late", "by": by}
        actions.change_name(member, name=f"New Name{member.pk}", **why)
        actions.change_job(member, organisation=employer, discipline=role, **why)
        if member.user:
            User.objects.filter(pk=member.user_id).update(name=f"New Name{member.pk}")
    for facilitation in Facilitation.objects.filter(ended_on=None):
        actions.end_facilitation(facilitation, on=since, by=by)
    for member in Member.objects.filter(site__programme=world.programme, left_on=None):
        actions.leave(member, on=since + timedelta(days=1), because="Another job", by=by)


def test_every_paper_is_the_same_after_everything_changed(world):
    """It is made again with the same clock. The papers do show what changes: they differ where it had been so before."""
    meeting_actions.approve_minutes(world.held, at=world.march, by=world.user("facilitator"))
    before = papers(world)
    assert {row.name for row in before} == KNOWN, "Say here that the new paper is held too"

    with time_machine.travel(LATER):
        everything_changes(world, since=SINCE)

    after = papers(world, before)
    assert differences(before, after) == []
    PastName.objects.all().delete()
    PastRole.objects.all().delete()
    differ = {row.name for row, paper in papers(world, before).items() if paper != before[row]}
    assert differ == KNOWN - STORED - NAMES_NOBODY

"""Every page that shows the words of a case, or minutes, writes into the audit log that its reader read them."""

import pytest

from cases.audit_verbs import CaseVerb
from kit.models import AuditEvent
from meetings.audit_verbs import MeetingVerb
from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of
from tests.permissions.crawl import BY_LINK, MAIL
from tests.permissions.table import TABLE

pytestmark = [pytest.mark.long, pytest.mark.walk]
READ = [CaseVerb.READ, MeetingVerb.READ_MINUTES]
READERS = ["facilitator", "presenter", "member", "broker", "team"]


@pytest.mark.parametrize("role", READERS)
def test_who_is_shown_confidential_words_is_recorded_as_their_reader(world, role):
    client = clients_of(world, [role])[role]
    unrecorded = set()

    def readings():
        return set(AuditEvent.objects.filter(verb__in=READ, by=reader).values_list("subject", flat=True))

    for row in TABLE:
        if row.name in MAIL:
            continue
        reader = world.users[
            "member" if row.name in BY_LINK else role
        ]  # the links of the table are the member's
        response = ask(client, "GET", addresses.url_of(row.name, row.arguments, world), readings)
        for word in world.planted.canaries_in(response.whole):
            subject = world.planted.told_of.get(word)
            if subject and subject not in response.found:
                unrecorded.add(f"{row.name} {row.what}: {', '.join(world.planted.fields(word))}")

    assert unrecorded == set(), "\n" + "\n".join(sorted(unrecorded))

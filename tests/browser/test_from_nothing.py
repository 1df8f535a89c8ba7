"""From an empty database to a first meeting: one command, then forms alone."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from kit.tasks import send_due_mail
from kit.words import day
from members.models import User
from sites_app.models import Programme
from tests.browser.journeys import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "three quiet words"


def link_in(letter) -> str:
    """The path of the invitation in a mail."""
    return re.search(r"https?://[^/\s]+(/invitations/\S+)", letter.body)[1]


def test_an_empty_database_becomes_a_first_meeting(page, browser, browser_context_args, axe):
    assert not User.objects.exists()
    assert not Programme.objects.exists()
    today = timezone.localdate()
    call_command(
        "start_programme",
        name="Common Ground",
        starts=f"{today:%Y-%m-%d}",
        team_email="ana@example.org",
        team_name="Ana Reed",
        password=PASSWORD,
    )

    # the programme team: roles, an organisation, a site and who facilitates it
    ana = Visitor(page, axe)
    ana.opens("/accounts/login/")
    ana.writes("E-mail address", "ana@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    ana.presses("Sign in", exact=True)
    ana.reads("Setting up Common Ground", "Describe the programme")
    ana.follows("tasks")
    ana.is_at("Common Ground")
    for role, sector in [
        ("Community matron", "NHS"),
        ("Probation officer", "Criminal Justice & Police"),
        ("Outreach worker", "Voluntary Sector"),
    ]:
        ana.opens("/programmes/common-ground/disciplines/")
        ana.picks("Sector", sector)
        ana.writes("Role", role)
        ana.presses("Add to the list")
        ana.reads(f"“{role}” has been added to the list.")
    ana.opens("/programmes/common-ground/")
    ana.follows("Organisations")
    ana.follows("Add an organisation")
    ana.writes("Name", "Dunsmere Housing")
    ana.presses("Add the organisation")
    ana.reads("Dunsmere Housing has been added to the list.")
    ana.opens("/programmes/common-ground/")
    ana.follows("Add a site")
    ana.writes("Code", "CP1")
    ana.writes("Place", "Dunsmere")
    ana.writes("Host organisation", "Dunsmere Housing")
    ana.writes("Set up on", day(today))
    ana.presses("Add the site")
    ana.is_at("Appoint a facilitator for CP1 Dunsmere")
    ana.writes("Name", "Ruth Adeyemi")
    ana.picks("Role", "Community matron")
    ana.writes("E-mail address", "ruth@example.org")
    ana.field("Has agreed to receive e-mails").check()
    ana.writes("From", day(today))
    ana.presses("Appoint")
    send_due_mail()
    [invitation] = mail.outbox
    assert invitation.to == ["ruth@example.org"]
    assert "CP1 Dunsmere" in invitation.subject

    # the facilitator: joins, adds members, sets the first date
    context = browser.new_context(**browser_context_args)
    ruth = Visitor(context.new_page(), axe)
    ruth.opens(link_in(invitation))
    ruth.is_at("Join CP1 Dunsmere")
    ruth.writes("Choose a password", PASSWORD)
    ruth.writes("The same password again", PASSWORD)
    ruth.presses("Join")
    ruth.reads("Welcome, Ruth.", "Your first meeting has no date yet")
    for name, role, email in [
        ("Bev Sutton", "Probation officer", "bev@example.org"),
        ("Tom Hallett", "Outreach worker", ""),
    ]:
        ruth.opens("/sites/cp1-dunsmere/members/")
        ruth.follows("Add a member")
        ruth.writes("Name", name)
        ruth.picks("Role", role)
        ruth.writes("E-mail address", email)
        ruth.writes("Joined on", day(today))
        if email:
            ruth.field("Has agreed to receive e-mails").check()
        ruth.presses("Add this member")
        ruth.reads(f"{name}")
    ruth.opens("/sites/cp1-dunsmere/members/")
    expect(ruth.button("Invite Bev Sutton")).to_be_visible()
    expect(ruth.button("Invite Tom Hallett")).to_have_count(0)
    ruth.presses("Invite Bev Sutton")
    ruth.reads("An invitation has been sent to bev@example.org.")
    send_due_mail()
    assert mail.outbox[-1].to == ["bev@example.org"]

    on = today + timedelta(days=9)
    ruth.opens("/")
    ruth.follows("Set the date")
    ruth.is_at("Set a date for the taster session")
    ruth.writes("Day", day(on))
    ruth.writes("Time", "2:00pm")
    ruth.writes("Place", "The upstairs room")
    ruth.presses("Set this date")
    ruth.is_at("Taster session")
    ruth.reads(day(on), "2:00pm", "The upstairs room")
    ruth.opens("/")
    ruth.reads("Your next meeting is in 9 days", "taster session", "2:00pm to 4:00pm, The upstairs room.")
    ruth.opens("/sites/cp1-dunsmere/")
    ruth.reads("Bev Sutton", "Tom Hallett")
    expect(ruth.link("Open the taster session")).to_be_visible()

    # the member with an address sees it too
    context_of_bev = browser.new_context(**browser_context_args)
    bev = Visitor(context_of_bev.new_page(), axe)
    bev.opens(link_in(mail.outbox[-1]))
    bev.writes("Choose a password", PASSWORD)
    bev.writes("The same password again", PASSWORD)
    bev.presses("Join")
    bev.reads("Welcome, Bev.", "Your next meeting is in 9 days")
    context.close()
    context_of_bev.close()

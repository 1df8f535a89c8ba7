"""The pages about people: who opens them, what they do, what they refuse."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kit.tasks import send_due_mail
from kit.words import when
from members import actions
from members.models import Facilitation, Invitation, InvitationMail, Member, Role
from tests.factories.members import (
    DisciplineFactory,
    GroundRulesFactory,
    InvitationFactory,
    MemberFactory,
    RoleFactory,
)
from tests.reading import one_line

# name: (what its address holds, who opens it, who of the programme does not)
PAGES = {
    "member_list": ("site", "member", "adviser"),
    "member_export": ("site", "facilitator", "member"),
    "member_add": ("site", "facilitator", "member"),
    "member_import": ("site", "facilitator", "broker"),
    "facilitation_add": ("site", "team", "facilitator"),
    "seat_list": ("site", "facilitator", "member"),
    "agreement_record": ("site", "facilitator", "broker"),
    "member_edit": ("seat", "facilitator", "broker"),
    "job_change": ("seat", "facilitator", "member"),
    "member_leave": ("seat", "facilitator", "member"),
    "member_come_back": ("seat", "facilitator", "member"),
    "mark_override": ("seat", "team", "member"),
    "facilitation_end": ("facilitation", "team", "facilitator"),
    "discipline_list": ("programme", "facilitator", "member"),
    "discipline_edit": ("discipline", "team", "facilitator"),
    "ground_rules": ("programme", "elsewhere", "commissioner"),
    "ground_rules_edit": ("programme", "team", "facilitator"),
    "role_list": ("programme", "team", "broker"),
    "role_invite": ("programme", "team", "facilitator"),
    "role_end": ("role", "team", "broker"),
}
SPANNING_APPS = {"member_list", "member_export"}
FORMS = [name for name in PAGES if name not in {"member_list", "member_export", "ground_rules", "role_list"}]


def address(people, name: str) -> str:
    about = PAGES[name][0] if name in PAGES else "seat"
    found = {
        "site": lambda: people.site.slug,
        "programme": lambda: people.programme.slug,
        "seat": lambda: people.seat("member").pk,
        "facilitation": lambda: Facilitation.objects.get(member__site=people.site).pk,
        "discipline": lambda: people.seat("member").discipline_id,
        "role": lambda: Role.objects.get(user=people.users["broker"]).pk,
    }
    prefix = "" if name in SPANNING_APPS else "members:"
    return reverse(f"{prefix}{name}", args=[found[about]()])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_those_it_is_for(people, signed_in, name):
    response = signed_in(PAGES[name][1]).get(address(people, name))

    assert response.status_code == 200
    if name != "member_export":
        assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_colleague_who_may_not_gets_403(people, signed_in, name):
    assert signed_in(PAGES[name][2]).get(address(people, name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["stranger", "superuser"])
def test_a_stranger_gets_404(people, signed_in, name, role):
    assert signed_in(role).get(address(people, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_somebody_signed_out_is_asked_to_sign_in(people, client, name):
    assert client.get(address(people, name)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["member_invite", "invitation_send_again", "invitation_revoke"])
def test_a_verb_is_no_get(people, signed_in, name):
    invitation = InvitationFactory(member__site=people.site)
    pk = invitation.member.pk if name == "member_invite" else invitation.pk

    assert signed_in("team").get(reverse(f"members:{name}", args=[pk])).status_code == 405


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_says_what_is_missing(people, signed_in, name):
    GroundRulesFactory(programme=people.programme)
    response = signed_in("team").post(address(people, name), {})

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()


@pytest.mark.parametrize("name", FORMS)
def test_nul_bytes_and_long_words_are_errors_in_the_form(people, signed_in, name):
    GroundRulesFactory(programme=people.programme)
    client = signed_in("team")
    fields = list(client.get(address(people, name)).context["form"].fields)
    if name == "ground_rules_edit":  # any text is a ground rule
        fields = []

    for bad in ["\0", "x" * 60_000, "31/02/2012", "99999999999999999999", "𝔘" * 300]:
        assert client.post(address(people, name), dict.fromkeys(fields, bad)).status_code == 422, bad


def queries_of(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "name", ["member_list", "member_export", "seat_list", "discipline_list", "role_list"]
)
def test_a_list_costs_the_same_for_twice_as_many(people, signed_in, name):
    client = signed_in("team")
    url = address(people, name)

    def more():
        InvitationFactory(member__site=people.site)
        MemberFactory(site=people.site, left_on=timezone.localdate(), left_because="x")
        RoleFactory(programme=people.programme, kind="commissioner", sites=[people.site])
        actions.want_seat(people.site, discipline=DisciplineFactory(programme=people.programme), by=None)
        actions.invite_to_role(
            programme=people.programme, kind="commissioner", email=f"c{Member.objects.count()}@example.org", name="C",
            sites=[people.site], by=people.user("team"),
        )  # fmt: skip

    more()
    few = queries_of(client, url)
    for _ in range(3):
        more()

    assert queries_of(client, url) == few


def test_members_read_names_and_roles_and_no_more(people, signed_in):
    Member.objects.filter(pk=people.seat("facilitator").pk).update(email="ruth@example.org")

    for role in ("member", "broker"):
        page = signed_in(role).get(address(people, "member_list")).content.decode()
        assert "Community Matron" in page
        assert "ruth@example.org" not in page
        assert 'data-label="Meetings"' not in page
        assert reverse("members:member_add", args=[people.site.slug]) not in page


def test_the_facilitator_sees_how_often_each_came(people, signed_in):
    page = signed_in("facilitator").get(address(people, "member_list"))

    assert 'data-label="Meetings"' in page.content.decode()
    assert (page.context["size"].confirmed, page.context["size"].not_yet) == (1, 2)


def test_details_a_job_a_mark_and_leaving(people, signed_in):
    client = signed_in("facilitator")
    member = people.seat("member")
    form = client.get(address(people, "member_edit")).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    typed["joined_on"] = "1 June 2026"

    client.post(address(people, "member_edit"), typed | {"name": "Carol Whitcombe"})
    client.post(address(people, "job_change"), {"organisation": "The Trust", "since": "1 October 2026"})
    client.post(
        address(people, "mark_override"), {"mark": "X", "since": "1 October 2026", "reason": "Came by phone"}
    )
    page = client.get(address(people, "member_edit")).content.decode()
    client.post(address(people, "member_leave"), {"on": "1 November 2026", "because": "Moved to Halifax"})

    listed = client.get(address(people, "member_list")).content.decode()
    client.post(address(people, "member_come_back"), {"on": "2 November 2026"})

    member.refresh_from_db()
    assert "The Trust" in page
    assert "Came by phone" in page
    assert (member.name, member.left_on, member.can_be_mailed) == ("Carol Whitcombe", None, True)
    assert "Moved to Halifax" in listed
    assert (
        "Away from 1 November 2026 to 2 November 2026"
        in client.get(address(people, "member_edit")).content.decode()
    )


def test_the_team_appoints_somebody_new_who_is_invited(people, signed_in):
    signed_in("team").post(
        address(people, "facilitation_add"),
        {"name": "Ruth Ellis", "discipline": people.seat("member").discipline_id, "email": "ruth@example.org",
         "agrees_to_contact": "on", "on": "1 November 2026"},
    )  # fmt: skip
    send_due_mail()

    ruth = Member.objects.get(name="Ruth Ellis")
    assert ruth.facilitations.count() == 1
    assert [letter.to for letter in mail.outbox] == [["ruth@example.org"]]


def test_the_team_appoints_a_member(people, signed_in):
    signed_in("team").post(
        address(people, "facilitation_add"), {"member": people.seat("member").pk, "on": "1 November 2026"}
    )

    assert people.site.pk in people.user("member").standing.facilitates


def test_nobody_is_appointed_without_a_name(people, signed_in):
    page = signed_in("team").post(address(people, "facilitation_add"), {"on": "1 November 2026"})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"name", "discipline", "email"}


def test_the_team_ends_a_facilitation(people, signed_in):
    nobody = {f"site-{people.site.pk}": "open"}
    on = {"on": timezone.localdate().isoformat()}
    signed_in("team").post(address(people, "facilitation_end"), on | nobody)

    assert people.user("facilitator").standing.facilitates == frozenset()
    assert people.user("facilitator").standing.member_of == {people.site.pk}


def test_a_member_is_invited_and_the_invitation_sent_again_and_taken_back(people, signed_in):
    client = signed_in("facilitator")
    member = MemberFactory(site=people.site, user=None, name="Bev Sutton", email="bev@example.org")

    client.post(reverse("members:member_invite", args=[member.pk]))
    invitation = Invitation.objects.get()
    send_due_mail()
    client.post(reverse("members:invitation_send_again", args=[invitation.pk]))
    shown = client.get(address(people, "member_list")).content.decode()
    client.post(reverse("members:invitation_revoke", args=[invitation.pk]))

    assert "bev@example.org" in shown
    assert invitation.token != Invitation.objects.get().token
    assert not Invitation.objects.get().is_open


def test_the_list_says_what_became_of_the_mail_with_an_invitation(people, signed_in, smtp):
    client = signed_in("facilitator")
    page = reverse("member_list", args=[people.site.slug])
    addresses = {"Bev Sutton": "bev@example.org", "Tom Hallett": "bounce@example.org"}
    for name, email in addresses.items():
        member = MemberFactory(site=people.site, user=None, name=name, email=email)
        answer = client.post(reverse("members:member_invite", args=[member.pk]), follow=True)
        assert f"An invitation has been sent to {email}." in answer.content.decode()

    assert smtp == []
    assert client.get(page).content.decode().count("On its way since") == 2
    send_due_mail()

    words = client.get(page).content.decode()
    assert [letter["To"] for letter in smtp] == ["bev@example.org"]
    assert words.count(f"Sent {when(InvitationMail.objects.get(failed_at=None).sent_at)}") == 1
    assert (
        one_line(words).count("Not sent. The mail server rejected it permanently (550). Check the address")
        == 1
    )
    assert "On its way since" not in words


def test_a_facilitator_invites_to_their_own_site_only(people, signed_in):
    member = MemberFactory(site=people.neighbour, user=None, name="Bev Sutton", email="bev@example.org")
    invitation = InvitationFactory(member=member)
    client = signed_in("facilitator")

    assert client.post(reverse("members:member_invite", args=[member.pk])).status_code == 404
    assert client.post(reverse("members:invitation_revoke", args=[invitation.pk])).status_code == 404
    assert signed_in("stranger").post(
        reverse("members:invitation_revoke", args=[invitation.pk])
    ).status_code == 404  # fmt: skip
    assert Invitation.objects.get().is_open


def test_who_did_not_agree_is_not_invited_and_the_page_says_why(people, signed_in):
    member = MemberFactory(
        site=people.site, user=None, name="Bev Sutton", email="bev@example.org", agreed_to_contact_at=None
    )
    client = signed_in("facilitator")

    page = client.post(
        reverse("members:member_invite", args=[member.pk]),
        HTTP_REFERER="http://testserver" + address(people, "member_list"),
        follow=True,
    )

    assert "Bev Sutton has not agreed to receive e-mails." in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_seat_is_wanted_and_then_found(people, signed_in):
    client = signed_in("facilitator")
    wanted = DisciplineFactory(programme=people.programme, name="Police Sergeant")

    client.post(address(people, "seat_list"), {"discipline": wanted.pk})
    shown = signed_in("member").get(address(people, "member_list")).content.decode()
    seat = people.site.seat_targets.get()
    signed_in("facilitator").post(reverse("members:seat_remove", args=[people.site.slug, seat.pk]))

    assert "Police Sergeant" in shown
    assert not people.site.seat_targets.exists()


def test_the_export_holds_everybody_and_no_formula(people, signed_in):
    member = people.seat("member")
    Member.objects.filter(pk=member.pk).update(name="=HYPERLINK(1)", email="+44@example.org")

    response = signed_in("facilitator").get(address(people, "member_export"))

    text = response.content.decode("utf-8-sig")
    assert response["Content-Disposition"] == 'attachment; filename="cp4-dunsmere-members.csv"'
    assert len(text.splitlines()) == 4
    assert "'=HYPERLINK(1)" in text
    assert "'+44@example.org" in text


def test_dates_in_the_future_are_refused(people, signed_in):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    client = signed_in("facilitator")

    page = client.post(address(people, "member_leave"), {"on": tomorrow, "because": "x"})

    assert page.status_code == 422
    assert "in the future" in page.content.decode()

"""What a list means is chosen before anybody is added: the sheet, roles, and who may be a member already."""

import io
from datetime import date

import openpyxl
from django.urls import reverse

from members import actions
from members.models import DisciplineProposal, Member, MemberUpload
from tests.factories.members import DisciplineFactory, MemberFactory
from tests.factories.sites import SectorFactory
from tests.members.test_importing import address, choose_columns, upload
from tests.reading import one_line


def rows_of(client, people) -> list:
    return client.get(address(people, "member_import_report")).context["plan"].rows


def confirm(client, people, **sent):
    return client.post(address(people, "member_import_confirm"), sent)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    staff = book.create_sheet("Volunteers 2026")
    for row in (
        ["Our volunteers"],
        [],
        ["Surname", "Forename(s)", "Date joined"],
        ["Prosser", "Siân", 46174],
    ):
        staff.append(row)
    staff.merge_cells("A1:C1")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_every_sheet_of_a_workbook_can_be_chosen(people, signed_in):
    client = signed_in("facilitator")
    upload(client, people, workbook(), name="staff.xlsx")
    page = client.get(address(people, "member_import_mapping"))
    assert "Volunteers 2026, four rows" in page.content.decode()

    choose_columns(client, people, sheet=1)
    choose_columns(client, people)
    confirm(client, people)

    assert Member.objects.get(name="Siân Prosser").joined_on == date(2026, 6, 1)


def test_a_list_without_roles_comes_in_and_the_role_is_not_known_yet(people, signed_in):
    client = signed_in("facilitator")
    upload(client, people, b"Name\nJoe Bright\n")
    choose_columns(client, people)
    assert "Everyone here is" in client.get(address(people, "member_import_report")).content.decode()

    confirm(client, people)

    joe = Member.objects.get(name="Joe Bright")
    assert (joe.discipline, joe.role) == (None, "Role not known yet")
    assert client.get(reverse("member_list", args=[people.site.slug])).status_code == 200


def test_everyone_can_have_one_role(people, signed_in):
    mentor = DisciplineFactory(programme=people.programme, name="Peer Mentor")
    client = signed_in("facilitator")
    upload(client, people, b"Name\nJoe Bright\nAnn Low\n")
    choose_columns(client, people)

    confirm(client, people, everyone=f"role:{mentor.pk}", proposed="")

    assert [each.name for each in mentor.members.all()] == ["Ann Low", "Joe Bright"]


def test_a_role_is_proposed_in_the_same_step_and_the_team_adds_it(people, signed_in):
    client, sector = signed_in("facilitator"), SectorFactory()
    text = "Name,Role\nJoe Bright,Peer mentor\nAnn Low,PEER MENTOR\nBev Sutton,\n"
    upload(client, people, text.encode())
    choose_columns(client, people)
    assert "Peer mentor (proposed)" in one_line(
        client.get(address(people, "member_import_report")).content.decode()
    )

    confirm(client, people, role_0="propose", everyone="unknown", proposed="")

    proposal = DisciplineProposal.objects.get()
    assert (proposal.name, proposal.members.count()) == ("Peer mentor", 2)
    decide = reverse("members:proposal_decide", args=[proposal.pk])
    assert client.post(decide, {"decision": "no"}).status_code == 403
    team = signed_in("team")
    listed = reverse("members:discipline_list", args=[people.programme.slug])
    assert decide in team.get(listed).content.decode()

    team.post(decide, {"decision": "new", "sector": sector.pk, "discipline": ""})

    assert {each.role for each in Member.objects.filter(name__in=["Joe Bright", "Ann Low"])} == {
        "Peer mentor"
    }
    assert Member.objects.get(name="Bev Sutton").discipline is None
    assert not DisciplineProposal.objects.exists()


def test_a_proposed_role_can_be_one_that_is_on_the_list_or_none(people):
    by, team = people.users["facilitator"], people.users["team"]
    nurse = DisciplineFactory(programme=people.programme, name="Nurse")
    found = actions.propose_disciplines(
        people.programme, ["Staff nurse", "staff  nurse".title(), "Cook"], by=by
    )
    again = actions.propose_disciplines(people.programme, ["STAFF NURSE"], by=by)
    assert again["staffnurse"] == found["staffnurse"]
    joe = MemberFactory(site=people.site, discipline=None, proposal=found["staffnurse"])
    ann = MemberFactory(site=people.site, discipline=None, proposal=found["cook"])
    entered = MemberFactory(site=people.site, proposal=found["staffnurse"])

    actions.decide_proposal(found["staffnurse"], discipline=nurse, by=team)
    actions.decide_proposal(found["cook"], by=team)

    for member in (joe, ann, entered):
        member.refresh_from_db()
    assert (joe.discipline, ann.discipline, ann.proposal) == (nurse, None, None)
    assert entered.discipline not in (nurse, None)


def test_a_facilitator_can_propose_one_role_for_everyone(people, signed_in):
    client = signed_in("facilitator")
    upload(client, people, b"Name\nJoe Bright\n")
    choose_columns(client, people)

    confirm(client, people, everyone="unknown", proposed="Peer mentor")

    assert Member.objects.get(name="Joe Bright").proposal.name == "Peer mentor"


def test_who_may_be_a_member_already_is_shown_and_can_be_added(people, signed_in):
    for name, email in (
        ("Siân O’Brien", "sian@example.org"),
        ("Imran Khan", ""),
        ("Zoë Hart", "zoe@example.org"),
    ):
        MemberFactory(site=people.site, without_account=True, name=name, email=email)
    client = signed_in("facilitator")
    text = (
        "Name,Email\nSian O'Brien,other@example.org\nSIÂN O'BRIEN,sian@example.org\n"
        '"Khan, Imran",\nZoe Hart,zoe@example.org\nKit Hart,zoe@example.org\n'
    )
    upload(client, people, text.encode())
    choose_columns(client, people)

    found = [(row.outcome, row.why) for row in rows_of(client, people)]

    assert found == [
        ("double", "May be the same person as Siân O’Brien, a member."),
        ("here", "The same as Siân O’Brien, a member."),
        ("double", "May be the same person as Imran Khan, a member."),
        ("here", "The same as Zoë Hart, a member."),
        ("added", ""),
    ]
    assert "Zoë Hart has the same address." in rows_of(client, people)[4].remarks[0]
    confirm(client, people, shown="2 3 4 5 6", added=["2", "6"])
    assert Member.objects.filter(name="Sian O'Brien").exists()
    assert Member.objects.filter(name="Kit Hart").exists()
    assert not Member.objects.filter(name="Khan, Imran").exists()


def test_somebody_who_left_is_found_too(people, signed_in):
    MemberFactory(
        site=people.site, without_account=True, name="Joe Bright", joined_on=date(2026, 1, 1),
        left_on=date(2026, 5, 1), left_because="Moved",
    )  # fmt: skip
    client = signed_in("facilitator")
    upload(client, people, b"Name\nJoe Bright\n")
    choose_columns(client, people)

    (row,) = rows_of(client, people)

    assert (row.outcome, row.why) == (
        "double", "May be the same person as Joe Bright, who left on 1 May 2026."
    )  # fmt: skip


def test_a_person_who_is_not_ticked_is_left_out(people, signed_in):
    client = signed_in("facilitator")
    upload(client, people, b"Name\nJoe Bright\nVolunteers:\nAnn Low\n")
    choose_columns(client, people)

    client.post(address(people, "member_import_report"), {"shown": "2 3 4", "added": ["2", "4"]})
    assert [row.outcome for row in rows_of(client, people)] == ["added", "refused", "added"]
    confirm(client, people)

    assert not Member.objects.filter(name="Volunteers:").exists()


def test_a_choice_on_one_page_leaves_the_others_alone(people, signed_in):
    client = signed_in("facilitator")
    text = "Name\n" + "".join(f"Person {number}\n" for number in range(150))
    upload(client, people, text.encode())
    choose_columns(client, people)
    url = address(people, "member_import_report")
    shown = [str(row.person.row) for row in client.get(f"{url}?page=2").context["page"]]

    client.post(f"{url}?page=2", {"shown": " ".join(shown), "added": shown[1:]})

    assert MemberUpload.objects.get().decided == {shown[0]: False}
    assert client.get(url).context["counts"]["added"] == 149


def test_the_preview_shows_all_that_it_decides(people, signed_in):
    client = signed_in("facilitator")
    text = "Name,E-mail,Started,Newsletter?,Phone\nJoe Bright,joe@example.org,41218,by post,01234\n"
    upload(client, people, text.encode())
    mapping = one_line(client.get(address(people, "member_import_mapping")).content.decode())
    choose_columns(client, people)

    page = one_line(client.get(address(people, "member_import_report")).content.decode())

    assert "We do not take Phone (column E)." in mapping
    for sentence in (
        "We do not take Phone (column E).", "5 November 2012", "Role not known yet", "joe@example.org",
        "“by post” is not a clear yes, so they have not agreed to receive e-mails.",
    ):  # fmt: skip
        assert sentence in page


def test_a_list_without_headings_comes_in(people, signed_in):
    client = signed_in("facilitator")
    upload(client, people, "Siân Prosser,sian@example.org\nJoe Bright,\n".encode("utf-16"))
    choose_columns(client, people)
    confirm(client, people)

    assert Member.objects.filter(name__in=["Siân Prosser", "Joe Bright"]).count() == 2


def test_many_roles_that_are_not_on_the_list_are_asked_for_together(people, signed_in):
    client = signed_in("facilitator")
    text = "Name,Role\n" + "".join(f"Person {number},Role {number}\n" for number in range(40))
    upload(client, people, text.encode())
    choose_columns(client, people)
    form = client.get(address(people, "member_import_report")).context["form"]
    assert form["others"].label == "10 other roles not on the list"

    confirm(client, people, others="propose")

    assert DisciplineProposal.objects.count() == 40

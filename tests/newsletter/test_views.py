"""Pages of the newsletter: the archive in editions, the desk, and what each role gets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.clearance.models import Audience, ClearedText
from kit.privacy.outward import NOT_READ
from knowledge.models import Evidence
from newsletter import actions
from newsletter.marks import finder_of
from newsletter.models import Entry, NewsletterIssue
from tests.cases.checking import presenters_agree
from tests.newsletter.checking import check_and_approve, send_and_check, texts_of
from tests.newsletter.conftest import february
from tests.newsletter.published import learning_object, reply
from tests.ticked import LOOKED

MONTH = ["common-ground", "2026-02"]
DESK = ["issue_edit", "issue_send_for_checking", "issue_approve", "issue_send"]


def page(name, *args) -> str:
    return reverse(f"newsletter:{name}", args=args or MONTH)


def words_of(answer) -> str:
    return answer.content.decode()


def entry(issue, kind="evidence") -> Entry:
    return issue.entries.filter(kind=kind).order_by("headline").last()


def test_members_read_the_members_edition(people, sent, signed_in):
    for role in ("member", "elsewhere", "adviser", "broker", "team"):
        words = words_of(signed_in(role).get(page("issue_detail")))

        for told in ("Three keys", "For members alone", "Three people came.", "duty worker", "quarterly"):
            assert told in words, role
        assert "CANARY" not in words


@pytest.mark.parametrize("role", ["visitor", "stranger", "superuser", "commissioner_elsewhere"])
def test_everybody_else_reads_the_public_edition(people, sent, signed_in, role):
    words = words_of(signed_in(role).get(page("issue_detail")))

    assert "Three keys" in words
    assert "Opening post together" in words
    assert "Meeting 4 was held on 12 February." in words
    for told in ("For members alone", "people came", "duty worker", "quarterly"):
        assert told not in words


def test_commissioners_read_what_is_approved_for_them_and_replies_of_their_own_sites(
    people, issue, signed_in
):
    for kind in ("site_update", "reply"):
        here = entry(issue, kind)
        actions.edit_entry(
            here, headline=here.headline, words=here.words, audience="commissioners", by=people.user("broker")
        )
    send_and_check(issue, by=people.user("broker"))
    for each in issue.entries.filter(kind__in=["site_update", "reply"]):
        from cases.clearance import actions as clearance_actions

        clearance_actions.approve(
            each.cleared_text, sha256=each.cleared_text.sha256, by=people.user("facilitator")
        )
    check_and_approve(issue, by=people.user("team"))
    actions.send(issue, by=people.user("team"))

    theirs = words_of(signed_in("commissioner").get(page("issue_detail")))
    others = words_of(signed_in("commissioner_elsewhere").get(page("issue_detail")))

    assert "Fewer than five people came." in theirs
    assert "Fewer than five people came." in others
    assert "duty worker" in theirs
    assert "duty worker" not in others
    assert "For members alone" not in theirs


def test_a_member_compares_the_public_edition(people, sent, signed_in):
    words = words_of(signed_in("member").get(page("issue_detail"), {"edition": "public"}))

    assert "Three keys" in words
    assert "For members alone" not in words


def test_the_list_shows_an_issue_only_to_those_it_says_something_to(people, sent, signed_in):
    for each in sent.entries.exclude(audience="programme"):
        Entry.objects.filter(pk=each.pk).update(audience=Audience.PROGRAMME)

    assert page("issue_detail") not in words_of(signed_in("visitor").get("/newsletter/"))
    assert page("issue_detail") in words_of(signed_in("member").get("/newsletter/"))


def test_an_issue_without_anything_for_the_public_says_so(people, sent, client):
    Entry.objects.update(audience=Audience.PROGRAMME)

    assert "This newsletter is for members only" in words_of(client.get(page("issue_detail")))


def test_the_title_of_an_issue_is_read_from_its_cleared_text(people, sent, client):
    Entry.objects.filter(kind="head").update(headline="CANARY draft title")

    for address in ("/newsletter/", page("issue_detail")):
        assert "CANARY" not in words_of(client.get(address))


@pytest.mark.parametrize("role", ["visitor", "member", "facilitator", "commissioner", "adviser", "stranger"])
def test_an_issue_in_the_making_is_not_found_by_others(people, issue, signed_in, role):
    client = signed_in(role)

    assert client.get(page("issue_detail")).status_code == 404
    expected = 302 if role == "visitor" else 404
    for name in DESK:
        assert client.get(page(name)).status_code == expected
    assert client.get(page("entry_edit", entry(issue).pk)).status_code == expected


@pytest.mark.parametrize("role", ["member", "facilitator", "commissioner", "adviser", "superuser"])
def test_the_desk_of_a_sent_issue_is_closed_to_readers(people, sent, signed_in, role):
    client = signed_in(role)

    for name in DESK:
        assert client.get(page(name)).status_code == 403
    assert client.get(page("entry_edit", entry(sent).pk)).status_code == 403


def test_a_draft_opens_at_its_desk(people, issue, signed_in):
    for role in ("broker", "team"):
        assert signed_in(role).get(page("issue_detail")).url == page("issue_edit")
        assert "From the sites" in words_of(signed_in(role).get(page("issue_edit")))


def test_a_broker_edits_an_entry(people, issue, signed_in):
    address = page("entry_edit", entry(issue).pk)
    client = signed_in("broker")

    shown = words_of(client.get(address))
    answer = client.post(
        address, {"headline": "Open it", "words": "Two say yes.", "audience": "programme"} | LOOKED
    )

    assert "Opening post together" in shown
    assert answer.url == page("issue_edit")
    assert (entry(issue).headline, entry(issue).edited_by) == ("Open it", people.users["broker"])


def test_the_programme_team_does_not_edit_words(people, issue, signed_in):
    assert signed_in("team").get(page("entry_edit", entry(issue).pk)).status_code == 403


@pytest.mark.parametrize(
    "typed",
    [
        {"headline": "", "words": "kept what I typed", "audience": "programme"},
        {"headline": "x" * 161, "words": "kept what I typed", "audience": "programme"},
        {"headline": "a\x00b", "words": "kept what I typed", "audience": "programme"},
        {"headline": "Open", "words": "kept what I typed", "audience": "site"},
        {"headline": "Open", "words": "kept what I typed" + "y" * 4001, "audience": "public"},
    ],
)
def test_a_wrong_entry_stays_in_the_form(people, issue, signed_in, typed):
    answer = signed_in("broker").post(page("entry_edit", entry(issue).pk), typed)

    assert answer.status_code == 422
    assert "kept what I typed" in words_of(answer)


def test_an_edit_after_the_approval_is_refused_in_the_form(people, approved, signed_in):
    typed = {"headline": "Open", "words": "kept what I typed", "audience": "programme"} | LOOKED
    answer = signed_in("broker").post(page("entry_edit", entry(approved).pk), typed)

    assert answer.status_code == 422
    assert "This newsletter is approved" in words_of(answer)
    assert "kept what I typed" in words_of(answer)


def test_left_out_and_back_in(people, issue, signed_in):
    client = signed_in("broker")
    pk = entry(issue).pk

    client.post(page("entry_leave_out", pk))
    assert "Add back" in words_of(client.get(page("issue_edit")))
    assert entry(issue).is_left_out
    client.post(page("entry_take_back_in", pk))
    assert not entry(issue).is_left_out


def test_the_whole_way_from_the_desk_to_the_archive(
    people, issue, signed_in, django_capture_on_commit_callbacks
):
    Evidence.objects.update(doi="", link="")  # nobody can look it up, so that it needs two readers
    client = signed_in("broker")
    client.post(page("issue_assemble"))
    shown = client.get(page("issue_send_for_checking"))
    seen = [f"{row.entry.pk}:{row.entry.fingerprint}" for row in shown.context["overview"].rows]
    unread = client.post(page("issue_send_for_checking"), {"seen": seen})
    assert unread.status_code == 422
    assert NOT_READ in words_of(unread)
    assert not ClearedText.objects.being_checked().filter(kind="newsletter_entry").exists()
    client.post(page("issue_send_for_checking"), {"seen": seen, "looked": "on"})
    rows = client.get(page("issue_approve")).context["overview"].rows
    seen = [f"{row.entry.pk}:{row.mark}" for row in rows]
    assert {row.entry.kind for row in rows if row.needs_a_look} == {"evidence", "reply", "diary"}
    ticked = {"seen": seen, "checked": [row.entry.pk for row in rows if row.needs_a_look]}
    assert client.post(page("entries_approve"), ticked).status_code == 302

    client = signed_in("team")
    read = client.get(page("issue_approve"))
    seen = [f"{row.entry.pk}:{row.mark}" for row in read.context["overview"].rows]
    for mark in seen:
        assert mark in words_of(read)
    refused = client.post(page("issue_approve"), {"seen": seen})
    assert refused.status_code == 409
    assert "Tick that you have checked it" in words_of(refused)
    assert "1 entry waits for presenters" in words_of(read)
    presenters_agree(texts_of(issue))
    ticked = {
        "seen": seen,
        "checked": [row.entry.pk for row in read.context["overview"].rows if row.needs_a_look],
    }
    assert client.post(page("issue_approve"), ticked).url == page("issue_send")
    assert "people" in words_of(client.get(page("issue_send")))
    client.post(page("issue_send"))
    client.post(page("issue_send"))

    issue.refresh_from_db()
    assert issue.stage == "sent"
    assert issue.deliveries.count() == issue.deliveries.values("subscriber").distinct().count() > 0
    assert "Three keys" in words_of(signed_in("visitor").get(page("issue_detail")))


def test_nobody_approves_what_they_did_not_see(people, issue, signed_in):
    send_and_check(issue, by=people.user("broker"))

    answer = signed_in("team").post(page("issue_approve"), {"seen": ["1:old", "nonsense", "²:x"]})

    assert answer.status_code == 409
    assert NewsletterIssue.objects.get().approved_at is None


def test_the_page_before_approving_says_what_lacks_a_reader(people, issue, signed_in):
    here = entry(issue)
    actions.edit_entry(here, headline="Open it", words="Yes.", audience="public", by=people.user("broker"))
    send_and_check(issue, by=people.user("broker"))
    client = signed_in("team")

    words = words_of(client.get(page("issue_approve")))
    assert words.count("Needs one more reader.") == 1
    assert "For members alone" not in words_of(client.get(page("issue_approve"), {"edition": "public"}))
    client.post(page("entry_narrow", here.pk), {"back": "approve"})
    assert "Needs one more reader." not in words_of(client.get(page("issue_approve")))


def test_another_reader_approves(people, issue, signed_in):
    send_and_check(issue, by=people.user("broker"))
    client = signed_in("broker2")
    rows = client.get(page("issue_approve")).context["overview"].rows

    seen = [f"{row.entry.pk}:{row.mark}" for row in rows]
    client.post(page("entries_approve"), {"seen": seen, "checked": [entry(issue).pk]})

    assert {clearance.by for clearance in entry(issue).cleared_text.clearances.all()} == {
        people.users["broker"],
        people.users["broker2"],
    }


def test_a_facilitator_writes_about_their_site(people, issue, signed_in):
    address = page("site_update_write", *MONTH, "cp4-dunsmere")
    client = signed_in("facilitator")

    assert "Meeting 4 was held on 12 February." in words_of(client.get(address))
    assert list(Entry.objects.awaiting_update_from(people.user("facilitator"))) == [
        entry(issue, "site_update")
    ]
    client.post(address, {"words": "There was cake."} | LOOKED)

    assert entry(issue, "site_update").words.startswith("There was cake.")
    assert list(Entry.objects.awaiting_update_from(people.user("facilitator"))) == []
    assert client.post(address, {"words": " "}).status_code == 422
    assert client.post(address, {"words": "a\x00"}).status_code == 422


def test_only_the_sites_facilitator_writes_about_it(people, issue, signed_in):
    address = page("site_update_write", *MONTH, "cp4-dunsmere")

    assert {
        role: signed_in(role).post(address, {"words": "Mine."}).status_code
        for role in ("member", "broker", "team", "elsewhere", "stranger", "superuser")
    } == {"member": 403, "broker": 403, "team": 403, "elsewhere": 404, "stranger": 404, "superuser": 404}


@pytest.mark.parametrize(
    "name",
    [
        "entry_leave_out",
        "entry_take_back_in",
        "entry_narrow",
        "entry_move",
        "issue_assemble",
        "issue_date_anew",
        "entries_approve",
    ],
)
def test_verbs_are_posts(people, issue, signed_in, name):
    address = page(name, entry(issue).pk) if name.startswith("entry") else page(name)

    assert signed_in("broker").get(address).status_code == 405
    assert signed_in("stranger").post(address).status_code == 404


def test_a_month_that_is_none_is_not_found(client, db):
    for address in ("/newsletter/common-ground/2026-13/", "/newsletter/common-ground/0000-01/"):
        assert client.get(address).status_code == 404


def queries(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["issue_edit", "issue_send_for_checking", "issue_approve"])
def test_the_desk_asks_the_same_number_of_queries_for_more_entries(people, issue, signed_in, name):
    send_and_check(issue, by=people.user("broker"))
    client = signed_in("broker")
    reply(people, "Another reply", on=february(25))
    actions.assemble(people.programme, month=issue.month)
    before = queries(client, page(name))
    for number in range(4):
        reply(people, f"Reply {number}", on=february(25))
        learning_object(people, f"Another {number}", audience=Audience.PUBLIC, on=february(25))
    actions.assemble(people.programme, month=issue.month)

    assert queries(client, page(name)) == before <= 20


def test_the_archive_asks_the_same_number_of_queries_for_more_issues(people, sent, client):
    before = queries(client, "/newsletter/")
    for month in (10, 11, 12):
        other = NewsletterIssue.objects.create(
            programme=people.programme, month=sent.month.replace(year=2025, month=month), number=month,
            approved_at=sent.approved_at, approved_by=sent.approved_by, sent_at=sent.sent_at,
        )  # fmt: skip
        for each in sent.entries.all():
            each.pk, each.issue = None, other
            each.save()

    assert queries(client, "/newsletter/") == before <= 20
    assert queries(client, page("issue_detail")) <= 20


def test_what_identifies_somebody_is_refused_in_a_sites_update(people, issue, signed_in):
    client = signed_in("facilitator")
    address = f"/newsletter/{people.programme.slug}/2026-02/sites/{people.site.slug}/"

    answer = client.post(address, {"words": "Ring Ada on 01632 960 114, ST4 2DF."})

    assert answer.status_code == 422
    assert "There is a phone number in this text" in words_of(answer)
    assert "Ring Ada on 01632 960 114, ST4 2DF." in words_of(answer)


def test_a_name_in_a_sites_update_is_marked_for_the_writer_and_for_the_reader(people, issue, signed_in):
    name = people.members.member.name
    address = f"/newsletter/{people.programme.slug}/2026-02/sites/{people.site.slug}/"
    client = signed_in("facilitator")

    first = client.post(address, {"words": f"{name} brought cake."})
    assert first.status_code == 422
    marks = first.context["form"].fields["looked"].widget.marks
    assert client.post(address, {"words": f"{name} brought cake.", "looked": marks}).status_code == 302

    actions.send_newsletter_for_checking(issue, by=people.user("broker"))
    row = next(
        row
        for row in signed_in("broker").get(page("issue_approve")).context["overview"].rows
        if row.entry.kind == "site_update" and row.entry.site == people.site
    )
    assert row.needs_a_look
    assert [each.passage for each in row.suspicions] == [name]


def test_days_of_meetings_and_the_place_of_a_site_are_no_marks(people, issue):
    here = entry(issue, "site_update")

    assert "12 February" in here.words
    assert finder_of(here).find(f"{here.headline}\n{here.words}") == []
    assert [each.passage for each in finder_of(here).find("She died on 4 February")] == ["4 February"]

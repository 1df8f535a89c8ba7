"""Marks while somebody writes: what is found, what is kept at a site, and what nobody is told."""

import logging

import pytest
from django.urls import reverse
from django.utils import timezone

from kit.editing.typed import PAGE_OF_NOBODY, Page
from kit.models import AuditEvent, Draft, subject_of
from members.models import KeptWord
from tests.factories.meetings import MeetingFactory
from tests.permissions.forms_on_pages import forms_in

pytestmark = pytest.mark.django_db
WORDS = "😀 Kevin rang his worker Janet about Dev Malik."


def of(row, user) -> str:
    return Page(user.pk, "/somewhere/", subject_of(row)).signed()


@pytest.fixture
def ask(client, people):
    """Post to one of the addresses as somebody, on a page about a row."""

    def post(role: str, name: str = "marks", *, row=None, **fields):
        user = people.user(role)
        client.force_login(user)
        return client.post(reverse(name), {"of": of(row or people.site, user), **fields})

    return post


def keep(ask, **fields):
    return ask(
        "member", "marks_keep", **({"passage": "Kevin", "kind": "person", "reason": "agreed"} | fields)
    )


def kept_of(answer) -> dict:
    return {flag["passage"]: flag["kept"] for flag in answer.json()["flags"]}


def test_marks_are_where_javascript_counts_them(ask):
    answer = ask("member", text=WORDS)

    units = WORDS.encode("utf-16-le")
    flags = answer.json()["flags"]
    assert [flag["passage"] for flag in flags] == ["Kevin", "Janet", "Dev Malik"]
    assert [units[2 * f["start"] : 2 * f["end"]].decode("utf-16-le") for f in flags] == [
        "Kevin", "Janet", "Dev Malik",
    ]  # fmt: skip
    assert (
        units[2 * flags[1]["cut_start"] : 2 * flags[1]["cut_end"]].decode("utf-16-le") == "his worker Janet"
    )
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_each_mark_says_why_and_what_to_write_instead(ask):
    mark = ask("member", text="Kevin, 43, said he was cold.").json()["flags"][0]

    assert mark["what"] == "A name"
    assert mark["replacements"] == ["A man in his 40s", "A"]
    assert mark["reason"] == "Names, nicknames and initials identify people."
    assert (mark["certainty"], mark["kept"]) == ("suspected", None)


def test_a_commissioner_is_not_told_who_is_a_member(ask, people):
    text = "dev malik"

    assert kept_of(ask("member", text=text)) == {"dev malik": None}
    assert [flag["reason"] for flag in ask("commissioner", text=text).json()["flags"]] == [
        flag["reason"] for flag in ask("stranger", text=text).json()["flags"]
    ]
    assert "member" not in str(ask("commissioner", text=text).json())


def test_a_kept_word_is_kept_in_every_form_at_that_site_and_at_no_other(ask, people):
    said = keep(ask).json()

    assert said == {"kept": "agreed with the person"}
    assert kept_of(ask("facilitator", text="I met KEVIN.")) == {"KEVIN": "agreed with the person"}
    assert kept_of(ask("elsewhere", row=people.neighbour, text="I met Kevin.")) == {"Kevin": None}


def test_keeping_twice_is_keeping_once_and_the_last_reason_counts(ask, people):
    keep(ask)
    keep(ask)
    keep(ask, reason="public")

    assert [row.reason for row in KeptWord.objects.all()] == ["public"]
    verbs = AuditEvent.objects.filter(subject=subject_of(people.site), verb="keep word")
    assert [event.note for event in verbs.order_by("pk")] == ["agreed", "public"]


def test_a_kept_word_is_open_again_once_it_is_taken_back(ask):
    keep(ask)

    ask("member", "marks_unkeep", passage="kevin", kind="worker")

    assert kept_of(ask("member", text="I met Kevin.")) == {"Kevin": None}
    assert not KeptWord.objects.exists()


def test_what_is_certain_cannot_be_kept(ask):
    answer = keep(ask, passage="07700 900123", kind="phone", reason="other")

    assert (answer.status_code, KeptWord.objects.count()) == (422, 0)
    assert answer.json()["words"].startswith("This cannot be kept, whatever the reason.")


@pytest.mark.parametrize("role", ["commissioner", "adviser", "elsewhere", "stranger", "superuser"])
def test_nobody_keeps_words_at_a_site_whose_cases_they_do_not_read(ask, role):
    answer = ask(role, "marks_keep", passage="Kevin", kind="person", reason="agreed")

    assert (answer.status_code, KeptWord.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "fields", [{"kind": "nothing"}, {"reason": "nothing"}, {"passage": ""}, {"passage": "x" * 400}]
)
def test_what_is_no_mark_is_not_kept(ask, fields):
    answer = keep(ask, **fields)

    assert (answer.status_code, KeptWord.objects.count()) == (422, 0)


def test_the_word_itself_is_nowhere(ask):
    keep(ask, passage="Kevin Zqxwv")

    row = KeptWord.objects.values().get()
    assert "zqxwv" not in str(row).lower()
    assert "zqxwv" not in str(list(AuditEvent.objects.values())).lower()


def test_what_is_typed_is_neither_stored_nor_logged(ask, caplog):
    with caplog.at_level(logging.DEBUG, logger="django"):
        ask("member", text="Kevin Zqxwv rang.")

    assert "zqxwv" not in caplog.text.lower()
    assert not Draft.objects.exists()


def test_a_text_that_is_too_long_is_refused_in_words(ask):
    answer = ask("member", text="a " * 25_001)

    assert (answer.status_code, answer.json()["words"]) == (
        413, "This is longer than 50,000 characters. Shorten it to see marks.",
    )  # fmt: skip


def test_a_page_of_somebody_else_marks_nothing(client, people):
    client.force_login(people.user("member"))

    answer = client.post(
        reverse("marks"), {"of": of(people.site, people.user("facilitator")), "text": "Kevin"}
    )

    assert answer.status_code == 401


def test_a_page_that_a_link_opens_has_marks_without_known_names_and_nothing_to_keep(client, people):
    page = PAGE_OF_NOBODY.signed()
    words = {"passage": "Kevin", "kind": "person", "reason": "agreed"}

    answer = client.post(reverse("marks"), {"of": page, "text": "Kevin met Dev Malik."})

    assert (kept_of(answer), answer.json()["can_keep"]) == ({"Kevin": None, "Dev Malik": None}, False)
    assert "member" not in str(answer.json())
    for name in ("marks_keep", "marks_unkeep"):
        assert client.post(reverse(name), {"of": page, **words}).status_code == 422
    assert not KeptWord.objects.exists()


def test_the_room_marks_with_the_names_of_its_site(client, people):
    meeting = MeetingFactory(site=people.site, starts_at=timezone.now())
    client.force_login(people.user("facilitator"))
    page = client.get(reverse("meeting_room", args=[meeting.pk])).content.decode()
    form = next(form for form in forms_in(page, at="/") if form.marks_of)

    answer = client.post(reverse("marks"), {"of": form.marks_of, "text": "I met dev malik."}).json()

    assert ([flag["passage"] for flag in answer["flags"]], answer["can_keep"]) == (["dev malik"], True)

"""What is public already needs one reader who did not write it, in one press for all of an issue."""

import pytest
from django.db import IntegrityError, transaction

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText
from kit.editing.history import keep_revisions
from knowledge.models import Evidence
from newsletter import actions
from newsletter.editions import edition_of
from newsletter.models import Edition, Entry
from newsletter.public_already import is_public_already
from newsletter.readiness import readings_of
from tests.cases.pages import words_of
from tests.factories.cases import CaseFactory
from tests.newsletter.checking import check, check_and_approve, send_and_check

BRIEF = {"Brackwater", "Dunsmere"}
PUBLIC = {"Opening post together", "Brackwater, meeting 2", *BRIEF}


def public_of(issue) -> set[str]:
    return {entry.headline for entry in issue.entries.all() if is_public_already(entry)}


def lacking(issue) -> set[str]:
    return {reading.entry.headline for reading in readings_of(issue) if reading.lacking()}


def test_citations_that_can_be_looked_up_and_dates_of_meetings_are_public_already(issue):
    assert public_of(issue) == PUBLIC


@pytest.mark.parametrize("field", ["headline", "words", "link"])
def test_words_that_their_record_does_not_give_are_not_public(issue, field):
    issue.entries.filter(kind__in=["evidence", "diary", "brief"]).update(**{field: "Kevin came too"})

    assert public_of(issue) == set()


def test_a_citation_that_nobody_can_look_up_is_not_public(issue):
    Evidence.objects.update(doi="", link="")
    actions.assemble(issue.programme, month=issue.month)

    assert public_of(issue) == {"Brackwater, meeting 2", *BRIEF}


def test_it_is_computed_anew_when_words_are_edited(people, issue):
    send_and_check(issue, by=people.user("broker"))
    entry = issue.entries.get(kind="evidence")
    assert entry.cleared_text.is_public_already

    for words, is_public in (("Kevin liked it.", False), (entry.words, True)):
        entry = actions.edit_entry(
            entry, headline=entry.headline, words=words, audience="public", by=people.user("broker")
        )
        assert entry.cleared_text.is_public_already == is_public


def test_one_press_of_one_reader_approves_them_all_and_nothing_else(people, issue):
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))
    assert lacking(issue) >= {"Opening post together", "Facilitators’ quarterly", "Friday afternoons"}

    actions.approve_entries(issue, by=people.user("broker2"), with_public=True)

    assert lacking(issue) & PUBLIC == set()
    assert lacking(issue) >= {"Facilitators’ quarterly", "Friday afternoons"}


@pytest.mark.parametrize("writes", ["adds", "corrects"])
def test_whoever_wrote_a_citation_is_not_its_one_reader(people, issue, writes):
    broker, evidence = people.user("broker"), Evidence.objects.get()
    if writes == "adds":
        Evidence.objects.update(added_by=broker)
    else:
        keep_revisions(evidence, sections=["title"], by=broker)
    actions.send_newsletter_for_checking(issue, by=broker)

    actions.approve_entries(issue, by=broker, with_public=True)
    assert "Opening post together" in lacking(issue)
    actions.approve_entries(issue, by=people.user("team"), with_public=True)
    assert "Opening post together" not in lacking(issue)


def test_the_page_shows_them_as_one_list_with_one_button(people, issue, signed_in):
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))
    page = f"/newsletter/{people.programme.slug}/2026-02"
    client = signed_in("team")

    shown = client.get(f"{page}/approve/")
    assert "1 entry is public already" in words_of(shown)
    seen = [f"{row.entry.pk}:{row.mark}" for row in shown.context["overview"].rows]
    answer = client.post(f"{page}/approve-entries/", {"seen": seen, "public": "1"})

    assert answer.url == f"{page}/approve/"
    assert "public already" not in words_of(client.get(answer.url))
    assert "Opening post together" not in lacking(issue)


def test_the_public_edition_of_a_month_without_write_ups_is_not_empty(people, month, issue):
    actions.leave_out(issue.entries.get(headline="Three keys"), by=people.user("team"))
    for headline in ("Facilitators’ quarterly", "Friday afternoons"):
        actions.leave_out(issue.entries.get(headline=headline), by=people.user("team"))
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))
    actions.approve_entries(issue, by=people.user("team"), with_public=True)

    issue = actions.approve(issue, by=people.user("team"))

    said = edition_of(issue, edition=Edition.PUBLIC)
    assert {entry.title for _, entries in said.sections for entry in entries} == PUBLIC


def test_what_was_replaced_by_typed_words_needs_two_again(people, issue):
    entry = issue.entries.get(kind="evidence")
    actions.edit_entry(entry, headline="Kevin reads", words="", audience="public", by=people.user("writer"))
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))
    check(issue, by=people.user("broker"))

    assert "Kevin reads" in lacking(issue)
    assert check_and_approve(issue, by=people.user("team")).approved_at


# --- The database


@pytest.mark.parametrize("about_a_case", [True, False])
def test_only_an_entry_of_no_case_is_public_already(people, about_a_case):
    case = CaseFactory(site=people.site)

    with pytest.raises(IntegrityError), transaction.atomic():
        clearance_actions.send_for_checking(
            {"title": "Kevin"}, kind="newsletter_entry" if about_a_case else "question", audience=Audience.PUBLIC,
            programme=people.programme, site=people.site, case=case if about_a_case else None, authors=[], by=None,
            is_public_already=True,
        )  # fmt: skip


def test_a_text_does_not_become_public_already(people, issue):
    send_and_check(issue, by=people.user("broker"))
    typed = Entry.objects.get(kind="reply").cleared_text

    with pytest.raises(IntegrityError), transaction.atomic():
        ClearedText._base_manager.filter(pk=typed.pk).update(is_public_already=True)

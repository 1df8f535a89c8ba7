"""Words that are removed for good are nowhere afterwards: in no table, no index, no file, except where it says so."""

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.db.utils import ConnectionHandler
from django.urls import reverse

from cases.clearance import actions as clearance_actions
from cases.clearance.database_rules import BLANK
from cases.clearance.messages import write_message
from cases.clearance.models import Audience, ClearedText
from copsite.settings.base import database
from kit.audit_verbs import KitVerb
from kit.models import AuditEvent, Draft, subject_of
from kit.privacy.register import key_of
from kit.privacy.striking import LEFT
from knowledge.library.actions import indexing, write_ups
from knowledge.library.models import LearningObjectVersion
from meetings.models import CalendarMail, Reply
from meetings.models.calendar_mail import changes_of
from newsletter.models import Delivery, Entry, NewsletterIssue
from pages.privacy.register import WordsOf, register
from tests.factories.cases import DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.pages.privacy import asking
from tests.pages.privacy.everywhere import WORD, files_with, plant, tables_with
from tests.permissions.later import NOW
from tests.permissions.world import approve_and_publish, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    """The world of the permissions, with write-ups of its case in every state; the PDF of the published one is made."""
    settings.MEDIA_ROOT = tmp_path / "media"
    world = build()
    with time_machine.travel(NOW):
        facilitator = world.users["facilitator"]
        world.write_up = write_ups.start_write_up(world.case, by=facilitator)
        sent_back = send(world, "Sent back").cleared_text
        clearance_actions.send_back(sent_back, reason="Too much", by=world.users["broker"])
        withdrawn = published(world, "Withdrawn").cleared_text
        clearance_actions.withdraw(withdrawn, because="mistake", note="Why", by=facilitator)
        world.version = published(world, "Told")
        text = world.version.cleared_text
        write_message(text, quote="was here", words="Who says so?", by=world.users["broker"])
        [write_ups.make_pdf(pdf) for pdf in write_ups.ask_for_missing_pdfs()]
        cancelled = MeetingFactory(site=world.site, cancelled=True)
        DiscussionFactory(case=world.case, meeting=cancelled)
        Reply.objects.create(meeting=cancelled, member=world.member, coming="stand_in", stand_in_name="Sam")
        letter = CalendarMail.objects.create(member=world.member)
        letter.changes.add(*changes_of(cancelled, [world.member], "REQUEST"), bulk=False)
        yield world


def send(world, title: str):
    facilitator = world.users["facilitator"]
    write_ups.edit_write_up(world.write_up, by=facilitator, draft_story=f"{WORD} was here", draft_title=title)
    return write_ups.send_write_up_for_checking(world.write_up, audience=Audience.PUBLIC, by=facilitator)


def published_as_it_is(world):
    version = write_ups.send_write_up_for_checking(
        world.write_up, audience=Audience.PUBLIC, by=world.users["facilitator"]
    )
    approve_and_publish(world, version.cleared_text)
    return version


def published(world, title: str):
    version = send(world, title)
    approve_and_publish(world, version.cleared_text)
    return version


def strike(client, world, *, words: str = WORD, **how):
    client.force_login(world.users["facilitator"])
    return asking.strike(client, reverse("case_strike", args=[world.case.pk]), words, **how)


def look(client, world, *, words: str = WORD):
    client.force_login(world.users["facilitator"])
    return asking.look(client, reverse("case_strike", args=[world.case.pk]), words)


def test_a_word_in_every_column_of_the_register_is_nowhere_afterwards(
    client, world, settings, django_capture_on_commit_callbacks
):
    everything = {key_of(column) for columns in register().values() for column in columns}
    planted = plant(WordsOf.case(world.case))
    assert everything - planted == {"knowledge.evidence.file", "library.pdf.file"}  # files, looked for below
    assert files_with(WORD, settings.MEDIA_ROOT) != set()

    with django_capture_on_commit_callbacks(execute=True):
        response = strike(client, world)

    assert response.status_code == 302
    assert tables_with(WORD) == set()
    assert files_with(WORD, settings.MEDIA_ROOT) == set()


def test_a_passage_with_quotes_that_runs_over_lines_is_found_where_a_text_is_kept_as_json(client, world):
    write_ups.edit_write_up(
        world.write_up, by=world.users["facilitator"], draft_story=f'She said "{WORD}\nwas here".'
    )
    text = published_as_it_is(world).cleared_text
    indexing.forget(text)  # nothing but the text itself leads to the words

    strike(client, world, words=f'said "{WORD} was here"')

    text.refresh_from_db()
    assert (text.is_published, text.body) == (False, BLANK)
    assert "She said" not in world.write_up.versions.first().cleared_text.body


def test_every_place_is_shown_first_and_nothing_is_changed(client, world):
    response = look(client, world)

    page = response.content.decode()
    assert response.status_code == 200
    assert f"<mark>{WORD}</mark> was here" in page
    assert "The newsletter" not in page
    assert "1 PDF of write-ups could be downloaded before." in page
    assert LearningObjectVersion.objects.published().filter(pk=world.version.pk).exists()
    assert not AuditEvent.objects.filter(verb=KitVerb.STRIKE).exists()


def test_a_published_text_is_withdrawn_blanked_and_sent_for_checking_without_the_words(client, world):
    text = world.version.cleared_text

    strike(client, world)

    text = ClearedText.objects.get(pk=text.pk)
    newest = world.write_up.versions.first()
    assert (text.is_published, text.body, text.sha256) == (False, BLANK, world.version.cleared_text.sha256)
    assert (newest.number, newest.cleared_text.audience) == (world.version.number + 1, text.audience)
    assert newest.cleared_text in ClearedText.objects.being_checked()
    assert newest.cleared_text.content["sections"][0]["text"] == f"{LEFT} was here"
    assert set(newest.cleared_text.authors.all()) >= set(text.authors.all())


def test_what_has_gone_by_mail_is_told(client, world):
    issue = NewsletterIssue.objects.sent().first()
    text = world.version.cleared_text
    Entry.objects.create(issue=issue, kind="learning_object", source="x:1", cleared_text=text)
    number = Delivery.objects.filter(issue=issue).update(sent_at=NOW)
    assert number > 1

    page = look(client, world).content.decode()

    assert f"The newsletter of {issue.name} has gone by e-mail to {number} " in page


def test_the_words_of_another_case_and_other_peoples_drafts_are_not_shown(client, world):
    world.offered.presentation = f"{WORD} elsewhere"
    world.offered.save()
    Draft.objects.create(
        user=world.users["member"],
        subject=subject_of(world.case),
        section="x",
        text=f"{WORD} secretly",
        key="1",
    )

    page = look(client, world).content.decode()
    strike(client, world)

    world.offered.refresh_from_db()
    assert (f"{WORD} elsewhere" in page, "secretly" in page) == (False, False)
    assert "Places that you cannot read" in page
    assert world.offered.presentation == f"{WORD} elsewhere"
    assert Draft.objects.get(key="1").text == f"{LEFT} secretly"


def test_a_case_that_no_agenda_has_can_be_struck(client, world):
    client.force_login(world.users["facilitator"])
    world.offered.presentation = "Jane Bloggs came"
    world.offered.save()

    address = reverse("case_strike", args=[world.offered.pk])
    asking.strike(client, address, "Jane Bloggs")

    world.offered.refresh_from_db()
    assert world.offered.presentation == f"{LEFT} came"


def test_the_database_lets_a_text_go_blank_and_change_in_no_other_way(world):
    text = world.version.cleared_text
    when = {"struck_at": NOW}
    refused = [
        {"body": '{"title":"Better"}'},
        {"body": '{"title":"Better"}', **when},
        {"body": BLANK},
        when,
        {"body": BLANK, **when},  # it is published
        {"body": BLANK, "audience": "programme", **when},
    ]

    for change in refused:
        with pytest.raises(IntegrityError, match="a cleared text never changes"), transaction.atomic():
            models.QuerySet(ClearedText).filter(pk=text.pk).update(**change)
    clearance_actions.withdraw(text, because="privacy", by=world.users["facilitator"])
    assert models.QuerySet(ClearedText).filter(pk=text.pk).update(body=BLANK, **when) == 1
    for change in [{"struck_at": None}, {"body": text.body}, {"body": BLANK, **when}]:
        with pytest.raises(IntegrityError, match="a cleared text never changes"), transaction.atomic():
            models.QuerySet(ClearedText).filter(pk=text.pk).update(**change)


def test_the_file_of_the_database_does_not_keep_what_was_removed_in_it(tmp_path):
    settings = database(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    handler = ConnectionHandler({"default": settings, "file": settings})
    file = handler["file"]
    with file.cursor() as cursor:
        cursor.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, words TEXT)")
        cursor.executemany("INSERT INTO texts (words) VALUES (%s)", [[f"{WORD} " * 200]] * 50)
        cursor.execute("UPDATE texts SET words = '…'")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()

    assert files_with(WORD, tmp_path) == set()


def test_only_ticked_sentences_lose_the_words_in_texts_versions_and_cleared_copies(client, world):
    case = world.case
    case.presentation, case.learning = "Ann rang Mo.", "Mo and Ann met in Ann Street."
    case.save()

    answer = strike(client, world, words="Ann", but=["Street"])

    case.refresh_from_db()
    assert answer.status_code == 302
    assert case.presentation == f"{LEFT} rang Mo."
    assert case.learning.endswith("Ann Street.")


def test_what_was_written_since_one_looked_is_shown_before_anything_goes(client, world):
    address = reverse("case_strike", args=[world.case.pk])
    seen = look(client, world).content.decode()
    world.case.learning = f"{WORD} again"
    world.case.save()

    data = {"words": WORD, "seen": asking.SEEN.search(seen)[1], "remove": asking.KEY.findall(seen)}
    answer = client.post(address, data)

    world.case.refresh_from_db()
    assert answer.status_code == 422
    assert "Somebody wrote something since you looked." in answer.content.decode()
    assert f"<mark>{WORD}</mark> again" in answer.content.decode()
    assert world.case.learning == f"{WORD} again"


def test_nothing_ticked_is_said_and_changes_nothing(client, world):
    world.case.learning = "Ann came"
    world.case.save()

    answer = strike(client, world, words="Ann came", but=["Ann"])

    world.case.refresh_from_db()
    assert (answer.status_code, world.case.learning) == (422, "Ann came")
    assert "Tick at least one place" in answer.content.decode()


def test_more_sentences_than_anybody_reads_are_refused(client, world):
    world.case.learning = " ".join(f"Number {n} rang {'x' * 60} the bell." for n in range(450))
    world.case.save()

    assert "Enter more of it." in look(client, world, words="rang").content.decode()


def test_a_part_of_a_longer_word_is_found_and_removed_only_where_that_is_asked_for(client, world):
    world.case.learning = f"planned{WORD}ing"
    world.case.save()

    refused = look(client, world, words=WORD[1:])
    strike(client, world, words=WORD[1:], inside="on")

    world.case.refresh_from_db()
    assert "If it is part of a longer word, tick the box." in refused.content.decode()
    assert world.case.learning == f"planned{WORD[0]}{LEFT}ing"

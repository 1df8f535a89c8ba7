"""Corrected, narrowed and withdrawn words are gone from every outlet, and no older ones come back."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import OneToOneField
from django.urls import reverse
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.database_rules import ANOTHER_IS_PUBLISHED
from cases.clearance.meanwhile import Meanwhile
from cases.clearance.models import Audience, ClearedText, Publication
from cases.commissioning import actions as issue_actions
from cases.commissioning.models import CommissionerIssue
from kit.database_rules import HELD
from knowledge.actions import evidence as question_actions
from knowledge.library.actions import write_ups
from knowledge.library.actions.indexing import index_texts
from knowledge.library.models import LearningObjectVersion, Pdf
from knowledge.models import QuestionRelease
from newsletter.actions import assemble, follow_newer_texts, tell_of_withdrawn
from newsletter.editions import edition_of
from newsletter.models import Edition, Entry
from tests.cases.checking import answers_on
from tests.factories.cases import CommissionerIssueFactory
from tests.factories.knowledge import QuestionFactory
from tests.factories.newsletter import EntryFactory, NewsletterIssueFactory
from tests.ticked import ticked

pytestmark = pytest.mark.django_db
OLD = "qzxwvkj"
OUTSIDE = ["visitor", "member", "commissioner"]


@pytest.fixture
def told(people, publish):
    """A version for everyone with the old words, in the archive of a newsletter that was sent."""
    version = publish(Audience.PUBLIC, draft_title=f"{OLD} marmalade", draft_standfirst=f"{OLD} in short")
    text = version.cleared_text
    now = timezone.now()
    issue = NewsletterIssueFactory(
        programme=people.programme, approved_at=now, approved_by=people.team, sent_at=now
    )
    EntryFactory(
        issue=issue, kind=Entry.Kind.LEARNING_OBJECT, source="library.learningobject:1",
        audience=Audience.PUBLIC, made_from=text, cleared_text=text,
    )  # fmt: skip
    return version


def test_the_outlets_would_show_it(told, outlets):
    assert {role for role, said in outlets(told).items() if OLD in said} == set(OUTSIDE)


def test_withdrawn_words_are_gone_at_once_from_every_outlet_and_no_sweep_brings_them_back(
    told, people, outlets, client, django_capture_on_commit_callbacks, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    write_ups.make_pdf(Pdf.objects.get(version=told))
    clearance_actions.withdraw(told.cleared_text, because="privacy", by=people.team)

    for sweep in (False, True):
        if sweep:  # all that the beat does within the next minute
            with django_capture_on_commit_callbacks(execute=True):
                write_ups.ask_for_missing_pdfs()
                write_ups.remove_withdrawn_pdfs()
                index_texts()
                follow_newer_texts()
                tell_of_withdrawn()
        assert {role for role, said in outlets(told).items() if OLD in said} == set()
        assert client.get(told.learning_object.get_absolute_url()).status_code == 410
    assert not list(tmp_path.rglob("*.pdf"))
    following = assemble(people.programme, month=timezone.localdate())
    assert OLD not in "".join(str(each) for each in following.entries.values_list("headline", "words"))


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PROGRAMME])
def test_corrected_words_are_gone_everywhere_once_the_newer_version_is_published(
    told, publish, outlets, audience
):
    publish(audience, draft_title="A better title", draft_standfirst="Better in short")
    follow_newer_texts()

    said = outlets(told)
    assert {role for role, each in said.items() if OLD in each} == set()
    assert ("A better title" in said["visitor"]) == (audience == Audience.PUBLIC)
    assert "A better title" in said["member"]


def test_a_version_for_fewer_readers_takes_the_wider_one_away(told, publish, client):
    publish(Audience.PROGRAMME, draft_title="For members")

    response = client.get(told.learning_object.get_absolute_url())
    assert response.status_code == 410
    assert Publication.objects.get(cleared_text=told.cleared_text).withdrawn_because == "newer"


def test_the_pdf_of_a_replaced_version_leaves_the_disk(
    told, publish, django_capture_on_commit_callbacks, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    write_ups.make_pdf(Pdf.objects.get(version=told))
    name, storage = Pdf.objects.get(version=told).file.name, Pdf.objects.get(version=told).file.storage
    assert storage.exists(name)
    publish(Audience.PUBLIC, draft_title="A better title")

    with django_capture_on_commit_callbacks(execute=True):
        write_ups.remove_withdrawn_pdfs()

    assert not storage.exists(name)


def test_the_archive_tells_the_newer_version_and_never_edited_words_about_the_old_one(told, publish, people):
    entry = Entry.objects.get()
    edited = EntryFactory(
        issue=entry.issue, kind=Entry.Kind.REPLY, audience=Audience.PUBLIC, made_from=told.cleared_text,
        cleared_text=told.cleared_text, source="x:1",
    )  # fmt: skip
    other = ClearedText.objects.create(
        kind="newsletter_entry",
        audience="public",
        programme=people.programme,
        body=f'{{"title":"{OLD} edited"}}',
    )
    Entry.objects.filter(pk=edited.pk).update(cleared_text=other)
    newer = publish(Audience.PUBLIC, draft_title="A better title", draft_standfirst="Better")

    assert (follow_newer_texts(), follow_newer_texts()) == (1, 0)

    entry.refresh_from_db()
    assert (entry.made_from, entry.cleared_text) == (newer.cleared_text, newer.cleared_text)
    assert edited not in Entry.objects.published()
    assert edition_of(entry.issue, edition=Edition.PUBLIC).sections[0][1][0].title == "A better title"


# --- Withdrawing the newest brings nothing back, whatever kind of text it is


def of_a_write_up(people, publish, approve, case):
    return [publish(Audience.COMMISSIONERS, draft_title=title).cleared_text for title in ("Old", "New")]


def of_an_issue(people, publish, approve, case):
    issue = CommissionerIssueFactory(case=case)
    return [
        released(people, approve, issue_actions.send_issue_for_checking, issue, title=title, words="Words")
        for title in ("Old", "New")
    ]


def of_a_question(people, publish, approve, case):
    question = QuestionFactory(case=case)
    send = question_actions.send_question_for_checking
    return [
        released(
            people,
            approve,
            send,
            question,
            title=title,
            words="What?",
            answer="That.",
            audience="commissioners",
        )
        for title in ("Old", "New")
    ]


def released(people, approve, send, row, **words) -> ClearedText:
    text = send(row, by=people.broker if "answer" in words else people.facilitator, **words)
    approve(text)
    clearance_actions.publish(text, by=people.facilitator)
    return text


KINDS = [of_a_write_up, of_an_issue, of_a_question]


@pytest.mark.parametrize("kind", KINDS)
def test_withdrawing_the_newest_never_brings_an_older_one_back(kind, people, publish, approve, case, client):
    _old, new = kind(people, publish, approve, case)
    index_texts()
    clearance_actions.withdraw(new, because="privacy", by=people.team)

    for user in (None, people.member_elsewhere, people.commissioner):
        reader = user or client.get("/").wsgi_request.user
        assert list(ClearedText.objects.readable_by(reader).filter(case=case)) == []
    assert not CommissionerIssue.objects.readable_by(people.commissioner).exists()
    assert not QuestionRelease.objects.readable_by(people.member_elsewhere).exists()
    assert not LearningObjectVersion.objects.readable_by(people.member_elsewhere).exists()


def test_every_model_that_points_at_its_texts_one_by_one_says_of_what_they_are():
    pointing = {
        model
        for model in set(apps.get_models()) - {ClearedText}
        for field in model._meta.local_fields
        if isinstance(field, OneToOneField) and field.related_model is ClearedText
    }
    by_themselves = {"Publication", "SendBack", "IndexedText"}  # about one text, and no more

    assert {model.__name__ for model in pointing if not hasattr(model, "line")} == by_themselves
    assert all(hasattr(model, model.line) for model in pointing if hasattr(model, "line"))


# --- The database, where a verb forgets to withdraw the others


def another(text: ClearedText, people, approve, audience="") -> ClearedText:
    """A further text for the same readers or others, approved, that nothing points at yet."""
    further = clearance_actions.send_for_checking(
        {"title": "Further"}, kind=text.kind, audience=audience or text.audience, programme=text.programme, site=text.site,
        case=text.case, authors=[people.facilitator], by=people.facilitator,
    )  # fmt: skip
    approve(further)
    return further


def pointer_like_that_of(text: ClearedText, further: ClearedText):
    """A row by which `further` is a text of the same thing as `text`, unsaved."""
    pointers = [
        getattr(text, relation.get_accessor_name(), None)
        for relation in ClearedText._meta.related_objects
        if relation.one_to_one and hasattr(relation.related_model, "line")
    ]
    [pointer] = filter(None, pointers)
    facts = {"number": pointer.number + 1} if hasattr(pointer, "number") else {}
    return type(pointer)(
        **{f"{pointer.line}_id": getattr(pointer, f"{pointer.line}_id")}, cleared_text=further, **facts
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_texts_of_one_thing_are_published_for_the_same_readers(kind, people, publish, approve, case):
    _old, new = kind(people, publish, approve, case)
    further = another(new, people, approve)
    pointer_like_that_of(new, further).save()

    with pytest.raises(IntegrityError, match=ANOTHER_IS_PUBLISHED), transaction.atomic():
        Publication.objects.create(cleared_text=further, published_by=people.facilitator)
    clearance_actions.publish(further, by=people.facilitator)

    assert list(ClearedText.objects.published().filter(case=case)) == [further]


@pytest.mark.parametrize("kind", KINDS)
def test_no_published_text_is_made_one_of_a_thing_that_has_one(kind, people, publish, approve, case):
    _old, new = kind(people, publish, approve, case)
    further = another(new, people, approve)
    clearance_actions.publish(further, by=people.facilitator)

    with pytest.raises(IntegrityError, match=ANOTHER_IS_PUBLISHED), transaction.atomic():
        pointer_like_that_of(new, further).save()


def test_every_model_that_points_at_its_texts_one_by_one_is_held_by_the_database():
    pointing = [
        model._meta.db_table for model in set(apps.get_models()) - {ClearedText} if hasattr(model, "line")
    ]
    held = {(rule.table, rule.moment) for rule in HELD if rule.message == ANOTHER_IS_PUBLISHED}

    assert held - {("clearance_publication", "INSERT")} == {
        (table, moment) for table in pointing for moment in ("INSERT", "UPDATE")
    }
    assert len(pointing) >= 3


# --- What readers have until the correction is approved


def test_what_is_published_stays_only_if_that_was_chosen(told, people):
    told.learning_object.draft_title = "Another"
    told.learning_object.save()
    send = write_ups.send_write_up_for_checking

    kept = send(told.learning_object, audience="public", by=people.facilitator, meanwhile=Meanwhile.KEEP)
    assert ClearedText.objects.published().filter(pk=told.cleared_text_id).exists()
    same = send(told.learning_object, audience="public", by=people.facilitator, meanwhile=Meanwhile.TAKE_DOWN)

    assert same == kept
    assert Publication.objects.get(cleared_text=told.cleared_text).withdrawn_because == "corrected"


def test_the_form_asks_where_something_is_published_and_nowhere_else(told, people, client, case):
    client.force_login(people.facilitator)
    address = reverse("library:write_up_send_for_checking", args=[case.pk])

    told_of = {"audience": "public", "tells_place": "site", "tells_days": "month"}
    page = client.get(address)
    answers = told_of | answers_on(page.content.decode()) | ticked(page.context["form"])

    refused = client.post(address, answers)
    assert refused.status_code == 422
    assert "Choose what should happen to the published text" in refused.content.decode()
    write_ups.edit_write_up(told.learning_object, by=people.facilitator, draft_title="Better")
    assert client.post(address, answers | {"meanwhile": "take_down"}).status_code == 302
    assert client.get(told.learning_object.get_absolute_url()).status_code == 410
    assert client.post(address, answers).status_code == 302

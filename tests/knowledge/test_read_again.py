"""What is published is read again when more names are known; what is found then waits for the programme team, once."""

import io
import logging

import pytest
from django.core import mail
from django.db import models
from django.urls import reverse

from cases.clearance import actions as clearance_actions
from cases.clearance import rereading
from cases.clearance.models import ClearedText, FoundPassage, Publication, Rereading
from cases.clearance.published import models_with_outward_columns
from kit.errors import RefusedError
from kit.privacy.identifiers import version as finder
from knowledge.models import Evidence
from members.actions.kept_words import keep_word
from members.models import KeptWord
from tests.factories.knowledge import EvidenceFactory
from tests.factories.members import MemberFactory
from tests.reading import one_line

NAME = "Ringing"  # a word of the write-up that nobody took for a name when it was checked


@pytest.fixture
def told(people, publish):
    """A write-up for members, read as the beat does it a minute after it was published."""
    text = publish(audience="programme").cleared_text
    rereading.read_new_texts()
    return text


@pytest.fixture
def newcomer(people, told):
    """Somebody who joins with a name that stands in the published text."""
    return MemberFactory(site=people.site, name="Abel Ringing")


def found() -> list[FoundPassage]:
    return list(FoundPassage.objects.open().select_related("rereading__cleared_text"))


def night() -> list[FoundPassage]:
    rereading.read_again()
    return found()


def test_what_those_who_checked_a_text_saw_is_not_listed(told):
    assert not told.rereadings.get().passages.filter(settled_at=None).exists()
    assert night() == []


def test_a_text_that_names_a_new_member_is_found_the_next_night(told, newcomer):
    [passage] = night()

    assert passage.rereading.cleared_text == told
    assert passage.kind in {"person", "worker"}


def test_a_second_run_reads_nothing_and_finds_nothing_new(told, newcomer):
    night()

    assert rereading.read_again() == 0
    assert len(found()) == 1


@pytest.mark.parametrize(
    "learn", ["a member", "an earlier name", "the host", "the place", "a term of the finder"]
)
def test_everything_that_a_finder_knows_makes_its_texts_due(learn, people, told):
    rereading.read_again()
    if learn == "a member":
        MemberFactory(site=people.site)
    elif learn == "an earlier name":
        people.members.member.past_names.create(name="Before Name", until="2012-01-01")
    elif learn == "the host":
        type(people.site.host)._base_manager.filter(pk=people.site.host_id).update(name="Other Host Trust")
    elif learn == "the place":
        type(people.site).objects.filter(pk=people.site.pk).update(place="Elsewhere")
    else:
        Rereading.objects.update(read_with="a digest of the finder before")

    assert rereading.read_again() >= 1


def test_every_rule_and_list_of_the_finder_is_in_its_version(tmp_path, monkeypatch):
    rules, lists = tmp_path / "rules.py", tmp_path / "data" / "names.txt"
    lists.parent.mkdir()
    said = set()
    monkeypatch.setattr(finder, "RULES", tmp_path)
    for words in [("a", "b"), ("a", "c"), ("d", "c")]:
        rules.write_text(words[0])
        lists.write_text(words[1])
        said.add(finder.version.__wrapped__())

    assert len(said) == 3


def test_what_was_looked_at_does_not_come_back_and_the_first_reason_stays(told, newcomer, people):
    [passage] = night()

    rereading.settle(passage, because="agreed", by=people.team)
    rereading.settle(passage, because="other", by=people.team)
    MemberFactory(site=people.site, name="Ada Ringing")

    assert night() == []
    assert told.rereadings.get().passages.get(settled_by=people.team).settled_because == "agreed"


KNOWN_LATER = {  # by which words something becomes known after a text with these words was checked
    "Marvolo Quibble": lambda people, words: MemberFactory(site=people.site, name=words),
    "Wojciech": lambda people, words: MemberFactory(site=people.site, name=f"{words} Nowak"),
    "Brindlewick Hospice": lambda people, words: (
        type(people.site.host)._base_manager.filter(pk=people.site.host_id).update(name=words)
    ),
    "Netherby": lambda people, words: type(people.site).objects.filter(pk=people.site.pk).update(place=words),
}


def guessed(publish, words: str) -> ClearedText:
    """A text in which `words` were marked as a guess when it was checked."""
    text = publish(audience="programme", draft_tried=f"They rang {words} first, and it helped.").cleared_text
    rereading.read_new_texts()
    assert night() == []
    return text


@pytest.mark.parametrize("words", KNOWN_LATER)
def test_what_becomes_known_is_news_once_also_where_the_same_words_were_seen_as_a_guess(
    words, people, publish
):
    text = guessed(publish, words)

    KNOWN_LATER[words](people, words)

    [passage] = night()
    assert passage.rereading.cleared_text == text
    rereading.settle(passage, because="agreed", by=people.team)
    MemberFactory(site=people.site)
    assert night() == []


@pytest.mark.parametrize("reason", KeptWord.Reason.values)
def test_what_becomes_known_is_news_whatever_it_was_kept_as_before(reason, people, publish):
    text = guessed(publish, "Marvolo Quibble")
    keep_word(people.site, word="Marvolo Quibble", kind="person", reason=reason, by=people.member)

    KNOWN_LATER["Marvolo Quibble"](people, "Marvolo Quibble")

    assert [each.rereading.cleared_text for each in night()] == [text]


def finder_learns(text) -> None:
    """The names suspected in `text` are new, as when the finder did not know them at the time of the check."""
    text.rereadings.get().passages.filter(kind="person").delete()
    text.rereadings.update(read_with="a digest of the finder before")


def test_what_is_only_suspected_and_was_kept_at_the_site_is_not_listed(publish, people):
    text = guessed(publish, "Marvolo Quibble")
    finder_learns(text)
    assert len(night()) == 1

    finder_learns(text)
    keep_word(people.site, word="Marvolo Quibble", kind="person", reason="other", by=people.member)
    assert night() == []


@pytest.mark.parametrize("is_known", [True, False])
def test_what_is_open_stays_until_the_team_settles_it_and_says_who_kept_it_at_the_site(
    is_known, client, people, publish
):
    text = guessed(publish, "Marvolo Quibble")
    finder_learns(text)
    if is_known:
        KNOWN_LATER["Marvolo Quibble"](people, "Marvolo Quibble")
    [passage] = night()
    keep_word(people.site, word="Marvolo Quibble", kind="person", reason="other", by=people.member)

    assert night() == [passage]
    client.force_login(people.team)
    page = one_line(client.get(reverse("clearance:found_list")).content.decode())
    assert f"{people.member.name} kept it at {people.site}" in page
    assert "another reason. It stays in this list" in page
    rereading.settle(passage, because="other", by=people.team)
    assert night() == []


def test_what_is_withdrawn_leaves_the_list_at_once(told, newcomer, people):
    night()

    clearance_actions.withdraw(told, because="privacy", by=people.team)

    assert found() == []
    assert rereading.read_again() == 0


def test_a_name_that_is_no_longer_known_leaves_the_list_the_next_night(told, newcomer):
    night()
    newcomer.delete()

    assert night() == []


def test_a_run_that_died_is_made_up_for_and_two_runs_never_read_the_same(told, newcomer):
    finders = rereading.Finders()
    first, second = rereading._due(finders), rereading._due(finders)

    assert next(first).cleared_text_id == told.pk  # and the worker dies
    assert next(second, None) is None
    Rereading.objects.update(claimed_until=None)  # as the lease ends
    assert len(night()) == 1


def broken_text(text) -> ClearedText:
    """A published text that no program can read, put in past the models."""
    made = ClearedText(
        kind=text.kind, audience="programme", programme=text.programme, body=f"{{{NAME}", sha256="0" * 64
    )
    made.save_base(raw=True, force_insert=True)
    made.clearances.create(
        by=text.clearances.first().by, sha256="0" * 64, audience="programme", is_from_the_site=True
    )
    Publication._base_manager.bulk_create([Publication(cleared_text=made)])
    return made


def test_a_text_that_cannot_be_read_does_not_stop_the_others_and_is_not_in_the_log(told, newcomer, caplog):
    broken = broken_text(told)
    Rereading.objects.create(
        subject=f"clearance.clearedtext:{broken.pk}", cleared_text=broken, programme=told.programme
    )
    for_the_first_time = broken_text(told)

    with caplog.at_level(logging.ERROR):
        [passage] = night()

    assert passage.rereading.cleared_text == told
    assert caplog.text.count(f"clearance.clearedtext:{for_the_first_time.pk} could not be read") == 1
    assert "Ringing" not in caplog.text


# --- Columns outside the texts


def test_every_model_with_an_outward_text_is_read(db):
    names = {model._meta.label for model in models_with_outward_columns()}

    assert {"knowledge.Evidence", "commissioning.IssueReply", "sites_app.Programme"} <= names


def test_a_citation_that_names_a_new_member_is_found(people):
    EvidenceFactory(programme=people.programme, summary="We thank Abel for his help.")
    Evidence.objects.update(summary="Ringing first did most of it, said the paper.")
    rereading.read_again()
    MemberFactory(site=people.site, name="Abel Ringing")

    [passage] = night()

    assert passage.rereading.subject.startswith("knowledge.evidence:")


def test_what_nothing_may_keep_is_listed_however_it_came_in_and_cannot_be_called_fine(people):
    evidence = EvidenceFactory(programme=people.programme)
    with_no_door = models.TextField()
    Evidence.objects.filter(pk=evidence.pk).update(
        summary=models.Value("Ring 07700 900123.", output_field=with_no_door)
    )

    [passage] = night()

    assert passage.kind == "phone"
    with pytest.raises(RefusedError, match="for certain"):
        rereading.settle(passage, because="other", by=people.team)


def test_a_row_that_is_gone_is_forgotten(people):
    evidence = EvidenceFactory(programme=people.programme)
    rereading.read_again()
    subject = f"knowledge.evidence:{evidence.pk}"
    assert Rereading.objects.filter(subject=subject).exists()

    Evidence._base_manager.filter(pk=evidence.pk).delete()
    rereading.read_again()

    assert not Rereading.objects.filter(subject=subject).exists()


# --- The page


def test_the_team_reads_the_passage_why_and_where_and_says_why_it_is_fine(client, people, told, newcomer):
    [passage] = night()
    client.force_login(people.team)
    home = one_line(client.get(reverse("home")).content.decode())
    page = client.get(reverse("clearance:found_list")).content.decode()

    assert "Look at one passage in what is published" in home
    assert NAME in one_line(page)
    assert reverse("clearance:text_check", args=[told.pk]) in page

    refused = client.post(reverse("clearance:found_settle", args=[passage.pk]))
    assert refused.status_code == 422
    client.post(reverse("clearance:found_settle", args=[passage.pk]), {"because": "not_a_person"})
    assert found() == []
    assert "in what is published" not in one_line(client.get(reverse("home")).content.decode())


def test_no_word_of_a_text_is_stored_mailed_or_logged(told, newcomer, people, caplog):
    with caplog.at_level(logging.DEBUG):
        night()

    out = io.StringIO()
    for model in (Rereading, FoundPassage):
        for row in model._base_manager.values():
            print(row, file=out)
    assert NAME.lower() not in out.getvalue().lower()
    assert NAME not in caplog.text
    assert mail.outbox == []
    assert ClearedText.objects.published().filter(pk=told.pk).exists()

"""A shorter text for everyone stands beside a fuller one for fewer readers, and each reader sees the fullest that is theirs."""

import ast
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.beside import only_in
from cases.clearance.database_rules import ANOTHER_IS_PUBLISHED
from cases.clearance.models import Audience, ClearedText, KeptBeside, Publication
from cases.clearance.striking import strike_text
from cases.clearance.together import withdraw_together
from cases.models import Need
from kit.privacy.striking import Passage
from knowledge.library.actions import write_ups
from knowledge.library.actions.indexing import index_texts
from knowledge.library.helped_before import helped_before
from newsletter.actions import follow_newer_texts
from newsletter.editions import edition_for, edition_of
from newsletter.models import Edition, Entry
from tests.factories.cases import CaseFactory
from tests.factories.newsletter import EntryFactory, NewsletterIssueFactory
from tests.knowledge.library.test_superseded import KINDS, another, pointer_like_that_of
from tests.reading import one_line

pytestmark = pytest.mark.django_db
FULL, SHORT = "qzxfuller", "qzxshorter"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def fuller(publish):
    """A version for members of every site that says more than everybody should read."""
    return publish(
        Audience.PROGRAMME,
        draft_title=f"{FULL} marmalade letters",
        draft_standfirst=f"{FULL} in short",
        draft_story=f"{FULL} story with many more words, which only members of every site should read.",
    )


SHORTER = {
    "draft_title": f"{SHORT} marmalade letters",
    "draft_standfirst": f"{SHORT} in short",
    "draft_story": f"{SHORT} story.",
}


@pytest.fixture
def shorter(fuller, publish):
    """The version for everyone beside it, in an issue of the newsletter that was sent."""
    return publish(Audience.PUBLIC, keeping=[fuller], **SHORTER)


@pytest.fixture
def entry(people, shorter):
    now = timezone.now()
    issue = NewsletterIssueFactory(
        programme=people.programme, approved_at=now, approved_by=people.team, sent_at=now
    )
    return EntryFactory(
        issue=issue, kind=Entry.Kind.LEARNING_OBJECT, source="library.learningobject:1",
        audience=Audience.PUBLIC, made_from=shorter.cleared_text, cleared_text=shorter.cleared_text,
    )  # fmt: skip


def told(said: dict[str, str], word: str) -> set[str]:
    return {role for role, each in said.items() if word in each}


def test_each_reader_reads_the_fullest_text_that_is_for_them_in_every_outlet(shorter, entry, outlets):
    said = outlets(shorter)

    assert told(said, FULL) == {"member"}
    assert {"visitor", "commissioner"} <= told(said, SHORT)


def test_the_search_finds_each_write_up_once_and_by_the_readers_own_words(shorter, people, client):
    for user, finds, other in ((people.member_elsewhere, FULL, SHORT), (people.commissioner, SHORT, FULL)):
        client.force_login(user)
        assert client.get("/library/", {"q": finds}).context["page"].paginator.count == 1
        assert client.get("/library/", {"q": other}).context["page"].paginator.count == 0


def test_each_edition_of_the_newsletter_has_the_text_for_its_readers(shorter, entry, people):
    editions = {name: edition_of(entry.issue, edition=name) for name in Edition.values}

    titles = {name: edition.sections[0][1][0].title for name, edition in editions.items()}
    short = f"{SHORT} marmalade letters"
    assert titles == {"members": f"{FULL} marmalade letters", "commissioners": short, "public": short}
    read = edition_for(entry.issue, reader=people.member_elsewhere)
    assert read.sections[0][1][0].words == f"{FULL} in short"


def test_the_page_says_that_there_is_a_shorter_version_to_those_who_can_read_both(shorter, people, client):
    address = shorter.learning_object.get_absolute_url()

    assert "There is a" not in client.get(address).content.decode()
    client.force_login(people.member_elsewhere)
    mine = client.get(address).content.decode()
    assert "There is a shorter version for everyone." in mine
    assert f'href="{address}?version=2"' in mine
    public = client.get(f"{address}?version=2").content.decode()
    assert "There is a fuller version for members of every site." in public


def test_nobody_outside_is_told_of_the_fuller_version(shorter, client):
    address = shorter.learning_object.get_absolute_url()

    for path in (f"{address}?version=1", f"{address[:-1]}.pdf?version=1", f"{address}pdf/?version=1"):
        response = client.get(path)
        assert (response.status_code, FULL in response.content.decode()) == (302, False)


@pytest.fixture
def needs(case):
    """The needs of the case, which its texts tell."""
    case.needs.set(Need.objects.all()[:1])
    return [need.name for need in case.needs.all()]


def test_what_has_helped_before_is_told_in_the_readers_own_text(needs, shorter, people):
    case = CaseFactory(site=people.neighbour)

    steps = helped_before(case, people.member_elsewhere, themes=[], needs=needs)
    assert {step.title for step in steps} == {f"{FULL} marmalade letters"}


@pytest.mark.parametrize("kind", KINDS)
def test_of_any_thing_each_reader_has_one_text(kind, people, publish, approve, case):
    _old, new = kind(people, publish, approve, case)  # for commissioners
    public = beside(new, people, approve)

    def theirs(user):
        return list(ClearedText.objects.fullest_for(user).filter(case=case))

    assert theirs(AnonymousUser()) == [public]
    assert theirs(people.commissioner) == [new]
    assert theirs(people.member) == [new]


def beside(text: ClearedText, people, approve) -> ClearedText:
    """A further text of the same thing for everyone, published while `text` stays."""
    further = clearance_actions.send_for_checking(
        {"title": "Shorter"}, kind=text.kind, audience=Audience.PUBLIC, programme=text.programme, site=text.site,
        case=text.case, authors=[people.facilitator], by=people.facilitator,
    )  # fmt: skip
    approve(further)
    pointer_like_that_of(text, further).save()
    index_texts()
    clearance_actions.publish(further, by=people.facilitator, keeping=[text.pk])
    return further


def test_the_page_of_the_draft_names_each_text_that_is_published(shorter, people, client, case):
    client.force_login(people.facilitator)

    page = one_line(client.get(reverse("library:write_up", args=[case.pk])).content.decode())

    for number, who in ((1, "members of every site"), (2, "everyone")):
        assert f'?version={number}">Version {number}</a> is published for {who}.' in page


# --- Corrected and withdrawn words come back nowhere


def test_without_a_choice_the_fuller_text_goes_from_every_outlet(fuller, publish, outlets):
    shorter = publish(Audience.PUBLIC, **SHORTER)

    assert told(outlets(shorter), FULL) == set()
    assert Publication.objects.get(cleared_text=fuller.cleared_text).withdrawn_because == "newer"


def test_a_correction_of_the_fuller_text_goes_to_its_readers_and_the_shorter_one_stays_if_chosen(
    fuller, shorter, entry, publish, outlets
):
    publish(Audience.PROGRAMME, draft_title="A better title", draft_story="Better.", keeping=[shorter])
    follow_newer_texts()

    said = outlets(shorter)
    assert told(said, FULL) == set()
    assert "A better title" in said["member"]
    assert SHORT in said["visitor"]
    assert "A better title" not in said["visitor"] + said["commissioner"]


def test_a_text_for_the_same_readers_is_never_kept(fuller, publish):
    publish(Audience.PROGRAMME, draft_title="A better title", keeping=[fuller])

    assert not ClearedText.objects.published().filter(pk=fuller.cleared_text_id).exists()
    assert not KeptBeside.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_the_database_keeps_no_other_text_that_nobody_chose_to_keep(kind, people, publish, approve, case):
    _old, new = kind(people, publish, approve, case)
    further = another(new, people, approve, audience=Audience.PUBLIC)
    pointer_like_that_of(new, further).save()

    with pytest.raises(IntegrityError, match=ANOTHER_IS_PUBLISHED), transaction.atomic():
        Publication.objects.create(cleared_text=further, published_by=people.facilitator)
    KeptBeside.objects.create(text=further, kept=new, by=people.facilitator)
    Publication.objects.create(cleared_text=further, published_by=people.facilitator)


def test_what_was_chosen_to_stay_is_kept_for_good(shorter):
    with pytest.raises(IntegrityError), transaction.atomic():
        KeptBeside._base_manager.update(at=timezone.now())


@pytest.mark.parametrize("only_this", [True, False])
def test_withdrawing_asks_for_the_others_and_takes_them_too_unless_told_otherwise(
    only_this, fuller, shorter, people, client
):
    address = shorter.learning_object.get_absolute_url()
    client.force_login(people.facilitator)
    page = reverse("clearance:text_check", args=[shorter.cleared_text_id])
    assert "This text, and the one for members of every site" in client.get(page).content.decode()

    answers = {"because": "privacy", "what": "this"} if only_this else {"because": "privacy"}
    client.post(reverse("clearance:text_withdraw", args=[shorter.cleared_text_id]), answers)

    assert client.get(address).status_code == (200 if only_this else 410)
    assert client.get(f"{address}?version=2").status_code == 410
    client.logout()
    assert client.get(address).status_code == 410
    assert client.get(f"{address}?version=2").status_code == 410


def test_withdrawing_again_changes_nothing(shorter, people):
    first = withdraw_together(shorter.cleared_text, because="mistake", by=people.team)
    again = withdraw_together(shorter.cleared_text, because="privacy", by=people.facilitator)

    assert again == first
    assert not ClearedText.objects.published().exists()


def test_a_presenter_who_no_longer_agrees_to_everyone_takes_the_shorter_text_back_alone(
    fuller, shorter, case, people
):
    member = people.members.presenter
    clearance_actions.withdraw_agreement(case, member=member, audience=Audience.PUBLIC, by=people.presenter)

    assert list(ClearedText.objects.published()) == [fuller.cleared_text]


def test_a_kept_text_whose_words_are_removed_is_replaced_for_its_own_readers(fuller, shorter, people):
    new = strike_text(fuller.cleared_text, passage=Passage("marmalade"), by=people.team)

    assert new is not None
    assert new.audience == Audience.PROGRAMME
    assert list(ClearedText.objects.published()) == [shorter.cleared_text]


# --- Whoever publishes is asked


@pytest.fixture
def approved(fuller, people, approve):
    """A shorter version for everyone that is ready to be published."""
    write_ups.edit_write_up(fuller.learning_object, by=people.facilitator, **SHORTER)
    version = write_ups.send_write_up_for_checking(
        fuller.learning_object, audience=Audience.PUBLIC, by=people.facilitator
    )
    approve(version.cleared_text)
    return version.cleared_text


def test_the_page_says_what_is_only_in_the_fuller_text_and_asks(fuller, approved, people, client):
    client.force_login(people.facilitator)

    page = client.get(reverse("clearance:text_check", args=[approved.pk])).content.decode()

    assert "Another text is published for members of every site" in page
    assert f"<li>{FULL} story with many more words" in page
    assert "What should happen to the text for members of every site?" in page


@pytest.mark.parametrize(("answer", "stays"), [({}, False), ("withdraw", False), ("keep", True)])
def test_the_fuller_text_stays_only_if_that_is_chosen(fuller, approved, people, client, answer, stays):
    client.force_login(people.facilitator)
    field = f"text_{fuller.cleared_text_id}"

    client.post(reverse("clearance:text_publish", args=[approved.pk]), answer and {field: answer})

    assert ClearedText.objects.published().filter(pk=approved.pk).exists()
    assert ClearedText.objects.published().filter(pk=fuller.cleared_text_id).exists() == stays
    assert KeptBeside.objects.filter(text=approved, kept=fuller.cleared_text).exists() == stays


def test_a_text_that_nobody_compared_does_not_stay(fuller, approved, people):
    compared = another(
        fuller.cleared_text, people, lambda text: None
    )  # and not the one that is published now

    clearance_actions.publish(approved, by=people.facilitator, keeping=[compared.pk])

    assert list(ClearedText.objects.published()) == [approved]
    assert not KeptBeside.objects.exists()


def test_what_is_only_in_one_text_is_said_by_sentence():
    assert only_in("She rang. He  WROTE.\nThey met!", than="he wrote. Then nothing.") == [
        "She rang.",
        "They met!",
    ]
    assert only_in("", than="Anything.") == []


# --- Every outlet asks the one question

WITHOUT_ASKING = {
    "cases/commissioning/models/issues.py: with_public_page for_everyone": "whether there is one at all, not which",
    "knowledge/library/views/library.py: _versions_for addressed_to": "every text there is or was, for ?version= and 410",
}
APPS = ("knowledge", "newsletter", "pages", "cases/commissioning", "cases/views", "cases/next_steps")


def test_no_outlet_asks_for_texts_by_another_way():
    found = {f"{path}: {where} {asked}" for path, where, asked in questions()}

    assert found == set(WITHOUT_ASKING)


def questions():
    """Where something outside the clearance asks for the texts that somebody may read, but not for theirs."""
    for path in (file for app in APPS for file in sorted((ROOT / app).rglob("*.py"))):
        for function in ast.walk(ast.parse(path.read_text())):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                asked = (
                    node.func.attr
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                    else ""
                )
                if asked in {"readable_by", "addressed_to", "readable_in", "for_everyone"}:
                    of = ast.unparse(node.func.value)
                    if "ClearedText.objects" in of:
                        yield path.relative_to(ROOT), function.name, asked

"""Every longer text that a form changes has earlier versions, or a reason for having none. The walk over all forms."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import connection, models, transaction
from django.urls import reverse

from kit.audit_verbs import KitVerb
from kit.errors import RefusedError
from kit.models import AuditEvent, Draft, Press, RemovedRow, Revision, subject_of
from kit.privacy.register import about, belongs_to
from pages.earlier.texts import ALL, BY_SLUG
from pages.privacy.register import OWNERS, WordsOf
from pages.privacy.striking import look_for, remove
from tests.permissions.asking import clients_of
from tests.permissions.confidential import key_of, text_fields
from tests.permissions.forms_on_pages import PageForm, forms_in
from tests.permissions.test_hostile import SENDERS
from tests.permissions.test_stale import as_shown, post, posted_forms, same_form, with_text
from tests.permissions.versions import BROUGHT_BACK, ROWS, of_version
from tests.permissions.world import ROLES

pytestmark = [pytest.mark.long, pytest.mark.walk]
EARLIER, LATER = "Walked there at first", "Rode there in the end"
WRITES = re.compile(r'(?:INTO|UPDATE) "([^"]+)"')
NO_TEXTS = (AuditEvent, Draft, Press, RemovedRow, Revision)
SENT = "What was sent for checking never changes; another version takes its place, and both are kept."
ONCE = "It is written once, with what was done, and never changed."

# The columns that a form of several lines writes, without a page of earlier versions, each with its reason.
WITHOUT_VERSIONS = {
    "clearance.clearedtext.body": SENT,
    "library.indexedtext.words": SENT,
    "clearance.sendback.reason": ONCE,
    "clearance.publication.withdrawn_note": ONCE,
    "clearance.textmessage.quote": ONCE,
    "clearance.textmessage.words": ONCE,
    "sites_app.sitestate.reason": "Each state of a site is a row of its own, with its reason.",
    "next_steps.feedback.words": "It is corrected with a reason, and what it said before stands beside it.",
    "next_steps.feedbackcorrection.words": "It is what the answer said before.",
    "meetings.minutescorrection.reason": ONCE,
    "cases.caseminutescorrection.reason": ONCE,
    "library.learningobject.draft_bottom_lines": "Its versions are shown on the page of the write-up.",
    "library.learningobject.draft_steps": "Its versions are shown on the page of the write-up.",
}


class Written:
    """Notes the tables that queries write to, so that only these are looked through."""

    def __init__(self):
        self.tables: set[str] = set()

    def __call__(self, execute, sql, params, many, context):
        self.tables.update(WRITES.findall(sql))
        return execute(sql, params, many, context)


def holders(text: str, tables: set[str]) -> Iterator[tuple[str, models.Model]]:
    """Every column of `tables` that holds `text`, and its row."""
    for model, column in text_fields():
        if model in NO_TEXTS or isinstance(column, models.FileField) or model._meta.db_table not in tables:
            continue
        if isinstance(column, models.JSONField):
            rows = [
                row for row in model._base_manager.all() if text in json.dumps(getattr(row, column.attname))
            ]
        else:
            rows = list(model._base_manager.filter(**{f"{column.name}__contains": text}))
        for row in rows:
            yield key_of(model, column), row


def save(client, page: str, form: PageForm, field: str, text: str):
    """Send the form with `text`: without its first button, if that one does something else, and with an answer to each
    question, if there are any.
    """
    sent = with_text(as_shown(form), field, text)
    with transaction.atomic():
        answer = post(client, page, form, sent)
        transaction.set_rollback(answer.status_code != 302)
    if answer.status_code != 302:
        sent = [pair for pair in sent if pair not in form.buttons]
        answer = post(client, page, form, sent)
    if answer.status_code == 422:
        answer = post(client, page, form, sent + first_answers(answer, form, sent))
    return answer


def first_answers(response, form: PageForm, sent) -> list[tuple[str, str]]:
    """The first answer to each question that was not answered, and to which one was asked for."""
    answers: dict[str, str] = {}
    for shown in forms_in(response.content.decode(), at=form.action):
        for each in shown.controls if shown.action == form.action else ():
            if each.kind == "radio" and each.name not in dict(sent):
                answers.setdefault(each.name, each.value)
    return list(answers.items())


def long_fields(form: PageForm) -> list[str]:
    return [each.name for each in form.controls if each.kind == "textarea"]


def test_each_longer_text_that_a_form_changes_has_earlier_versions_or_a_reason(world):
    clients, kept = clients_of(world, SENDERS), {column: text for text in ALL for column in text.columns}
    lacking, lost, came_back = set(), [], set()

    for name, role, page, form in posted_forms(world):
        client = clients[role]
        for field in long_fields(form):
            written = Written()
            with transaction.atomic(), connection.execute_wrapper(written):
                form = same_form(client, page, form)
                answer = save(client, page, form, field, EARLIER)
                found = list(holders(EARLIER, written.tables)) if answer.status_code == 302 else []
                lacking |= {
                    (name, key) for key, _ in found if key not in kept.keys() | WITHOUT_VERSIONS.keys()
                }
                again = same_form(client, page, form) if found else form
                if field in long_fields(again) and dict(again.as_filled()).get(field, "") == EARLIER:
                    save(client, page, again, field, LATER)
                    for key, row in found:
                        if key in kept and key in {each for each, _ in holders(LATER, written.tables)}:
                            came_back.add(kept[key].slug)
                            lost += [(name, key, why) for why in bring_back(client, kept[key], row)]
                transaction.set_rollback(True)

    assert lacking == set(), lacking
    assert lost == [], lost
    assert came_back == {text.slug for text in ALL} - WALKED_ELSEWHERE


# Texts whose form has one line, or does not take what the walk fills in.
# A publication: tests/pages/test_earlier_versions.py brings its summary back.
WALKED_ELSEWHERE = {"next-step", "newsletter-entry", "publication"}


def bring_back(client, text, row) -> Iterator[str]:
    """Bring EARLIER back on the page of earlier versions of the row, and say what is wrong."""
    row = getattr(row, "programme", row) if text.slug == "ground-rules" else row
    row = type(row)._base_manager.get(pk=row.pk)
    page = reverse("text_versions", args=[text.slug, row.pk])
    shown = client.get(page)
    if shown.status_code != 200 or EARLIER not in shown.content.decode():
        yield "the earlier version is not on its page"
        return
    version = next(each for each in text.versions_of(row) if each.text == EARLIER)
    press(client, page, reverse("version_bring_back", args=[text.slug, row.pk, version.pk]))
    row = type(row)._base_manager.get(pk=row.pk)
    if text.now(row, version.section) != EARLIER:
        yield "it did not come back"
    if LATER not in [each.text for each in text.versions_of(row)]:
        yield "what it replaced is lost"


def press(client, page: str, address: str) -> None:
    """Press the button on the page that posts to the address."""
    forms = forms_in(client.get(page).content.decode(), at=page)
    form = next(each for each in forms if each.action == address)
    post(client, page, form, as_shown(form))


def test_each_text_comes_back_by_its_button_and_who_did_it_is_recorded(world):
    clients, problems = clients_of(world, SENDERS), []

    for kind, signs in BROUGHT_BACK.items():
        role = next(role for role, sign in zip(ROLES, signs.split(), strict=True) if sign == "r")
        text, (_, pk, version_pk) = BY_SLUG[kind], of_version(kind)(world)
        row = text.model._base_manager.get(pk=pk)
        version = next(each for each in text.versions_of(row) if each.pk == version_pk)
        with transaction.atomic():
            press(
                clients[role],
                reverse("text_versions", args=[kind, pk]),
                reverse("version_bring_back", args=[kind, pk, version_pk]),
            )
            row = text.model._base_manager.get(pk=pk)
            recorded = AuditEvent.objects.filter(
                verb=KitVerb.BRING_BACK, subject=subject_of(row), by=world.users[role]
            )
            if text.now(row, version.section) != version.text or recorded.count() != 1:
                problems.append((kind, text.now(row, version.section), recorded.count()))
            transaction.set_rollback(True)

    assert problems == []


def test_a_version_that_somebody_else_brought_back_meanwhile_is_not_brought_back_again(world):
    problems = []

    for kind, signs in BROUGHT_BACK.items():
        role = next(role for role, sign in zip(ROLES, signs.split(), strict=True) if sign == "r")
        text, (_, pk, version_pk) = BY_SLUG[kind], of_version(kind)(world)
        rows = [text.model._base_manager.get(pk=pk) for _ in "ab"]  # both read it before either presses
        opened = [next(each for each in text.versions_of(row) if each.pk == version_pk) for row in rows]
        said = {"base": opened[0].base, "by": world.users[role], "reason": "It was right before"}
        with transaction.atomic():
            for row, version in zip(rows, opened, strict=True):
                with suppress(RefusedError):
                    text.bring_back(row, version, **said)
            recorded = AuditEvent.objects.filter(verb=KitVerb.BRING_BACK, subject=subject_of(rows[0])).count()
            if recorded != 1:
                problems.append((kind, recorded))
            transaction.set_rollback(True)

    assert problems == []


def test_earlier_versions_belong_to_whom_their_text_belongs_to(world):
    """So removing words, retention and erasing reach them: they go by the register."""
    of_programme = WordsOf.programme(world.programme).subjects

    for text in ALL:
        row = getattr(world, ROWS[text.slug])
        nearest = next(owner for owner in OWNERS if belongs_to(text.model, [(owner, {0})]) is not None)
        assert subject_of(row) in of_programme, (text.slug, nearest)
    kept = {version.subject for version in about(Revision, of_programme)}
    assert {subject_of(getattr(world, ROWS[text.slug])) for text in ALL if text.holder is None} <= kept


def test_words_that_are_removed_leave_no_earlier_version(world):
    facilitator, reach = world.user("facilitator"), WordsOf.programme(world.programme)
    before = {version.subject for version in Revision.objects.filter(text__contains="As it was of")}
    with transaction.atomic():
        found = look_for("As it was of", reach=reach, by=facilitator)

        remove(
            "As it was of",
            reach=reach,
            subject=world.case,
            by=facilitator,
            chosen=set(found.contexts),
            seen=found.seen,
        )

        assert len(before) > 12
        assert not Revision.objects.filter(text__contains="As it was of").exists()
        transaction.set_rollback(True)

"""Whatever is sent: no fault, an answer within two seconds for each 100 kB, and what was typed is on the page that refuses it."""

from collections import Counter
from contextlib import suppress
from functools import cache as cache_of
from functools import partial
from itertools import count
from typing import NamedTuple
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.handlers import wsgi
from django.db import transaction
from django.forms import BaseForm
from django.forms.forms import DeclarativeFieldsMetaclass
from django.forms.widgets import Input
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from kit.bounds import tidied
from kit.days.fields import ClockField, DayField
from kit.days.reading import Leaning
from kit.privacy import identifiers
from tests.hostile import HOSTILE, LONG
from tests.measuring import seconds_of
from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of
from tests.permissions.forms_on_pages import PageForm, as_received, forms_in, urlencoded
from tests.permissions.table import SIGNING_IN, TABLE
from tests.permissions.world import ROLES

pytestmark = pytest.mark.long
SECONDS = 2  # of the processor, for up to A_TEXT; in proportion for more
A_TEXT = 100_000  # characters
MOST_SENT = 1_500_000  # bytes; more is refused before any form is read
SENDERS = ["facilitator", "team", "broker", "commissioner", "presenter", "member", "anonymous"]
ASKING = ["facilitator", "team", "anonymous"]
UNSEEN = {"password", "hidden"}  # fields that never show again what was in them
SHORT = [value for value in HOSTILE if value not in LONG]
OF_NO_DATABASE = ["-1", "\ufffd" * 300, "é{}%s'\"<", "../..", "0", "1e9", "http://["]
QUERY = (
    "page q kind year case site theme state version sort programme edition evidence question role sector as_at at show"
    " next from to what discipline organisation month e p o"
).split()


class Found(NamedTuple):
    """What the pages of the world have, each once: the forms that somebody may send, as who and on which page; and
    the form objects behind them.
    """

    on_pages: dict[tuple, tuple[str, str, PageForm]]
    objects: dict[tuple, BaseForm]


def forms_of(world) -> Found:
    """Every form that one of the senders may send; looked for the first time, and kept with the world."""
    if not hasattr(world, "forms"):
        world.forms = Found({}, {})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(DeclarativeFieldsMetaclass, "__call__", _remembering, raising=False)
            _look_everywhere(world)
    return world.forms


def _remembering(form_class, *arguments, **named):
    """Make a form that remembers what it was made with."""
    form = type.__call__(form_class, *arguments, **named)
    form.made_with = arguments, named
    return form


def _look_everywhere(world) -> None:
    clients = clients_of(world, SENDERS)
    for row in TABLE:
        signs = dict(zip(ROLES, row.get.split(), strict=True))
        url = addresses.url_of(row.name, row.arguments, world)
        for role in SENDERS:
            if signs[role] == "+" and not _look(world.forms, role, url, ask(clients[role], "GET", url)):
                break
    for url in map(addresses.of_signing_in, SIGNING_IN):
        for role in ("member", "anonymous"):
            _look(world.forms, role, url, ask(clients[role], "GET", url))


def _look(found: Found, role: str, url: str, answer) -> bool:
    """Note the forms of a page, and say whether it is one: a paper or a table has none for anybody."""
    if answer.status_code == 200 and not answer["Content-Type"].startswith("text/html"):
        return False
    if answer.status_code == 200:
        for form in forms_in(answer.whole.decode(), at=url):
            found.on_pages.setdefault(form.key, (role, url, form))
        for context in answer.context or ():
            for value in (value for part in context for value in part.values()):
                if isinstance(value, BaseForm) and type(value).__module__ != "members.account_forms":
                    found.objects.setdefault((type(value), frozenset(value.fields)), value)
    return True


def send(client, form: PageForm, sent, *, page: str):
    """The answer to `form` with `sent` in it; whatever it did is undone."""
    cache.clear()
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        referer = f"http://testserver{page}"
        if form.method == "get":
            answer = client.get(
                f"{form.action.split('?')[0]}?{urlencoded(sent).decode()}", HTTP_REFERER=referer
            )
        else:
            kind = "application/x-www-form-urlencoded"
            answer = client.post(form.action, urlencoded(sent), content_type=kind, HTTP_REFERER=referer)
        answer.whole = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code == 302 and answer.url.startswith("/"):
            client.get(answer.url)  # what was accepted is shown
        transaction.set_rollback(True)
    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies[name] = value
    return answer


def hostile(numbers, room: int) -> str:
    """The next value of the list that is no longer than `room`."""
    value = HOSTILE[next(numbers) % len(HOSTILE)]
    if len(urlencoded([("", value)])) > room:
        value = SHORT[next(numbers) % len(SHORT)]
    return value


def with_hostile_values(form: PageForm, numbers, *, everywhere: bool) -> list[tuple[str, str]]:
    """What is sent for `form` with a value of the list in each field that people type in, or in every field."""
    typed, room, sent = {each.name for each in form.typed}, MOST_SENT, []
    for name, value in form.as_filled() + (form.unchosen if everywhere else []):
        if name in typed or (everywhere and name != "csrfmiddlewaretoken"):
            value = hostile(numbers, room // 4)
        room -= len(urlencoded([(name, value)]))
        sent.append((name, value))
    return sent


def same_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_shown(value: str, kind: str) -> set[str]:
    """What a page may show of `value` in a field of this kind: what was typed, the same without what nobody sees, or the
    day or time in full that it was understood as.
    """
    widget = Input()
    widget.input_type = kind
    kept = tidied(value, widget)
    shown = {same_lines(value), same_lines(kept)}
    for field in (ClockField(), *(DayField(leaning=leaning) for leaning in Leaning)):
        with suppress(ValidationError):
            shown.add(field.prepare_value(field.understand(kept).value))
    return shown


def not_kept(form: PageForm, sent, answer, *, page: str) -> list[str]:
    """The fields that people typed in whose values are not on the page that refuses the form, or that asks once more."""
    shown = [
        each for each in forms_in(answer.whole.decode(), at=page) if each.typed or each.action == form.action
    ]
    kept: dict[str, set[str]] = {}
    for each in shown:
        for control in each.controls:
            kept.setdefault(control.name, set()).add(same_lines(control.value))
    typed = {each.name: each.kind for each in form.typed if each.kind not in UNSEEN}
    return [
        f"{name}={value[:30]!r} ({len(value)}), shown {[text[:30] for text in kept.get(name, [])]}"
        for name, value in sent
        if name in typed and not as_shown(as_received(value), typed[name]) & kept.get(name, set())
    ]


def problems_with(client, form, sent, *, page) -> list[str]:
    """What is wrong with the answer to `form` with `sent` in it."""
    said = f"{page} -> {form.method} {form.action}"
    try:
        answers = []
        most = SECONDS * max(1, sum(len(value) for _, value in sent) / A_TEXT)
        seconds = seconds_of(lambda: answers.append(send(client, form, sent, page=page)), enough=most)
    except Exception as fault:
        return [f"{said}: {type(fault).__name__}: {str(fault)[:200]} {[(n, v[:20]) for n, v in sent][:8]}"]
    found, answer = [], answers[0]
    if answer.status_code >= 500:
        found.append(f"{said}: {answer.status_code}")
    if seconds > most:
        found.append(
            f"{said}: {seconds:.1f} s, {[(name, value[:12], len(value)) for name, value in sent if len(value) > 999]}"
        )
    refused = answer.status_code in (400, 409, 413, 422, 429)
    if refused and form.method == "post" and (lost := not_kept(form, sent, answer, page=page)):
        found.append(f"{said}: {answer.status_code}, not kept: {lost[:3]}")
    return found


@pytest.mark.strict
@pytest.mark.parametrize("everywhere", [False, True], ids=["typed", "everywhere"])
def test_no_value_in_any_form_is_a_fault_and_none_is_lost(world, everywhere):
    clients, numbers, problems = clients_of(world, SENDERS), count(11), []
    forms = forms_of(world).on_pages

    for role, page, form in forms.values():
        if not form.typed and not everywhere:
            continue
        for _ in range(3 if everywhere else 5):
            sent = with_hostile_values(form, numbers, everywhere=everywhere)
            problems += problems_with(clients[role], form, sent, page=page)

    assert problems == [], "\n" + "\n".join(problems)
    assert len(forms) > 80


@pytest.fixture
def _looked_through_once(monkeypatch):
    """The finder is pure: it looks through each value once, and not once for each field that has it."""
    monkeypatch.setattr(identifiers, "find_refused", cache_of(identifiers.find_refused))


@pytest.mark.usefixtures("_looked_through_once")
def test_every_value_of_the_list_in_every_field_of_every_form(world):
    problems = []

    for form in map(as_sent, forms_of(world).objects.values()):
        for value in map(as_received, HOSTILE):
            try:
                with transaction.atomic():
                    seconds = seconds_of(partial(fill, form, value), enough=SECONDS)
            except Exception as fault:
                problems.append(
                    f"{type(form).__name__}: {value[:30]!r}: {type(fault).__name__}: {str(fault)[:200]}"
                )
                continue
            if seconds > SECONDS:
                problems.append(f"{type(form).__name__}: {value[:30]!r} ({len(value)}) took {seconds:.1f} s")

    assert problems == [], "\n" + "\n".join(problems)
    assert len(forms_of(world).objects) > 40


def as_sent(form: BaseForm) -> BaseForm:
    """A form made as `form` was, and sent: some have more fields then."""
    arguments, named = form.made_with
    named = {name: each for name, each in named.items() if name not in ("data", "files")}
    return type(form)(MultiValueDict(), *arguments[1:], **named)


def fill(form: BaseForm, value: str) -> None:
    """Send `form` with `value` in each of its fields, and ask whether each that people type in still has it."""
    fields = dict(form.fields)  # some take fields away while they are cleaned
    form.data = MultiValueDict({form.add_prefix(name): [value] for name in fields})
    form._errors, form._beyond = None, frozenset()
    form.is_valid()
    for name in form.fields:
        kind = getattr(form[name].field.widget, "input_type", "text")
        if kind in ("text", "email", "url") and name in form.errors:
            assert form[name].value() in {value, *as_shown(value, kind)}, (
                f"{name} shows {str(form[name].value())[:40]!r}"
            )
    form.fields = fields


class Noting(QueryDict):
    """A query string that notes what it was asked for."""

    def __init__(self, *arguments, **named):
        self.asked = Counter()
        super().__init__(*arguments, **named)

    def __getitem__(self, name):
        self.asked[name] += 1
        return super().__getitem__(name)

    def __contains__(self, name):
        self.asked[name] += 1
        return super().__contains__(name)

    def getlist(self, name, default=None):
        self.asked[name] += 1
        return super().getlist(name, default)

    def lists(self):
        self.asked["the whole"] += 1
        return super().lists()

    def keys(self):
        self.asked["the whole"] += 1
        return super().keys()


def pages_of(world) -> list[tuple[str, str, list[str]]]:
    """Every address, as whom it is asked for, and the parts of it that are of a row."""
    rows = [(row.name, row.get, row.arguments) for row in TABLE]
    rows += [
        (name, "L" * len(ROLES), addresses.nothing) for name in SIGNING_IN if name not in addresses.ARGUMENTS
    ]
    found = []
    for name, signs, arguments in rows:
        url = addresses.url_of(name, arguments, world).partition("?")[0]
        may = dict(zip(ROLES, signs.split(), strict=False))
        role = next((role for role in ASKING if may.get(role, "L") in "+>"), "anonymous")
        found.append((url, role, [str(part) for part in arguments(world) if not isinstance(part, dict)]))
    return found


def pages_that_read_their_query(world) -> set[str]:
    """The addresses of pages that look for anything of QUERY; looked for the first time, and kept with the world."""
    if not hasattr(world, "readers_of_queries"):
        clients, looked_for = clients_of(world, ASKING), {}
        asked = "&".join(f"{name}=" for name in QUERY)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(wsgi, "QueryDict", Noting)
            for url, role, _ in pages_of(world):
                answer = ask(clients[role], "GET", f"{url}?{asked}")
                looked_for[url] = answer.wsgi_request.GET
        frame = looked_for[reverse("accessibility")]  # every page does that much
        found = {url for url, query in looked_for.items() if query.asked - frame.asked}
        world.readers_of_queries = found
    return world.readers_of_queries


@pytest.mark.parametrize(
    "value",
    [
        *("9" * 19, "9" * 5_000, "%00"),  # which one database takes and another does not
        *(pytest.param(each, marks=pytest.mark.strict) for each in OF_NO_DATABASE),
    ],
)
def test_no_value_in_an_address_or_a_query_is_a_fault(world, value):
    clients, problems = clients_of(world, ASKING), []
    readers = pages_that_read_their_query(world)

    asked = "&".join(f"{name}={quote(value)}" for name in QUERY)
    for url, role, parts in pages_of(world):
        wrong = {url.replace(f"/{part}/", f"/{quote(value)}/", 1) for part in parts}
        for address in wrong | ({f"{url}?{asked}"} if url in readers else set()):
            try:
                answer = ask(clients[role], "GET", address)
            except Exception as fault:
                problems.append(f"{role} {address[:120]}: {type(fault).__name__}: {str(fault)[:200]}")
            else:
                if answer.status_code >= 500:
                    problems.append(f"{role} {address[:120]}: {answer.status_code}")

    assert problems == [], "\n" + "\n".join(problems)
    assert 20 < len(readers) < len(TABLE) / 2, sorted(readers)

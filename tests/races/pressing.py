"""Many presses at one moment, each in a thread with a connection of its own, on a world that they really change."""

import json
import re
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache as cache_forever
from urllib.parse import urlsplit

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client

from kit.once import new_key
from tests.permissions import addresses
from tests.permissions.forms_on_pages import PageForm, forms_in, urlencoded
from tests.permissions.table import Row, may_press
from tests.races.typed import Typed

PRESSERS = [
    "facilitator",
    "team",
    "broker",
    "commissioner",
    "presenter",
    "member",
    "facilitator_elsewhere",
    "anonymous",
]
FIXED = {"django_migrations", "django_content_type", "auth_permission"}
# of the way in, of the keys of forms, and what was refused and is kept for whoever typed it
UNCOUNTED = {"members_session", "kit_press", "kit_draft"}
OF_CHANCE = {"password", "link_number"}
IN_PASSING = re.compile(
    r"read|sign in"
)  # verbs: a reading may be noted twice, and each answer brings a session
ON_A_DAY = {"on", "day", "joined_on", "starts_on", "date"}


@dataclass
class Press:
    """A button that is pressed: by whom, where, and with what in its form."""

    client: Client
    url: str
    sent: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def __call__(self):
        back = f"http://testserver{self.url}"
        if self.files:
            files = {name: SimpleUploadedFile(*file) for name, file in self.files.items()}
            return self.client.post(self.url, dict(self.sent) | files, HTTP_REFERER=back)
        sent = urlencoded(self.sent)
        return self.client.post(
            self.url, sent, content_type="application/x-www-form-urlencoded", HTTP_REFERER=back
        )

    def again(self, *, on_another_screen: bool) -> "Press":
        """The same button once more by the same person. On another screen the form has a key of its own."""
        client = Client(raise_request_exception=False)
        client.cookies.update(self.client.cookies)
        sent = [
            (name, new_key() if name == "once" and on_another_screen else value) for name, value in self.sent
        ]
        return replace(self, client=client, sent=sent)


@dataclass
class Outcome:
    """What came of presses at one moment."""

    codes: list[int]
    done: dict[str, object]  # see `effect`
    faults: list[str]


def presser_of(row: Row) -> str:
    """The first role that may do what `row` asks for; "" for a row that nobody may post to."""
    return next((role for role in PRESSERS if may_press(row, role)), "")


def press_of(world, row: Row, typed: Typed) -> Press:
    """The press of the button of `row` by the first who may, with its form filled in as its page has it, and as `typed`
    says.
    """
    typed.before(world)
    url = addresses.url_of(row.name, typed.at or row.arguments, world)
    return press_at(world, typed.by or presser_of(row), url, typed.values(world))


def press_at(world, role: str, url: str, typed: dict) -> Press:
    """The press of the button of the form at `url` by the person in `role`, filled in as its page has it, and `typed`.

    A value of None in `typed` leaves a field out.
    """
    client = Client(raise_request_exception=False)
    if world.users[role] is not None:
        client.force_login(world.user(role))
    page = client.get(url)
    sent = [("once", "a-key-of-another-page")]
    if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
        own = [form for form in forms_in(page.content.decode(), at=url) if _goes_to(form, url)]
        sent = filled(own[0]) if own else sent
    kept = [pair for pair in sent if pair[0] not in typed]
    files = {name: value for name, value in typed.items() if isinstance(value, tuple)}
    words = [
        (name, str(each))
        for name, value in typed.items()
        if value is not None and name not in files
        for each in (value if isinstance(value, list) else [value])
    ]
    return Press(client, url, kept + words, files)


def _goes_to(form: PageForm, url: str) -> bool:
    return form.method == "post" and urlsplit(form.action).path == urlsplit(url).path


def filled(form: PageForm) -> list[tuple[str, str]]:
    """What is sent for `form`, with something in every empty field that people type in, and every box ticked."""
    typed = {each.name for each in form.typed}
    boxes = [
        (each.name, each.value) for each in form.controls if each.kind == "checkbox" and not each.is_chosen
    ]
    return [
        (name, value or (guess(name) if name in typed else "")) for name, value in form.as_filled()
    ] + boxes


def guess(name: str) -> str:
    """Something for a field called `name`."""
    name = name.rpartition("-")[2]
    for part, value in {
        "email": "new@example.org",
        "link": "https://example.org/a",
        "doi": "10.1234/abc",
    }.items():
        if part in name:
            return value
    if name in ON_A_DAY or name.endswith(("_on", "_at", "_by")):
        return "1 April 2026"
    if name in ("time", "at", "begins_at", "clock", "starts_time"):
        return "2pm"
    if name == "ends":
        return "3pm"
    return "7" if "number" in name or name in ("amount", "minutes", "year") else "Something to say"


@cache_forever
def tables() -> dict[str, dict[str, bool]]:
    """The tables that a press may change, and their columns that are written: whether each holds a moment, chance or a
    key of another row.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_updatable = 'YES' AND is_generated = 'NEVER' ORDER BY 1, 2"
        )
        found: dict[str, dict[str, bool]] = {}
        for table, column, kind in cursor.fetchall():
            passing = kind.startswith("timestamp") or column in OF_CHANCE or column.endswith("_id")
            found.setdefault(table, {})[column] = passing
    return {table: columns for table, columns in found.items() if table not in FIXED}


State = dict[tuple[str, str], dict]


def state() -> State:
    """Every row that a press may change, by its table and key."""
    selects = [
        f"SELECT '{table}', {key_of(table)}::text, to_jsonb(r)::text FROM {table} r" for table in tables()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects))
        return {(table, key): json.loads(row) for table, key, row in cursor.fetchall()}


def key_of(table: str) -> str:
    return "session_key" if table == "members_session" else "id"


def restore(before: State) -> None:
    """Make every row what it was in the state `before`."""
    now = state()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger, and any order
        changed = [each for each in now.keys() | before.keys() if before.get(each) != now.get(each)]
        for table, key in changed:  # all of them first: what came may stand where something was
            cursor.execute(f"DELETE FROM {table} WHERE {key_of(table)} = %s", [key])
        for table, key in changed:
            if (row := before.get((table, key))) is not None:
                names = ", ".join(f'"{name}"' for name in tables()[table])
                values = f"SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s)"
                cursor.execute(f"INSERT INTO {table} ({names}) {values}", [json.dumps(row)])


def effect(before: State, after: State) -> dict[str, object]:
    """What changed from one state to the other: rows added and gone by table, each verb of the audit log by how often
    it is there more, and the new value of each column of a row that was there before. Moments, chance and keys of other
    rows are there or not there.
    """
    found: Counter[str] = Counter()
    for table, key in after.keys() ^ before.keys():
        row = after.get((table, key)) or before[table, key]
        if table in UNCOUNTED or IN_PASSING.match(row.get("verb", "")):
            continue
        if table == "kit_auditevent":
            found[f"audit: {row['verb']}"] += 1
        else:
            found[f"{table} {'added' if (table, key) in after else 'gone'}"] += 1
    changed = {
        f"{table} {key} {column}": value is not None if tables()[table].get(column) else value
        for table, key in after.keys() & before.keys()
        for column, value in after[table, key].items()
        if table not in UNCOUNTED and value != before[table, key][column]
    }
    return {**found, **changed}


def once(press: Press) -> Outcome:
    """What comes of one press; it is undone."""
    cache.clear()
    faults = Faults()
    with faults, transaction.atomic():
        before = state()
        code = press().status_code
        done = effect(before, state())
        transaction.set_rollback(True)
    return Outcome([code], done, faults.found)


def together(presses: list[Press]) -> Outcome:
    """What comes of `presses` that begin at one moment."""
    cache.clear()
    before, barrier, faults = state(), threading.Barrier(len(presses)), Faults()
    codes = [0] * len(presses)

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            codes[number] = presses[number]().status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(presses))]
    with faults:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
    return Outcome(codes, effect(before, state()), faults.found)


class Faults:
    """The faults of requests, while this is open, in words."""

    def __init__(self):
        self.found: list[str] = []

    def _note(self, **kwargs) -> None:
        kind, value, _ = sys.exc_info()
        self.found.append(f"{kind.__name__}: {str(value).splitlines()[0][:160]}")

    def __enter__(self):
        got_request_exception.connect(self._note)
        return self

    def __exit__(self, *args):
        got_request_exception.disconnect(self._note)

"""Many presses at one moment, each in a thread with a connection of its own, on a world that they really change."""

import sys
import threading
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client

from tests.permissions import addresses
from tests.permissions.forms_on_pages import PageForm, forms_in, urlencoded
from tests.permissions.table import NO, Row
from tests.permissions.world import ROLES

MAY = set("+>!r")  # signs of those who may press
PRESSERS = ["facilitator", "team", "broker", "commissioner", "presenter", "member", "anonymous"]
UNCOUNTED = {"members_session", "kit_press"}  # of the way in, and of the keys of forms
ON_A_DAY = {"on", "day", "joined_on", "starts_on", "date"}


@dataclass
class Press:
    """A button that is pressed: by whom, where, and with what in its form."""

    client: Client
    url: str
    sent: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self):
        return self.client.post(
            self.url, urlencoded(self.sent), content_type="application/x-www-form-urlencoded",
            HTTP_REFERER=f"http://testserver{self.url}",
        )  # fmt: skip

    def again(self, *, on_another_screen: bool) -> "Press":
        """The same button once more by the same person. On another screen the form has no key in common with this one."""
        client = Client(raise_request_exception=False)
        client.cookies.update(self.client.cookies)
        sent = [pair for pair in self.sent if pair[0] != "once"] if on_another_screen else self.sent
        return Press(client, self.url, sent)


@dataclass
class Outcome:
    """What came of presses at one moment."""

    codes: list[int]
    made: dict[str, int]  # rows more or fewer, by table
    faults: list[str]


def presser_of(row: Row) -> str:
    """The first role that may do what `row` asks for; "" for a row that nobody may post to."""
    signs = dict(zip(ROLES, row.post.split(), strict=True))
    return "" if row.post == NO else next((role for role in PRESSERS if signs[role] in MAY), "")


def press_of(world, row: Row, typed: dict, *, by: str = "") -> Press:
    """The press of the button of `row` by the first who may, with its form filled in as its page has it, and `typed`.

    A value of None in `typed` leaves a field out.
    """
    return press_at(world, by or presser_of(row), addresses.url_of(row.name, row.arguments, world), typed)


def press_at(world, role: str, url: str, typed: dict) -> Press:
    """The press of the button of the form at `url` by the person in `role`. See press_of."""
    client = Client(raise_request_exception=False)
    if world.users[role] is not None:
        client.force_login(world.user(role))
    page = client.get(url)
    sent = [("once", "a-key-of-another-page")]
    if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
        own = [form for form in forms_in(page.content.decode(), at=url) if _goes_to(form, url)]
        sent = filled(own[0]) if own else sent
    kept = [pair for pair in sent if pair[0] not in typed]
    return Press(
        client, url, kept + [(name, str(value)) for name, value in typed.items() if value is not None]
    )


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
    return "7" if "number" in name or name in ("amount", "minutes", "year") else "Something to say"


def counts() -> dict[str, int]:
    """How many rows each table has; of the audit log, those that are no reading, which may be noted twice."""
    tables = sorted(set(connection.introspection.table_names()) - UNCOUNTED)
    where = {"kit_auditevent": " WHERE verb NOT LIKE 'read%'"}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', COUNT(*) FROM {table}{where.get(table, '')}" for table in tables
            )
        )
        return dict(cursor.fetchall())


def difference(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """The tables with more or fewer rows `after`, and how many."""
    return {table: after[table] - before[table] for table in after if after[table] != before[table]}


def once(press: Press) -> Outcome:
    """What comes of one press; it is undone."""
    cache.clear()
    faults = Faults()
    with faults, transaction.atomic():
        before = counts()
        code = press().status_code
        made = difference(before, counts())
        transaction.set_rollback(True)
    return Outcome([code], made, faults.found)


def together(presses: list[Press]) -> Outcome:
    """What comes of `presses` that begin at one moment."""
    cache.clear()
    before, barrier, faults = counts(), threading.Barrier(len(presses)), Faults()
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
    return Outcome(codes, difference(before, counts()), faults.found)


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

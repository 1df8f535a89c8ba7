"""`make bench`, the meeting room: how long a save takes while 20 people type at once, and what the page weighs.

The server is one gunicorn process with threads, as `make run` has it, on a database of its own; the people are threads of
this process. Each sends what they typed as the page's script does: 800 ms after the last answer, and asks every four
seconds who is here. The reference is the least that a signed-in request can cost: the same people, at the same pace,
asking the same process for their key.
"""

import gzip
import http.client
import json
import os
import re
import statistics
import time
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from bench_server import gunicorn

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 20
SAVES = 25
PAUSE = 0.8  # what the script waits before it sends: SOON in static/js/room-courier.js
LOOKS_EVERY = 4.0
WORDS = "She has not opened post since her mother died, and five services write to her every week. "


def report() -> list[str]:
    """Return the lines to print."""
    meeting, people = scene()
    with gunicorn("copsite.wsgi", workers=1, threads=8, environment={}) as (port, server):
        reference = all_at_once(port, people, [ask_for_key] * SAVES)
        cpu = cpu_seconds(server)
        saves = all_at_once(port, people, [save(meeting, number) for number in range(1, SAVES + 1)])
        cpu = (cpu_seconds(server) - cpu) / len(saves) if cpu else 0
        weight = weight_of_page(port, people[0], meeting)
    middle, late, failed = figures(saves)
    least, least_late, _ = figures(reference)
    load = os.getloadavg()[0]
    return [
        f"{PEOPLE} people typing in the room: a save {middle:.0f} ms (median), {late:.0f} ms (95th percentile),"
        f" {middle / least:.1f} and {late / least_late:.1f} times the least request; {failed} of {len(saves)} failed;"
        f" load {load:.1f}" + (f", {cpu * 1000:.1f} ms of processor" if cpu else ""),
        f"The room's page with everything: {sum(weight.values()) / 1000:.0f} kB compressed ("
        + ", ".join(f"{name} {size / 1000:.1f}" for name, size in weight.items())
        + ")",
    ]


def scene():
    """Add a meeting with 10 members and 20 facilitators, each with a case on its agenda, and return its id and
    pairs of session and field.
    """
    from django.conf import settings
    from django.test import Client

    from pages.room.fields import LEARNING
    from tests.factories.cases import CaseFactory, DiscussionFactory
    from tests.factories.meetings import AgendaItemFactory, MeetingFactory
    from tests.factories.members import FacilitationFactory, MemberFactory
    from tests.factories.sites import SiteFactory

    site = SiteFactory()
    meeting = MeetingFactory(site=site, held=True)
    for position, title in enumerate(["Ground rules", "Who is here", "Did it help?", "The case", "Close"]):
        AgendaItemFactory(meeting=meeting, position=position, title=title, minutes_long=20)
    MemberFactory.create_batch(10, site=site)
    people = []
    for _ in range(PEOPLE):
        discussion = DiscussionFactory(case=CaseFactory(site=site, learning=""), meeting=meeting)
        client = Client()
        client.force_login(FacilitationFactory(member__site=site).member.user)
        people.append(
            (client.cookies[settings.SESSION_COOKIE_NAME].value, LEARNING.name(discussion=discussion.pk))
        )
    return meeting, people


def cpu_seconds(server: int) -> float:
    """Return how much processor time the children of the process `server` have used so far, or 0 if the system does not say."""
    try:
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        fields = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in children]
    except OSError:
        return 0
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


class Person:
    """Somebody on the page: a connection that is kept open, their session, and the version that they write from."""

    def __init__(self, port: int, session: str, field: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie, self.field, self.base = f"sessionid={session}", field, 0
        self.token = json.loads(self.asks("GET", "/room/key/")[1])["token"]

    def asks(self, method: str, path: str, values: dict | None = None) -> tuple[int, bytes]:
        """Send a request, and return the answer."""
        headers = {"Cookie": self.cookie}
        body = None
        if values is not None:
            body = urlencode({**values, "csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        if cookie := response.getheader("Set-Cookie"):
            self.cookie = f"{self.cookie.split('; csrftoken')[0]}; {cookie.split(';')[0]}"
        return response.status, response.read()


def ask_for_key(person: Person) -> bool:
    """Send the reference request, and return whether it succeeded."""
    return person.asks("GET", "/room/key/")[0] == 200


def save(meeting, number: int):
    """Return a function that saves some more text, and returns whether it was saved."""

    def send(person: Person) -> bool:
        sent = {"field": person.field, "text": (WORDS * 20)[: number * 60], "key": f"{person.field} {number}"}
        status, answer = person.asks(
            "POST", f"/meetings/{meeting.pk}/room/send/", {**sent, "base": person.base}
        )
        if status == 200:
            person.base = json.loads(answer)["version"]
        return status == 200

    send.looks_at = f"/meetings/{meeting.pk}/room/here/"
    return send


def all_at_once(port: int, people, work) -> list[tuple[float, bool]]:
    """Do all of `work` for every person, one piece after the other, all people at once, and return how long
    each piece took.
    """
    times: list[tuple[float, bool]] = []

    def type_on(session, field):
        person, looked = Person(port, session, field), time.perf_counter()
        for piece in work:
            start = time.perf_counter()
            is_done = piece(person)
            times.append((time.perf_counter() - start, is_done))
            if hasattr(piece, "looks_at") and start - looked > LOOKS_EVERY:
                looked = start
                person.asks("POST", piece.looks_at, {"place": "What we learned"})
            time.sleep(PAUSE)

    threads = [Thread(target=type_on, args=person) for person in people]
    for thread in threads:
        thread.start()
        time.sleep(0.03)  # nobody begins at the same moment
    for thread in threads:
        thread.join()
    return times


def figures(times) -> tuple[float, float, int]:
    """Return the median and the 95th percentile in milliseconds, and how many failed."""
    taken = sorted(seconds * 1000 for seconds, _ in times)
    return statistics.median(taken), taken[len(taken) * 95 // 100], sum(not is_done for _, is_done in times)


def weight_of_page(port: int, person, meeting) -> dict[str, int]:
    """Return what a browser loads for the room of an ordinary meeting (ten members, one case), compressed, by kind."""
    for discussion in meeting.discussions.all()[1:]:
        discussion.delete()
    page = Person(port, *person).asks("GET", f"/meetings/{meeting.pk}/room/")[1]
    named = sorted(set(re.findall(rb'(?:href|src)="/static/([^"#?]+)', page)))
    weight = {"page": len(gzip.compress(page, 9))}
    for name in [each.decode() for each in named]:
        weight[name] = compressed(ROOT / "static" / "dist" / name)
    for font in FONTS:
        weight.setdefault(f"fonts/{font}", compressed(ROOT / "static" / "dist" / "fonts" / font))
    return weight


FONTS = ["literata-latin-600-normal.woff2"]  # those that the style sheet asks for in the room


def compressed(file: Path) -> int:
    """Return a file as it is sent. Fonts are compressed already."""
    return file.stat().st_size if file.suffix == ".woff2" else len(gzip.compress(file.read_bytes(), 9))

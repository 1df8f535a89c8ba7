"""Every page of the world, asked for once by everybody: what came back, and which canaries were in it."""

import hashlib
from functools import partial
from typing import NamedTuple

from django.urls import reverse

from knowledge.library.actions.write_ups import make_pdf
from knowledge.library.models import Pdf
from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of, sign_of
from tests.permissions.table import ADMIN, SIGNING_IN, TABLE, Row
from tests.permissions.world import ROLES
from tests.sharing import done_by_one

CRAWLERS = [*ROLES, "stepped_out"]
IN_THE_ADMIN = ("superuser", "facilitator", "anonymous")
BY_LINK = {  # whoever holds the link reads whom it was sent to
    "members:invitation_accept",
    "meetings:reply",
    "invitations:invitation_reply",
    "next_steps:my_steps",
    "meetings:calendar_feed",
    "newsletter:subscription_confirm",
    "newsletter:subscription_change",
    "newsletter:unsubscribe",
    "notices:setting",
}
MAIL = {"demonstration:mail_list", "demonstration:mail_detail", "demonstration:mail_html"}  # read as mail


class Answer(NamedTuple):
    """What `role` got at the address called `name`; `row` is that of the table, where it has one."""

    role: str
    name: str
    row: Row | None
    sign: str
    canaries: frozenset[str]


def crawl(world) -> list[Answer]:
    """The answers to GET at every address, for every role; asked the first time, and kept with the world.

    Processes that test beside one another each ask as some of the roles.
    """
    if not hasattr(world, "answers"):
        parts = {
            f"{role}-{number}": partial(_ask_as, world, role, number)
            for number in (1, 2)
            for role in CRAWLERS
        }
        planted = hashlib.sha256(repr(sorted(world.planted.where.items(), key=str)).encode()).hexdigest()[:16]
        kept = done_by_one(world.folder_of_all / f"crawl-{planted}", parts)
        world.answers = [
            Answer(role, name, None if row is None else TABLE[row], sign, canaries)
            for answers in kept.values()
            for role, name, row, sign, canaries in answers
        ]
    return world.answers


def _ask_as(world, role: str, number: int) -> list[tuple]:
    """What `role` gets at every address, or, as number 2, at further ones when every PDF is made; rows by their number."""
    client = clients_of(world, [role])[role]
    if number == 2:
        make_pdfs()
        return [_answer(world, role, client, name, url) for name, url in _further_pages(world)]
    pages = [
        (row.name, number, addresses.url_of(row.name, row.arguments, world))
        for number, row in enumerate(TABLE)
    ]
    pages += [(name, None, addresses.of_signing_in(name)) for name in SIGNING_IN]
    if role in IN_THE_ADMIN:
        pages += [(name, None, addresses.of_the_admin(name)) for name in ADMIN]
    return [_answer(world, role, client, name, url, number) for name, number, url in pages]


def make_pdfs() -> None:
    """Make every PDF that somebody asked for."""
    for pdf in Pdf.objects.due():
        make_pdf(pdf)


def _answer(world, role, client, name, url, row=None) -> tuple:
    response = ask(client, "GET", url)
    shown = [] if name in BY_LINK | MAIL else [response.whole, response.serialize_headers()]
    canaries = frozenset().union(*map(world.planted.canaries_in, shown))
    return role, name, row, sign_of(response), canaries


def _further_pages(world) -> list[tuple[str, str]]:
    """More of the same addresses, by name: lists that were searched, and rows that stand elsewhere."""
    cases = [write_up.case_id for write_up in world.write_ups.values()]
    return [
        ("members:member_import_report", world.imported.get_absolute_url()),
        ("library:library", "/library/?q=standfirst"),
        ("library:library", "/library/?what=issue"),
        ("library:library", "/library/?q=words"),
        ("issue_list", "/commissioning/?q=words&sort=due"),
        ("public_issue_list", "/issues/?q=words&show=not_ours"),
        ("knowledge:evidence_list", "/evidence/?q=study"),
        ("knowledge:evidence_export", "/evidence/export/?wanted=harvard&q=study"),
        *(("search", f"/search/?q={word}") for word in ("words", "the", "she", "ring", "zqx", "carol")),
        *(("search", f"/search/?q=the&in={group}") for group in ("cases", "questions", "people")),
        ("case_list", f"/cases/?site={world.site.slug}"),
        ("cases:case_offer", f"/cases/offer/?site={world.site.slug}"),
        *(("case_detail", f"/cases/{pk}/") for pk in cases),
        *(("library:write_up", f"/cases/{pk}/write-up/") for pk in cases),
        *(
            ("library:learning_object_pdf", reverse("library:learning_object_pdf", args=[each.pk]))
            for each in world.write_ups.values()
        ),
        *(
            ("meeting_detail", each.get_absolute_url())
            for each in (world.march, world.cancelled, world.held_b)
        ),
        ("site_detail", world.site_b.get_absolute_url()),
        ("clearance:text_check", reverse("clearance:text_check", args=[world.issue_being_checked.pk])),
        ("clearance:text_check", reverse("clearance:text_check", args=[world.withdrawn.pk])),
    ]

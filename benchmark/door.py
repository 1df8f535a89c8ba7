"""Texts for readers outside a site: sent for checking, approved and published as the database asks for it."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from benchmark.cases import Told
from benchmark.making import Making
from benchmark.people import AtSite, People
from cases.clearance.models import (
    Audience,
    AuthorAnswers,
    Authorship,
    CheckRequest,
    Clearance,
    ClearedText,
    Publication,
    SharingAgreement,
    Showing,
)
from cases.clearance.models.texts import canonical
from knowledge.library.actions.indexing import WHATS, as_indexed
from members.models import User

AUDIENCES = {Audience.PROGRAMME: 40, Audience.COMMISSIONERS: 20, Audience.PUBLIC: 40}
NOBODY_KNOWS = dict.fromkeys(
    ["their_worker", "the_ward", "the_police", "a_neighbour", "a_journalist", "their_family"], "no"
)


class Door:
    """Lets texts of one site out."""

    def __init__(self, making: Making, people: People, at: AtSite | None) -> None:
        self.making, self.people, self.at = making, people, at

    def send(
        self, content: dict, *, kind: str, audience: str, told: Told | None, by: User | None, on: datetime, **more: Any
    ) -> ClearedText:  # fmt: skip
        """Add a text that was sent for checking."""
        body = canonical(content)
        text = self.making.rows.add(
            ClearedText, kind=kind, programme=self.people.programme, site=self.at.site if self.at else None,
            case=told.case if told else None, audience=audience, body=body, sha256=hashlib.sha256(body.encode()).hexdigest(),
            sent_for_checking_by=by, sent_for_checking_at=on, **more,
        )  # fmt: skip
        if by:
            self.making.rows.add(Authorship, cleared_text=text, user=by)
        if told and by:
            self.making.rows.add(
                AuthorAnswers,
                cleared_text=text,
                audience=audience,
                by=by,
                at=on,
                person="agreed",
                **NOBODY_KNOWS,
            )
        return text

    def ask_to_check(self, text: ClearedText, told: Told) -> None:
        """Show a text to its presenters, and ask somebody of the site by name to check it."""
        on = text.sent_for_checking_at
        for member in told.presenters:
            until = on + timedelta(days=14)
            self.making.rows.add(Showing, cleared_text=text, member=member, shown_at=on, until=until)
        if asked := self._checkers(told):
            self.making.rows.add(
                CheckRequest, cleared_text=text, asked=asked[-1], asked_by=text.sent_for_checking_by, asked_at=on,
                due_on=(on + timedelta(days=7)).date(),
            )  # fmt: skip

    def publish(self, text: ClearedText, told: Told | None, *, withdrawn: datetime | None = None) -> bool:
        """Approve and publish a text. Return False, and leave it unapproved, where the site has nobody to approve it."""
        on = text.sent_for_checking_at
        checkers = self._checkers(told)
        needs_the_site = text.site_id is not None and text.audience != Audience.PROGRAMME
        if needs_the_site and not text.is_public_already and not checkers:
            return False
        self._approve(text, self.making.chance.choice(self.people.team), is_from_the_site=False)
        if needs_the_site:
            self._approve(text, checkers[0], is_from_the_site=True)
        elif text.audience == Audience.PUBLIC:
            self._approve(text, self.people.brokers[0], is_from_the_site=False)
        for presenter in told.presenters if told else []:
            self.making.rows.add(
                SharingAgreement, case=told.case if told else None, member=presenter, audience=text.audience, cleared_text=text,
                said="yes", said_at=on + timedelta(days=2), is_own_word=presenter.user_id is not None,
                recorded_by=presenter.user or text.sent_for_checking_by,
            )  # fmt: skip
        because = {"withdrawn_at": withdrawn, "withdrawn_because": "newer"} if withdrawn else {}
        self.making.published.append(
            Publication(
                cleared_text=text, published_by=text.sent_for_checking_by, published_at=on + timedelta(days=6), **because
            )
        )  # fmt: skip
        self._index(text)
        return True

    def _checkers(self, told: Told | None) -> list[User]:
        """Return the accounts at the site that neither facilitate nor present the case nor stepped out of it."""
        apart = {member.pk for member in (*told.presenters, *told.stepped_out)} if told else set()
        found = self.at.with_accounts[1:] if self.at else []
        return [member.user for member in found if member.pk not in apart and member.user]

    def _approve(self, text: ClearedText, by: User, *, is_from_the_site: bool) -> None:
        on = text.sent_for_checking_at + timedelta(days=4)
        self.making.rows.add(
            Clearance, cleared_text=text, by=by, sha256=text.sha256, audience=text.audience,
            is_from_the_site=is_from_the_site, cleared_at=on,
        )  # fmt: skip

    def _index(self, text: ClearedText) -> None:
        if text.kind in WHATS:
            row, tags = as_indexed(text)
            made = self.making.rows.add(
                type(row), cleared_text=text, title=row.title, words=row.words, minutes=row.minutes
            )
            for tag in tags:
                self.making.rows.add(type(tag), text=made, facet=tag.facet, value=tag.value, label=tag.label)

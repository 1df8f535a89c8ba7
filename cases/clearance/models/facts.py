"""The facts for the decision about a text, read with the texts themselves in one query."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject
from django.utils import timezone

from cases.clearance.audiences import Audience
from cases.clearance.decision import Approval, Facts, PresenterFacts
from cases.clearance.models.agreements import SharingAgreement
from cases.clearance.models.showings import Opening, Showing
from cases.models.case import NamedPresenter, SteppedOut
from kit.queries import JSONList, moment_of


class FactRow(NamedTuple):
    """What `facts_of` reads of a text, as a row of its columns."""

    audience: str
    site_id: int | None
    is_public_already: bool
    fact_authors: list[dict] | None
    fact_approvals: list[dict] | None
    fact_presenters: list[dict] | None
    fact_stepped_out: list[dict] | None
    fact_published: bool
    fact_sent_back: bool
    fact_replaced: bool


def _list_of(rows: QuerySet, by: str, **fields) -> Subquery:
    """Return the `fields` of `rows` as a JSON list in one column, with `rows` filtered by `by`."""
    grouped = rows.order_by().values(by).annotate(listed=JSONList(JSONObject(**fields)))
    return Subquery(grouped.values("listed"), output_field=JSONField())


def fact_columns(authorships: QuerySet, clearances: QuerySet) -> dict:
    """Return the annotations of ClearedText that `facts_of` needs."""
    of_these_words = clearances.filter(
        cleared_text=OuterRef("pk"), sha256=OuterRef("sha256"), audience=OuterRef("audience")
    )
    return {
        "fact_authors": _list_of(
            authorships.filter(cleared_text=OuterRef("pk")), "cleared_text", user="user_id"
        ),
        "fact_approvals": _list_of(
            of_these_words, "cleared_text",
            pk="pk", user="by_id", name="by__name", is_from_the_site="is_from_the_site",
        ),
        "fact_presenters": _list_of(
            NamedPresenter.objects.filter(case=OuterRef("case")), "case",
            pk="pk", member="member_id", user="member__user_id", name="member__name",
            **_what_a_presenter_said(), **_what_was_shown(),
        ),
        "fact_stepped_out": _list_of(
            SteppedOut.objects.filter(case=OuterRef("case")), "case", user="member__user_id"
        ),
        "fact_published": _is(publication__isnull=False),
        "fact_sent_back": _is(send_back__isnull=False),
        "fact_replaced": _is(replaced_by__isnull=False),
    }  # fmt: skip


def _what_a_presenter_said() -> dict:
    """Return the columns of a NamedPresenter about what they said of the text that the outer query reads."""
    said = SharingAgreement.objects.filter(case=OuterRef("case"), member=OuterRef("member")).about(
        cleared_text=OuterRef(OuterRef("pk")), audience=OuterRef(OuterRef("audience"))
    )
    no_later = SharingAgreement.objects.filter(
        case=OuterRef("case"), member=OuterRef("member"), pk__gt=OuterRef("pk")
    ).about(cleared_text=OuterRef("cleared_text"), audience=OuterRef("audience"))
    of_it = said.filter(cleared_text__isnull=False)
    since_shown = said.filter(said_at__gte=Subquery(_shown(depth=1).values("shown_at")[:1]))
    return {
        "said": Subquery(said.order_by("-pk").values("said")[:1]),
        "agreed_to_it": Exists(of_it.agreed().filter(~Exists(no_later.not_agreed()))),
        "said_no": Exists(of_it.not_agreed()) | Exists(since_shown.not_agreed()),
    }


def _what_was_shown() -> dict:
    """Return the columns of a NamedPresenter about whether the text that the outer query reads was shown to them."""
    opened = Opening.objects.filter(member=OuterRef("member"), cleared_text=OuterRef(OuterRef("pk")))
    return {
        "until": Subquery(_shown().values("until")[:1]),
        "opened_at": Subquery(opened.values("opened_at")[:1]),
    }


def _shown(depth: int = 0) -> QuerySet:
    """Return the showing of the text to a presenter, for a subquery of a NamedPresenter, or `depth` levels below it."""
    member, text = OuterRef("member"), OuterRef(OuterRef("pk"))
    for _ in range(depth):
        member, text = OuterRef(member), OuterRef(text)
    return Showing.objects.filter(member=member, cleared_text=text)


def _is(**lookup) -> ExpressionWrapper:
    return ExpressionWrapper(Q(**lookup), output_field=BooleanField())


def facts_of(text) -> Facts:
    """Return the facts of a text that was read by `with_clearance_facts`, or of a FactRow."""
    return Facts(
        audience=Audience(text.audience),
        has_site=text.site_id is not None,
        author_ids=frozenset(row["user"] for row in text.fact_authors or []),
        approvals=tuple(
            Approval(row["user"], row["name"], bool(row["is_from_the_site"]))
            for row in _in_order(text.fact_approvals)
        ),
        presenters=tuple(_presenter_facts(row, at=timezone.now()) for row in _in_order(text.fact_presenters)),
        stepped_out_ids=frozenset(row["user"] for row in text.fact_stepped_out or [] if row["user"]),
        is_published=text.fact_published,
        is_sent_back=text.fact_sent_back,
        is_replaced=text.fact_replaced,
        is_public_already=text.is_public_already,
    )


def _presenter_facts(row: dict, *, at: datetime) -> PresenterFacts:
    return PresenterFacts(
        row["member"], row["user"], row["name"],
        said_yes=row["said"] == SharingAgreement.Said.YES,
        agreed_to_it=bool(row["agreed_to_it"]),
        said_no=bool(row["said_no"]),
        until=moment_of(row["until"]), opened_at=moment_of(row["opened_at"]), at=at,
    )  # fmt: skip


def _in_order(rows: list[dict] | None) -> list[dict]:
    return sorted(rows or [], key=lambda row: row["pk"])

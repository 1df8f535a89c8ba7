"""Questions for knowledge brokers, their answers, and evidence found for cases."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import itemgetter

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from cases.models import Discussion
from kit.prepared import Prepared
from kit.queries import ShortList, in_usual_order
from kit.words import in_days
from knowledge.models import AttachedEvidence, EvidenceReaction, Question
from pages.notices import kinds
from pages.notices.items import NEWS_LASTS, Kind, Notice
from pages.notices.readers import Readers

EVIDENCE_LASTS = timedelta(days=60)  # news until its readers say what they think of it


def open_questions(readers: Readers) -> list[Question]:
    """Return the open questions of the programmes with a knowledge broker, those asked first first.

    For a page that shows them, they have their words, `number_attached` pieces of evidence, and how many of these have
    no bottom line (`number_without_bottom_line`).
    """
    return readers.once("questions", lambda: _read_open(readers))


def _open(readers: Readers) -> QuerySet:
    rows = readers.rows_to_show(Question.objects).open().filter(site__in=readers.brokered)
    if readers.shows_words:
        rows = in_usual_order(rows).annotate(
            number_attached=Count("attached_evidence"),
            number_without_bottom_line=Count(
                "attached_evidence", filter=Q(attached_evidence__bottom_line="")
            ),
        )
    return rows.select_related("case", "meeting", "asked_by", "taken_by")


OPEN = Prepared(_open)


def _read_open(readers: Readers) -> list[Question]:
    if not readers.brokered:
        return []
    questions = readers.ask(OPEN)
    for question in questions:
        question.site = readers.sites[question.site_id]
    return questions


def asks(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return the questions that a broker took or answered lately, and the evidence for presenters, as short lists."""
    found = {}
    if readers.own:
        found["question_news"] = _with_news(readers, now)
    if readers.member_ids:
        found["evidence_found"] = _evidence_found(readers, now)
    return found


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return the open questions for brokers, the news of them for the site that asked, and evidence for presenters."""
    for question in open_questions(readers):
        yield from _to_answer(question, readers)
    for row in sorted(readers.short.get("question_news", []), key=itemgetter("pk")):
        yield from _taken(row, readers) if row["answered_at"] is None else _answered(row, readers)
    for row in sorted(readers.short.get("evidence_found", []), key=itemgetter("attached_at", "pk")):
        yield from _evidence(row, readers)


def _with_news(readers: Readers, now: datetime) -> ShortList:
    """Return the questions that a broker took or answered lately."""
    presented = Discussion.objects.filter(
        case=OuterRef("case"), meeting__starts_at__lte=now, meeting__cancelled_at__isnull=True
    )
    lately = now - NEWS_LASTS
    questions = (
        readers.without_stepped_out(Question.objects.filter(site__in=readers.own))
        .filter(Q(answered_at__isnull=True, taken_at__gt=lately) | Q(answered_at__gt=lately))
        .filter(Q(case__isnull=True) | Q(case__withdrawn_at=None))
        .annotate(was_presented=Exists(presented))
    )
    columns = {
        "case": "case_id", "number": "case__number", "site": "site_id", "asked_by": "asked_by_id",
        "taken_by": "taken_by_id", "taken_by_name": "taken_by__name", "answered_by": "answered_by_id",
    }  # fmt: skip
    same = ("pk", "taken_at", "answered_at", "was_presented")
    return ShortList(questions, {name: name for name in same} | columns)


def _about(site: int, number: int | None, readers: Readers) -> str:
    """Return what a question is about, such as "about CP4-07" or "of CP4 Dunsmere"."""
    return f"of {readers.sites[site]}" if number is None else f"about {readers.reference(site, number)}"


def _to_answer(question: Question, readers: Readers) -> Iterator[Notice]:
    """Return an open question for the brokers who can answer it: all of them until one takes it."""
    site = readers.sites[question.site_id]
    about = _about(site.pk, question.case.number if question.case else None, readers)
    who = "You are working on it." if question.taken_by_id else "Nobody is working on it yet."
    for user in readers.brokers_of(site.programme_id):
        if question.taken_by_id in (None, user) and not readers.has_stepped_out(user, question.case_id):
            yield Notice(
                kinds.QUESTION_ASKED, user, f"question-{question.pk}",
                f"A question {about} waits for an answer. {who}",
                reverse("knowledge:question_detail", args=[question.pk]), since=question.asked_at,
                site_id=site.pk, case_id=question.case_id, label=f"Answer the question {about}",
                why=f"{site}. {who}", aside=f"asked {in_days(question.asked_at)}",
            )  # fmt: skip


def _taken(row: dict, readers: Readers) -> Iterator[Notice]:
    """Return that a broker works on a question, as news for whoever asked it."""
    user = row["asked_by"]
    if user != row["taken_by"] and _reads(row, readers, user):
        about = _about(row["site"], row["number"], readers)
        label = f"{row['taken_by_name']} is working on your question {about}"
        yield _news(kinds.QUESTION_TAKEN, row, user, label, row["taken_at"])


def _answered(row: dict, readers: Readers) -> Iterator[Notice]:
    """Return the answer as news for whoever asked and the people of the site who may read it."""
    about = _about(row["site"], row["number"], readers)
    people = {*readers.members_of(row["site"]), *readers.facilitators_of(row["site"]), row["asked_by"]}
    for user in sorted(each for each in people if each is not None and each != row["answered_by"]):
        if _reads(row, readers, user):
            whose = "Your question" if user == row["asked_by"] else "The question"
            label = f"{whose} {about} has an answer"
            yield _news(kinds.QUESTION_ANSWERED, row, user, label, row["answered_at"])


def _news(kind: Kind, row: dict, user: int, label: str, at: datetime) -> Notice:
    return Notice(
        kind, user, f"question-{row['pk']}", f"{label}.",
        reverse("knowledge:question_detail", args=[row["pk"]]), since=at, site_id=row["site"],
        case_id=row["case"], label=label, aside=in_days(at),
    )  # fmt: skip


def _reads(row: dict, readers: Readers, user: int | None) -> bool:
    """Return whether this person may read the question: members once its case was presented, and never who stepped out."""
    if user is None or user not in readers.people or readers.has_stepped_out(user, row["case"]):
        return False
    standing, site = readers.standing_of(user), row["site"]
    if site in standing.facilitates | standing.broker_sites:
        return True
    return site in standing.reading_sites and (row["case"] is None or bool(row["was_presented"]))


def _evidence_found(readers: Readers, now: datetime) -> ShortList:
    """Return the evidence with a bottom line, once for each presenter of its case who has not said what they think of it."""
    reacted = EvidenceReaction.objects.filter(attached=OuterRef("pk"), member=OuterRef("presenter"))
    found = (
        readers.without_stepped_out(AttachedEvidence.objects.filter(case__site__in=readers.own))
        .filter(case__withdrawn_at=None, attached_at__gt=now - EVIDENCE_LASTS)
        .exclude(bottom_line="")
        .annotate(presenter=F("case__presenters"))
        .filter(~Exists(reacted), presenter__isnull=False)
    )
    if readers.reader:
        found = found.filter(presenter__in=readers.member_ids)
    return ShortList(
        found,
        {
            "pk": "pk", "presenter": "presenter", "case": "case_id", "number": "case__number",
            "site": "case__site_id", "attached_at": "attached_at", "by": "attached_by_id",
        },
    )  # fmt: skip


def _evidence(row: dict, readers: Readers) -> Iterator[Notice]:
    user = readers.account_of(row["presenter"])
    if user is None or user == row["by"] or readers.has_stepped_out(user, row["case"]):
        return
    reference, at = readers.reference(row["site"], row["number"]), row["attached_at"]
    yield Notice(
        kinds.EVIDENCE_FOUND, user, f"attachedevidence-{row['pk']}",
        f"Evidence was found for {reference}, which you present.",
        reverse("case_detail", args=[row["case"]]), since=at, site_id=row["site"], case_id=row["case"],
        label=f"Evidence was found for {reference}", why="Read it and say if it is useful.", aside=in_days(at),
    )  # fmt: skip

"""The parts of a knowledge broker's home page: open questions, meetings with evidence to report, how evidence was
received."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kit.prepared import Prepared
from kit.words import clock, counted, in_days, lower_first, plural, weekday
from knowledge.models import AttachedEvidence, EvidenceReaction, Question
from meetings.models import Meeting
from pages.home.overview import HomeOverview, WaitingItem
from pages.notices.sources.questions import open_questions as questions_of


@dataclass(frozen=True)
class OpenQuestion:
    """The most urgent question, with the next meeting of the site that asked."""

    template = "pages/home/_lead_question.html"
    question: Question
    meeting: Meeting | None

    @property
    def state(self) -> str:
        """How far its answer is, in a sentence or two."""
        attached, without = self.question.number_attached, self.question.number_without_bottom_line
        if not attached:
            return "No evidence is attached yet."
        pieces = counted(attached, "piece of evidence is", "pieces of evidence are")
        if not without:
            return f"{pieces} attached. It still needs an answer."
        if without == attached:
            which = plural(attached, "It has no bottom line yet", "None of them has a bottom line yet")
        else:
            which = f"{counted(without, 'has', 'have')} no bottom line yet"
        return f"{pieces} attached. {which}, so members may not read {plural(without, 'it', 'them')}."

    @property
    def action(self) -> str:
        """The label of the button."""
        return (
            "Write the bottom lines" if self.question.number_without_bottom_line else "Answer this question"
        )


def open_questions(overview: HomeOverview) -> list[OpenQuestion]:
    """Return the open questions of the programmes they broker for, their own and unassigned ones, the soonest first."""
    meetings = {meeting.site_id: meeting for meeting in overview.next_meetings}
    found = [
        OpenQuestion(question, meetings.get(question.site_id)) for question in questions_of(overview.readers)
    ]
    return sorted(found, key=lambda each: _urgency(each, overview))


def _urgency(each: OpenQuestion, overview: HomeOverview) -> tuple:
    somebody_else_has_it = each.question.taken_by_id not in (None, overview.user.pk)
    day = each.meeting.day.toordinal() if each.meeting else 10**7
    return (somebody_else_has_it, day, each.question.asked_at)


def other_questions(questions: list[OpenQuestion], user) -> list[WaitingItem]:
    """Return the rows for the other questions."""
    found = []
    for each in questions:
        question = each.question
        if question.taken_by is None:
            who = "Nobody is working on this yet."
        else:
            who = (
                "You are working on this."
                if question.taken_by_id == user.pk
                else f"{question.taken_by} is working on this."
            )
        found.append(
            WaitingItem(
                question.words,
                question.get_absolute_url(),
                f"{question.site}. {who}",
                f"asked {in_days(question.asked_at)}",
            )
        )
    return found


@dataclass(frozen=True)
class EvidenceFigures:
    """The number of pieces of evidence on cases, and how many were found useful, used, and not read."""

    pieces: int
    useful: int
    used: int
    unmarked: int
    unreported: Counter  # site id: pieces with a bottom line that were not reported at a meeting


def _figures(sites: list[int]) -> QuerySet:
    """Return for each site how many pieces there are on its cases, and how many found useful, used, not read, not told."""

    def marked(kind: str) -> Exists:
        return Exists(EvidenceReaction.objects.filter(attached=OuterRef("pk"), kind=kind))

    def number(**of) -> Count:
        return Count("pk", filter=Q(**of))

    pieces = AttachedEvidence.objects.filter(case__site__in=sites).annotate(
        is_useful=marked(EvidenceReaction.Kind.USEFUL), is_used=marked(EvidenceReaction.Kind.USED)
    )
    return (
        pieces.order_by("case__site")
        .values("case__site")
        .annotate(
            pieces=Count("pk"), useful=number(is_useful=True), used=number(is_used=True),
            unmarked=number(is_useful=False, is_used=False),
            unreported=number(bottom_line__gt="", reported_at=None),
        )
    )  # fmt: skip


FIGURES = Prepared(_figures)


def evidence_figures(overview: HomeOverview) -> EvidenceFigures:
    """Return the numbers for all evidence on cases of the programmes they broker for, in one query."""
    rows = FIGURES.read(sites=overview.sites_in(overview.standing.broker_sites))
    return EvidenceFigures(
        pieces=sum(row["pieces"] for row in rows),
        useful=sum(row["useful"] for row in rows),
        used=sum(row["used"] for row in rows),
        unmarked=sum(row["unmarked"] for row in rows),
        unreported=Counter({row["case__site"]: row["unreported"] for row in rows}),
    )


def meetings_to_go_to(overview: HomeOverview, evidence: EvidenceFigures) -> list[WaitingItem]:
    """Return the next meetings of the sites they broker for, with the evidence to report there."""
    found = []
    for meeting in overview.next_meetings:
        if meeting.site_id not in overview.standing.broker_sites:
            continue
        pieces = evidence.unreported[meeting.site_id]
        tell = f"{counted(pieces, 'piece', 'pieces')} to report." if pieces else "Nothing to report yet."
        found.append(
            WaitingItem(
                f"{meeting.site}, {lower_first(meeting.name)}",
                meeting.get_absolute_url(),
                f"{weekday(meeting.starts_at)}, {clock(meeting.starts_at)}. {tell}",
                meeting.place or ("online" if meeting.link else ""),
            )
        )
    return found

"""What all sites of a programme together say about a month: a theme that several met, what helped, questions that were
answered, and issues that wait for a reply. Figures have no small numbers, and words are from published texts.
"""

from collections import Counter
from collections.abc import Collection

from django.urls import reverse

from cases.clearance.models import Audience, ClearedText
from cases.commissioning.models import CommissionerIssue, IssueReply
from cases.next_steps.models import Feedback, WhatHelpsFigures
from cases.next_steps.published import figures_in
from kit.dates import month_bounds
from kit.privacy.small_numbers import SMALLEST_CELL, can_show_total
from kit.words import count, counted
from knowledge.models import Question, QuestionRelease
from newsletter.models import Entry, NewsletterIssue
from newsletter.pieces import Piece, source_of
from newsletter.site_news import SiteMonth, outcomes_of, themes_of_sites

SITES_FOR_A_TOTAL = 3  # so many met, or talked about a theme
LONGEST_WAITING = 3  # how many issues without a reply are told


def across_pieces(issue: NewsletterIssue, months: dict[int, SiteMonth]) -> list[Piece]:
    """Return who met, the theme of the month, and what helped. Nobody typed a word of it."""
    return [
        *_who_met(issue, months),
        *_theme_of_the_month(issue),
        *_what_came_back(issue),
        *_what_helps(issue),
    ]


def _who_met(issue: NewsletterIssue, months: dict[int, SiteMonth]) -> list[Piece]:
    """Return how many sites met and how many people came to them all, in fives, if at least three did."""
    met = [month for month in months.values() if month.meetings]
    came = _in_fives(sum(meeting.people_came for month in met for meeting in month.meetings))
    if len(met) < SITES_FOR_A_TOTAL or not came:
        return []
    words = f"At least {came} people came together, at {count(len(met), 'site', 'sites')}."
    source = f"{source_of(issue)}:meetings"
    return [Piece(Entry.Kind.ACROSS, source, "Who met", words, audience=Audience.PUBLIC)]


def _theme_of_the_month(issue: NewsletterIssue) -> list[Piece]:
    """Return the theme that most sites talked about, if at least three did."""
    sites = Counter(theme for themes in themes_of_sites(issue).values() for theme in themes)
    if not sites or max(sites.values()) < SITES_FOR_A_TOTAL:
        return []
    theme = min(sites, key=lambda each: (-sites[each], each))
    return [
        Piece(
            Entry.Kind.ACROSS,
            f"{source_of(issue)}:theme",
            f"Theme of the month: {theme}",
            f"{counted(sites[theme], 'site', 'sites')} talked about it.",
            audience=Audience.PUBLIC,
        )
    ]


def _what_came_back(issue: NewsletterIssue) -> list[Piece]:
    """Return how many next steps came back and helped, in fives, so that no month can be subtracted from another.

    It is said only if neither number is small, also for somebody who knows the steps of one site.
    """
    told = outcomes_of(issue)
    good = {place for place, (_, outcome) in enumerate(told) if outcome in Feedback.GOOD}
    cells = [frozenset(range(len(told))) - good, frozenset(good)]
    known = [
        frozenset(place for place, (at, _) in enumerate(told) if at == site)
        for site in {at for at, _ in told}
    ]
    if not good or not can_show_total(cells, known):
        return []
    words = f"About {_in_fives(len(told))} next steps had feedback. About {_in_fives(len(good))} helped or held steady."
    source = f"{source_of(issue)}:next-steps"
    return [Piece(Entry.Kind.ACROSS, source, "Outcomes of next steps", words, audience=Audience.PUBLIC)]


def _in_fives(number: int) -> int:
    """Return a number rounded down to a five."""
    return number - number % SMALLEST_CELL


def _what_helps(issue: NewsletterIssue) -> list[Piece]:
    """Return the figures of what helps that were published in the month, of whole quarters."""
    begins, ends = month_bounds(issue.month)
    published = WhatHelpsFigures.objects.filter(
        programme=issue.programme_id, published_at__gte=begins, published_at__lt=ends
    )
    return [
        Piece(
            Entry.Kind.ACROSS,
            source_of(each),
            f"What helped, {each.period_in_words}",
            tally.sentence,
            audience=Audience.COMMISSIONERS,
        )
        for each in published
        if (tally := figures_in(each).tally)
    ]


def question_pieces(issue: NewsletterIssue) -> list[Piece]:
    """Return the questions of the month with their answers, in the words that were published, and how many are still open."""
    begins, ends = month_bounds(issue.month)
    texts = ClearedText.objects.published().filter(
        question_release__question__site__programme=issue.programme_id,
        publication__published_at__gte=begins,
        publication__published_at__lt=ends,
    )
    releases = QuestionRelease.objects.filter(cleared_text__in=texts).select_related(
        "cleared_text", "question__site"
    )
    newest = {each.question_id: each for each in releases.order_by("pk")}
    found = [
        Piece(
            Entry.Kind.QUESTION,
            source_of(each.question),
            each.cleared_text.title[:160],
            f"{each.cleared_text.content['question']}\n\n{each.cleared_text.content['answer']}",
            audience=each.cleared_text.audience,
            site=each.question.site,
            made_from=each.cleared_text,
        )
        for each in newest.values()
    ]
    still_open = Question.objects.open().filter(site__programme=issue.programme_id, asked_at__lt=ends).count()
    if still_open:
        found.append(
            Piece(
                Entry.Kind.QUESTION,
                f"{source_of(issue)}:questions",
                "Can you help?",
                f"Knowledge brokers are looking for answers to {count(still_open, 'question', 'questions')}. "
                "If you know of evidence that others should read, tell them.",
                link=reverse("question_list"),
            )
        )
    return found


def waiting_pieces(issue: NewsletterIssue) -> list[Piece]:
    """Return the issues that have waited longest for a first reply of a commissioner, in the words that were published.

    What is only for the sites that raised it is left to them.
    """
    _, ends = month_bounds(issue.month)
    replied = IssueReply.objects.filter(replied_at__lt=ends).values("issue")
    issues = (
        CommissionerIssue.objects.unmerged()
        .filter(site__programme=issue.programme_id, raised_at__lt=ends)
        .exclude(pk__in=replied)
        .select_related("site")
        .order_by("raised_at", "pk")
    )
    waiting = list(issues)
    wordings = wordings_of({each.pk for each in waiting})
    told = [each for each in waiting if each.pk in wordings and not wordings[each.pk].is_narrow][
        :LONGEST_WAITING
    ]
    return [
        Piece(
            Entry.Kind.WAITING,
            source_of(each),
            wordings[each.pk].title[:160],
            wordings[each.pk].content.get("words", ""),
            audience=wordings[each.pk].audience,
            link=page_of(each, wordings[each.pk]),
            site=each.site,
            made_from=wordings[each.pk],
        )
        for each in told
    ]


def wordings_of(issues: Collection[int]) -> dict[int, ClearedText]:
    """Return the published wording of each of these issues for commissioners, by its id: of several for different
    readers the one that says least.
    """
    out = ClearedText.objects.published().filter(issue_wording__issue__in=issues)
    found: dict[int, ClearedText] = {}
    for text in out.select_related("issue_wording").widest_first():
        found.setdefault(text.issue_wording.issue_id, text)
    return found


def page_of(issue: CommissionerIssue, wording: ClearedText) -> str:
    """Return the page of `issue` that every reader of the newsletter may open, or "".

    What is for commissioners can be opened by those of the sites that raised it alone, and they have it on their list, unless
    it is for every site.
    """
    if wording.audience == Audience.PUBLIC:
        return issue.get_public_url()
    return "" if wording.is_narrow else issue.get_absolute_url()

"""Texts on their way out of a site: to agree to, to check, to show, to publish, sent back, and messages about them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import rules
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cases.clearance import decision
from cases.clearance.decision import PresenterFacts
from cases.clearance.messages import last_message
from cases.clearance.models import Audience, CheckRequest, ClearedText, TextMessage
from cases.clearance.models.things import lookups_of_things
from kit.prepared import Prepared
from kit.queries import ShortList
from kit.words import in_days, listed, plural, weekday
from pages.notices import kinds
from pages.notices.items import NEWS_LASTS, Kind, Notice
from pages.notices.readers import Readers
from pages.notices.sources import entries, published, unchecked
from pages.notices.sources.text_words import FOR, the_text

WORDS_A_MINUTE = 200
OF_NEWSLETTERS = Q(kind=ClearedText.Kind.NEWSLETTER_ENTRY)


@dataclass
class Talk:
    """Who wrote messages about a text, and who wrote the last one, and when."""

    writers: set[int] = field(default_factory=set)
    last_by: int | None = None
    last_by_name: str = ""
    last_at: datetime | None = None


def asks(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return who is asked by name to check a text as a short list."""
    if not readers.reading:
        return {}
    requests = CheckRequest.objects.waiting().filter(cleared_text__programme__in=readers.programmes)
    columns = {"text": "cleared_text_id", "asked": "asked_id", "asked_at": "asked_at", "due_on": "due_on"}
    return {"check_requests": ShortList(requests, columns)} | unchecked.asks(readers)


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return what waits for each person in the texts that are being checked or were sent back, and those that were
    published lately as news.

    One person gets one notice for a text: the first thing that they have to do with it.
    """
    if not (readers.reading or readers.commissioned):
        return
    texts = readers.ask(TEXTS, now=now)
    talks = _talks(texts, readers)
    asked = readers.once("asked", lambda: entries.asked_by_name(readers))
    to_check: dict[tuple[int, int], list[ClearedText]] = defaultdict(list)
    for text in texts:
        facts = text.facts
        if facts.is_published:
            yield from published.notices_of(text, readers)
            continue
        yield from unchecked.notices_of(text, readers)
        for user in readers.checkers_of(text.site_id, text.programme_id):
            if user not in facts.stepped_out_ids:
                if notice := _notice_of(text, readers, user, talks[text.pk]):
                    yield entries.as_asked(notice, asked[text.pk])
                elif text.kind == ClearedText.Kind.NEWSLETTER_ENTRY and entries.waits_for(
                    text, readers, user
                ):
                    to_check[user, text.entry_issue].append(text)
    yield from entries.to_check_by(to_check, readers, asked)


def _texts(readers: Readers, now: datetime):
    """Return the texts that are neither published nor replaced, and those published lately. Titles are read only for a page."""
    waiting = Q(publication__isnull=True, replaced_by__isnull=True) & (
        ~OF_NEWSLETTERS | Q(send_back__isnull=True, entry_issue__isnull=False)
    )
    news = ~OF_NEWSLETTERS & Q(publication__published_at__gt=now - NEWS_LASTS, publication__withdrawn_at=None)
    texts = (
        ClearedText.objects.filter(programme__in=readers.programmes, struck_at__isnull=True)
        .alias(**entries.of_text("entry_issue"))
        .filter(waiting | news)
        .exclude(Q(send_back__isnull=False) & _was_sent_again())
        .select_related(
            "sent_for_checking_by",
            "site",
            "send_back__by",
            "case__site",
            "publication",
            "learning_object_version",
        )
        .annotate(**entries.of_text("entry_issue", "entry_month_on"))
        .with_clearance_facts()
    )
    if readers.reader is None:
        return texts.filter(Q(site__in=readers.sites) | Q(site=None)).defer(
            "body", "case__presentation", "case__learning"
        )
    seen = ClearedText.objects.visible_to(readers.reader)
    new_to_commissioner = news & published.FOR_COMMISSIONERS & Q(site__in=readers.commissioned)
    return texts.filter(Q(pk__in=seen) | new_to_commissioner).annotate(**last_message(reader=readers.reader))


TEXTS = Prepared(_texts)


def _was_sent_again() -> Q:
    """Return the condition that a newer text of the same thing was sent for checking."""
    found = Q()
    for thing in lookups_of_things(ClearedText):
        found |= Exists(
            ClearedText.objects.filter(**{thing: OuterRef(thing)}, pk__gt=OuterRef("pk")).order_by()
        )
    return found


def _talks(texts: list[ClearedText], readers: Readers) -> dict[int, Talk]:
    """Return what was said about each of the texts, by its id."""
    found: dict[int, Talk] = defaultdict(Talk)
    if readers.reader is not None:
        for text in texts:
            writers = {readers.reader.pk} if text.takes_part else set()
            found[text.pk] = Talk(
                writers, text.last_message_by, text.last_message_by_name, text.last_message_at
            )
        return found
    messages = TextMessage.objects.filter(cleared_text__in=[text.pk for text in texts]).order_by("pk")
    for text, by, name, at in messages.values_list("cleared_text", "by", "by__name", "at"):
        talk = found[text]
        talk.writers.add(by)
        talk.last_by, talk.last_by_name, talk.last_at = by, name, at
    return found


def _notice_of(text: ClearedText, readers: Readers, user: int, talk: Talk) -> Notice | None:
    """Return what this person has to do with `text`, or None."""
    facts = text.facts
    if text.kind == ClearedText.Kind.NEWSLETTER_ENTRY:  # its other steps are on the page of its newsletter
        of_presenter = _to_answer(text, readers, user) or _to_show(text, readers, user)
        return of_presenter or entries.for_site(text, readers, user)
    if facts.is_sent_back:
        return _sent_back(text, readers, user) if user in facts.author_ids else None
    if answer := _to_answer(text, readers, user):
        return answer
    if decision.waits_for(facts, user, is_from_the_site=_is_from_the_site(text, readers, user)):
        return _notice(
            text, readers, user, kinds.TEXT_TO_CHECK,
            sentence=f"{the_text(text)} waits to be checked before it is shared {FOR[Audience(text.audience)]}.",
            label="Check before sharing: {title}", why=_who_asks(text, readers), aside=_asked(text),
        )  # fmt: skip
    if show := _to_show(text, readers, user):
        return show
    if _publishes(text, readers, user) and not decision.missing(facts):
        return _notice(
            text, readers, user, kinds.TEXT_TO_PUBLISH,
            sentence=f"{the_text(text)} is approved and can be published.",
            label="Publish: {title}",
            why=f"It is approved {FOR[Audience(text.audience)]}, and every presenter has agreed.",
        )  # fmt: skip
    return _to_answer_message(text, readers, user, talk) or _approved(text, readers, user)


def _is_from_the_site(text: ClearedText, readers: Readers, user: int) -> bool:
    standing = readers.standing_of(user)
    return text.site_id is not None and text.site_id in standing.member_of | standing.facilitates


def _publishes(text: ClearedText, readers: Readers, user: int) -> bool:
    return rules.has_perm("clearance.publish_text", readers.people[user], text)


def _notice(
    text: ClearedText, readers: Readers, user: int, kind: Kind, *, sentence: str, label: str, **more
) -> Notice:
    """Return a notice about `text`. `label` has a place for its title, which only a page shows."""
    more = {"url": reverse("clearance:text_check", args=[text.pk]), "since": text.sent_for_checking_at} | more
    words = {"label": label.format(title=text.title)} if readers.reader else {"why": "", "aside": ""}
    more |= words
    return Notice(
        kind, user, f"clearedtext-{text.pk}", sentence, site_id=text.site_id, case_id=text.case_id, **more
    )


def _sent_back(text: ClearedText, readers: Readers, user: int) -> Notice:
    back = text.send_back
    return _notice(
        text, readers, user, kinds.TEXT_SENT_BACK,
        sentence=f"{the_text(text)} was sent back with a reason. Change it and send it again.",
        label=f"{back.by} sent a text back: {{title}}" if readers.reader else "",
        why=back.reason, aside=in_days(back.at), since=back.at,
    )  # fmt: skip


def _to_answer(text: ClearedText, readers: Readers, user: int) -> Notice | None:
    """Return the notice that asks a presenter whether they agree to `text`, or None if their answer is not wanted."""
    mine = readers.standing_of(user).member_ids
    me = next((each for each in text.facts.presenters if each.member_id in mine and each.is_asked), None)
    if me is None:
        return None
    return _notice(
        text, readers, user, kinds.AGREEMENT_ASKED,
        sentence=f"{the_text(text)} needs your agreement, because you present the case.",
        label="Agree or not: {title}", why=_what_is_asked(me, FOR[Audience(text.audience)]), aside=_asked(text),
        by=_last_day(me), url=reverse("clearance:text_answer", args=[text.pk]), asked_by_name=True,
    )  # fmt: skip


def _to_show(text: ClearedText, readers: Readers, user: int) -> Notice | None:
    """Return the notice for the facilitator who has to show `text` to presenters who cannot open it, or None."""
    unshown = [each.name for each in text.facts.presenters if each.must_be_shown_it]
    if not unshown or not _publishes(text, readers, user):
        return None
    return _notice(
        text, readers, user, kinds.TEXT_TO_SHOW,
        sentence=f"{the_text(text)} has to be shown to a presenter who cannot open it.",
        label=f"Show it to {listed(unshown)}: {{title}}", aside=_asked(text),
        why=f"It would be shared {FOR[Audience(text.audience)]}. Enter what they answer.",
        url=reverse("clearance:text_answer", args=[text.pk]),
    )  # fmt: skip


def _approved(text: ClearedText, readers: Readers, user: int) -> Notice | None:
    """Return that a text was approved, as news for who wrote it, or None."""
    if user not in text.facts.author_ids or not decision.has_enough_approvals(text.facts):
        return None
    waits = " It is published once every presenter has agreed." if decision.missing(text.facts) else ""
    return _notice(
        text, readers, user, kinds.TEXT_APPROVED,
        sentence=f"{the_text(text)} was approved {FOR[Audience(text.audience)]}.{waits}",
        label="Approved: {title}", why=f"It was approved {FOR[Audience(text.audience)]}.{waits}",
    )  # fmt: skip


def _to_answer_message(text: ClearedText, readers: Readers, user: int, talk: Talk) -> Notice | None:
    """Return the last message about a text, if somebody else wrote it and this person wrote the text or a message."""
    if talk.last_at is None or talk.last_by == user:
        return None
    if user not in text.facts.author_ids and user not in talk.writers:
        return None
    url = reverse("clearance:text_check", args=[text.pk])
    return _notice(
        text, readers, user, kinds.MESSAGE_TO_ANSWER,
        sentence=f"There is a new message about {the_text(text, first='the')}.",
        label=f"Answer {talk.last_by_name}: {{title}}", why="They wrote a message about this text.",
        url=f"{url}#messages-h", since=talk.last_at,
    )  # fmt: skip


def _what_is_asked(me: PresenterFacts, audience: str) -> str:
    """Return what the presenter of a text is asked, and what happens if they do nothing."""
    if last_day := _last_day(me):
        return f"You present this case. It would be shared {audience}. Read it and say no until {weekday(last_day)}, or agree now."
    return f"You present this case. It would be shared {audience}, and is not shared unless you agree."


def _last_day(me: PresenterFacts) -> date | None:
    """Return the last day on which a presenter can say no, after which the text can be shared without another word of theirs."""
    return me.last_day if me.said_yes and not me.is_over else None


def _asked(text: ClearedText) -> str:
    return f"asked {in_days(text.sent_for_checking_at)}"


def _who_asks(text: ClearedText, readers: Readers) -> str:
    if not readers.reader:
        return ""
    minutes = max(1, round(len(text.plain_text.split()) / WORDS_A_MINUTE))
    who = text.sent_for_checking_by.name if text.sent_for_checking_by else "Copsite"
    where = f" at {text.site}" if text.site else ""
    reading = plural(minutes, "a minute", f"{minutes} minutes")
    return f"{who}{where} asks you to read it {FOR[Audience(text.audience)]}. About {reading}."

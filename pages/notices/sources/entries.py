"""Entries of the newsletter that wait to be checked, by who makes it or by somebody of the site that they are about."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from cases.clearance import decision
from cases.clearance.decision import Lack
from cases.clearance.models import ClearedText
from kit.words import counted, day, in_days, lower_first, month_name, plural
from newsletter.models import Entry
from pages.notices import kinds
from pages.notices.items import Notice
from pages.notices.readers import Readers

Asked = dict[int, dict[int, tuple[datetime, date]]]  # by text and person: since when, and the last day


def of_text(*names: str) -> dict[str, Subquery]:
    """Return annotations of ClearedText: the unsent newsletter that a text is an entry of (`entry_issue`), or None, and
    its month (`entry_month_on`).
    """
    kept = Entry.objects.kept().filter(cleared_text=OuterRef("pk"), issue__sent_at__isnull=True)
    columns = {"entry_issue": "issue", "entry_month_on": "issue__month"}
    return {name: Subquery(kept.order_by("pk").values(columns[name])[:1]) for name in names}


def waits_for(text: ClearedText, readers: Readers, user: int) -> bool:
    """Return whether a maker of the newsletter can approve this entry and their approval is still needed."""
    makers = {*readers.brokers_of(text.programme_id), *readers.team_of(text.programme_id)}
    return user in makers and _can_approve(text, readers, user)


def for_site(text: ClearedText, readers: Readers, user: int) -> Notice | None:
    """Return the entry for somebody of its site, if it needs a reader from there and they can be that reader, or None."""
    if text.site_id is None or text.site_id not in readers.standing_of(user).member_of:
        return None
    lacks_site = any(each.lack is Lack.SITE for each in decision.missing(text.facts))
    if not lacks_site or not _can_approve(text, readers, user):
        return None
    month, site = month_name(text.entry_month_on), readers.sites[text.site_id]
    return Notice(
        kinds.TEXT_TO_CHECK, user, f"clearedtext-{text.pk}",
        f"An entry of the newsletter of {month} needs a reader from {site}.",
        reverse("clearance:text_check", args=[text.pk]), since=text.sent_for_checking_at,
        site_id=text.site_id, case_id=text.case_id,
        label=f"Check an entry of the newsletter of {month}",
        why=f"It needs a reader from {site.place}, who knows what people there would recognise.",
        aside=f"asked {in_days(text.sent_for_checking_at)}",
    )  # fmt: skip


def _can_approve(text: ClearedText, readers: Readers, user: int) -> bool:
    is_from_the_site = text.site_id in readers.standing_of(user).member_of
    return decision.waits_for(text.facts, user, is_from_the_site=is_from_the_site)


def asked_by_name(readers: Readers) -> Asked:
    """Return who is asked by name to check each text, with since when and until which day."""
    found: Asked = defaultdict(dict)
    for row in readers.short.get("check_requests", []):
        found[row["text"]][row["asked"]] = (row["asked_at"], row["due_on"])
    return found


def as_asked(notice: Notice, asked: dict[int, tuple[datetime, date]]) -> Notice:
    """Return a notice of a text to check as it is for somebody who was asked by name, or while somebody else was."""
    if notice.kind != kinds.TEXT_TO_CHECK or not asked:
        return notice
    if notice.user_id not in asked:
        return replace(notice, others_were_asked=True)
    since, by = asked[notice.user_id]
    sentence = f"{notice.sentence} You were asked to do it by {day(by)}."
    aside = f"you were asked, by {day(by)}"
    return replace(notice, since=since, by=by, asked_by_name=True, sentence=sentence, aside=aside)


def to_check_by(
    found: dict[tuple[int, int], list[ClearedText]], readers: Readers, asked: Asked
) -> Iterator[Notice]:
    """Return how many entries wait for each maker, by the person and the newsletter."""
    for (user, issue), texts in found.items():
        programme, month = readers.programmes[texts[0].programme_id], month_name(texts[0].entry_month_on)
        number, since = counted(len(texts), "entry", "entries"), texts[0].sent_for_checking_at
        mine = [asked[text.pk][user] for text in texts if user in asked[text.pk]]
        others = not mine and all(asked[text.pk] for text in texts)
        if mine:
            since = min(moment for moment, _ in mine)
        yield Notice(
            kinds.ENTRIES_TO_CHECK, user, f"newsletterissue-{issue}",
            f"{number} of the newsletter of {month} {plural(len(texts), 'waits', 'wait')} to be checked.",
            reverse("newsletter:issue_detail", args=[programme.slug, texts[0].entry_month_on]), since=since,
            label=f"Check {lower_first(number)} of the newsletter of {month}",
            why="Somebody who did not write them has to read them.", aside=f"asked {in_days(since)}",
            by=min((last for _, last in mine), default=None), asked_by_name=bool(mine), others_were_asked=others,
        )  # fmt: skip

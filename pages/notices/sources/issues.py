"""Issues for commissioners and the replies to them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import itemgetter

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst

from cases.clearance.models import Audience, ClearedText
from cases.commissioning.models import CommissionerIssue, IssueAddition, IssueReply, PromiseOutcome
from kit.dates import start_of_day
from kit.prepared import Prepared
from kit.queries import ShortList
from kit.words import day, in_days, lower_first
from pages.notices import kinds
from pages.notices.items import NEWS_LASTS, Notice
from pages.notices.readers import Readers

ONE_DAY = timedelta(days=1)
DUE_SOON = timedelta(days=14)  # before its day, a promise is due
Kind = IssueReply.Kind
HEAD_FIRST = (F("merged_into").asc(nulls_first=True), "pk")  # an issue, then those merged into it


def asks(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return the issues that were raised and have no anonymous version, and what other sites added to issues that they see too,
    as short lists.
    """
    found = {}
    if readers.commissioned or readers.own:
        here = IssueAddition.objects.annotate(head=Coalesce("issue__merged_into", "issue"))
        columns = {"pk": "pk", "head": "head", "site": "site_id", "by": "added_by_id", "added_at": "added_at"}
        found["additions"] = ShortList(here.filter(site__in=readers.commissioned | readers.own), columns)
    if not readers.facilitated:
        return found
    issues = readers.rows(CommissionerIssue.objects).filter(
        site__in=readers.facilitated, merged_into__isnull=True, wordings__isnull=True
    )
    columns = {
        "pk": "pk", "case": "case_id", "number": "case__number", "site": "site_id", "raised_at": "raised_at",
        "theme": "theme_word__name",
    }  # fmt: skip
    return found | {"to_word": ShortList(issues, columns)}


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return the issues to put in anonymous words and to reply to, and what became of the replies."""
    yield from _to_word(readers)
    if readers.commissioned:
        yield from _to_answer(readers)
    if readers.commissioned or readers.own:
        yield from _replies(readers, now)


def _to_word(readers: Readers) -> Iterator[Notice]:
    """Return the issues that were raised and have no anonymous version, for the facilitators of their sites."""
    for row in sorted(readers.short.get("to_word", []), key=itemgetter("raised_at", "pk")):
        reference = readers.reference(row["site"], row["number"])
        for user in readers.facilitators_of(row["site"]):
            if not readers.has_stepped_out(user, row["case"]):
                yield Notice(
                    kinds.ISSUE_TO_WORD, user, f"issue-{row['pk']}",
                    f"An issue about {reference} needs an anonymous version before commissioners can read it.",
                    reverse("commissioning:issue_detail", args=[row["pk"]]), since=row["raised_at"],
                    site_id=row["site"], case_id=row["case"],
                    label=f"Put an issue about {reference} in anonymous words",
                    why=f"It is about “{row['theme']}”. Commissioners cannot read it yet.",
                    aside=f"raised {in_days(row['raised_at'])}",
                )  # fmt: skip


def _unanswered(readers: Readers) -> QuerySet:
    published = ClearedText.objects.published().filter(
        issue_wording__issue=OuterRef("pk"), audience__in=[Audience.COMMISSIONERS, Audience.PUBLIC]
    )
    out_since = published.order_by("publication__published_at").values("publication__published_at")
    passed_on = IssueReply.objects.passed_on()
    named = passed_on.filter(issue=OuterRef("pk"))
    return (
        CommissionerIssue.objects.unmerged()
        .raised_at(readers.commissioned)
        .filter(Q(replies__isnull=True) | Q(pk__in=passed_on.values("issue")))
        .annotate(
            out_since=Subquery(out_since[:1]),
            theirs=_theirs(readers, "pk"),
            whose=Subquery(named.values("invitation__accepted_by")[:1]),
            joined_at=Subquery(named.values("invitation__accepted_at")[:1]),
        )
        .filter(out_since__isnull=False)
        .select_related("site")
        .order_by("out_since", "pk")
    )


UNANSWERED = Prepared(_unanswered)


def _to_answer(readers: Readers) -> Iterator[Notice]:
    """Return the issues without a reply, for the commissioners of the sites that raised them; and those of which a reply says
    whose they are, for that person alone once they have joined.
    """
    issues = readers.ask(UNANSWERED)
    sites = _sites_that_raised(issues, readers)
    for issue in issues:
        since = max(issue.out_since, issue.joined_at) if issue.joined_at else issue.out_since
        for user in _of_each(sites[issue.pk], readers.commissioners_of):
            if issue.whose not in (None, user):
                continue
            site = _one_of(sites[issue.pk], readers, user)  # theirs: the others are not named to them
            raised = f"raised at {readers.sites[site]}"
            yield Notice(
                kinds.ISSUE_TO_ANSWER, user, f"issue-{issue.pk}",
                f"An issue {raised} waits for a reply. It is about “{issue.get_theme_display()}”.",
                issue.get_absolute_url(), since=since, site_id=site,
                label=f"Reply to an issue about “{issue.get_theme_display()}”", why=f"{capfirst(raised)}.",
                aside=f"since {day(issue.out_since)}",
            )  # fmt: skip


def _theirs(readers: Readers, issue: str) -> Coalesce:
    """Return the first site that raised the issue in the column `issue`, or one merged into it, or sees it too, and has a
    commissioner.
    """
    group = CommissionerIssue.objects.filter(Q(pk=OuterRef(issue)) | Q(merged_into=OuterRef(issue)))
    added = IssueAddition.objects.counted_with(OuterRef(issue)).filter(site__in=readers.commissioned)
    return Coalesce(
        Subquery(group.filter(site__in=readers.commissioned).order_by(*HEAD_FIRST).values("site")[:1]),
        Subquery(added.order_by("added_at", "pk").values("site")[:1]),
    )


def _sites_that_raised(issues: list[CommissionerIssue], readers: Readers) -> dict[int, list[int]]:
    """Return the ids of the sites that raised each issue or one merged into it, or see it too, by the id of the issue. For
    one person it is the first of theirs.
    """
    if readers.reader:
        return {issue.pk: [issue.theirs] for issue in issues}
    found = defaultdict(list, {issue.pk: [issue.site_id] for issue in issues})
    merged = CommissionerIssue.objects.filter(merged_into__in=list(found)).order_by("pk")
    for issue, site in merged.values_list("merged_into", "site"):
        found[issue].append(site)
    for added in _additions_to(found, readers):
        found[added["head"]].append(added["site"])
    return found


def _additions_to(heads: Iterable[int], readers: Readers) -> list[dict]:
    """Return what sites added to the issues with these keys and to those merged into them, each with its `head`. For one
    person it is what their sites added.
    """
    wanted = set(heads)
    added = (row for row in readers.short.get("additions", []) if row["head"] in wanted)
    return sorted(added, key=itemgetter("added_at", "pk"))


def _of_each(sites: list[int], people_of) -> list[int]:
    """Return the people of all of these sites, each once."""
    return list(dict.fromkeys(user for site in sites for user in people_of(site)))


def _one_of(sites: list[int], readers: Readers, user: int) -> int:
    """Return the first of these sites that the person commissions for."""
    return next(site for site in sites if site in readers.standing_of(user).commissioner_sites)


def _replies_that_tell(readers: Readers, now: datetime) -> QuerySet:
    every, soon = IssueReply.objects, readers.today + DUE_SOON
    asks = (
        Q(pk__in=every.due_for_outcome(readers.today).values("pk"))
        | Q(pk__in=every.asking_again(readers.today).values("pk"))
        | Q(kind=Kind.WILL_CHANGE, kept_on__isnull=True, due_on__gt=readers.today, due_on__lte=soon)
    )
    said = PromiseOutcome.objects.filter(reply=OuterRef("pk"), at__gt=now - NEWS_LASTS)
    news = Q(replied_at__gt=now - NEWS_LASTS) | Q(kept_on__gt=readers.today - NEWS_LASTS) | Exists(said)
    issues = CommissionerIssue.objects.raised_at(readers.commissioned | readers.own).published()
    return (
        every.annotate(
            asks=ExpressionWrapper(asks, output_field=BooleanField()), theirs=_theirs(readers, "issue")
        )
        .filter(Q(asks=True) | news, issue__in=issues)
        .with_story()
        .select_related("issue__site", "issue__case", "issue__theme_word", "by")
        .order_by("replied_at", "pk")
    )


REPLIES = Prepared(_replies_that_tell)


def _replies(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return the replies that are news, and the promises and dates that have come, or will soon."""
    replies = readers.ask(REPLIES, now=now)
    raised = _raised(replies, readers) if readers.own else defaultdict(list)
    for reply in replies:
        here = [reply.theirs] if readers.reader else [site for site, _ in raised[reply.issue_id]]
        yield from _for_commissioner(reply, readers, here)
        yield from _for_site(reply, readers, raised[reply.issue_id], now)
        yield from _outcomes(reply, readers, here, raised[reply.issue_id], now)


def _for_commissioner(reply: IssueReply, readers: Readers, sites: list[int]) -> Iterator[Notice]:
    """Return what the commissioner who replied has to do about a date that has come."""
    user = reply.by_id
    if not reply.asks or user not in readers.people:
        return
    if not readers.standing_of(user).commissioner_sites.intersection(sites):
        return
    theme = reply.issue.get_theme_display()
    site = _one_of(sites, readers, user)
    common = {
        "url": reply.issue.get_absolute_url(), "by": reply.due_on, "site_id": site,
        "label": f"“{theme}”, raised at {readers.sites[site]}", "aside": in_days(reply.due_on),
    }  # fmt: skip
    is_over = reply.due_on < readers.today
    if reply.kind == Kind.WILL_CHANGE and is_over:
        yield Notice(
            kinds.PROMISE_OVERDUE, user, f"reply-{reply.pk}",
            f"You promised a change about “{theme}” by {day(reply.due_on)}. Record the outcome.",
            since=start_of_day(reply.due_on), why="Say what became of your promise.", **common,
        )  # fmt: skip
    elif reply.kind == Kind.WILL_CHANGE:
        yield Notice(
            kinds.PROMISE_DUE, user, f"reply-{reply.pk}",
            f"You promised a change about “{theme}” by {day(reply.due_on)}.",
            since=start_of_day(reply.due_on - DUE_SOON), why="You promised a change by then.", **common,
        )  # fmt: skip
    elif reply.kind == Kind.EXCEPTION:
        yield Notice(
            kinds.EXCEPTION_PAST, user, f"reply-{reply.pk}",
            f"An exception about “{theme}” ended on {day(reply.due_on)}. Say what applies now.",
            since=start_of_day(reply.due_on + ONE_DAY), why="The exception that you agreed has ended. Say what applies now.", **common,
        )  # fmt: skip
    else:
        yield Notice(
            kinds.LOOKING_PAST, user, f"reply-{reply.pk}",
            f"You were looking into “{theme}” until {day(reply.due_on)}. Say what you found.",
            since=start_of_day(reply.due_on), why="Say what you found.", **common,
        )  # fmt: skip


def _issues_of(heads: set[int]) -> QuerySet:
    return (
        CommissionerIssue.objects.filter(Q(pk__in=heads) | Q(merged_into__in=heads))
        .order_by(*HEAD_FIRST)
        .values_list("pk", "merged_into", "site", "case", "raised_by", "case__presenter_rows__member")
    )


ISSUES_OF = Prepared(_issues_of)


def _raised(replies: list[IssueReply], readers: Readers) -> dict[int, list[tuple[int, set[int]]]]:
    """Return for each issue the sites that raised it or one merged into it, or see it too, with whoever brought it there:
    who raised or added it, the presenters of its case, and the facilitators of the site.
    """
    heads = {reply.issue_id for reply in replies}
    rows = ISSUES_OF.read(heads=heads)
    presenting: dict[tuple, set[int]] = {}  # by issue, in their order
    for *issue, member in rows:
        presenters = presenting.setdefault(tuple(issue), set())
        if (user := readers.account_of(member)) is not None:
            presenters.add(user)
    found: dict[int, list[tuple[int, set[int]]]] = defaultdict(list)
    for (pk, head, site, case, raised_by), presenters in presenting.items():
        people = {*readers.facilitators_of(site), *presenters}
        if raised_by in readers.people and site in readers.standing_of(raised_by).member_of:
            people.add(raised_by)
        here = {user for user in people if not readers.has_stepped_out(user, case)}
        found[head or pk].append((site, here))
    for added in _additions_to(heads, readers):
        found[added["head"]].append((added["site"], _of_addition(added, readers)))
    return found


def _of_addition(added: dict, readers: Readers) -> set[int]:
    """Return who is told for a site that sees an issue too: its facilitators, and whoever added it if they are of it still."""
    people, site, by = set(readers.facilitators_of(added["site"])), added["site"], added["by"]
    if by in readers.people and site in readers.standing_of(by).member_of:
        people.add(by)
    return people


def _for_site(
    reply: IssueReply, readers: Readers, raised: list[tuple[int, set[int]]], now: datetime
) -> Iterator[Notice]:
    """Return the reply, and that its promise was kept, as news for whoever brought the issue up."""
    theme = reply.issue.get_theme_display()
    kept = reply.kept_on is not None and reply.kept_on > readers.today - NEWS_LASTS
    is_new = reply.replied_at > now - NEWS_LASTS
    for site, people in raised:
        for user in sorted(people - {reply.by_id}):
            common = {"url": reply.issue.get_absolute_url(), "site_id": site}
            if is_new:
                label = f"A commissioner replied to an issue about “{theme}”"
                yield Notice(
                    kinds.REPLY_GIVEN, user, f"reply-{reply.pk}", f"{label}, raised at {readers.sites[site]}.",
                    since=reply.replied_at, label=label, why=f"{reply.get_kind_display()}.",
                    aside=in_days(reply.replied_at), **common,
                )  # fmt: skip
            if kept:
                label = f"A commissioner kept a promise about “{theme}”"
                yield Notice(
                    kinds.PROMISE_KEPT, user, f"reply-{reply.pk}", f"{label}, raised at {readers.sites[site]}.",
                    since=start_of_day(reply.kept_on), label=label, why="Say if you see it too.",
                    aside=in_days(reply.kept_on), **common,
                )  # fmt: skip


def _outcomes(
    reply: IssueReply,
    readers: Readers,
    sites: list[int],
    raised: list[tuple[int, set[int]]],
    now: datetime,
) -> Iterator[Notice]:
    """Return what somebody said became of the promise, as news for the others: a site's for the commissioner and the other
    sites that raised the issue, a commissioner's for the sites unless it was kept, which is told as such.
    """
    theme, url = reply.issue.get_theme_display(), reply.issue.get_absolute_url()
    for said in reply.outcomes_said:
        is_site, is_kept = said.site_id is not None, said.outcome == PromiseOutcome.Outcome.KEPT
        if said.at <= now - NEWS_LASTS or (is_kept and not is_site):
            continue
        who = "A site that raised it" if is_site else "A commissioner"
        outcome = lower_first(said.get_outcome_display())
        for user, site in _told_of(reply, said, readers, sites, raised).items():
            label = f"{who} says of a promise about “{theme}”: {outcome}"
            yield Notice(
                kinds.OUTCOME_SAID, user, f"outcome-{said.pk}", f"{label}.", url, since=said.at, site_id=site,
                label=label, why="Both are shown where they differ." if is_site else "Say if you see it too.",
                aside=in_days(said.at),
            )  # fmt: skip


def _told_of(
    reply: IssueReply,
    said: PromiseOutcome,
    readers: Readers,
    sites: list[int],
    raised: list[tuple[int, set[int]]],
) -> dict[int, int]:
    """Return who is told what `said` says, each with the site that it is told for."""
    found = {user: site for site, people in raised if site != said.site_id for user in sorted(people)}
    by = reply.by_id
    if said.site_id is not None and by in readers.people:
        theirs = readers.standing_of(by).commissioner_sites
        if not theirs.isdisjoint(sites):
            found[by] = _one_of(sites, readers, by)
    found.pop(said.by_id, None)
    return found

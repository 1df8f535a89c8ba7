"""Who raised an issue, when and how often: as much of it as a reader may know."""

from dataclasses import dataclass

from django.utils import timezone

from cases.clearance.models import ClearedText
from cases.commissioning.models import AdditionWording, CommissionerIssue, IssueAddition
from kit.periods import in_words, key_of
from kit.words import day
from sites_app.models import Site


@dataclass(frozen=True)
class Raising:
    """One time that an issue was raised, or a site that sees it too. `when` is in words, and "" where it is not told;
    `says` is what the site says in words that the reader may read.
    """

    site: Site
    when: str
    times: int
    is_addition: bool
    says: str = ""


@dataclass(frozen=True)
class WhoRaised:
    """Who raised an issue: those that the reader may know of, oldest first, how many other sites, and what these say.

    `raised_at` and `added` are of all sites, for rules alone: no page shows them.
    """

    named: list[Raising]
    others: int
    others_say: list[str]
    raised_at: frozenset[int]  # the ids of the sites that raised it, or an issue that is merged into it
    added: list[IssueAddition]

    @property
    def sites(self) -> frozenset[int]:
        """The ids of the sites that raised it or see it too."""
        return self.raised_at | {each.site_id for each in self.added}


def sites_named_to(user) -> frozenset[int]:
    """Return the sites of which `user` may know that they raised an issue: those that they read or commission for."""
    if not user.is_authenticated:
        return frozenset()
    standing = user.standing
    return standing.reading_sites | standing.commissioner_sites


def who_raised(issue: CommissionerIssue, *, reader) -> WhoRaised:
    """Return who raised `issue` and those merged into it, and which sites see it too, in four queries.

    Days are told to those who read the site. Others see the month in which a site added itself, and of what was raised
    as much as the approved words say.
    """
    rows = CommissionerIssue.objects.counted_with(issue).order_by("raised_at", "pk")
    raised = list(rows.values_list("pk", "site", "raised_at"))
    added = list(IssueAddition.objects.counted_with(issue.pk))
    raised_at = frozenset(site for _, site, _ in raised)
    pks = raised_at | {each.site_id for each in added}
    sites = {site.pk: site for site in Site.objects.filter(pk__in=pks).select_related("programme")}
    reads = reader.standing.reading_sites
    says = lines_of(issue, reader=reader)
    known = issue.text.content.get("raised", "") if issue.text else ""
    found = [
        (
            timezone.localdate(at),
            Raising(
                sites[site], day(at) if site in reads else in_words(known if pk == issue.pk else ""), 1, False
            ),
        )
        for pk, site, at in raised
    ]
    found += [
        (
            each.on,
            Raising(
                sites[each.site_id],
                day(each.on) if each.site_id in reads else in_words(key_of(each.on)),
                each.times,
                True,
                says.get(each.pk, ""),
            ),
        )
        for each in added
    ]
    named = sites_named_to(reader)
    found = sorted((each for each in found if each[1].site.pk in named), key=lambda pair: pair[0])
    unnamed = {each.pk for each in added if each.site_id not in named}
    others_say = [words for pk, words in says.items() if pk in unnamed]
    return WhoRaised([raising for _, raising in found], len(pks - named), others_say, raised_at, added)


def lines_of(issue: CommissionerIssue, *, reader) -> dict[int, str]:
    """Return what sites that see `issue` too say in words that `reader` may read, by the key of the addition, oldest first.

    It is empty for readers who may not read words of the issue itself.
    """
    if issue.text is None:
        return {}
    lines = AdditionWording.objects.filter(
        ClearedText.objects.is_fullest_for(reader, of="addition_wording"),
        addition__in=IssueAddition.objects.counted_with(issue.pk),
    )
    rows = lines.select_related("cleared_text").order_by("cleared_text__publication__published_at", "pk")
    return {line.addition_id: line.cleared_text.content.get("words", "") for line in rows}

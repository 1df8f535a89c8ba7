"""Commissioners' replies to issues, how their dates were moved, and what became of what they promised."""

from collections import Counter
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from kit.privacy.outward import OutwardCharField, OutwardTextField
from kit.queries import listed_rows, rows_from
from kit.removal import Removable
from kit.words import day, ended, lower_first
from members.models import Invitation
from sites_app.models import Site

if TYPE_CHECKING:
    from cases.models.case import Case


class IssueReplyQuerySet(models.QuerySet):
    """A QuerySet of replies. `today` is the day on which it is asked."""

    def promised_by(self, user) -> "IssueReplyQuerySet":
        """Return the changes that `user` promised: open promises first, by day, then the kept ones."""
        return self.promises().filter(by=user).order_by(F("kept_on").desc(nulls_first=True), "due_on", "pk")

    def promises(self) -> "IssueReplyQuerySet":
        """Return the replies that promise a change."""
        return self.filter(kind=IssueReply.Kind.WILL_CHANGE)

    def newest_of_each(self) -> "IssueReplyQuerySet":
        """Return of each issue the reply after which no other came."""
        later = IssueReply.objects.filter(issue=OuterRef("issue")).filter(
            Q(replied_at__gt=OuterRef("replied_at"))
            | Q(replied_at=OuterRef("replied_at"), pk__gt=OuterRef("pk"))
        )
        return self.exclude(Exists(later))

    def due_for_outcome(self, today: date) -> "IssueReplyQuerySet":
        """Return the promises whose day has come, and of which the commissioner has not said what became of them."""
        said = PromiseOutcome.objects.filter(reply=OuterRef("pk"), side=PromiseOutcome.Side.COMMISSIONER)
        return self.promises().filter(due_on__lte=today, kept_on=None).exclude(Exists(said))

    def overdue(self, today: date) -> "IssueReplyQuerySet":
        """Return the promises whose day is over, and of which the commissioner has not said what became of them."""
        return self.due_for_outcome(today).filter(due_on__lt=today)

    def passed_on(self) -> "IssueReplyQuerySet":
        """Return the replies "not ours" whose named person has joined as a commissioner, where no other reply came since."""
        joined = self.filter(kind=IssueReply.Kind.NOT_OURS, invitation__accepted_by__isnull=False)
        return joined.newest_of_each()

    def asking_again(self, today: date) -> "IssueReplyQuerySet":
        """Return the replies after whose day their issue waits again: it was looked into, or an exception held, until then."""
        kinds = [IssueReply.Kind.LOOKING_INTO_IT, IssueReply.Kind.EXCEPTION]
        return self.filter(kind__in=kinds, due_on__lt=today).newest_of_each()

    def led_to_change(self) -> "IssueReplyQuerySet":
        """Return the promises that led to a change: the commissioner or a site says kept, and nobody says not kept."""
        said = PromiseOutcome.objects.filter(reply=OuterRef("pk"))
        kept = Q(kept_on__isnull=False) | Exists(said.filter(outcome=PromiseOutcome.Outcome.KEPT))
        not_kept = Exists(said.filter(outcome=PromiseOutcome.Outcome.NOT_KEPT))
        return self.promises().filter(kept).exclude(not_kept)

    def disputed(self) -> "IssueReplyQuerySet":
        """Return the promises of which the commissioner and the sites do not say the same."""
        said = PromiseOutcome.objects.filter(reply=OuterRef("pk"))
        kept, other = PromiseOutcome.Outcome.KEPT, PromiseOutcome.objects.filter(reply=OuterRef("reply"))
        differ = Exists(said.filter(Exists(other.exclude(outcome=OuterRef("outcome")))))
        return self.promises().filter(differ | Q(kept_on__isnull=False) & Exists(said.exclude(outcome=kept)))

    def with_news_before(self, moment: datetime) -> "IssueReplyQuerySet":
        """Add `news_at`: when there was last something to tell of each before `moment`, that is when it was given, its day was
        moved, or the commissioner said what became of it.
        """
        own, given = Q(reply=OuterRef("pk"), at__lt=moment), F("replied_at")
        moved = MovedDate.objects.filter(own).order_by("-at").values("at")[:1]
        said = PromiseOutcome.objects.filter(own, side=PromiseOutcome.Side.COMMISSIONER).order_by("-at")
        return self.filter(replied_at__lt=moment).annotate(
            news_at=Greatest(
                given, Coalesce(Subquery(moved), given), Coalesce(Subquery(said.values("at")[:1]), given)
            )
        )

    def with_story(self) -> "IssueReplyQuerySet":
        """Read with each how its date was moved and what became of it, in the same query."""
        return self.annotate(
            moves_listed=listed_rows(MovedDate.objects.filter(reply=OuterRef("pk"))),
            outcomes_listed=listed_rows(PromiseOutcome.objects.filter(reply=OuterRef("pk"))),
        )


class IssueReply(Removable):
    """A commissioner's reply to an issue."""

    noun = "a reply"
    remove_perm = "commissioning.remove_reply"

    class Kind(models.TextChoices):
        """What a reply says."""

        WILL_CHANGE = "will_change", "We will change this"
        LOOKING_INTO_IT = "looking_into_it", "We are looking into it"
        CANNOT = "cannot", "We cannot change this, because …"
        NOT_OURS = "not_ours", "This is the responsibility of …"
        EXCEPTION = "exception", "We have agreed an exception"

    issue = models.ForeignKey(
        "commissioning.CommissionerIssue", on_delete=models.PROTECT, related_name="replies"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="issue_replies")
    kind = models.CharField(max_length=16, choices=Kind)
    words = OutwardTextField()
    # "will change": by when; "looking into it": until when, then it asks again; an exception: until when it holds, then it asks again
    due_on = models.DateField(null=True, blank=True)
    first_due_on = models.DateField(null=True, blank=True)  # the day that was said first
    whose = OutwardCharField(max_length=120, blank=True)  # for "not ours"
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # for "not ours": of whoever is responsible, which the programme team sends
    for_whom = OutwardCharField(max_length=120, blank=True)  # for an exception: people in this position
    decided_by = OutwardCharField(max_length=120, blank=True)  # for an exception: the person or the board
    kept_on = models.DateField(
        null=True, blank=True
    )  # the commissioner says that the promise was kept on that day
    replied_at = models.DateTimeField(default=timezone.now)

    objects = IssueReplyQuerySet.as_manager()

    class Meta:
        ordering = ["-replied_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="not_ours") | ~Q(whose=""), name="a_reply_not_ours_says_whose"
            ),
            models.CheckConstraint(
                condition=~Q(kind="exception")
                | ~Q(for_whom="") & ~Q(decided_by="") & Q(due_on__isnull=False),
                name="an_exception_says_for_whom_until_when_and_who_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.issue_id}"

    @property
    def site(self) -> Site:
        """The site that raised the issue."""
        return self.issue.site

    @property
    def site_id(self) -> int:
        """The id of the site that raised the issue."""
        return self.issue.site_id

    @property
    def owner_row(self) -> "Case":
        """The case that the issue was raised from."""
        return self.issue.case

    @property
    def has_day(self) -> bool:
        """Whether its kind has a day: by when, or until when."""
        return self.kind in DATED

    @property
    def is_promise(self) -> bool:
        """Whether it promises a change."""
        return self.kind == self.Kind.WILL_CHANGE

    @property
    def first_promised_for(self) -> date | None:
        """The day that was said first, if it is not the one that is said now."""
        return self.first_due_on if self.first_due_on != self.due_on else None

    @cached_property
    def moves(self) -> "list[MovedDate]":
        """How its day was moved, the last time first. No query after `with_story`."""
        if hasattr(self, "moves_listed"):
            found = rows_from(MovedDate, self.moves_listed, using=self._state.db)
            return sorted(found, key=lambda move: (move.at, move.pk), reverse=True)
        return list(self.moved_dates.all())

    @cached_property
    def outcomes_said(self) -> "list[PromiseOutcome]":
        """What became of the promise: as the commissioner says, then as the sites say. No query after `with_story`."""
        if hasattr(self, "outcomes_listed"):
            found = rows_from(PromiseOutcome, self.outcomes_listed, using=self._state.db)
            return sorted(found, key=lambda said: (said.side, said.at, said.pk))
        return list(self.outcomes.all())

    @property
    def last_move(self) -> "MovedDate | None":
        """How its day was moved last, or None."""
        return next(iter(self.moves), None)

    @property
    def raised_at(self) -> set[int]:
        """The ids of the sites that raised the issue or one that is merged into it, or that see it too."""
        return self.issue.sites_that_raised

    @cached_property
    def commissioner_says(self) -> "PromiseOutcome | None":
        """What became of the promise, as the commissioner says, or None."""
        return next((said for said in self.outcomes_said if said.site_id is None), None)

    @cached_property
    def sites_say(self) -> "list[PromiseOutcome]":
        """What became of the promise, as sites that raised the issue say."""
        return [said for said in self.outcomes_said if said.site_id is not None]

    @property
    def all_say(self) -> set[str]:
        """What became of the promise, as everybody says who has said it: keys of outcomes."""
        kept = {PromiseOutcome.Outcome.KEPT.value} if self.kept_on else set()
        return kept | {said.outcome for said in self.outcomes_said}

    @property
    def is_disputed(self) -> bool:
        """Whether the commissioner and the sites do not say the same."""
        return len(self.all_say) > 1

    @property
    def has_led_to_change(self) -> bool:
        """Whether somebody says that the promise was kept, and nobody that it was not (see `led_to_change`)."""
        outcomes = PromiseOutcome.Outcome
        return self.is_promise and outcomes.KEPT in self.all_say and outcomes.NOT_KEPT not in self.all_say

    @property
    def stands(self) -> bool:
        """Whether it is a promise of which nobody says that it was not kept, or in part alone."""
        return self.is_promise and self.all_say <= {PromiseOutcome.Outcome.KEPT.value}

    @property
    def awaits_outcome(self) -> bool:
        """Whether its day has come, and the commissioner has not said what became of it."""
        is_due = self.is_promise and self.due_on is not None and self.due_on <= timezone.localdate()
        return is_due and self.kept_on is None and self.commissioner_says is None

    @property
    def is_settled(self) -> bool:
        """Whether the commissioner has said what became of it."""
        return self.kept_on is not None or self.commissioner_says is not None

    def outcome_in_words(self, *, by: date | None = None, words_since: datetime | None = None) -> str:
        """What became of the promise as each side says, by the day `by` where one is given: "Kept on 3 March 2026. The sites
        that raised it say: kept (2)."; "" if nobody has said it. Where they differ: "The commissioner says: kept on [...]".

        The commissioner's own words are left out if they were written before `words_since`.
        """
        said = [each for each in self.outcomes_said if by is None or timezone.localdate(each.at) <= by]
        theirs = [each for each in said if each.site_id is None]
        first = _commissioners_sentence(self, theirs, by=by, words_since=words_since)
        sentences = [f"The commissioner says: {lower_first(first)}" if first and self.is_disputed else first]
        counted = Counter(each.get_outcome_display() for each in said if each.site_id is not None)
        if counted:
            numbers = [f"{lower_first(label)} ({counted[label]})" for label in counted]
            one = counted.total() == 1
            who = "The site that raised it says" if one else "The sites that raised it say"
            sentences.append(f"{who}: {lower_first(next(iter(counted))) if one else ', '.join(numbers)}.")
        return " ".join(filter(None, sentences))

    @property
    def is_over(self) -> bool:
        """Whether its day is over."""
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def says(self) -> str:
        """What kind of reply it is, such as "This is the responsibility of the director of housing."."""
        if self.kind == self.Kind.NOT_OURS:
            return f"This is the responsibility of {_within(self.whose)}."
        if self.kind == self.Kind.EXCEPTION:
            return f"We have agreed an exception for {_within(self.for_whom)}, decided by {_within(self.decided_by)}."
        return SAYS[self.kind]

    @property
    def dates_in_words(self) -> str:
        """By when or until when, the day that was said first, and why it was moved: "Promised for 4 April 2026, first for
        1 March 2026: the contract starts later."; "" for a reply without a day.
        """
        if self.due_on is None:
            return f"{FIRST_PROMISED}{day(self.first_promised_for)}." if self.first_promised_for else ""
        said = f"{BEFORE_DUE[self.kind]}{day(self.due_on)}" if self.has_day else day(self.due_on)
        if self.first_promised_for:
            said += f"{FIRST}{day(self.first_promised_for)}"
        if self.first_promised_for and self.last_move:
            said += f": {self.last_move.reason}"
        return ended(said)


def _commissioners_sentence(
    reply: IssueReply, said: "list[PromiseOutcome]", *, by: date | None, words_since: datetime | None
) -> str:
    """Return what became of a promise as the commissioner says: "Partly kept on 3 March 2026: Fridays only."."""
    if said:
        is_shown = words_since is None or said[0].at >= words_since
        words = f": {said[0].words.strip()}" if said[0].words and is_shown else ""
        return ended(f"{OUTCOME_ON[said[0].outcome]}{day(said[0].on)}{words}")
    if reply.kept_on and (by is None or reply.kept_on <= by) and not reply.commissioner_says:
        return f"{OUTCOME_ON['kept']}{day(reply.kept_on)}."
    return ""


def _within(who: str) -> str:
    """Return somebody's title as it is inside a sentence: "The director of housing." becomes "the director of housing"."""
    who = who.strip().rstrip(".")
    return lower_first(who) if who.startswith(("The ", "A ", "An ", "Our ", "People ", "Anybody ")) else who


SAYS = {
    "will_change": "We will change this.",
    "looking_into_it": "We are looking into it.",
    "cannot": "We cannot change this.",
}
BEFORE_DUE = {
    "will_change": "Promised for ",
    "looking_into_it": "Looking into it until ",
    "exception": "It applies until ",
}
OUTCOME_ON = {"kept": "Kept on ", "partly": "Partly kept, ", "not_kept": "Not kept, "}
FIRST, FIRST_PROMISED = ", first for ", "First promised for "
BEFORE_A_DAY = (
    *BEFORE_DUE.values(),
    *OUTCOME_ON.values(),
    *(lower_first(before) for before in OUTCOME_ON.values()),
    FIRST,
    FIRST_PROMISED,
)  # what is before each day in `dates_in_words`
DATED = {IssueReply.Kind.WILL_CHANGE, IssueReply.Kind.LOOKING_INTO_IT, IssueReply.Kind.EXCEPTION}


class MovedDate(models.Model):
    """The day of a reply was moved to another one, for a reason that everybody reads who reads the reply."""

    reply = models.ForeignKey(IssueReply, on_delete=models.CASCADE, related_name="moved_dates")
    was_due_on = models.DateField()
    due_on = models.DateField()
    reason = OutwardCharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(due_on=F("was_due_on")), name="a_date_is_moved_to_another_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.was_due_on} moved to {self.due_on}"


class PromiseOutcome(models.Model):
    """What became of a promise, as the commissioner or one of the sites that raised the issue says."""

    class Side(models.TextChoices):
        """Who says it."""

        COMMISSIONER = "commissioner", "Commissioner"  # of a site that raised the issue
        SITE = "site", "Site"  # its facilitator

    class Outcome(models.TextChoices):
        """What became of it."""

        KEPT = "kept", "Kept"
        PARTLY = "partly", "Partly kept"
        NOT_KEPT = "not_kept", "Not kept"

    reply = models.ForeignKey(IssueReply, on_delete=models.CASCADE, related_name="outcomes")
    side = models.CharField(max_length=12, choices=Side)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome)
    on = models.DateField()  # the day of the change, or the day on which it was said that there was none
    words = OutwardTextField(blank=True)  # what became of it; the commissioner's alone
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["side", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side="commissioner", site__isnull=True)
                | Q(side="site", site__isnull=False, words=""),
                name="an_outcome_is_of_a_site_without_words_or_of_the_commissioner",
            ),
            models.UniqueConstraint(
                fields=["reply"], condition=Q(side="commissioner"), name="a_commissioner_says_one_outcome"
            ),
            models.UniqueConstraint(fields=["reply", "site"], name="a_site_says_one_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.get_side_display()})"

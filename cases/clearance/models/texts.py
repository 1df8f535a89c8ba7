"""Cleared texts: exactly what readers outside the site see, which never changes.

A ClearedText is created when a text is sent for checking. It is *approved* once enough people who neither wrote nor
presented it have approved it for its audience; it is *published* by a Publication. The models here hold the rules, and
so do triggers in the database (cases/clearance/database_rules.py).
"""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.clearance import decision
from cases.clearance.audiences import OUTWARD, Audience
from cases.clearance.decision import Facts, PresenterFacts
from cases.clearance.models.checkers import people_who_check
from cases.clearance.models.facts import FactRow, fact_columns, facts_of
from cases.clearance.models.kept import Authorship, Clearance
from cases.clearance.models.things import lookups_of_things
from cases.models.case import Case, SteppedOut
from kit.errors import RefusedError
from kit.prepared import Prepared
from kit.privacy.outward import refuse_to_let_out
from members.models import User
from sites_app.models import Programme, Site


def canonical(content: dict) -> str:
    """Return `content` as canonical JSON, which is the same for equal content."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


REACH = models.Case(
    *(models.When(audience=each, then=models.Value(place)) for place, each in enumerate(OUTWARD)),
    output_field=models.IntegerField(),
)  # how wide the audience of a text is


# an issue that is only for the sites that raised it, and their commissioners; `is_narrow` says the same of one text
NARROW = Q(kind="commissioner_issue", audience=Audience.COMMISSIONERS, is_for_every_site=False)
FOR_EVERY_SITE = "members of every site and commissioners"
FOR_THEIR_SITES = "the sites that raised it and their commissioners"


class ClearedTextQuerySet(models.QuerySet):
    """A QuerySet of cleared texts, which are never changed or deleted."""

    def published(self) -> "ClearedTextQuerySet":
        """Return the texts that are published and not withdrawn."""
        return self.filter(publication__isnull=False, publication__withdrawn_at__isnull=True)

    def for_everyone(self) -> "ClearedTextQuerySet":
        """Return the published texts that the public may read."""
        return self.published().filter(audience=Audience.PUBLIC)

    def addressed_to(self, user) -> "ClearedTextQuerySet":
        """Return the texts whose audience `user` belongs to, published or not. The public includes visitors without an
        account.

        An issue for commissioners is for those of the sites that raised it, for members of these sites, and for the
        programme's advisers, brokers and team, unless it is for every site. Everybody else sees themes and counts
        (cases/commissioning/counts.py).
        """
        public = Q(audience=Audience.PUBLIC)
        if not user.is_authenticated:
            return self.filter(public)
        standing = user.standing
        as_commissioner = Q(audience=Audience.COMMISSIONERS, programme__in=standing.commissioner) & (
            ~NARROW | self._raised_at(standing.commissioner_sites)
        )
        as_member = Q(
            audience__in=[Audience.PROGRAMME, Audience.COMMISSIONERS],
            programme__in=standing.member_programmes,
        ) & (
            ~NARROW
            | Q(programme__in=standing.programme_team | standing.broker | standing.adviser)
            | self._raised_at(standing.member_of | standing.facilitates)
        )
        return self.filter(public | as_commissioner | as_member)

    def readable_by(self, user) -> "ClearedTextQuerySet":
        """Return the published texts whose audience `user` belongs to: of one thing perhaps several, which only a page
        with a link to each shows. Everything else asks `fullest_for`.
        """
        return self.published().addressed_to(user)

    def readable_in(self, audience: str) -> "ClearedTextQuerySet":
        """Return the published texts that everybody in `audience` may read, such as a reader of an edition."""
        return self.published().filter(audience__in=OUTWARD[OUTWARD.index(Audience(audience)) :])

    def fullest_for(self, user, *, of: str = "") -> "ClearedTextQuerySet":
        """Return the text of each thing for this reader. Every outlet asks this one question. `of` as `fullest` has it."""
        return self.readable_by(user).fullest(of=of)

    def is_fullest_for(self, user, *, of: str = "", text: str = "cleared_text") -> Exists:
        """Return the condition that the text in the column `text` is one of `fullest_for`, asked for each row that is looked at."""
        return Exists(self.fullest_for(user, of=of).filter(pk=OuterRef(text)))

    def fullest_in(self, audience: str) -> "ClearedTextQuerySet":
        """Return the text of each thing for the readers of an edition, who are those of `audience`."""
        return self.readable_in(audience).fullest()

    def fullest(self, *, of: str = "") -> "ClearedTextQuerySet":
        """Return of these texts the one of each thing that is for the fewest readers, and so leaves least out.

        Whoever takes texts of one kind alone says so, which spares the question for the others: `of` is the relation to what
        they are the words of, such as "issue_wording". KeyError where nothing is called so.
        """
        things = {lookup.partition("__")[0]: lookup for lookup in lookups_of_things(self.model)}
        these = self.alias(reach=REACH)
        found = these
        for thing in [things[of]] if of else things.values():
            fuller = these.filter(**{thing: OuterRef(thing)}, reach__lt=OuterRef("reach"))
            found = found.filter(~Exists(fuller))
        return found

    def _raised_at(self, sites) -> Q:
        """Return a condition for the wordings of issues raised at `sites`, merged with an issue raised there, or seen there
        too.
        """
        rows = self.model._base_manager
        counted = [
            rows.filter(**{f"issue_wording__issue__{way}__in": sites}).values("pk")
            for way in ("merged_issues__site", "additions__site", "merged_issues__additions__site")
        ]
        return Q(site__in=sites) | Q(pk__in=counted[0]) | Q(pk__in=counted[1]) | Q(pk__in=counted[2])

    def widest_first(self) -> "ClearedTextQuerySet":
        """Return them with the one for most readers first."""
        return self.alias(reach=REACH).order_by("-reach", "-pk")

    def being_checked(self) -> "ClearedTextQuerySet":
        """Return the texts that are neither published nor sent back nor replaced, and that have their words."""
        return self.filter(
            publication__isnull=True, send_back__isnull=True, replaced_by__isnull=True, struck_at__isnull=True
        )

    def visible_to(self, user) -> "ClearedTextQuerySet":
        """Return the texts that `user` may open where texts are checked, whatever their state.

        These are people of the site, brokers and the programme team, except anybody who stepped out of the case.
        """
        if not user.is_authenticated:
            return self.none()
        standing = user.standing
        stepped_out = Exists(SteppedOut.objects.filter(case=OuterRef("case"), member__user=user))
        return self.filter(
            Q(site__in=standing.reading_sites)
            | Q(site__isnull=True, programme__in=standing.broker | standing.programme_team)
        ).exclude(stepped_out)

    def sent_back(self) -> "ClearedTextQuerySet":
        """Return the texts sent back that no newer text has replaced."""
        return self.filter(send_back__isnull=False, replaced_by__isnull=True)

    def with_clearance_facts(self) -> "ClearedTextQuerySet":
        """Read the facts for the decision with each text: see `ClearedText.facts`."""
        return self.annotate(**fact_columns(Authorship.objects.all(), Clearance.objects.all()))

    def to_check_by(self, user) -> list["ClearedText"]:
        """Return the texts that `user` may approve and that still need an approval."""
        texts = self.being_checked().visible_to(user).with_clearance_facts()
        return [text for text in texts if text.waits_for(user)]

    def bulk_create(self, *args, **kwargs):
        """Raise RefusedError: texts are sent for checking one by one."""
        raise RefusedError(
            "Texts are sent for checking one by one, each with its hash. Use the send_for_checking action."
        )

    def update(self, **kwargs):
        """Raise RefusedError: a cleared text never changes."""
        raise RefusedError("A text that was sent for checking never changes. Send a new one instead.")

    def delete(self):
        raise RefusedError("A text that was sent for checking is never deleted. Withdraw it instead.")


class ClearedText(models.Model):
    """Exactly what readers outside the site see of something, for one audience.

    It never changes, except that its words can be permanently removed (cases/clearance/striking.py).
    """

    class Kind(models.TextChoices):
        """What a cleared text is."""

        LEARNING_OBJECT = "learning_object", "A write-up"
        COMMISSIONER_ISSUE = "commissioner_issue", "An issue for commissioners"
        ISSUE_ADDITION = "issue_addition", "A line about an issue that a site sees too"
        QUESTION = "question", "An anonymous question"
        NEWSLETTER_ENTRY = "newsletter_entry", "An entry of the newsletter"

    kind = models.CharField(max_length=20, choices=Kind)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cleared_texts")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, related_name="cleared_texts"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="cleared_texts"
    )
    audience = models.CharField(max_length=14, choices=Audience)
    body = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Authorship", related_name="cleared_texts_written"
    )
    sent_for_checking_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="texts_sent_for_checking",
    )  # null: assembled by Copsite itself
    sent_for_checking_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    # It says only what anybody can look up, so that one reader is enough. Computed from its source, never chosen.
    is_public_already = models.BooleanField(default=False)

    # Of an issue for commissioners: it is for all that the audience says, and not only for the sites that raised it.
    is_for_every_site = models.BooleanField(default=False)

    struck_at = models.DateTimeField(null=True, blank=True)  # its words were permanently removed
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ClearedTextQuerySet.as_manager()

    class Meta:
        ordering = ["sent_for_checking_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=OUTWARD), name="a_cleared_text_is_for_readers_outside"
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(site__isnull=False),
                name="a_text_about_a_case_names_its_site",
            ),
            models.CheckConstraint(
                condition=Q(is_public_already=False)
                | Q(kind="newsletter_entry", case__isnull=True),  # nothing about a person is
                name="only_entries_of_no_case_are_public_already",
            ),
            models.CheckConstraint(
                condition=Q(is_for_every_site=False) | Q(kind="commissioner_issue", audience="commissioners"),
                name="only_issues_for_commissioners_say_if_every_site",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RefusedError("A text that was sent for checking never changes. Send a new one instead.")
        self.ask_the_door()
        self.sha256 = hashlib.sha256(self.body.encode()).hexdigest()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RefusedError("A text that was sent for checking is never deleted. Withdraw it instead.")

    def ask_the_door(self) -> None:
        """Raise RefusedError if its words have something that identifies somebody for certain, by what is known now."""
        refuse_to_let_out("\n".join(strings_in(self.content, unread={"key", "link"})))

    @property
    def content(self) -> dict:
        """The content, read from its canonical JSON. Every kind has at least a `title`."""
        return json.loads(self.body)

    @property
    def title(self) -> str:
        """The title in the content."""
        return self.content.get("title", "")

    @property
    def is_narrow(self) -> bool:
        """Whether it is an issue that is only for the sites that raised it, and their commissioners."""
        is_for_commissioners = self.audience == Audience.COMMISSIONERS and not self.is_for_every_site
        return is_for_commissioners and self.kind == self.Kind.COMMISSIONER_ISSUE

    def get_audience_display(self) -> str:  # type: ignore[no-redef]  # instead of Django's own
        """Return who may read it, in words. An issue for commissioners says whose they are."""
        if self.is_narrow:
            return FOR_THEIR_SITES
        return FOR_EVERY_SITE if self.is_for_every_site else str(Audience(self.audience).label)

    @property
    def facts(self) -> Facts:
        """The facts for the decision about it. Needs `with_clearance_facts()`."""
        return facts_of(self)

    def read_facts(self) -> Facts:
        """Return the facts as they are in the database now."""
        rows = ONE_TEXTS_FACTS.read(pk=self.pk)
        if not rows:
            raise ClearedText.DoesNotExist
        return facts_of(FactRow(*rows[0]))

    def is_from_the_site(self, user) -> bool:
        """Return whether `user` is a member or facilitator of its site now."""
        return (
            self.site_id is not None and self.site_id in user.standing.member_of | user.standing.facilitates
        )

    def waits_for(self, user) -> bool:
        """Return whether `user` may approve it and it still needs an approval. Needs `with_clearance_facts()`."""
        return decision.waits_for(self.facts, user.pk, is_from_the_site=self.is_from_the_site(user))

    @property
    def is_published(self) -> bool:
        """Whether it is published and not withdrawn."""
        publication = getattr(self, "publication", None)
        return publication is not None and publication.withdrawn_at is None

    @property
    def line(self) -> tuple[str, int] | None:
        """The lookup and the id of the thing that it is a text of, such as a write-up; None if it has none.

        A model that points at its texts one by one names the thing in `line`.
        """
        for lookup in lookups_of_things(type(self)):
            name, thing = lookup.split("__")
            if pointer := getattr(self, name, None):
                return lookup, getattr(pointer, f"{thing}_id")
        return None

    def in_line(self) -> ClearedTextQuerySet:
        """Return the texts of the same thing, this one included: all versions of a write-up."""
        line = self.line
        return ClearedText.objects.filter(**dict([line])) if line else ClearedText.objects.filter(pk=self.pk)

    def newer_in_line(self) -> ClearedTextQuerySet:
        """Return the texts that take its place: of the same thing, sent for checking later, and not sent back.

        One that was published for other readers takes no place of it.
        """
        mine = Q(audience=self.audience) | Q(publication__isnull=True)
        return self.in_line().filter(mine, pk__gt=self.pk, send_back__isnull=True)

    def newest(self) -> "ClearedText":
        """Return the text that was sent last in its place, or itself where none was."""
        text = self
        while newer := getattr(text, "replaced_by", None):
            text = newer
        return text.newer_in_line().order_by("-pk").first() or text

    def beside(self) -> ClearedTextQuerySet:
        """Return the published texts of the same thing for other readers, those for the fewest first."""
        others = self.in_line().published().exclude(audience=self.audience)
        return others.alias(reach=REACH).order_by("reach")

    def wanted_of(self, user) -> PresenterFacts | None:
        """Return the facts about `user` as a presenter of its case whose answer to the text is wanted, or None.

        Needs `with_clearance_facts()`.
        """
        mine = user.standing.member_ids
        return next(
            (each for each in self.facts.presenters if each.member_id in mine and each.is_asked), None
        )

    def people_who_can_approve(self) -> list[User]:
        """Return the people of the site, brokers and programme team who may still approve it, by name.

        Needs `with_clearance_facts()`.
        """
        people = people_who_check(self.site_id, self.programme_id)
        facts = self.facts
        return [user for user in people if decision.may_approve(facts, user.pk)]

    @property
    def plain_text(self) -> str:
        """Every word that readers see, in reading order, for searching, counting and finding identifiers."""
        return "\n".join(strings_in(self.content))


def strings_in(value, unread: frozenset[str] | set[str] = frozenset({"key"})) -> list[str]:
    """Return every string in the content of a text, in reading order, without those under the keys `unread`."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        first = ["title", "standfirst"]
        keys = [key for key in first if key in value] + [key for key in value if key not in {*first, *unread}]
        return [words for key in keys for words in strings_in(value[key], unread)]
    if isinstance(value, list):
        return [words for item in value for words in strings_in(item, unread)]
    return []


ONE_TEXTS_FACTS = Prepared(
    lambda pk: ClearedText.objects.with_clearance_facts().filter(pk=pk).values_list(*FactRow._fields)
)

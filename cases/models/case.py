"""Cases, who presents them, who stepped out of them, and the meetings that discussed them. All of it stays with the
site."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from cases.models.days import day_to_complete
from cases.models.reading import OfACaseQuerySet
from kit.dates import end_of_day
from kit.kept import KeptRow
from kit.privacy.outward import OutwardNameField
from kit.queries import number_of
from kit.removal import Removable
from kit.vocabulary import Word
from kit.words import by_name
from meetings.models import Meeting
from members.models import Discipline, Member
from sites_app.models import Site


class Theme(Word):
    """What a case is about, such as hospital discharge. The library is sorted by themes."""

    slug_field = "slug"

    name = OutwardNameField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)


class Need(Word):
    """An area of life in which somebody needs support, such as housing or mental health."""

    slug_field = "slug"

    name = OutwardNameField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)


class CaseManagement(Word):
    """Other case management that a person can be under, such as the Care Programme Approach."""

    slug_field = "key"

    name = OutwardNameField(max_length=60, unique=True)
    key = models.SlugField(max_length=24, unique=True)

    @property
    def is_fixed(self) -> bool:
        """Whether it is the one that says that there is none."""
        return self.key == Case.NO_CASE_MANAGEMENT

    def give_to(self, other: Word) -> None:
        """Say of the cases under this one that they are under the `other`."""
        assert isinstance(other, CaseManagement)
        Case._base_manager.filter(case_management=self.key).update(case_management=other.key)


class CaseQuerySet(OfACaseQuerySet):
    """A QuerySet of cases."""

    subject_column = "pk"

    def visible_to(self, user) -> "CaseQuerySet":
        """Return the cases that `user` may read.

        Before a case is presented, these are its presenters, the site's facilitator and knowledge brokers; after that,
        also the site's members and the programme team. Anybody who stepped out of the case may not read it.
        """
        if not user.is_authenticated:
            return self.none()
        standing = user.standing
        own = Exists(Presenter.objects.filter(case=OuterRef("pk"), member__in=standing.member_ids))
        return self.filter(
            Q(site__in=standing.facilitates | standing.broker_sites)
            | Q(own)
            | Q(presented_exists(), site__in=standing.member_of | standing.team_sites)
        ).exclude(stepped_out_of("pk", member__user=user))

    def presented(self) -> "CaseQuerySet":
        """Return the cases on the agenda of a meeting that has begun and was not cancelled."""
        return self.filter(presented_exists())

    def not_presented(self) -> "CaseQuerySet":
        """Return the cases that have not been presented."""
        return self.exclude(presented_exists())

    def with_next_meeting(self) -> "CaseQuerySet":
        """Add `next_meeting_at`: when the next meeting that has the case on its agenda begins, or None."""
        coming = Discussion.objects.filter(
            case=OuterRef("pk"), meeting__starts_at__gt=timezone.now(), meeting__cancelled_at__isnull=True
        ).order_by("meeting__starts_at")
        return self.annotate(next_meeting_at=Subquery(coming.values("meeting__starts_at")[:1]))

    def for_its_page(self, reader, pk: int) -> "CaseQuerySet":
        """Read what the page of the case `pk` needs, in four queries.

        Adds `was_presented`, `was_in_an_open_room`, `own_role` (the role of the reader at the case's
        site, or None) and `times_stepped_out`, and fetches the presenters and all who were ever named.
        """
        return (
            self.filter(pk=pk)
            .select_related("site__programme", "site__host", "offered_by")
            .prefetch_related(
                models.Prefetch("presenter_rows", Presenter.objects.select_related("member").order_by("pk")),
                models.Prefetch("named_presenters", NamedPresenter.objects.select_related("member__user")),
            )
            .annotate(
                was_presented=presented_exists(),
                was_in_an_open_room=Exists(Discussion.objects.in_open_rooms().filter(case=OuterRef("pk"))),
                own_role=Subquery(
                    Member.objects.current()
                    .filter(site=OuterRef("site"), pk__in=reader.standing.member_ids)
                    .values("discipline__name")[:1]
                ),
                times_stepped_out=number_of(SteppedOut.objects.all(), "case"),
            )
        )


def stepped_out_of(case: str, **who) -> Exists:
    """Return a condition that is true where a member stepped out of the case in the column `case` of the outer row.

    `who` says which member, as for `filter()`.
    """
    return Exists(SteppedOut.objects.filter(case=OuterRef(case), **who))


def reference_of(site: Site, number: int) -> str:
    """Return the reference of the case with this number at `site`, such as CP4-07."""
    return f"{site.code}-{number:02d}"


def presented_exists() -> Exists:
    """Return a condition that is true for a case on the agenda of a meeting that has begun and was not cancelled."""
    return Exists(
        Discussion.objects.filter(
            case=OuterRef("pk"), meeting__starts_at__lte=timezone.now(), meeting__cancelled_at__isnull=True
        )
    )


class CaseManager(models.Manager.from_queryset(CaseQuerySet)):  # type: ignore[misc]  # made as it runs
    """The cases that were not withdrawn before they were presented."""

    def get_queryset(self) -> CaseQuerySet:
        """Return them. `Case._base_manager` has the others too."""
        return super().get_queryset().filter(withdrawn_at=None)


class Case(Removable):
    """An anonymous case that a member brings. Its text is never read outside its site."""

    noun = "a case"
    remove_perm = "cases.withdraw_case"
    is_back = "The case is back. If it was on an agenda, put it on the agenda again."

    class Kind(models.TextChoices):
        """What kind of case it is."""

        CHALLENGING = "challenging", "A difficult case"  # something is stuck, or happens again and again
        INNOVATIVE = "innovative", "Good practice"  # others could try it

    NO_CASE_MANAGEMENT = "none"
    TEXT_SECTIONS = ["presentation", "learning"]  # kept in revisions

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CHALLENGING)
    themes = models.ManyToManyField(Theme, blank=True, related_name="cases")
    needs = models.ManyToManyField(Need, blank=True, related_name="cases")
    presenters = models.ManyToManyField(Member, through="Presenter", related_name="presented_cases")
    is_live = models.BooleanField(default=True)  # members of the group work with the person now
    worked_with_by = models.ManyToManyField(
        Discipline, blank=True, related_name="works_with"
    )  # the roles of those members, and never their names
    case_management = models.CharField(
        max_length=24, default=NO_CASE_MANAGEMENT
    )  # the key of a CaseManagement
    shared_goal = models.CharField(max_length=300, blank=True)
    presentation = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # increased by every save of its text
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    offered_at = models.DateTimeField(default=timezone.now)
    # before it was presented; nobody reads it then
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CaseManager()

    class Meta:
        ordering = ["site", "-number"]
        indexes = [models.Index(F("offered_at").desc(), F("id").desc(), name="cases_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="a_site_numbers_its_cases_once")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def presenting(self) -> list[Member]:
        """Return who presents it, in the order in which `presenter_rows` were fetched."""
        return [row.member for row in self.presenter_rows.all()]

    def get_absolute_url(self) -> str:
        """Return the URL of the case."""
        return reverse("case_detail", args=[self.pk])

    def get_case_management_display(self) -> str:
        """Return the name of the other case management that the person is under."""
        found = CaseManagement.objects.filter(key=self.case_management).first()
        return found.name if found else self.case_management

    @property
    def owner_row(self) -> Site:
        """The site that it was offered at."""
        return self.site

    def put_away(self) -> bool:
        """Withdraw it: its presenters were named for good, so the row stays, and its number is not used again."""
        self.withdrawn_at = timezone.now()
        self.save(update_fields=["withdrawn_at"])
        return True

    def take_out(self) -> None:
        """Offer it again."""
        Case._base_manager.filter(pk=self.pk).update(withdrawn_at=None)

    def empty(self) -> None:
        """Delete its words for good."""
        emptied = {"title": "Withdrawn", "shared_goal": "", "presentation": "", "learning": ""}
        Case._base_manager.filter(pk=self.pk).update(**emptied)

    @property
    def reference(self) -> str:
        """The case number with the site's code, such as CP4-07."""
        return reference_of(self.site, self.number)

    @property
    def is_presented(self) -> bool:
        """Whether it was on the agenda of a meeting that has begun and was not cancelled."""
        if hasattr(self, "was_presented"):  # set by for_its_page
            return self.was_presented
        return self.discussions.filter(
            meeting__starts_at__lte=timezone.now(), meeting__cancelled_at__isnull=True
        ).exists()

    @property
    def is_in_an_open_room(self) -> bool:
        """Whether it is on the agenda of a meeting whose day has come and that is not closed yet."""
        if hasattr(self, "was_in_an_open_room"):  # set by for_its_page
            return self.was_in_an_open_room
        return self.discussions.in_open_rooms().exists()


class NamedPresenter(KeptRow):
    """A member was named as a presenter of the case. Whoever was named keeps their say about it for good.

    There is one row for each member, also after they are taken off, have left or are named again.
    """

    refusal = "Whoever was named as a presenter keeps their say. This never changes."

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="named_presenters")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="named_as_presenter")
    named_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="a_member_is_named_for_a_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} was named as a presenter of {self.case}"

    @property
    def site_id(self) -> int:
        """The site of the case."""
        return self.case.site_id


class PresenterQuerySet(models.QuerySet):
    """A QuerySet of presenters."""

    def bulk_create(self, objs, *args, **kwargs):
        """Add presenters, each named for good: see NamedPresenter."""
        objs = list(objs)
        for presenter in objs:
            presenter.name_for_good()
        return super().bulk_create(objs, *args, **kwargs)


class Presenter(models.Model):
    """A member who presents the case. There may be several.

    A row is added or deleted, and never changed. The database refuses one of a member who was not named for good
    before (NamedPresenter), or who stepped out of the case.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="presenter_rows")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="presenter_rows")

    objects = PresenterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="a_member_presents_a_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} presents {self.case}"

    def save(self, *args, **kwargs):
        self.name_for_good()
        super().save(*args, **kwargs)

    def name_for_good(self) -> NamedPresenter:
        """Record that this member was named as a presenter, and return the record. Repeating adds nothing."""
        return NamedPresenter.objects.get_or_create(case=self.case, member=self.member)[0]

    @property
    def site_id(self) -> int:
        """The site of the case."""
        return self.case.site_id


class SteppedOut(models.Model):
    """A member who knows the person and stepped out, so that the case is closed to them."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stepped_out")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="stepped_out_of")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="a_member_steps_out_of_a_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} stepped out of {self.case}"


class DiscussionQuerySet(OfACaseQuerySet):
    """A QuerySet of discussions."""

    def visible_to(self, user) -> "DiscussionQuerySet":
        """Return the discussions of the cases that `user` may read."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def in_open_rooms(self) -> "DiscussionQuerySet":
        """Return the discussions of meetings whose day has come and that are neither closed nor cancelled."""
        return self.filter(
            meeting__starts_at__lt=end_of_day(),
            meeting__closed_at__isnull=True,
            meeting__cancelled_at__isnull=True,
        )


class Discussion(models.Model):
    """A case on the agenda of a meeting. The notes stay with the site."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="discussions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="discussions")
    notes = models.TextField(blank=True)
    template_by = models.DateField(null=True, blank=True)  # when it must be complete; null: three days before
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting__starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "meeting"], name="a_case_is_on_an_agenda_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case} at {self.meeting}"

    @property
    def presenters(self) -> list[Member]:
        """Those who present the case at this meeting, by name: before it begins, without those who have left."""
        return by_name(each for each in self.case.presenting if self.meeting.has_started or not each.has_left)

    @property
    def fill_in_by(self) -> date:
        """The day by which its presenters complete the case: the one that was set, or three days before the meeting."""
        return day_to_complete(self.meeting.day, template_by=self.template_by, chosen_at=self.added_at)

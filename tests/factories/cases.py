from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cases.clearance.models import Audience, ClearedText
from cases.clearance.models.texts import canonical
from cases.commissioning.models import CommissionerIssue, IssueAddition, IssueReply
from cases.models import Case, Discussion, Presenter
from cases.next_steps.models import Feedback, LaterLook, NextStep
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory, UserFactory
from tests.factories.sites import SiteFactory


class CaseFactory(DjangoModelFactory):
    """A case with one presenter, offered and not yet presented. `presented=True`: it came to a meeting a week ago."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    site = factory.SubFactory(SiteFactory)
    number = factory.LazyAttribute(lambda case: case.site.cases.count() + 1)
    title = factory.Sequence(lambda n: f"The case that came {n} times")
    shared_goal = "A quiet month"
    presentation = "A woman in her fifties whose post nobody opens."
    learning = "Ask who reads with her."

    @factory.post_generation
    def presenter(self, create, extracted, **kwargs):
        if create:
            member = extracted or MemberFactory(site=self.site)
            Presenter.objects.create(case=self, member=member)

    @factory.post_generation
    def presented(self, create, extracted, **kwargs):
        if create and extracted:
            DiscussionFactory(case=self, meeting=MeetingFactory(site=self.site, held=True))


class DiscussionFactory(DjangoModelFactory):
    class Meta:
        model = Discussion

    case = factory.SubFactory(CaseFactory)
    meeting = factory.SubFactory(MeetingFactory, held=True, site=factory.SelfAttribute("..case.site"))
    notes = "The room asked who rings whom."


class NextStepFactory(DjangoModelFactory):
    class Meta:
        model = NextStep

    discussion = factory.SubFactory(DiscussionFactory)
    what = factory.Sequence(lambda n: f"Ring before writing, try {n}")
    owner = factory.SubFactory(MemberFactory, site=factory.SelfAttribute("..discussion.case.site"))


class FeedbackFactory(DjangoModelFactory):
    class Meta:
        model = Feedback

    next_step = factory.SubFactory(NextStepFactory)
    outcome = Feedback.Outcome.HELPED
    words = "It was quieter after that."


class LaterLookFactory(DjangoModelFactory):
    class Meta:
        model = LaterLook

    case = factory.SubFactory(CaseFactory, presented=True)
    months = LaterLook.After.THREE
    outcome = LaterLook.Outcome.BETTER
    words = "She still opens her post."


class CommissionerIssueFactory(DjangoModelFactory):
    class Meta:
        model = CommissionerIssue

    case = factory.SubFactory(CaseFactory, presented=True)
    site = factory.SelfAttribute("case.site")
    theme = "excluded_from_pathway"
    words = "Two services close a case after two letters."


class IssueAdditionFactory(DjangoModelFactory):
    class Meta:
        model = IssueAddition

    issue = factory.SubFactory(CommissionerIssueFactory)
    site = factory.SubFactory(SiteFactory, programme=factory.SelfAttribute("..issue.site.programme"))
    times = 1
    on = factory.LazyFunction(timezone.localdate)
    added_by = factory.SubFactory(UserFactory)


class ClearedTextFactory(DjangoModelFactory):
    """A text sent for checking by somebody, for members of every site; not approved yet."""

    class Meta:
        model = ClearedText

    kind = ClearedText.Kind.LEARNING_OBJECT
    case = factory.SubFactory(CaseFactory, presented=True)
    site = factory.SelfAttribute("case.site")
    programme = factory.SelfAttribute("site.programme")
    audience = Audience.PROGRAMME
    body = factory.Sequence(
        lambda n: canonical({"title": f"What we learned {n}", "standfirst": "In short", "sections": []})
    )
    sent_for_checking_by = factory.SubFactory(UserFactory)


class IssueReplyFactory(DjangoModelFactory):
    class Meta:
        model = IssueReply

    issue = factory.SubFactory(CommissionerIssueFactory)
    by = factory.SubFactory(UserFactory)
    kind = IssueReply.Kind.LOOKING_INTO_IT
    words = "We ask the provider this month."
    due_on = factory.LazyAttribute(
        lambda reply: (
            timezone.localdate() + timedelta(days=30)
            if reply.kind == IssueReply.Kind.LOOKING_INTO_IT
            else None
        )
    )
    first_due_on = factory.SelfAttribute("due_on")

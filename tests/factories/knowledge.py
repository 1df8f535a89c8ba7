import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from knowledge.library.models import LearningObject
from knowledge.lines import publication_of
from knowledge.models import AttachedEvidence, Evidence, Question
from knowledge.models.evidence import columns_of
from tests.factories.cases import CaseFactory
from tests.factories.sites import ProgrammeFactory


class QuestionFactory(DjangoModelFactory):
    """An open question about a presented case."""

    class Meta:
        model = Question

    case = factory.SubFactory(CaseFactory, presented=True)
    site = factory.SelfAttribute("case.site")
    words = "Does it help to ring first?"

    class Params:
        answered = factory.Trait(
            answer="Two small studies say yes.", answered_at=factory.LazyFunction(timezone.now)
        )


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    programme = factory.SubFactory(ProgrammeFactory)
    kind = Evidence.Kind.RESEARCH
    form = "article-journal"
    authors = "Tolland, J.; Ames, P."
    year = 2011
    title = factory.Sequence(lambda n: f"Unopened post, study {n}")
    source = "A journal 9, 16-21"

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        """Keep the lines as fields, too, as the actions do."""
        said = {name: kwargs.get(name, "") for name in ("authors", "year", "title", "source", "doi", "link")}
        of_lines = columns_of(publication_of(**said))
        return of_lines | kwargs


class AttachedEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = AttachedEvidence

    case = factory.SubFactory(CaseFactory, presented=True)
    evidence = factory.SubFactory(EvidenceFactory, programme=factory.SelfAttribute("..case.site.programme"))
    bottom_line = "Ringing first works."
    why_here = "She answers the telephone."


class LearningObjectFactory(DjangoModelFactory):
    """A write-up that was started and not yet sent for checking."""

    class Meta:
        model = LearningObject

    case = factory.SubFactory(CaseFactory, presented=True)
    site = factory.SelfAttribute("case.site")
    draft_title = factory.Sequence(lambda n: f"A write-up {n}")
    draft_standfirst = "What changed when they rang."
    draft_story = "She had not opened a letter for two years."
    draft_tried = "Ringing first."
    draft_again = "Ask who reads with her."

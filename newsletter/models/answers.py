"""What the facilitator who wrote a site's update answered about the case in it."""

from django.db import models

from cases.clearance.models.recognising import AnswersAboutReaders
from newsletter.models.issues import SiteUpdate


class UpdateAnswers(AnswersAboutReaders):
    """Who would know whom a site's update is about, as its writer answered. It goes to the text that is checked."""

    update = models.OneToOneField(SiteUpdate, on_delete=models.CASCADE, related_name="answers")

    def __str__(self) -> str:
        return f"Answers about {self.update}"

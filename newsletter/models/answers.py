"""What the writers of newsletter words about a case answered: who would know whom they are about."""

from django.db import models

from cases.clearance.models.recognising import AnswersAboutReaders
from newsletter.models.issues import Entry, SiteUpdate


class UpdateAnswers(AnswersAboutReaders):
    """Who would know whom a site's update is about, as its writer answered. It goes to the text that is checked."""

    update = models.OneToOneField(SiteUpdate, on_delete=models.CASCADE, related_name="answers")

    def __str__(self) -> str:
        return f"Answers about {self.update}"


class EntryAnswers(AnswersAboutReaders):
    """Who would know whom an entry about a case is about, as the broker who rewrote it answered. It goes to its text."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="answers")

    def __str__(self) -> str:
        return f"Answers about {self.entry}"

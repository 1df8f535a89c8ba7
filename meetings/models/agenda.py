"""The lines of a meeting's agenda."""

from django.db import models

from meetings.models.meetings import Meeting


class AgendaItem(models.Model):
    """One line of the agenda. The apps above add what belongs to it, such as its cases or the steps with
    feedback due.
    """

    class About(models.TextChoices):
        """What a line is about."""

        CHECK_IN = "check_in", "Check-in"  # how people arrive; nothing of it is recorded
        INTRODUCTION = "introduction", "What a community of practice is"
        GROUND_RULES = "ground_rules", "Ground rules"
        MINUTES = "minutes", "Minutes of the last meeting"  # to approve
        FEEDBACK = "feedback", "Did it help?"  # next steps that come back
        ANSWERS = "answers", "Answers"  # what the knowledge broker found since last time
        REPLIES = "replies", "Replies"  # what commissioners answered since last time
        GUEST = "guest", "A guest"
        CASE = "case", "The case"
        NEXT_STEPS = "next_steps", "Next steps"
        LEARNING = "learning", "What we learned"
        AFTERWARDS = "afterwards", "What happens after this programme"
        CLOSE = "close", "Close"
        OTHER = "other", "Something else"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=12, choices=About, default=About.OTHER)
    title = models.CharField(max_length=160)
    minutes_long = models.PositiveSmallIntegerField(default=10)  # of two hours, until somebody sets them
    length_set_at = models.DateTimeField(null=True, blank=True)  # by hand; before, they follow the meeting

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def has_set_length(self) -> bool:
        """Return whether somebody set its length by hand."""
        return self.length_set_at is not None

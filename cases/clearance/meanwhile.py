"""What readers have while a correction of a published text is being checked: the person who sends it chooses."""

from django.db import models


class Meanwhile(models.TextChoices):
    """What happens to a published text until its correction is approved."""

    TAKE_DOWN = "take_down", "Take it down now"
    KEEP = "keep", "Leave it until the new one is approved"

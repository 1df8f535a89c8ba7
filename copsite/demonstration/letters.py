"""Puts the monthly letters of a programme on the timeline."""


def plan_letters(cast) -> None:
    """Plan the letters."""

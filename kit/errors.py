"""Refusals that carry a sentence for the person."""


class RefusedError(Exception):
    """A rule says no. Its text is shown to the person as it stands, so it ends in what to do instead."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence

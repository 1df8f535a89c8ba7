"""The exception for an action that a rule does not allow."""


class RefusedError(Exception):
    """Raised where a rule does not allow an action. Its sentence is shown to the person as it is, so it ends in
    what to do instead.
    """

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence

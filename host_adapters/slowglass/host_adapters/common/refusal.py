"""Why something is not retimed or placed, in the words that the user reads."""


class Refusal(Exception):
    """A clip, a strip or a timeline that cannot be retimed or placed on.

    ``str`` gives the reason; ``hint`` says what the user can do.
    """

    def __init__(self, reason: str, hint: str = "") -> None:
        """Keep both sentences."""
        super().__init__(reason)
        self.hint = hint

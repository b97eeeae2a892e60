"""Why something was not fetched."""


class EgressRefused(Exception):
    """`reason` is a stable word, the message is for people."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(words)
        self.reason = reason

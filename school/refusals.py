"""What the domain answers when it does not do what was asked, in words for whoever asked."""


class Refused(ValueError):
    """Not done, and nothing of it was done. The message says why; `field` names the question that it is about."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field

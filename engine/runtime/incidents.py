"""What stops a token for a person to look at. A fault of the process, never of the engine."""


class Incident(Exception):
    """Raised by a spec; the task stays where it is, in state ERROR, until it is retried or cancelled.

    `step` is what a retry does again, where that is not the step that was attempted.
    """

    def __init__(self, message: str, step: str | None = None):
        super().__init__(message)
        self.step = step

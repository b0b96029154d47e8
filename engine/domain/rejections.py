"""Why a command is not carried out: the caller's errors. What a process does wrong is an incident, a fact."""


class Rejected(Exception):
    """Worded "Expected ..., but ..."; nothing has changed. `status` is the HTTP status that says the same."""

    status = 400
    code = "rejected"


class NotFound(Rejected):
    status, code = 404, "not-found"


class Forbidden(Rejected):
    status, code = 403, "forbidden"


class WrongState(Rejected):
    status, code = 409, "wrong-state"


class Invalid(Rejected):
    """`findings`: pairs of the field or element that is meant and what was expected of it."""

    status, code = 422, "invalid"

    def __init__(self, message: str, findings: tuple[tuple[str, str], ...] = ()):
        super().__init__(message)
        self.findings = findings

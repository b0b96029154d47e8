"""What is found in a deployed file, as answers tell it: errors where it is refused, advice also where it is taken."""

from collections.abc import Mapping
from datetime import date

import msgspec

from api.problems import Finding as Told
from bpmn.advice.surroundings import Surroundings
from bpmn.advice.tables import tables
from bpmn.findings import Finding
from bpmn.lint import lint
from bpmn.parse import Malformed, read
from engine.domain.rejections import Invalid

ORDER = ("error", "warning", "hint")


class Found(msgspec.Struct, kw_only=True):
    """`severity`: error refuses the file, warning and hint do not. `line` is 0 where no element is meant.

    `rule`: a code that docs/rules explains; `remedy`: what to do. `file`: the form or decision that is meant.
    """

    severity: str
    rule: str
    element: str | None
    line: int
    message: str
    remedy: str
    file: str | None


class Refused(Invalid):
    """A file that was not deployed; `told` says the same as `findings` by element, line, rule and remedy."""

    def __init__(self, rejection: Invalid, told: tuple[Told, ...]) -> None:
        super().__init__(str(rejection), rejection.findings)
        self.told = told


def found(source: bytes, resources: Mapping[str, bytes], today: date) -> tuple[Found, ...]:
    """All that the rules say of a file, the gravest first; nothing where it cannot be read."""
    try:
        document = read(source, resources)
    except Malformed:
        return ()
    everything = [*document.findings, *lint(document, known=Surroundings(today))]
    everything.sort(key=lambda each: (ORDER.index(each.severity), each.file, each.line))
    return tuple(map(_found, everything))


def of_tables(source: bytes) -> tuple[Found, ...]:
    """Advice on the tables of a decision file that stands for itself."""
    return tuple(map(_found, tables(source)))


def _found(each: Finding) -> Found:
    return Found(
        severity=each.severity,
        rule=each.rule,
        element=each.element,
        line=each.line,
        message=each.message,
        remedy=each.remedy,
        file=each.file or None,
    )


def refused(rejection: Invalid, source: bytes, resources: Mapping[str, bytes], today: date) -> Refused:
    """The rejection with all that is found. What only the engine refuses stands first, as it says it."""
    findings = found(source, resources, today)
    is_known = any(each.severity == "error" for each in findings)
    own = () if is_known else tuple(Told(where, what, severity="error") for where, what in rejection.findings)
    return Refused(rejection, (*own, *(_told(each) for each in findings)))


def _told(each: Found) -> Told:
    where, expected = each.element or "", f"第 {each.line} 行：{each.message}。{each.remedy}"
    return Told(where, expected, **msgspec.structs.asdict(each))

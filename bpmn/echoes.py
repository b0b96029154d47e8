"""Leaves out findings that only repeat another: what a foreign word would have said is missing where it is refused."""

from collections.abc import Iterable

from bpmn.findings import Finding

ECHOES = frozenset(
    (
        "service-nothing",
        "decision-nothing",
        "script-nothing",
        "missing-reference",
        "loop-nothing",
        "bad-expression",
        "bad-time",
        "call-nothing",
        "call-dynamic",
    )
)


def without_echoes(found: Iterable[Finding]) -> list[Finding]:
    """A sentence on foreign words once an element, and none that a refused foreign word explains."""
    every = list(found)
    foreign = [each for each in every if each.rule.startswith("foreign-")]
    refused = {each.element for each in foreign if each.is_error and each.element}
    plain = [each for each in every if not each.rule.startswith("foreign-")]
    own = [each for each in plain if not (each.rule in ECHOES and each.element in refused)]
    return [*dict.fromkeys(foreign), *own]

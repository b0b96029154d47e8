"""The conditions at a choice: none that can hold, values that lead nowhere, values that two ways claim."""

from collections.abc import Iterator
from itertools import combinations

from bpmn import feel
from bpmn.advice.samples import Sample, Simple, holding, samples, simple
from bpmn.findings import Finding, finding
from bpmn.scopes import Scope
from bpmn.texts import bare
from bpmn.xml import Node, local, tag, text_of


def choices(scope: Scope) -> Iterator[Finding]:
    for gateway in scope.of_kind("exclusiveGateway", "inclusiveGateway"):
        flows = scope.out_of(gateway.get("id", ""))
        asked = [(flow, bare(text)) for flow in flows if (text := text_of(flow.find(tag("conditionExpression"))))]
        default = gateway.get("default")
        for flow, _ in asked:
            if flow.get("id") == default:
                yield finding("default-condition", flow)
        asked = [(flow, text) for flow, text in asked if flow.get("id") != default]
        is_open = len(asked) == len(flows) > 0
        yield from _constant(asked, is_exclusive=local(gateway) == "exclusiveGateway")
        yield from _compared(gateway, asked, is_open)


def _constant(asked: list[tuple[Node, str]], *, is_exclusive: bool) -> Iterator[Finding]:
    for flow, text in asked:
        value = constant(text)
        if value is True and is_exclusive and len(asked) > 1:
            yield finding("condition-always", flow, text=text)
        elif value is False:
            yield finding("condition-never", flow, text=text)


def constant(text: str) -> bool | None:
    """Whether a condition that asks for no variable holds; None where it asks for any."""
    try:
        condition = feel.compile(text)
        return None if condition.names or "now(" in text or "today(" in text else condition.holds({})
    except (feel.FeelError, feel.FeelSyntaxError):
        return None


def _compared(gateway: Node, asked: list[tuple[Node, str]], is_open: bool) -> Iterator[Finding]:
    compared = [simple(text) for _, text in asked]
    known = [each for each in compared if each is not None]
    is_simple = len(known) == len(asked) and len({each.variable for each in known}) == 1
    tried = samples(known) if is_simple and known[0].variable != "?" else None
    held = [holding(text, known[0].variable, tried) for _, text in asked] if tried else []
    masks = [each for each in held if each is not None]
    if not tried or len(masks) < len(asked):
        if is_open and not any(constant(text) for _, text in asked):
            yield finding("no-default", gateway)
        return
    yield from _tried(gateway, asked, masks, tried)
    if is_open:
        yield from _gap(gateway, known, masks, tried)


def _tried(gateway: Node, asked: list[tuple[Node, str]], masks: list[int], tried: list[Sample]) -> Iterator[Finding]:
    for (flow, text), mask in zip(asked, masks, strict=True):
        if not mask:
            yield finding("condition-never", flow, text=text)
    if local(gateway) != "exclusiveGateway":
        return
    told: set[Node] = set()
    whole = sum(1 << n for n, each in enumerate(tried) if not each.is_fraction)
    pairs = combinations(zip(asked, masks, strict=True), 2)
    for ((one, _), mask), ((other, text), second) in pairs:
        both = mask & second & whole
        if both and other not in told:
            told.add(other)
            rule = "condition-masked" if both == second & whole else "condition-overlap"
            yield finding(rule, other, text=text, value=said(both, tried), first=one.get("id"))


def _gap(gateway: Node, known: list[Simple], masks: list[int], tried: list[Sample]) -> Iterator[Finding]:
    covered = 0
    for mask in masks:
        covered |= mask
    missed = ~covered & ((1 << len(tried)) - 1)
    if missed and any(each.is_ordered for each in known):
        yield finding("condition-gap", gateway, name=known[0].variable, value=said(missed, tried))
    elif missed:
        yield finding("no-default", gateway)


def said(mask: int, tried: list[Sample]) -> str:
    """The first of the samples in words."""
    return next(each.words for n, each in enumerate(tried) if mask >> n & 1)

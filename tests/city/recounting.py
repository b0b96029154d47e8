"""A story after it is over, as the report for departments tells it: what happened in each case, and ways walked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from bpmn.xml import tag
from engine.domain import facts
from engine.domain.durations import in_city
from engine.store.reads.sentences import MILESTONES
from tongban.processes import PROCESSES, read_file

if TYPE_CHECKING:
    from tests.city.city import City

GATEWAYS = tuple(tag(name) for name in ("exclusiveGateway", "inclusiveGateway"))
OTHERWISE = "办理中"
MINUTES = 420  # a working day
Told = dict[str, Any]


def recounted(city: City) -> list[Told]:
    """A case of an item each: its item, what happened line by line, how it ended, and the days used and promised."""
    return [_told(city, row) for row in city.seen.cases()]


def _told(city: City, row: Mapping[str, Any]) -> Told:
    used, promised = row["worked_minutes"], row["promised_minutes"]
    return {
        "item": row["item"],
        "lines": list(_lines(city, row["id"])),
        "outcome": row["outcome"] or OTHERWISE,
        "used": None if used is None else f"{used / MINUTES:.1f}",
        "promised": None if promised is None else f"{promised / MINUTES:g}",
    }


def _lines(city: City, case: int) -> Iterator[str]:
    """Milestones, papers, sums, clocks that stood still and limits that passed, each with its day."""
    for at, row in city.seen.dated(case):
        day = f"{in_city(at):%m-%d}"
        for fact in row:
            match fact:
                case facts.MilestoneReached(milestone=milestone):
                    yield f"{day} {MILESTONES.get(milestone, (milestone,))[0]}"
                case facts.FileAttached(name=name):
                    yield f"{day} 文书：{name}"
                case facts.LimitPaused(reason=reason, limit=limit) if limit == case:
                    yield f"{day} 停钟：{reason}"
                case facts.LimitPassed(which="committed"):
                    yield f"{day} 超过承诺时限"
                case facts.ElementsPassed(variables=variables) | facts.JobCompleted(variables=variables):
                    yield from (f"{day} 金额：{amount} 元" for amount in _amounts(variables))


def _amounts(variables: Mapping[str, Any]) -> Iterator[str]:
    calculation = variables.get("calculation")
    if isinstance(calculation, Mapping) and calculation.get("amount") is not None:
        yield str(calculation["amount"])


def walked(city: City) -> set[str]:
    """The branches of blocks that the cases of the story took, as `block_opinion: f_gw_refused_refuse`."""
    keys = city.seen.definitions()
    found = set()
    for case in city.seen.instances():
        for _, row in city.seen.dated(case["id"]):
            for passed in (fact for fact in row if isinstance(fact, facts.ElementsPassed)):
                chosen = [(choice.definition or case["definition"], choice.flows) for choice in passed.choices]
                found |= {f"{keys[definition]}: {flow}" for definition, flows in chosen for flow in flows}
    return found & set(branches())


@cache
def branches() -> Mapping[str, str]:
    """Every flow that leaves a gateway of a block where there is a choice, and what people call it."""
    found: dict[str, str] = {}
    for path in sorted((PROCESSES / "blocks").glob("*.bpmn")):
        document = read_file(path).document
        assert document is not None, path.name
        for process in document.tree.iter(tag("process")):
            found |= _branches(process)
    return found


def _branches(process: Any) -> dict[str, str]:
    gateways = {node.get("id"): node for kind in GATEWAYS for node in process.iter(kind)}
    flows = [flow for flow in process.iter(tag("sequenceFlow")) if flow.get("sourceRef") in gateways]
    sources = [flow.get("sourceRef") for flow in flows]
    return {
        f"{process.get('id')}: {flow.get('id')}": f"{process.get('name')}：{_called(gateways, flow)}"
        for flow in flows
        if sources.count(flow.get("sourceRef")) > 1
    }


def _called(gateways: Mapping[str, Any], flow: Any) -> str:
    return f"{gateways[flow.get('sourceRef')].get('name') or '分支'}——{flow.get('name') or '否则'}"

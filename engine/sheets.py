"""The sheet of a calculation: which version of a rule made what of which inputs and parameters, step by step.

Its bytes follow from these alone: whoever has them makes the same sheet again, years later. Keeps nothing and knows no
rule.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from bpmn import decisions, feel
from bpmn.decisions import Decision
from engine.domain.durations import in_city
from engine.runtime.runtime import Runtime
from engine.runtime.variables import NOW
from engine.store.facts_json import loads
from engine.store.store import Store

FORMAT = 1  # of the sheet: what is kept in one format is made again in it
DECLARED = "本案申报和核实"
LARGEST = 50_000  # sheets and results that are remembered while many are calculated again
_encode = msgspec.json.Encoder(decimal_format="number", order="sorted").encode


@dataclass(frozen=True, slots=True)
class Rule:
    """One deployed version of a decision; `sha256` of its file."""

    key: str
    version: int
    sha256: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Basis:
    """What a calculation rests on. `place`: area and residence; `month` as `2026-12`.

    `parameters`: each with name, label, value, unit, version, since. `sources`: by the name of an input, `source` and
    `at`, where they are known.
    """

    place: tuple[str, str]
    month: str
    inputs: Mapping[str, Any]
    parameters: Sequence[Mapping[str, Any]]
    at: datetime
    sources: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`content`: canonical JSON, `hash` in it is over all the rest. `result`: as plain values."""

    content: str
    sha256: str
    result: Any

    @property
    def amount(self) -> Decimal | None:
        found = self.result.get("amount") if isinstance(self.result, Mapping) else None
        return Decimal(found) if isinstance(found, int | Decimal) and not isinstance(found, bool) else None


def rule(store: Store, runtime: Runtime, key: str, version: int | None = None) -> Rule | None:
    """The version, or the latest; None where it was never deployed. Raises DecisionError."""
    found = runtime.decision(key, version)
    source = None if found is None else store.decision(key, found[0])
    if found is None or source is None:
        return None
    return Rule(key, found[0], hashlib.sha256(source.dmn).hexdigest(), found[1])


def made(of: Rule, basis: Basis) -> Sheet:
    """Calculates, and writes down how. Raises DecisionError."""
    inputs, parameters, sources = loads(_encode((basis.inputs, basis.parameters, basis.sources)))
    at = in_city(basis.at)
    known = {each["name"]: each["value"] for each in parameters}
    result = of.decision.evaluate({**inputs, "parameters": known, NOW: at})
    body = {
        "format": FORMAT,
        "rule": {"key": of.key, "version": of.version, "sha256": of.sha256, "name": of.decision.name},
        "area": basis.place[0],
        "residence": basis.place[1],
        "month": basis.month,
        "calculated_at": at.isoformat(),
        "inputs": _inputs(of.decision, inputs, sources, at),
        "parameters": sorted(parameters, key=lambda each: str(each["name"])),
        "steps": decisions.explain(result),
        "result": feel.plain(result.output),
    }
    digest = hashlib.sha256(_encode(body)).hexdigest()
    return Sheet(_encode({**body, "hash": digest}).decode(), digest, body["result"])


def _inputs(
    decision: Decision, inputs: Mapping[str, Any], sources: Mapping[str, Any], at: datetime
) -> list[dict[str, Any]]:
    """Those that the rule asks for, in its order; where each comes from, the case itself where nothing is said."""
    own = {"source": DECLARED, "at": at.isoformat()}
    return [
        {"name": each.name, "label": each.label, "value": inputs.get(each.name), **own, **_said(sources.get(each.name))}
        for each in decision.inputs
        if each.name != "parameters"
    ]


def _said(source: Any) -> dict[str, str]:
    if not isinstance(source, Mapping):
        return {}
    return {name: str(source[name]) for name in ("source", "at") if source.get(name) is not None}


def read(content: str) -> dict[str, Any]:
    """What a kept sheet says. ValueError where it is none, or its hash is not that of its body."""
    sheet = loads(content)
    if not isinstance(sheet, dict) or sheet.get("format") != FORMAT:
        raise ValueError(f"Expected a calculation sheet of format {FORMAT}")
    body = {name: value for name, value in sheet.items() if name != "hash"}
    if hashlib.sha256(_encode(body)).hexdigest() != sheet.get("hash"):
        raise ValueError("Expected the hash of the sheet, but it is another: the sheet was changed")
    return sheet


def basis_of(sheet: Mapping[str, Any], parameters: Sequence[Mapping[str, Any]] | None = None) -> Basis:
    """What a sheet rested on, or the same with other parameters."""
    inputs = sheet["inputs"]
    return Basis(
        place=(sheet["area"], sheet["residence"]),
        month=sheet["month"],
        inputs={each["name"]: each["value"] for each in inputs},
        parameters=sheet["parameters"] if parameters is None else parameters,
        at=datetime.fromisoformat(sheet["calculated_at"]),
        sources={each["name"]: {"source": each["source"], "at": each["at"]} for each in inputs},
    )


Find = Callable[[str, int | None], Rule | None]


def recalculating(find: Find) -> Callable[[str, Sequence[Mapping[str, Any]]], Decimal | None]:
    """What a kept sheet amounts to with other parameters, by the rule in its version; None where nothing is due.

    The same facts with the same parameters are calculated once: households are many, their kinds are few.
    """
    read_once = lru_cache(LARGEST)(_facts)
    known: dict[tuple[Any, ...], Decimal | None] = {}

    def amount(content: str, parameters: Sequence[Mapping[str, Any]]) -> Decimal | None:
        key, version, facts = read_once(content)
        asked = (key, version, facts, tuple(sorted((each["name"], each["value"]) for each in parameters)))
        if asked not in known:
            if len(known) >= LARGEST:
                known.clear()
            known[asked] = _amount(find(key, version), content, parameters)
        return known[asked]

    return amount


def _facts(content: str) -> tuple[str, int, bytes]:
    sheet = read(content)
    return sheet["rule"]["key"], sheet["rule"]["version"], _encode([each["value"] for each in sheet["inputs"]])


def _amount(found: Rule | None, content: str, parameters: Sequence[Mapping[str, Any]]) -> Decimal | None:
    """Raises LookupError where the rule, or a parameter that it was calculated with, is not there any more."""
    if found is None:
        raise LookupError("Expected the rule of a kept sheet, but it is not deployed")
    sheet = read(content)
    gone = {each["name"] for each in sheet["parameters"]} - {each["name"] for each in parameters}
    if gone:
        raise LookupError(f"Expected values of {', '.join(sorted(gone))}, but there are none in that month")
    again = made(found, basis_of(sheet, parameters))
    eligible = not isinstance(again.result, Mapping) or again.result.get("eligible") is not False
    return again.amount if eligible else None

"""Why: what was asked of whom about a case, when, what came back, and what a person found of it; in plain words.

What a comparison says in detail is shown to those who handle the case; others are told only whether something differs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from registers import catalogue
from registers.comparisons import RECEIPT, SHARED, Comparison

CITY = ZoneInfo("Asia/Shanghai")
SOURCES = {SHARED: "各部门共享的数据", RECEIPT: "书面回执"}
OUTCOMES = {None: "还没有答复", "agree": "没有不符", "hit": "有不符", "unknown": "查不清"}
FINDINGS = {"confirmed": "属实", "overruled": "误报,已排除"}
HEAD = "本件做过的信息比对"
FOOT = "比对有不符的,不会自动不予办理;由工作人员核实并写明理由后再作决定。对结果有异议的,可以申请复核一次。"


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison in words. `detail` is None where the reader may not see it."""

    check: str
    source: str
    stage: str
    asked_at: str
    answered_at: str
    outcome: str
    as_of: str
    detail: str | None
    record: str
    finding: str


def lines(rows: Iterable[Comparison], opened: bool) -> list[Line]:
    """`opened`: for whoever handles the case."""
    return [_line(row, opened) for row in rows]


def text(told: Iterable[Line]) -> str:
    """On a page, in plain text."""
    found = [f"{number}. {_sentence(line)}" for number, line in enumerate(told, 1)]
    return "\n".join([HEAD, "", *(found or ["没有做过信息比对。"]), "", FOOT, ""])


def _line(row: Comparison, opened: bool) -> Line:
    check = catalogue.checks()[row.name]
    finding = "" if row.finding is None else f"{FINDINGS[row.finding]}({row.found_by},{_moment(row.found_at)})"
    reason = f":{row.finding_reason}" if row.finding_reason and opened else ""
    return Line(
        check=check.title,
        source=SOURCES.get(row.source, row.source),
        stage=row.stage,
        asked_at=_moment(row.asked_at),
        answered_at=_moment(row.answered_at),
        outcome=OUTCOMES[row.verdict] + (",迟到" if row.late else ""),
        as_of=row.as_of.isoformat() if row.as_of else "",
        detail=row.detail or row.fault or "" if opened else None,
        record=_record(row) if opened else "",
        finding=finding + reason,
    )


def _record(row: Comparison) -> str:
    """Which records it rests on: the department's own sign, or dataset and number of the delivery."""
    if row.evidence_ref:
        return row.evidence_ref
    titles = {name: dataset.title for name, dataset in catalogue.datasets().items()}
    found = [
        titles.get(one["dataset"], one["dataset"]) + (f"第{one['record'] + 1}条" if one["record"] is not None else "")
        for one in row.evidence or ()
    ]
    return "、".join(dict.fromkeys(found))


def _sentence(line: Line) -> str:
    parts = [
        f"{line.asked_at} 为“{line.stage or '办理'}”查{line.check},来源:{line.source}。",
        f"{line.answered_at} 结果:{line.outcome}。" if line.answered_at else f"结果:{line.outcome}。",
        f"数据时点:{line.as_of}。" if line.as_of else "",
        f"说明:{line.detail}。" if line.detail else "",
        f"依据:{line.record}。" if line.record else "",
        f"人工核实:{line.finding}。" if line.finding else "",
    ]
    return "".join(part for part in parts if part)


def _moment(at: datetime | None) -> str:
    return at.astimezone(CITY).strftime("%Y-%m-%d %H:%M") if at else ""

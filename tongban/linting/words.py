"""The report for people: as text, the errors first, and as Markdown, with a table over all files."""

import re
from collections.abc import Iterator, Sequence

from bpmn.findings import Finding
from bpmn.rules import ERROR, HINT, RULES, WARNING
from tongban.linting.report import SEVERITIES, STATES, FileReport, Summary, summary

HOLE = re.compile(r"\{\w+\}")
SIGNS = {"deployable": "✓", "refused": "✗", "not-executable": "–", "unreadable": "✗"}


def as_text(reports: Sequence[FileReport]) -> Iterator[str]:
    """Line after line: a file, what is found in it by line, what to do about each; the sums at the end."""
    for report in reports:
        yield f"{SIGNS[report.state]} {report.path}  {STATES[report.state]}{_counts(report)}"
        if report.unreadable:
            yield f"    {report.unreadable}"
        for found in report.findings if report.state != "not-executable" else ():
            where = f"第 {found.line} 行" if found.line else "整个文件"
            yield f"    [{SEVERITIES[found.severity]}] {where} {_said(found)}"
            yield f"        → {found.remedy}"
    total = summary(reports)
    yield ""
    yield from _summed(total)


def _counts(report: FileReport) -> str:
    counts = [f"{report.count(severity)} 处{word}" for severity, word in SEVERITIES.items() if report.count(severity)]
    return f"（{'，'.join(counts)}）" if counts and report.state != "not-executable" else ""


def _said(found: Finding) -> str:
    where = "，".join(each for each in (found.element, found.file) if each)
    return f"{found.message}（{where}；{found.rule}）" if where else f"{found.message}（{found.rule}）"


def _summed(total: Summary) -> Iterator[str]:
    states = "，".join(f"{word} {total.states[state]}" for state, word in STATES.items() if total.states[state])
    yield f"共 {total.files} 个文件：{states or '没有找到模型文件'}。"
    counts = "，".join(f"{word} {total.severities[severity]} 处" for severity, word in SEVERITIES.items())
    yield f"{counts}。"
    if total.rules:
        yield "最常见的规则："
    for rule, times, files in total.rules:
        yield f"  {rule:<24} {times:>5} 处，{files} 个文件  {_rule(rule)}"


def _rule(rule: str) -> str:
    """The sentence of a rule, with an ellipsis for what each finding puts in."""
    return HOLE.sub("…", RULES[rule][1]) if rule in RULES else "引擎准备运行时发现的错误"


def as_markdown(reports: Sequence[FileReport]) -> Iterator[str]:
    total = summary(reports)
    yield "# 模型检查\n"
    yield from _overview(total)
    yield "\n## 各文件\n"
    yield "| 文件 | 结论 | 拒绝 | 提醒 | 建议 |\n|---|---|---:|---:|---:|"
    for report in reports:
        counts = " | ".join(str(report.count(severity)) for severity in (ERROR, WARNING, HINT))
        yield f"| {_cell(str(report.path))} | {SIGNS[report.state]} {STATES[report.state]} | {counts} |"
    for report in reports:
        if report.unreadable or (report.findings and report.state != "not-executable"):
            yield from _section(report)


def _overview(total: Summary) -> Iterator[str]:
    yield f"| | 文件 |\n|---|---:|\n| 全部 | {total.files} |"
    for state, word in STATES.items():
        yield f"| {word} | {total.states[state]} |"
    if total.rules:
        yield "\n| 最常见的规则 | 处 | 文件 | 说的是 |\n|---|---:|---:|---|"
    for rule, times, files in total.rules:
        yield f"| `{rule}` | {times} | {files} | {_cell(_rule(rule))} |"


def _section(report: FileReport) -> Iterator[str]:
    yield f"\n## {report.path}\n\n{STATES[report.state]}。{report.unreadable}\n"
    if report.findings:
        yield "| 行 | 元素 | | 说的是 | 怎么改 | 规则 |\n|---:|---|---|---|---|---|"
    for found in report.findings:
        element = f"`{found.element}`" if found.element else ""
        words = (str(found.line), element, SEVERITIES[found.severity], found.message, found.remedy, f"`{found.rule}`")
        yield f"| {' | '.join(map(_cell, words))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

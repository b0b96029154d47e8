"""The report for programs: JSON, and SARIF for tools that show findings beside code."""

import json
from collections.abc import Sequence
from typing import Any

from bpmn.findings import Finding
from bpmn.rules import RULES
from tongban.linting.report import STATES, FileReport, summary

LEVELS = {"error": "error", "warning": "warning", "hint": "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(reports: Sequence[FileReport]) -> str:
    total = summary(reports)
    whole = {
        "summary": {
            "files": total.files,
            "states": total.states,
            "severities": total.severities,
            "rules": [{"rule": rule, "times": times, "files": files} for rule, times, files in total.rules],
        },
        "files": [_file(report) for report in reports],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _file(report: FileReport) -> dict[str, Any]:
    return {
        "path": str(report.path),
        "kind": report.kind,
        "state": report.state,
        "unreadable": report.unreadable or None,
        "findings": [_finding(each) for each in report.findings],
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "severity": found.severity,
        "rule": found.rule,
        "element": found.element,
        "line": found.line,
        "message": found.message,
        "remedy": found.remedy,
        "file": found.file or None,
    }


def as_sarif(reports: Sequence[FileReport]) -> str:
    rules = [
        {"id": rule, "shortDescription": {"text": said}, "help": {"text": remedy}}
        for rule, (_, said, remedy) in RULES.items()
    ]
    driver = {"name": "tongban lint", "rules": rules}
    results = [_result(report, each) for report in reports for each in report.findings]
    results += [_unread(report) for report in reports if report.unreadable]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(report: FileReport, found: Finding) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": report.path.as_posix()}, "region": {"startLine": max(found.line, 1)}}
    where = [{"name": found.element}] if found.element else []
    return {
        "ruleId": found.rule,
        "level": LEVELS[found.severity],
        "message": {"text": f"{found.message}。{found.remedy}。"},
        "locations": [{"physicalLocation": place, "logicalLocations": where}],
    }


def _unread(report: FileReport) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": report.path.as_posix()}}
    text = f"{STATES['unreadable']}：{report.unreadable}"
    return {"level": "error", "message": {"text": text}, "locations": [{"physicalLocation": place}]}

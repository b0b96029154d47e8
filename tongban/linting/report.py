"""What is known of each file after it was looked at, and the sums over all. Prints nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bpmn.findings import Finding
from bpmn.rules import ERROR, HINT, WARNING

STATES = {
    "deployable": "可以部署",
    "refused": "有错误，不能部署",
    "not-executable": "没有可执行的流程，不部署",
    "unreadable": "读不了",
}
SEVERITIES = {ERROR: "拒绝", WARNING: "提醒", HINT: "建议"}
ORDER = tuple(SEVERITIES)


@dataclass(frozen=True, slots=True)
class FileReport:
    """`kind`: process, decision or form. `unreadable`: why nothing could be read, else empty.

    `findings`: the gravest first, each severity in the order of the file.
    """

    path: Path
    kind: str
    findings: tuple[Finding, ...] = ()
    unreadable: str = ""

    @property
    def state(self) -> str:
        """One of STATES."""
        rules = {each.rule for each in self.findings if each.is_error}
        if self.unreadable:
            return "unreadable"
        if rules == {"no-process"}:
            return "not-executable"
        return "refused" if rules else "deployable"

    def count(self, severity: str) -> int:
        return sum(each.severity == severity for each in self.findings)


@dataclass(frozen=True, slots=True)
class Summary:
    """`states`: how many files are in each. `rules`: the most frequent rules with how often and in how many files."""

    files: int
    states: Mapping[str, int]
    severities: Mapping[str, int]
    rules: tuple[tuple[str, int, int], ...]

    @property
    def is_clean(self) -> bool:
        """Is nothing refused and nothing unreadable? What is not executable is no error of a folder."""
        return not (self.states["refused"] or self.states["unreadable"])


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: (ORDER.index(each.severity), each.file, each.line)))


def summary(reports: Sequence[FileReport], most_rules: int = 10) -> Summary:
    states = Counter(report.state for report in reports)
    findings = [(report.path, each) for report in reports for each in report.findings]
    often = Counter(each.rule for _, each in findings)
    spread = Counter(rule for rule, _ in {(each.rule, path) for path, each in findings})
    return Summary(
        len(reports),
        {state: states[state] for state in STATES},
        {severity: sum(each.severity == severity for _, each in findings) for severity in ORDER},
        tuple((rule, times, spread[rule]) for rule, times in often.most_common(most_rules)),
    )


def without_advice(report: FileReport) -> FileReport:
    """The same report with errors only."""
    return replace(report, findings=tuple(each for each in report.findings if each.is_error))

"""The city of each story, what must hold of it when it is over, and the report of all stories if one is asked."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from bpmn.register import items
from tests.city.aftermath import check
from tests.city.city import City
from tests.city.opening import open_city
from tests.city.recounting import branches, recounted, walked
from tests.city.reporting import Account, Report
from tongban.postgres import Server

OPTION = "--report"
REPORT = pytest.StashKey[Report]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, metavar="FILE", help="tell the stories in Chinese, and keep them in this file")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption(OPTION, None) and not hasattr(config, "workerinput"):
        config.stash[REPORT] = Report(items(), _departments(), branches())
        config.pluginmanager.register(Teller(config.stash[REPORT], config.getoption(OPTION)))


def _departments() -> dict[str, str]:
    """The names of departments, by code."""
    with (files("registers.organisation") / "departments.csv").open(encoding="utf-8") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


class Teller:
    """Collects what each story says of itself, also of those that run in other processes, and writes it down."""

    def __init__(self, report: Report, file: str):
        self.report, self.file = report, Path(file)
        self.accounts: dict[str, Account] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        account = self.accounts.setdefault(report.nodeid, Account())
        account.passed = account.passed and not report.failed
        said: dict[str, Any] = dict(report.user_properties)
        account.titles = said.get("titles", account.titles)
        account.cases = said.get("cases", account.cases)
        account.walked = said.get("walked", account.walked)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        self.report.accounts += self.accounts.values()
        text = "\n".join(self.report.lines()) + "\n"
        self.file.write_text(text, "utf-8")
        terminalreporter.write(text)


@pytest.fixture
def city(postgres: Server, request: pytest.FixtureRequest) -> Iterator[City]:
    with open_city(postgres) as opened:
        yield opened
        if request.config.getoption(OPTION, None):
            _tell(opened, request.node)
        check(opened)


def _tell(city: City, test: pytest.Item) -> None:
    marks = [mark.kwargs for mark in test.iter_markers("story")]
    test.user_properties += [
        ("titles", [(mark["item"], mark["title"]) for mark in marks]),
        ("cases", recounted(city) if marks else []),
        ("walked", sorted(walked(city))),
    ]

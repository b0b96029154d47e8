"""startQuantity and completionQuantity, where there is nothing to count."""

import pytest

from bpmn import parse
from tests.bpmn.files import chain, file, flow

MESSAGE = '<message id="m" name="a"/>'


def task(more: str, kind: str = "userTask") -> str:
    return f'<{kind} id="t" {more}/>'


RACE = (
    '<startEvent id="s"/><eventBasedGateway id="g"/><endEvent id="e"/>'
    + task('messageRef="m" startQuantity="2"', "receiveTask")
    + flow("s", "g")
    + flow("g", "t")
    + flow("t", "e")
)


@pytest.mark.parametrize(
    ("rule", "drawn"),
    [
        ("bad-number", chain(task('startQuantity="two"'))),
        ("bad-number", chain(task('completionQuantity="0"'))),
        ("quantity-of-nothing", chain() + task('isForCompensation="true" startQuantity="2"')),
        ("quantity-of-nothing", chain() + task('isForCompensation="true" completionQuantity="2"')),
        ("quantity-of-nothing", RACE),
    ],
)
def test_what_cannot_be_counted_is_refused(rule: str, drawn: str) -> None:
    assert (rule, "t") in [(each.rule, each.element) for each in parse.read(file(drawn, MESSAGE)).errors]


def test_what_can_be_counted_is_not() -> None:
    assert parse.read(file(chain(task('startQuantity="2" completionQuantity="3"')))).errors == ()

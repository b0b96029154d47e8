"""Examples of the rules on the words of the city, on forms, and on what the register of items says."""

from dataclasses import replace

from tests.bpmn.examples.example import SHARE, TASK, Drawing, Example, form, pair, user
from tests.bpmn.files import chain, extended

WHOLE = extended('<city:timeLimit committed="P10WD"/>')
ITEM = '<city:item code="{}"/><city:timeLimit committed="{}" statutory="{}"/>'
FORM = '<city:form key="apply"/>'


def task(*words: str) -> str:
    return chain(user("t", "受理", *words))


def service(*words: str) -> str:
    return chain(f'<serviceTask id="v" name="通知">{extended(*words)}</serviceTask>')


def case(code: str = "MZ-001", committed: str = "P10WD", statutory: str = "P30WD") -> Drawing:
    limited = user("t", "受理", '<city:timeLimit share="0.5"/>')
    return Drawing(extended(ITEM.format(code, committed, statutory)) + "\n" + chain(limited))


def shown(text: str) -> Drawing:
    return Drawing(task(FORM), beside={"apply.form": text})


JOB = '<city:job kind="notify">{}</city:job>'
WORDS: dict[str, Example] = {
    "unknown-city": pair(task('<city:milstone is="accepted"/>'), task('<city:milestone is="accepted"/>')),
    "unknown-city-attribute": pair(
        task('<city:milestone at="accepted" is="accepted"/>'), task('<city:milestone is="accepted"/>')
    ),
    "misplaced-city": pair(task('<city:job kind="notify"/>'), service('<city:job kind="notify"/>')),
    "stray-city": pair(
        chain(TASK.replace("</userTask>", '<city:milestone is="accepted"/></userTask>')),
        task('<city:milestone is="accepted"/>'),
    ),
    "repeated-city": pair(task(FORM, '<city:form key="other"/>'), task(FORM)),
    "missing-city-attribute": pair(task('<city:clock is="paused"/>'), task('<city:clock is="paused" reason="补正"/>')),
    "bad-city-value": pair(task('<city:timeLimit committed="5 天"/>'), task('<city:timeLimit committed="P5WD"/>')),
    "empty-city": pair(
        chain('<userTask id="t" name="受理">' + extended("<city:assignment/>") + "</userTask>"), chain(TASK)
    ),
    "limit-mixed": pair(
        WHOLE + task('<city:timeLimit committed="P1WD" share="0.3"/>'), WHOLE + task('<city:timeLimit share="0.3"/>')
    ),
    "share-of-nothing": pair(task(SHARE), WHOLE + task(SHARE)),
    "item-and-ticket": pair(
        extended('<city:item code="MZ-001"/>', "<city:ticket/>") + chain(TASK),
        extended('<city:item code="MZ-001"/>') + chain(TASK),
    ),
    "title-apart": pair(
        extended('<city:ticket title="工单"/>', '<city:title is="督办"/>') + chain(TASK),
        extended('<city:ticket title="督办"/>') + chain(TASK),
    ),
    "unknown-check": pair(task('<city:check name="papers"/>'), task('<city:check name="papers-complete"/>')),
    "bad-form": Example(shown('{"components": ['), shown(form("income"))),
    "form-field": Example(shown(form("income").replace('"number"', '"slider"')), shown(form("income"))),
}
REGISTER: dict[str, Example] = {
    "item-unknown": Example(case("XX-999"), case()),
    "item-committed": Example(case(committed="P9WD"), case()),
    "item-statutory": Example(case(statutory="P20WD"), case()),
    "item-missing": Example(Drawing(chain(TASK)), case()),
}
EXAMPLES: dict[str, Example] = WORDS | {rule: replace(each, is_registered=True) for rule, each in REGISTER.items()}

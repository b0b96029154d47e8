"""Examples of the rules on other vendors' words: what is refused, what is told, what to write instead."""

from tests.bpmn.examples.example import END, START, TASK, WHO, Example, boundary, decision, pair, timer, user
from tests.bpmn.files import chain, condition, extended, flow

ERROR = '<error id="er" errorCode="returned"/>'
GRANT = decision("- -> 300")


def task(more: str, *words: str) -> str:
    """A task with a group of theirs, and what else they say."""
    return chain(f'<userTask id="t" name="受理" camunda:candidateGroups="window" {more}>{extended(*words)}</userTask>')


def service(more: str, *words: str) -> str:
    inside = extended(*words) if words else ""
    return chain(f'<serviceTask id="v" name="通知" {more}>{inside}</serviceTask>'.replace(" >", ">"))


def asked(text: str) -> str:
    nodes = [
        START,
        '<exclusiveGateway id="x" name="低收入吗" default="x-e"/>',
        TASK,
        END,
        flow("s", "x"),
        flow("x", "e"),
    ]
    return "\n".join([*nodes, flow("x", "t", condition(text)), flow("t", "e")])


def late(cycle: str) -> str:
    return (
        chain(TASK, user("u", "审核"))
        + "\n"
        + boundary(timer("timeCycle", cycle), 'cancelActivity="false"')
        + '<endEvent id="z"/>'
        + flow("b", "z")
    )


def failing(*, stored: bool) -> str:
    event = '<errorEventDefinition errorRef="er" camunda:errorCodeVariable="code"/>'
    plain = '<errorEventDefinition errorRef="er"/>'
    words = extended('<city:job kind="notify"/>')
    behind = '<scriptTask id="i" name="记下"><script>{}</script></scriptTask>'.format(
        "told = code" if stored else 'told = "returned"'
    )
    nodes = chain(f'<serviceTask id="v" name="核对">{words}</serviceTask>')
    return "\n".join([nodes, boundary(event if stored else plain, host="v"), behind, flow("b", "i"), flow("i", "e")])


def ruled(shape: str) -> str:
    words = f'camunda:decisionRef="grant" camunda:resultVariable="r" camunda:mapDecisionResult="{shape}"'
    return chain(f'<businessRuleTask id="d" name="定标准" {words}/>')


JOB = '<city:job kind="notify"/>'
LISTENER = '<camunda:executionListener class="org.example.Told" event="start"/>'
FIELD = '<camunda:formData><camunda:formField id="income" label="收入" type="{}"/></camunda:formData>'
MAPPING = '<camunda:inputOutput><camunda:inputParameter name="{0}">1</camunda:inputParameter></camunda:inputOutput>'
EXAMPLES: dict[str, Example] = {
    "foreign-expression": pair(asked("${bean.isLow(income)}"), asked("${income &lt; 900}")),
    "foreign-code": pair(service('camunda:class="org.example.Notify"'), service("", JOB)),
    "foreign-type": pair(service('flowable:type="mail"'), service("", JOB)),
    "foreign-mapping": pair(
        chain('<userTask id="t" name="受理" camunda:candidateGroups="window"/>').replace(
            END, '<endEvent id="e"><terminateEventDefinition camunda:terminateAll="true"/></endEvent>'
        ),
        chain('<userTask id="t" name="受理" camunda:candidateGroups="window"/>').replace(
            END, '<endEvent id="e"><terminateEventDefinition/></endEvent>'
        ),
    ),
    "foreign-stored": pair(failing(stored=True), failing(stored=False), ERROR),
    "foreign-cron": pair(late("0 0 9 ? * MON#2"), late("R/P7D")),
    "foreign-cycle": pair(late("0 0/30 * * * ?"), late("R/PT30M")),
    "foreign-form": pair(task("", FIELD.format("money")), task("", FIELD.format("long"))),
    "foreign-listener": pair(task("", LISTENER), task("", '<city:milestone is="accepted"/>')),
    "foreign-due": pair(task('camunda:followUpDate="2026-12-01"'), task("", '<city:timeLimit committed="P3WD"/>')),
    "foreign-result": pair(ruled("resultList"), ruled("singleEntry"), grant_dmn=GRANT),
    "foreign-topic": pair(
        service('camunda:type="external" camunda:topic="notify"'),
        service("", '<city:job kind="notify"><city:input source="name" target="to"/></city:job>'),
    ),
    "foreign-ignored": pair(task('camunda:skipExpression="${done}"'), task("")),
    "foreign-both": pair(
        chain(f'<userTask id="t" name="受理" camunda:candidateGroups="window">{extended(WHO)}</userTask>'), chain(TASK)
    ),
    "foreign-steps": pair(task('camunda:asyncBefore="true"'), task("")),
    "foreign-order": pair(task('camunda:priority="50"'), task("")),
    "foreign-tooling": pair(task('camunda:modelerTemplate="org.example"'), task("")),
}

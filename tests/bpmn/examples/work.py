"""Examples of the rules on people, variables, events and decision tables."""

from datetime import date

from bpmn.advice.surroundings import Surroundings
from tests.bpmn.examples.example import (
    SHARE,
    TASK,
    WHO,
    Drawing,
    Example,
    boundary,
    catch,
    decided,
    decision,
    form,
    pair,
    part,
    script,
    timer,
    user,
)
from tests.bpmn.files import chain, condition, extended, flow

LIMIT = extended('<city:timeLimit committed="P10WD"/>')
CASE = extended('<city:item code="MZ-001"/>')
FORM = '<city:form key="apply"/>'
START = f'<startEvent id="s">{extended(FORM)}</startEvent>'
ERROR = '<error id="er" name="退回" errorCode="returned"/>'
ESCALATION = '<escalation id="es" name="上报" escalationCode="report"/>'
FAILED = '<errorEventDefinition errorRef="er"/>'
RAISED = '<escalationEventDefinition escalationRef="es"/>'


def applied(*nodes: str) -> str:
    """A case whose variables all come through the form of its start."""
    return CASE + chain(*nodes).replace('<startEvent id="s"/>', START)


def ended(definition: str, *, caught: bool) -> str:
    """A part that ends by throwing; caught at its edge or not."""
    inner = part("p1", "核对", TASK, end=definition)
    edge = boundary(definition, host="p1") + '\n<endEvent id="e2"/>' + flow("b", "e2")
    return chain(inner) + ("\n" + edge if caught else "")


def doubt(*, both: bool) -> str:
    """A choice of which one way, or both, write what is read behind it."""
    words = extended('<city:calculation expression="grant" result="paid"/>')
    other = script("j", "grant = 0") if both else user("j", "谈话", FORM)
    nodes = [CASE, START, '<exclusiveGateway id="x" name="低收入" default="n"/>', script("i", "grant = 300"), other]
    nodes += [
        '<exclusiveGateway id="y"/>',
        f'<serviceTask id="c" name="发放">{words}</serviceTask>',
        user("k", "看", FORM),
        '<endEvent id="e"/>',
    ]
    nodes.append(flow("x", "i", condition("income &lt; 900")).replace('="i">', '="i" name="是">'))
    nodes += [
        flow("s", "x"),
        flow("x", "j", id="n"),
        flow("i", "y"),
        flow("j", "y"),
        flow("y", "c"),
        flow("c", "k"),
        flow("k", "e"),
    ]
    return "\n".join(nodes)


def columns(*read: str) -> str:
    return applied(
        decided(), *(script(f"r{n}", f"paid = {text}") for n, text in enumerate(read)), user("k", "看", FORM)
    )


def ruled(policy: str, *rows: str, columns: str = "income") -> Drawing:
    body = applied(decided("paid"), user("k", "看", FORM))
    return Drawing(
        body,
        beside={"apply.form": form("income", "paid"), "grant.dmn": decision(*rows, policy=policy, columns=columns)},
    )


def table(policy: str, bad: tuple[str, ...], good: tuple[str, ...]) -> Example:
    return Example(ruled(policy, *bad), ruled(policy, *good))


PEOPLE = {
    "no-assignment": pair(chain('<userTask id="t" name="受理"/>'), chain(TASK)),
    "unknown-group": Example(
        Drawing(chain(TASK.replace("reviewer", "reviwer"))),
        Drawing(chain(TASK)),
        Surroundings(groups=frozenset(("MZ:street:reviewer",))),
    ),
    "no-limit": pair(LIMIT + chain(TASK), LIMIT + chain(user("t", "受理", SHARE))),
    "shares-over": pair(
        LIMIT + chain(user("t", "受理", SHARE), user("u", "审核", SHARE.replace("0.5", "0.6"))),
        LIMIT + chain(user("t", "受理", SHARE), user("u", "审核", SHARE)),
    ),
    "missing-form": pair(chain(user("t", "受理", '<city:form key="aply"/>')), chain(user("t", "受理", FORM))),
    "unused-form": pair(chain(TASK), chain(user("t", "受理", FORM)), apply_form=form("income")),
    "unknown-job": pair(
        chain('<serviceTask id="t" name="发钱">' + extended('<city:job kind="payout"/>') + "</serviceTask>"),
        chain('<serviceTask id="t" name="通知">' + extended('<city:job kind="notify"/>') + "</serviceTask>"),
    ),
    "unnamed-task": pair(chain(f'<userTask id="t">{extended(WHO)}</userTask>'), chain(TASK)),
    "unknown-call": Example(
        Drawing(chain('<callActivity id="c" name="回访" calledElement="call-bak"/>')),
        Drawing(chain('<callActivity id="c" name="回访" calledElement="call-back"/>')),
        Surroundings(keys=frozenset(("call-back",))),
    ),
}
PEOPLE["missing-form"] = Example(
    PEOPLE["missing-form"].bad, Drawing(PEOPLE["missing-form"].good.body, beside={"apply.form": form("income")})
)
VARIABLES = {
    "unknown-name": pair(
        applied(script("i", "paid = incom + 1"), user("k", "看", FORM)),
        applied(script("i", "paid = income + 1"), user("k", "看", FORM)),
        apply_form=form("income", "paid"),
    ),
    "unused-variable": pair(
        chain(user("k", "看", FORM), script("i", "half = income / 2")),
        chain(user("k", "看", FORM), script("i", "half = income / 2"), script("j", "paid = half")),
        apply_form=form("income", "paid"),
    ),
    "read-early": pair(
        applied(script("i", "paid = grant * 2"), script("j", "grant = 300"), user("k", "看", FORM)),
        applied(script("j", "grant = 300"), script("i", "paid = grant * 2"), user("k", "看", FORM)),
        apply_form=form("income", "paid"),
    ),
    "read-unsure": pair(doubt(both=False), doubt(both=True), apply_form=form("income", "paid")),
    "decision-input": Example(
        ruled("FIRST", "- -> 300", "< 900 -> 1", columns="incom"), ruled("FIRST", "< 900 -> 1", "- -> 300")
    ),
    "decision-output": pair(
        columns("r.grant"),
        columns("r.grant + r.extra"),
        apply_form=form("income", "paid"),
        grant_dmn=decision("- -> 300 | 20", outputs="grant extra"),
    ),
}
VARIABLES["decision-input"] = Example(
    ruled("FIRST", "< 900 -> 1", "- -> 300", columns="incom"), VARIABLES["decision-input"].good
)
HAPPENINGS = {
    "time-past": Example(
        Drawing(chain(catch(timer("timeDate", "2026-01-01")))),
        Drawing(chain(catch(timer("timeDate", "2027-01-01")))),
        Surroundings(today=date(2026, 11, 24)),
    ),
    "zero-time": pair(chain(catch(timer("timeDuration", "PT0S"))), chain(catch(timer("timeDuration", "PT30M")))),
    "unused-declaration": Example(
        Drawing(chain(TASK), '<message id="m" name="reply"/>'),
        Drawing(chain(catch('<messageEventDefinition messageRef="m"/>')), '<message id="m" name="reply"/>'),
    ),
    "unheard": Example(
        Drawing(chain('<sendTask id="t" name="通知" messageRef="m"/>'), '<message id="m" name="notise"/>'),
        Drawing(chain('<sendTask id="t" name="通知" messageRef="m"/>'), '<message id="m" name="notice"/>'),
        Surroundings(heard=frozenset(("notice",))),
    ),
    "error-uncaught": pair(ended(FAILED, caught=False), ended(FAILED, caught=True), ERROR),
    "escalation-uncaught": pair(ended(RAISED, caught=False), ended(RAISED, caught=True), ESCALATION),
    "never-thrown": pair(
        chain(TASK) + "\n" + boundary(FAILED) + '\n<endEvent id="e2"/>' + flow("b", "e2"),
        ended(FAILED, caught=True),
        ERROR,
    ),
}
TABLES = {
    "table-overlap": table("UNIQUE", ("< 900 -> 300", "<= 900 -> 100"), ("< 900 -> 300", ">= 900 -> 100")),
    "table-any": table(
        "ANY", ("< 900 -> 300", "< 500 -> 200", ">= 900 -> 0"), ("< 900 -> 300", "< 500 -> 300", ">= 900 -> 0")
    ),
    "table-masked": table("FIRST", ("- -> 0", "< 900 -> 300"), ("< 900 -> 300", "- -> 0")),
    "table-gap": table("UNIQUE", ("< 900 -> 300", "> 900 -> 0"), ("< 900 -> 300", ">= 900 -> 0")),
}
EXAMPLES: dict[str, Example] = PEOPLE | VARIABLES | HAPPENINGS | TABLES

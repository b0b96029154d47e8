"""Processes with much in them, for histories at random: limits, pauses, groups, messages, jobs, calls and errors."""

from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    case,
    document,
    escalation,
    event,
    gateway,
    job,
    many,
    message,
    node,
    scope,
    script,
    signal,
    timer,
    user,
)

GROUPS = ("MZ:street:clerk", "MZ:district:reviewer", "RS:district:clerk")
DECLARED = (
    '<message id="payment" name="paid"/><message id="wish" name="wanted"/><signal id="flood" name="alarm"/>'
    '<escalation id="over" name="overdue" escalationCode="overdue"/>'
)
KEYED, KEPT = '<city:correlation key="number"/>', '<city:correlation key="number" ttl="P2D"/>'
WORDS = '<city:item code="MZ-001"/><city:timeLimit committed="P3WD" statutory="P6WD"/>'
NOTICE = "<city:input source='\"li.ming\"' target='to'/><city:input source='number' target='text'/>"


def offered(name: str, group: str, inside: str = "", words: str = "", **attributes: str) -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return user(name, inside, f'<city:assignment candidateGroups="{group}"{written}/>{words}')


PERMIT = scope(
    START
    + END
    + node("endEvent", "refused")
    + node("endEvent", "reminded")
    + node("endEvent", "alarmed")
    + offered("accept", GROUPS[0])
    + offered("review", f"{GROUPS[1]},{GROUPS[0]}", "", '<city:timeLimit committed="P1WD"/>', differsFrom="accept")
    + boundary("review", "overdue", escalation("over"), cancel="false")
    + boundary("review", "alarm", signal("flood"), cancel="false")
    + offered("amend", GROUPS[0], "", '<city:clock is="paused" reason="补正"/>')
    + timer("amend", "enough", "P2D")
    + job("notice", "notify", NOTICE)
    + gateway("exclusive", "verdict"),
    """
    start > accept > review > verdict
    verdict > amend : again = true
    verdict > notice : default
    amend > review
    enough > refused
    overdue > reminded
    alarm > alarmed
    notice > end
    """,
)
JOINT = scope(
    START
    + END
    + node("endEvent", "late")
    + gateway("parallel", "fork", "join")
    + offered("ask", GROUPS[2], many("departments", output="answers", until="count(answers) >= 2"))
    + node("eventBasedGateway", "first")
    + event("intermediateCatch", "money", message("payment"), KEYED)
    + event("intermediateCatch", "day", "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>")
    + script("sum", "total = sum(amounts)")
    + event("intermediateThrow", "tell", message("wish"), KEPT)
    + gateway("exclusive", "merge"),
    """
    start > fork
    fork > ask > join
    fork > first
    first > money > merge
    first > day > merge
    merge > sum > tell > join > end
    """,
)
FOLLOWER = scope(event("start", "begin", message("wish")) + END + offered("follow", GROUPS[1]), "begin > follow > end")
SOURCES = {
    "permit": document(case(PERMIT, WORDS, "permit"), declarations=DECLARED),
    "joint": document(case(JOINT, "", "joint"), declarations=DECLARED),
    "follower": document(case(FOLLOWER, "", "follower"), declarations=DECLARED),
}

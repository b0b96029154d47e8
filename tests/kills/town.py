"""The town that is put under load: a process through which people, timers, jobs and messages all have a part."""

from datetime import UTC, datetime
from typing import Any

from api.passwords import HASHER
from engine.domain.commands import (
    ADMINISTRATOR,
    DESIGNER,
    Actor,
    Command,
    CreateAccount,
    DefineAreas,
    DeployDefinition,
    Post,
)
from engine.engine import Engine
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    case,
    document,
    event,
    gateway,
    job,
    message,
    node,
    scope,
    user,
)

HERE, AREA = 7, "210102"
GROUP = "MZ:street:clerk"
PASSWORD = "synthetic-password"
FOUNDER = Actor("founder", "创建人", (Post(ADMINISTRATOR), Post(DESIGNER)))
CLERKS = tuple(Actor(f"clerk-{number}", f"办事员{number}", (Post(GROUP, AREA),)) for number in range(1, 7))

DECLARED = '<message id="asked" name="asked"/><message id="answered" name="answered"/>'
KEYED = '<city:correlation key="number"/>'
OFFERED = f'<city:assignment candidateGroups="{GROUP}"/>'
SECOND = "<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>"
NOTICE = "<city:input source='\"li.ming\"' target='to'/><city:input source='number' target='text'/>"
FILED = scope(
    START
    + END
    + node("endEvent", "reminded")
    + gateway("parallel", "fork", "join")
    + user("accept", words=OFFERED)
    + user("check", words=OFFERED)
    + boundary("check", "remind", SECOND, cancel="false")
    + job("notice", "notify", NOTICE)
    + event("intermediateThrow", "ask", message("asked"), KEYED)
    + event("intermediateCatch", "answer", message("answered"), KEYED)
    + event("intermediateCatch", "nap", SECOND),
    """
    start > accept > fork
    fork > notice > ask > answer > join
    fork > check > join
    fork > nap > join > end
    remind > reminded
    """,
)
REGISTRY = scope(
    event("start", "begin", message("asked")) + END + event("intermediateThrow", "reply", message("answered"), KEYED),
    "begin > reply > end",
)


def found(engine: Engine) -> None:
    """Areas, accounts with one password, and the two processes."""
    numbers = iter(range(100))

    def stamp() -> dict[str, Any]:
        return {"request_id": f"found-{next(numbers)}", "at": datetime.now(UTC), "actor": FOUNDER, "district": 1}

    secret = HASHER.hash(PASSWORD)
    commands: list[Command] = [DefineAreas(areas=((AREA, "和平区", "district", HERE),), **stamp())]
    commands += [
        CreateAccount(account=clerk.id, name=clerk.name, secret=secret, posts=clerk.posts, **stamp())
        for clerk in CLERKS
    ]
    for key, nodes in (("filed", FILED), ("registry", REGISTRY)):
        source = document(case(nodes, "", key), declarations=DECLARED)
        commands.append(DeployDefinition(name=f"{key}.bpmn", source=source, **stamp()))
    for command in commands:
        engine.execute(command)

"""Situations to decide in, in a few words: a clerk, a task, a case, a limit, as the store would have loaded them."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from engine.domain.commands import ADMINISTRATOR, AUDITOR, OPERATOR, SYSTEM, Actor, Command, Post
from engine.domain.decide import decide
from engine.domain.decision import Decision
from engine.domain.durations import CITY
from engine.domain.rejections import Rejected
from engine.domain.situation import Account, Instance, Job, Limit, Message, Situation, Task, Timer
from tests.engine.domain.city import city

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=CITY)
HOUR = timedelta(hours=1)
GROUP, AREA = "MZ:street:reviewer", "210102001"
LI = Actor("li", "李", (Post(GROUP, "210102"),))
WANG = Actor("wang", "王", (Post(GROUP, "210102001"),))
STRANGER = Actor("stranger", "生", (Post(GROUP, "210106"), Post("RS:street:reviewer", "210102")))
FARAWAY = Actor("faraway", "远", (Post(GROUP, "210106"), Post("", "")))
NAMED = Actor("named", "名")
HEAD = Actor("head", "长", (Post(OPERATOR),))
EYE = Actor("eye", "审", (Post(AUDITOR),))
ROOT = Actor("root", "管", (Post(ADMINISTRATOR),))
STARTER = Actor("starter", "办")
WORKER = SYSTEM

CASE = Instance(10, 1, "permit", "active", AREA, STARTER.id, None, False, None, None)
TASK = Task(20, 10, 2, "review", "审核", (GROUP,), (NAMED.id,), ("excluded",), AREA, None, None, None)
HELD = replace(TASK, assignee=LI.id)
DELEGATED = replace(TASK, assignee=WANG.id, owner=LI.id)
EXCLUDED = Actor("excluded", "避", (Post(GROUP),))
TIMER = Timer(30, 10, 3, "hour", NOW - HOUR)
LIMIT = Limit(10, 10, NOW - 9 * HOUR, NOW - 2 * HOUR, NOW - HOUR, NOW + HOUR, matter="case")
JOB = Job(40, 10, 4, "notice", "notify", 0, 2, "PT10S")
MESSAGE = Message(50, "message", "paid")
ACCOUNT = Account("li", "李", True, ((GROUP, "210102"),))


def seen(**fields: Any) -> Situation:
    """With new ids from 100 on."""
    return Situation(new_id=count(100).__next__, calendar=city(), **fields)


def asked(kind: type[Command], actor: Actor = LI, /, **fields: Any) -> Any:
    given: dict[str, Any] = {"request_id": "r", "at": NOW, "actor": actor, "district": 7}
    return kind(**(given | fields))


def decided(command: Command, **fields: Any) -> Decision | str:
    """The decision, or the class of the refusal with its words."""
    try:
        return decide(command, seen(**fields))
    except Rejected as rejection:
        return f"{type(rejection).__name__}: {rejection}"


def refused(command: Command, **fields: Any) -> str:
    answer = decided(command, **fields)
    assert isinstance(answer, str), f"Expected a refusal, but got {answer}"
    return answer

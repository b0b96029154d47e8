"""From facts to row changes: one case a fact, and every change fits a table that is there."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, get_type_hints

import pytest

from engine.domain import facts
from engine.domain.facts import KINDS, Fact
from engine.projections.changes import Change, Drop, Put, Set
from engine.projections.registry import PROMPT, project
from engine.projections.tasks import LAST
from engine.store.rebuild import PROJECTIONS
from engine.store.tables import metadata

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DUE, LATER = AT + timedelta(days=1), AT + timedelta(days=2)
PLAIN: dict[type, Any] = {
    int: 7,
    str: "x",
    bool: True,
    datetime: AT,
    timedelta: timedelta(hours=1),
    Decimal: Decimal("0.3"),
}
SPARING = {
    "ElementsPassed": "the way through the process stands in the journal; only where it is handled is a row",
    "MessageReceived": "the subscription is closed by a fact of its own; only where it is handled is a row",
}
SILENT = {
    "PersonErased": "the key is dropped beside the facts",
}


def on(fact: Fact) -> list[Change]:
    return project([fact], AT)


def opened(**more: Any) -> facts.TaskOpened:
    return facts.TaskOpened(20, 10, 2, "review", "审核", ("g",), key="permit", **more)


@pytest.mark.parametrize(
    ("fact", "change"),
    [
        (facts.TaskClaimed(20, 10, "li"), Set("task", 20, {"assignee": "li", "claimed_at": AT})),
        (facts.TaskReleased(20, 10, "li"), Set("task", 20, {"assignee": None, "claimed_at": None})),
        (
            facts.TaskTransferred(20, 10, "li", "wang"),
            Set("task", 20, {"assignee": "wang", "owner": None, "claimed_at": AT}),
        ),
        (
            facts.TaskDelegated(20, 10, "li", "wang"),
            Set("task", 20, {"assignee": "wang", "owner": "li", "claimed_at": AT}),
        ),
        (
            facts.TaskReturned(20, 10, "wang", "li"),
            Set("task", 20, {"assignee": "li", "owner": None, "claimed_at": AT}),
        ),
        (facts.TaskCompleted(20, 10, "review", "li"), Drop("task", 20)),
        (facts.TaskWithdrawn(20, 10, "review"), Drop("task", 20)),
        (
            facts.TimerRedated(30, LATER, "hour", False, 10),
            Set("timer", 30, {"due_at": LATER, "provisional": False}),
        ),
        (facts.TimerFired(30, "hour", timedelta(0), 10), Drop("timer", 30)),
        (facts.TimerDisarmed(30, 10), Drop("timer", 30)),
        (facts.LimitEnded(10, 10), Drop("time_limit", 10)),
        (facts.JobCompleted(40, 10, "notice"), Drop("job", 40)),
        (facts.JobFailed(40, 10, "no"), Drop("job", 40)),
        (facts.JobWithdrawn(40, 10), Drop("job", 40)),
        (
            facts.JobPostponed(40, 10, "no", 1, DUE),
            Set("job", 40, {"attempts": 1, "due_at": DUE, "claimed_until": None}),
        ),
        (facts.MessageSettled(50, "delivered"), Drop("message", 50)),
        (facts.SubscriptionClosed(60, 10), Drop("subscription", 60)),
        (facts.IncidentResolved(70, 10), Drop("incident", 70)),
        (facts.AccountDisabled("li", "root", "x"), Set("account", "li", {"enabled": False})),
        (facts.AccountEnabled("li", "root"), Set("account", "li", {"enabled": True, "locked_until": None})),
        (facts.PasswordReset("li", "li"), Set("account", "li", {"locked_until": None})),
        (facts.AccountLocked("li", DUE), Set("account", "li", {"locked_until": DUE})),
        (facts.PostGranted("li", "g", "21", "root"), Put("post", ("li", "g", "21"), {})),
        (facts.PostRevoked("li", "g", "21", "root"), Drop("post", ("li", "g", "21"))),
        (
            facts.AreaDefined("210102", "和平区", "district", 7),
            Put("area", "210102", {"name": "和平区", "level": "district", "district": 7}),
        ),
    ],
)
def test_one_fact_one_change(fact: Fact, change: Change) -> None:
    assert on(fact) == [change]


def test_a_task_is_ordered_by_its_limit_and_last_without_one() -> None:
    [put] = on(opened())
    assert isinstance(put, Put)
    assert (put.row["rank_at"], put.row["light"], put.row["claimed_at"]) == (LAST, "none", None)
    [put] = on(opened(due_at=DUE, assignee="li"))
    assert isinstance(put, Put)
    assert (put.row["rank_at"], put.row["light"], put.row["claimed_at"]) == (DUE, "green", AT)


def started(kind: str) -> facts.InstanceStarted:
    return facts.InstanceStarted(10, 1, "permit", 1, "许可", kind, "li", item="MZ-001", code="21", clocked=True)


@pytest.mark.parametrize(("kind", "tables"), [("case", ["instance", "case"]), ("ticket", ["instance", "ticket"])])
def test_a_matter_has_a_row_of_its_own_beside_its_instance(kind: str, tables: list[str]) -> None:
    assert [change.table for change in on(started(kind))] == tables
    assert [change.table for change in on(facts.InstanceEnded(10, "completed", kind))] == tables
    assert [change.table for change in on(facts.MilestoneReached(10, "受理", "accept", kind))] == [kind]


def test_any_other_process_has_none() -> None:
    assert [change.table for change in on(started("process"))] == ["instance"]
    assert [change.table for change in on(facts.InstanceEnded(10, "cancelled"))] == ["instance"]
    assert on(facts.MilestoneReached(10, "受理", "accept")) == []


def test_the_light_of_a_case_follows_its_clock() -> None:
    limit = facts.LimitSet(10, 10, AT, DUE, DUE, LATER, matter="case")
    told: list[Fact] = [
        limit,
        facts.LimitWarned(10, 10, matter="case"),
        facts.LimitPassed(10, 10, "committed", matter="case"),
        facts.LimitPassed(10, 10, "statutory", matter="case"),
        facts.LimitPaused(10, 10, "补正", "both", matter="case"),
        facts.LimitResumed(10, 10, DUE, DUE, LATER, AT, light="dark_red", matter="case"),
    ]
    lights = [c.columns["light"] for c in project(told, AT) if isinstance(c, Set) and c.table == "case"]
    assert lights == ["green", "yellow", "red", "dark_red", "stopped", "dark_red"]


def test_the_light_of_a_task_follows_the_clock_of_its_step() -> None:
    told: list[Fact] = [facts.LimitWarned(20, 10, 20), facts.LimitPassed(20, 10, "committed", 20)]
    lights = [c.columns["light"] for c in project(told, AT) if isinstance(c, Set) and c.table == "task"]
    assert lights == ["yellow", "red"]
    redated = on(facts.LimitRedated(20, 10, DUE, LATER, None, False, task=20))
    assert redated[1] == Set("task", 20, {"due_at": LATER, "rank_at": LATER})


def test_tasks_inside_a_step_show_its_light_and_its_date() -> None:
    told: list[Fact] = [
        opened(due_at=DUE, light="yellow", timed_by=30),
        facts.LimitPassed(30, 10, "committed", tasks=(20, 21)),
        facts.LimitPaused(30, 10, "补正", "both", tasks=(20,)),
        facts.LimitResumed(30, 10, DUE, LATER, None, AT, light="green", tasks=(20,)),
        facts.LimitRedated(30, 10, DUE, DUE, None, False, tasks=(20,)),
    ]
    put, *rest = [c for c in project(told, AT) if c.table == "task"]
    assert isinstance(put, Put)
    assert (put.row["light"], put.row["rank_at"], put.row["timed_by"]) == ("yellow", DUE, 30)
    assert rest == [
        Set("task", 20, {"light": "red"}),
        Set("task", 21, {"light": "red"}),
        Set("task", 20, {"light": "stopped"}),
        Set("task", 20, {"due_at": LATER, "rank_at": LATER, "light": "green"}),
        Set("task", 20, {"due_at": DUE, "rank_at": DUE}),
    ]


def test_the_first_moment_that_turns_a_limit_is_its_next() -> None:
    for moments, expected in (((DUE, LATER, None), DUE), ((None, None, LATER), LATER), ((None, None, None), None)):
        put = on(facts.LimitSet(10, 10, AT, *moments))[0]
        assert isinstance(put, Put)
        assert put.row["next_at"] == expected


def test_a_message_that_is_kept_expires() -> None:
    for ttl, expires in ((None, None), (timedelta(days=1), DUE)):
        [put] = on(facts.MessageThrown(50, "message", "paid", ttl=ttl))
        assert isinstance(put, Put)
        assert put.row["expires_at"] == expires


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: str(kind.__name__))
def test_every_change_names_columns_that_are_there(kind: type) -> None:
    """Of every kind of fact, with every field set; a whole row leaves out nothing that may not be empty."""
    changes = [change for matter in ("case", "ticket") for change in on(sample(kind, matter))]
    assert (changes == []) == (kind.__name__ in {**SILENT, **SPARING})
    for change in changes:
        assert change.table in PROJECTIONS
        columns = {column.name for column in metadata.tables[change.table].columns}
        named = change.row if isinstance(change, Put) else change.columns if isinstance(change, Set) else {}
        assert set(named) <= columns
        if isinstance(change, Put):
            assert missing(change) == set()


def missing(put: Put) -> set[str]:
    """Columns that must be given, and are not: neither in the row nor by its id."""
    table = metadata.tables[put.table]
    by_id = {column.name for column in table.primary_key} | {"district"}
    needed = {c.name for c in table.columns if not c.nullable and c.server_default is None and c.default is None}
    return needed - set(put.row) - by_id


def sample(kind: type, matter: str) -> Any:
    hints = get_type_hints(kind)
    return kind(**{field.name: value(field.name, hints[field.name], matter) for field in fields(kind)})


def value(name: str, hint: Any, matter: str) -> Any:
    """Something of the right kind for a field."""
    fixed: dict[str, Any] = {
        "kind": matter,
        "matter": matter,
        "days": (("2027-01-01", False, "元旦"),),
        "starts": (("begin", "message", "paid"),),
        "called": (("other", 3),),
        "pauses": ((AT, DUE, "both"),),
    }
    if name in fixed:
        return fixed[name]
    for type_, given in PLAIN.items():
        if hint in (type_, type_ | None):
            return given
    return {} if "Mapping" in str(hint) else ()


def test_what_is_silent_is_known_and_all_else_is_heard() -> None:
    assert {name for name, kind in KINDS.items() if kind not in PROMPT} == set(SILENT)

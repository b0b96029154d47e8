"""What commands see, what they leave, and who waits for whom."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from engine.domain import facts
from engine.domain.commands import (
    Actor,
    AddComment,
    CancelInstance,
    ClaimTask,
    CompleteTask,
    Post,
    StartInstance,
    TurnLimit,
)
from engine.store.store import Store
from engine.store.transaction import Repeated, Retryable
from tests.engine.store.desk import AT, CLERK, DISTRICT, GROUP, Desk, asked, opened, told

OTHERS_END = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""


def seen(store: Store, *commands: Any) -> list[Any]:
    with store.transaction() as tx:
        return tx.look(commands)


def rows(store: Store, text: str, *values: Any) -> list[Any]:
    with store.writing() as connection:
        return connection.execute(text, values).fetchall()


def test_a_case_goes_from_start_to_end(desk: Desk) -> None:
    definition = desk.deploy()
    [(instance, task)] = desk.start()
    desk.claim(task)
    [following] = desk.complete(task)
    desk.claim(following)
    desk.complete(following, last=True)

    assert rows(desk.store, "select status, outcome, snapshot, key from instance") == [
        ("completed", "done", None, "approval")
    ]
    assert rows(desk.store, "select id from task") == []
    journal = rows(desk.store, "select position, instance, actor from journal where district = %s order by 1", DISTRICT)
    assert journal == [(n, instance, "li.ming") for n in range(1, 6)]
    assert desk.store.latest("approval") == definition


def test_each_command_sees_its_rows_in_order(desk: Desk) -> None:
    desk.deploy()
    [(instance, task), (other, other_task)] = desk.start(2)
    claim, complete = asked(ClaimTask, task=other_task), asked(CompleteTask, task=task)
    gone, start, cancel = (
        asked(ClaimTask, task=1),
        asked(StartInstance, key="approval"),
        asked(CancelInstance, instance=other, reason="r"),
    )

    first, second, third, fourth, fifth = seen(desk.store, claim, complete, gone, start, cancel)

    assert first.task.id == other_task
    assert (first.task.groups, first.task.area, first.task.assignee) == ((GROUP,), "210102", None)
    assert (second.instance.id, second.instance.snapshot, second.instance.status) == (instance, b"snapshot", "active")
    assert third.task is None
    assert third.instance is None
    assert (fourth.definition.key, fourth.definition.version) == ("approval", 1)
    assert fifth.instance.snapshot == b"snapshot"


def test_a_claim_loads_no_snapshot(desk: Desk) -> None:
    [(_, task)] = desk.start()
    [situation] = seen(desk.store, asked(ClaimTask, task=task))

    assert situation.instance.snapshot is None


def test_a_repeated_request_sees_its_first_answer(desk: Desk) -> None:
    [(instance, task)] = desk.start()
    command = asked(ClaimTask, task=task)
    desk.do([command], desk._claimed)
    [situation] = seen(desk.store, command)

    assert situation.earlier.position == 2
    assert situation.earlier.mac == b"mac"
    assert situation.earlier.facts == (facts.TaskClaimed(task, instance, "li.ming"),)
    assert situation.task is None


def test_a_request_carried_out_meanwhile_is_told_apart(desk: Desk) -> None:
    [(_, task)] = desk.start()
    command = asked(ClaimTask, task=task)

    def late() -> None:
        with desk.store.transaction() as tx:
            tx.look([asked(AddComment, instance=1, text="t")])
            desk.do([command], desk._claimed)
            tx.record([told(command, [facts.CommentAdded(DISTRICT << 40 | 99, 2, "li", "t")])])

    with pytest.raises(Repeated):
        late()


def test_nothing_stays_of_what_fails(desk: Desk) -> None:
    [(_, task)] = desk.start()

    def fail() -> None:
        with desk.store.transaction() as tx:
            tx.look([asked(ClaimTask, task=task)])
            tx.record([told(asked(ClaimTask, task=task), [facts.TaskClaimed(task, 1, "li")])])
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()

    assert rows(desk.store, "select count(*) from journal where district = %s", DISTRICT) == [(1,)]
    [(_, again)] = desk.start()
    assert again != task


def test_each_gets_another_task(desk: Desk) -> None:
    made = [task for _, task in desk.start(3)]
    people = [Actor(f"clerk{n}", "", CLERK.posts) for n in range(4)]

    assert desk.claim_next(*people) == [*made, None]


def test_nobody_gets_a_task_that_is_not_offered(desk: Desk) -> None:
    desk.start(1, area="210103")
    [(_, barred)] = desk.start(1, excluded=("li.ming",))
    stranger = Actor("wang", "", (Post("MZ:city:reviewer", "2101"),))

    assert desk.claim_next(CLERK, stranger) == [None, None]
    assert desk.claim_next(Actor("zhao", "", CLERK.posts)) == [barred]


def test_the_one_who_is_barred_leaves_the_task_to_the_next(desk: Desk) -> None:
    [(_, barred)] = desk.start(1, excluded=("li.ming",))
    [(_, other)] = desk.start()

    assert desk.claim_next(CLERK, Actor("zhao", "", CLERK.posts)) == [other, barred]


def test_tasks_of_several_groups_and_of_named_people_are_offered_too(desk: Desk) -> None:
    [(_, many)] = desk.start(1, groups=("X:city:x", GROUP))
    assert desk.claim_next(CLERK) == [many]
    [(_, named)] = desk.start(1, groups=(), users=("qian",))
    assert desk.claim_next(Actor("qian", "")) == [named]


def test_a_task_that_another_is_taking_is_passed_over(desk: Desk) -> None:
    [(_, first), (_, second)] = desk.start(2)
    with desk.store.transaction() as tx:
        tx.look([asked(ClaimTask, task=first)])
        assert desk.claim_next(CLERK) == [second]


def test_two_processes_leave_a_chain_without_gaps(database: str) -> None:
    def work(_: int) -> None:
        with opened(database) as store:
            desk = Desk(store)
            for _ in range(15):
                [(_, task)] = desk.start()
                desk.claim(task)
                desk.complete(task, last=True)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    with psycopg.connect(database) as connection:
        positions = connection.execute("select position from journal where district = %s order by 1", (DISTRICT,))
        assert [position for (position,) in positions] == list(range(1, 91))


def test_batches_of_several_districts_and_instances_wait_but_do_not_fail(desk: Desk) -> None:
    made = [instance for instance, _ in desk.start(4)]

    def comment(order: int) -> None:
        for _ in range(20):
            commands = [
                asked(AddComment, instance=instance, text="t", district=district)
                for instance in made[::order]
                for district in (DISTRICT, 3)
            ]
            with desk.store.transaction() as tx:
                situations = tx.look(commands)
                tx.record(
                    [
                        told(c, [facts.CommentAdded(s.new_id(), made[0], "li", "t")])
                        for c, s in zip(commands, situations, strict=True)
                    ]
                )

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(comment, (1, -1)))
    assert rows(desk.store, "select district, position from head order by 1") == [(3, 160), (DISTRICT, 164)]


def test_a_limit_that_turns_waits_for_a_completion_and_not_across(desk: Desk) -> None:
    """Both change the task and the limit; whoever has the instance goes first."""
    [(instance, task)] = desk.start()
    limit = facts.LimitSet(task, instance, AT, AT, AT, None, task=task)
    desk.do([asked(AddComment, instance=instance, text="t")], lambda c, s: told(c, [limit]))
    turn = asked(TurnLimit, limit=task)
    with ThreadPoolExecutor(1) as pool, desk.store.transaction() as tx:
        [situation] = tx.look([turn])
        waiting = pool.submit(desk.complete, task, last=True)
        tx.record([told(turn, [facts.LimitPassed(task, instance, "committed", task)])])
        assert situation.limit is not None
        assert situation.instance is not None

    assert waiting.result(5) == []


def test_a_lost_connection_is_no_fault_and_the_next_one_works(desk: Desk, database: str) -> None:
    def lose() -> None:
        with desk.store.transaction() as tx:
            tx.look([asked(AddComment, instance=1, text="t")])
            with psycopg.connect(database, autocommit=True) as other:
                other.execute(OTHERS_END)
            tx.record([told(asked(AddComment, instance=1, text="t"), [])])

    with pytest.raises(Retryable):
        lose()
    desk.start()
    assert rows(desk.store, "select count(*) from instance") == [(1,)]


def test_times_come_in_the_citys_zone(desk: Desk) -> None:
    desk.start()
    with desk.store.reading() as connection:
        row = connection.execute("select started_at, started_at::text as said from instance").fetchone()

    assert row == {"started_at": AT, "said": "2026-11-24 09:00:00+08"}

"""Rows rebuilt from the journal are the live rows; where they are not, the difference is named and put right."""

import pytest

from engine.domain import facts
from engine.domain.commands import AddComment
from engine.store.rebuild import compare, rebuild
from engine.store.store import Store
from tests.engine.store.desk import Desk, asked, told


@pytest.fixture
def worked(desk: Desk) -> Desk:
    desk.deploy()
    desk.start(3, title="文 'quoted'", users=("a", "b\\"))
    [(instance, task), (_, other)] = desk.start(2)
    desk.claim(task, other)
    desk.complete(*desk.complete(task), last=True)
    command = asked(AddComment, instance=instance, text="好")
    desk.do([command], lambda c, s: told(c, [facts.CommentAdded(s.new_id(), instance, "li", "好")]))
    return desk


def change(store: Store, text: str) -> None:
    with store.writing() as connection:
        connection.execute(text)


def test_live_rows_are_what_the_journal_tells(worked: Desk) -> None:
    steps: list[tuple[int, int]] = []
    with worked.store.writing() as connection:
        assert compare(connection, lambda done, total: steps.append((done, total))) == []

    assert steps[-1][0] == steps[-1][1] > 5


def test_what_no_fact_tells_is_not_held_against_it(worked: Desk) -> None:
    change(worked.store, "update instance set snapshot = '\\x00'")
    with worked.store.writing() as connection:
        assert compare(connection) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("update task set assignee = 'wang' where assignee is not null", "assignee is 'wang', told 'li.ming'"),
        ("delete from comment", "comment: missing"),
        ("insert into area values ('2101', 'x', 'city', 1)", "area: not told"),
        ("update instance set outcome = null where outcome is not null", "outcome is None, told 'done'"),
    ],
)
def test_a_difference_is_named_and_put_right(worked: Desk, text: str, said: str) -> None:
    change(worked.store, text)
    with worked.store.writing() as connection:
        [difference] = compare(connection)
        assert said in str(difference)
        assert rebuild(connection) == [difference]
        assert compare(connection) == []
        assert connection.execute("select count(*) from instance where snapshot is null").fetchone() == (1,)

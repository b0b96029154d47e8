"""Personal values lie under their person's key: opened by reference, gone with the key, and the journal still holds."""

from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from engine.domain import facts
from engine.domain.commands import ADMINISTRATOR, Actor, ErasePerson, Post, StartInstance
from engine.domain.decide import decide
from engine.domain.rejections import Invalid, NotFound
from engine.projections.registry import project
from engine.store import sealed
from engine.store.entries import Entry
from engine.store.masks import mask
from engine.store.reads.persons import indexes
from engine.store.store import Store
from engine.store.vault import Vault, decrypt, encrypt
from engine.store.verify import verify
from tests.engine.store.desk import Desk, Ran, asked, told

ROOT = Actor("root", "管", (Post(ADMINISTRATOR),))
NUMBER = "210199196003071236"


@dataclass(frozen=True, slots=True)
class Given:
    instance: int
    name: str
    value: Any
    subject: str | None = NUMBER


def start_with(store: Store, *values: tuple[str, Any], subject: str | None = NUMBER, recorded: bool = True) -> Any:
    """The instance and its references, by name."""
    command = asked(StartInstance, key="approval")
    with store.transaction() as tx:
        [situation] = tx.look([command])
        instance = situation.new_id()
        references = {name: tx.seal(Given(instance, name, value, subject)) for name, value in values}
        begun = facts.InstanceStarted(instance, 1, "approval", 1, "审批", "process", "li", variables=references)
        if recorded:
            tx.record([told(command, [begun], Ran(instance, b"s"))])
    return instance, references


def erase(store: Store, person: str) -> None:
    command = asked(ErasePerson, actor=ROOT, person=person, reason="本人申请")
    with store.transaction() as tx:
        [situation] = tx.look([command])
        decision = decide(command, situation)
        changes = [*project(decision.facts, command.at), *decision.asides]
        tx.record([Entry(command, decision.facts, changes, b"mac", None)])


def opened(store: Store, instance: int, references: dict[str, Any]) -> dict[str, Any]:
    with store.reading() as connection:
        values = sealed.open_(connection, store.vault, references.values(), instance)
    return {name: values.get(reference["sealed"]) for name, reference in references.items()}


def test_a_value_is_opened_by_its_reference(store: Store) -> None:
    instance, references = start_with(store, ("name", "孙立本"), ("phone", "10000000000"), ("papers", [1, {"a": None}]))

    assert opened(store, instance, references) == {"name": "孙立本", "phone": "10000000000", "papers": [1, {"a": None}]}
    assert set(references["name"]) == {"sealed", "digest"}


def test_nothing_of_it_stands_in_the_clear(store: Store, database: str) -> None:
    start_with(store, ("name", "孙立本"), ("number", NUMBER))
    with psycopg.connect(database) as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            )
        ]
        whole = "".join(str(connection.execute(f'select t::text from "{table}" t').fetchall()) for table in tables)

    assert "孙*本" in whole
    assert "立" not in whole
    assert NUMBER not in whole


def test_only_the_instance_it_belongs_to_opens_it(store: Store) -> None:
    instance, references = start_with(store, ("name", "孙立本"))

    assert opened(store, instance + 1, references) == {"name": None}


def test_an_erased_person_is_unreadable_in_every_case_and_the_chain_holds(store: Store) -> None:
    mine = [start_with(store, ("name", "孙立本")) for _ in range(2)]
    other = start_with(store, ("name", "周文"), subject="210199198001010018")
    erase(store, store.vault.person(NUMBER, 0))
    with pytest.raises(NotFound):
        erase(store, store.vault.person(NUMBER, 0))
    with store.writing() as connection:
        assert verify(connection, {}) == []

    assert [opened(store, *one) for one in mine] == [{"name": None}] * 2
    assert opened(store, *other) == {"name": "周文"}


def test_of_an_erased_value_nothing_is_left_to_guess_by(store: Store, database: str) -> None:
    start_with(store, ("name", "孙立本"))
    erase(store, store.vault.person(NUMBER, 0))
    with psycopg.connect(database) as connection:
        assert connection.execute("select mask, salt, value from sealed").fetchall() == [("已删除", b"", b"")]
        assert connection.execute("select count(*) from person_key").fetchone() == (0,)


def test_who_comes_again_gets_another_key_and_the_old_values_stay_erased(store: Store) -> None:
    before = start_with(store, ("name", "孙立本"))
    erase(store, store.vault.person(NUMBER, 0))
    after = start_with(store, ("name", "孙立本"))

    assert (opened(store, *before), opened(store, *after)) == ({"name": None}, {"name": "孙立本"})


def test_whose_values_a_case_holds(store: Store) -> None:
    person = store.vault.person(NUMBER, 0)
    instance, _ = start_with(store, ("name", "孙立本"))

    assert indexes(store, number=f" {NUMBER.lower()} ") == indexes(store, case=instance) == [person]
    with pytest.raises(NotFound):
        indexes(store, case=instance + 1)
    for wrong in ({}, {"number": NUMBER, "case": instance}):
        with pytest.raises(Invalid):
            indexes(store, **wrong)


def test_without_a_number_the_case_has_a_key_of_its_own(store: Store) -> None:
    instance, references = start_with(store, ("name", "周文"), subject=None)
    with store.writing() as connection:
        assert connection.execute("select person from person_key").fetchall() == [(f"case:{instance}",)]

    assert opened(store, instance, references) == {"name": "周文"}


def test_a_rejected_command_leaves_no_value(store: Store) -> None:
    start_with(store, ("name", "周文"), recorded=False)
    with store.writing() as connection:
        assert connection.execute("select count(*) from sealed").fetchone() == (0,)


def test_the_same_value_has_another_digest_each_time(desk: Desk) -> None:
    first, second = (start_with(desk.store, ("name", "周文"))[1]["name"] for _ in range(2))

    assert first["digest"] != second["digest"]


def test_a_wrong_key_is_an_error_not_a_value() -> None:
    vault, other = Vault(b"a" * 32, b"p" * 32), Vault(b"b" * 32, b"p" * 32)
    wrapped = vault.wrap(b"k" * 16, "person")

    assert vault.unwrap(wrapped, "person") == b"k" * 16
    for wrong, person in ((other, "person"), (vault, "another")):
        with pytest.raises(ValueError, match="key under which"):
            wrong.unwrap(wrapped, person)
    with pytest.raises(ValueError, match="first byte"):
        decrypt(b"k" * 16, b"\x02" + encrypt(b"k" * 16, b"x", b"")[1:], b"")


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("name", "孙立本", "孙*本"),
        ("name", "周文", "周*"),
        ("name", "欧阳立本", "欧**本"),
        ("number", NUMBER, "2101**********1236"),
        ("number", "21019919600307123X", "2101**********123X"),
        ("phone", "10000000000", "100****0000"),
        ("phone", "024-23456789", "********6789"),
        ("card", "6222000000000000123", "6222***********0123"),
        ("address", "沈阳市和平区南湖街道某路1号", "沈阳市****"),
        ("address", "某路1号", "某路1****"),
        ("remark", "abc", "a***"),
        ("income", 650, "***"),
        ("name", "", "***"),
    ],
)
def test_a_mask_shows_enough_to_recognise(name: str, value: Any, shown: str) -> None:
    assert mask(name, value) == shown

"""Amounts over HTTP: corrections and adjustments are proposed by one account and decided by another, in their area."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from engine.bootstrap import open_engine
from engine.domain.commands import CreateAccount, DeployDecision, DeployDefinition, Post
from engine.engine import Engine
from engine.settings import Settings
from registers import sheets
from registers.months import month
from tests.api.server import BEGIN, COMMUNITY, HERE, SECRET, Person, stamp, start
from tests.registers.holders import A
from tests.registers.sheeted import holding, standard, tariffs_in
from tests.rules.calculating import FOLDER

People = Callable[[str], Person]
POSTS = (
    ("proposer", "MZ:street:reviewer", "210102001"),
    ("decider", "MZ:district:approver", "210102"),
    ("both", "MZ:district:reviewer", "210102"),
    ("elsewhere", "MZ:district:approver", "210103"),
    ("otherdepartment", "RS:district:approver", "210102"),
    ("maker", "MZ:district:maker", "210102"),
    ("finance", "CZ:district:approver", "210102"),
)


@pytest.fixture(scope="module", autouse=True)
def engine(address: str, module_database: str, home: Path) -> Iterator[Engine]:
    opened = open_engine(Settings(home=home), module_database)
    for account, group, area in POSTS:
        posts = (Post(group, area), *((Post("MZ:district:approver", area),) if account == "both" else ()))
        opened.execute(CreateAccount(account=account, name=account, secret=SECRET, posts=posts, **stamp()))
    source = (HERE / "permit.bpmn").read_text().replace('id="permit"', 'id="relief"')
    source = re.sub("<city:ticket .*/>", '<city:item code="MZ-001"/>', source, count=1)
    form = HERE / "permit-acceptance.form"
    resources = {form.name: form.read_bytes()}
    opened.execute(DeployDefinition(name="relief.bpmn", source=source.encode(), resources=resources, **stamp()))
    rule = (FOLDER / "sub-01.dmn").read_bytes()
    opened.execute(DeployDecision(name="sub-01.dmn", source=rule, **stamp()))
    yield opened
    opened.store.close()


@pytest.fixture
def sheet(person: People, engine: Engine) -> int:
    """Of a case of civil affairs in 云栖: 1000 yuan."""
    case = person("clerk").says("/cases", **start("relief")).json()["id"]
    id = engine.store.ids.take(case >> 40)
    words = '{"result": {"amount": 1000}}'
    kept = sheets.Sheet(
        id, case, "SUB-01", 1, COMMUNITY, "城市", month("2026-11"), Decimal(1000), words, "0" * 64, BEGIN
    )
    with engine.store.writing() as connection:
        sheets.keep(connection, kept)
    return id


def corrects(person: Person, sheet: int, amount: object = "1200.50", key: str | None = None):  # type: ignore[no-untyped-def]
    return person.says(f"/sheets/{sheet}/corrections", key or uuid4().hex, amount=amount, reason="收入重复计算")


def test_one_account_proposes_and_another_decides(person: People, sheet: int) -> None:
    key = uuid4().hex
    first, again = (corrects(person("proposer"), sheet, key=key) for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert corrects(person("proposer"), sheet, "1300", key).status_code == 409
    path = f"/corrections/{first.json()['id']}/decision"
    for account, status in (("proposer", 403), ("elsewhere", 403), ("otherdepartment", 403), ("admin", 403)):
        assert person(account).says(path, confirmed=True).status_code == status
    decided = person("decider").says(path, confirmed=True).json()
    assert (decided["confirmed"], decided["proposed_by"], decided["decided_by"]) == (True, "proposer", "decider")
    assert person("decider").says(path, confirmed=False).status_code == 409
    assert [each["id"] for each in person("decider").get(f"/sheets/{sheet}/corrections").json()] == [decided["id"]]


def test_who_may_do_both_still_needs_another(person: People, sheet: int) -> None:
    correction = corrects(person("both"), sheet).json()["id"]
    refused = person("both").says(f"/corrections/{correction}/decision", confirmed=True)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")


@pytest.mark.parametrize(("amount", "status"), [("-1", 422), ("1.001", 422), ("NaN", 422), ("1e300", 422), (1000, 409)])
def test_an_amount_is_yuan_to_the_cent_and_another(person: People, sheet: int, amount: object, status: int) -> None:
    assert corrects(person("proposer"), sheet, amount).status_code == status


def test_no_sheet_is_nobody_s(person: People) -> None:
    assert corrects(person("proposer"), 5).status_code == 404
    assert person("decider").says("/corrections/5/decision", confirmed=True).status_code == 404
    assert person("decider").get("/sheets/5/corrections").status_code == 404


def test_an_adjustment_is_listed_by_one_and_approved_by_another(person: People, engine: Engine) -> None:
    with engine.store.writing() as connection:
        tariffs_in(connection)
        holding(connection, A)
        standard(connection, 1100, month("2026-11"))
    body = {"rule": "SUB-01", "area": "210102", "since": "2026-11"}
    assert person("maker").says("/adjustments", **{**body, "area": "210103"}).status_code == 403
    assert person("maker").says("/adjustments", **{**body, "since": "November"}).status_code == 422
    key = uuid4().hex
    first, again = (person("maker").says("/adjustments", key, **body) for _ in range(2))
    assert first.status_code == 201, first.text
    assert (first.json()["benefits"], first.json()) == (1, again.json())
    path = f"/adjustments/{first.json()['id']}/approval"
    assert person("maker").says(path).status_code == 403
    assert person("finance").says(path).json()["approved_by"] == "finance"
    assert person("finance").says(path).json()["approved_by"] == "finance"
    assert len(person("finance").get("/adjustments").json()) == 1
    assert person("clerk").get("/adjustments").status_code == 403

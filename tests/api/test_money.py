"""Money over HTTP: accounts and files by posts, two accounts for two persons, the same answer for a repeat."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from engine.bootstrap import open_engine
from engine.domain.commands import CreateAccount, Post
from engine.engine import Engine
from engine.settings import Settings
from registers import benefits, recheck, rolls
from registers.bank_files import closed
from registers.catalogue import serving
from registers.imports import Delivery, take_in
from registers.months import month
from registers.rolls import Asked, By
from registers.sweep import KINDS
from tests.api.server import BEGIN, COMMUNITY, SECRET, Person, stamp
from tests.registers.holders import Connection, asked, signed
from tests.registers.people import JIA, YI

People = Callable[[str], Person]
ROLL = (1 << 40) + 77
POSTS = (
    ("li", "window:street:clerk", "210102001"),
    ("wang", "MZ:street:reviewer", "210102001"),
    ("payer", "CZ:district:payer", "210102"),
    ("otherpayer", "CZ:district:payer", "210103"),
    ("maker", "MZ:district:maker", "210102"),
    ("finance", "CZ:district:approver", "210102"),
)
ACCOUNT = {"bank": "102", "account": "6200000000001234", "name": "测试甲", "source": "本人当面提供"}


@pytest.fixture(scope="module", autouse=True)
def engine(address: str, module_database: str, home: Path) -> Iterator[Engine]:
    """Two who are paid in the street of 云栖, and a roll of November that is approved."""
    opened = open_engine(Settings(home=home), module_database)
    for account, group, area in POSTS:
        post = (Post(group, area),)
        opened.execute(CreateAccount(account=account, name=account, secret=SECRET, posts=post, **stamp()))
    with opened.store.writing() as connection:
        _approved(opened, connection)
    yield opened
    opened.store.close()


def _approved(engine: Engine, connection: Connection) -> None:
    for number in (JIA, YI):
        person = engine.store.vault.person(number, 0)
        grant = asked(person, amount=500, area=COMMUNITY, from_month=month("2026-11"), household=None)
        benefits.grant(connection, grant, signed(at=BEGIN))
    for kind in KINDS:
        for name in serving(kind):
            take_in(connection, Delivery(name, BEGIN.date(), []), lambda number: number, BEGIN)
    maker = By("maker", BEGIN)
    rolls.lock(connection, Asked(ROLL, month("2026-11"), "低保", "210102"), maker)
    rolls.calculate(connection, ROLL, maker)
    recheck.recheck(connection, ROLL, BEGIN.date(), maker)
    rolls.approve(connection, ROLL, By("finance", BEGIN))


def account_of(person: People, subject: str, number: str = "6200000000001234") -> None:
    """In force."""
    entered = person("li").says("/payees", subject=subject, **{**ACCOUNT, "account": number})
    assert entered.status_code == 201, entered.text
    version = entered.json()["number"]
    assert person("wang").says("/payees/approval", subject=subject, number=version).status_code == 200


def returned(person: Person, content: bytes, roll: int = ROLL) -> httpx.Response:
    headers = {"Idempotency-Key": uuid4().hex}
    return person.post(f"/rolls/{roll}/returns", files={"file": ("r.csv", content)}, headers=headers)


def test_two_accounts_stand_for_an_account_and_most_see_four_digits(person: People) -> None:
    key = uuid4().hex
    first = person("li").says("/payees", key, subject=JIA, **ACCOUNT)
    again = person("li").says("/payees", key, subject=JIA, **ACCOUNT)
    assert (first.status_code, first.json()) == (201, again.json())
    assert person("li").says("/payees", key, subject=YI, **ACCOUNT).status_code == 409
    number = first.json()["number"]
    assert person("li").says("/payees/approval", subject=JIA, number=number).status_code == 403
    assert person("wang").says("/payees/approval", subject=JIA, number=99).status_code == 404
    assert person("payer").says("/payees/whole", subject=JIA).status_code == 404
    approved = person("wang").says("/payees/approval", subject=JIA, number=number)
    assert (approved.json()["approved_by"], approved.json()["last4"]) == ("wang", "1234")
    listed = person("wang").says("/payees/versions", subject=JIA)
    assert len(listed.json()) == 1
    assert ACCOUNT["account"] not in listed.text


def test_who_entered_it_does_not_approve_it_whatever_posts_he_holds(person: People) -> None:
    version = person("wang").says("/payees", subject=YI, **ACCOUNT).json()["number"]
    refused = person("wang").says("/payees/approval", subject=YI, number=version)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")


def test_only_the_post_that_pays_there_sees_the_whole_and_it_is_kept(person: People, engine: Engine) -> None:
    account_of(person, JIA)
    for account in ("li", "wang", "maker", "finance", "admin", "auditor", "otherpayer"):
        assert person(account).says("/payees/whole", subject=JIA).status_code == 403
    assert person("payer").says("/payees/whole", subject=JIA).json() == {
        "name": "测试甲",
        "account": ACCOUNT["account"],
    }
    with engine.store.writing() as connection:
        looked = connection.execute("select by from money_request where what = 'payee whole'").fetchall()
    assert looked == [("payer",)]


@pytest.mark.parametrize(
    "wrong", [{"account": "12ab"}, {"bank": "工行"}, {"name": " "}, {"subject": "210199195803120015"}, {"extra": 1}]
)
def test_what_is_no_account_is_told_and_not_repeated(person: People, wrong: dict[str, object]) -> None:
    refused = person("li").says("/payees", **{"subject": JIA, **ACCOUNT, **wrong})
    assert refused.status_code == 422
    assert ACCOUNT["account"] not in refused.text


def test_a_roll_is_seen_in_sums_and_lines_without_names(person: People) -> None:
    account_of(person, JIA)
    assert [each["id"] for each in person("maker").get("/rolls").json()] == [ROLL]
    assert person("otherpayer").get("/rolls").json() == []
    assert person("otherpayer").get(f"/rolls/{ROLL}").status_code == 403
    assert person("clerk").get("/rolls").status_code == 403
    assert person("payer").get("/rolls/5").status_code == 404
    one = person("payer").get(f"/rolls/{ROLL}").json()
    assert (one["state"], sum(each["count"] for each in one["states"])) == ("approved", 2)
    page = person("payer").get(f"/rolls/{ROLL}/lines?limit=1").json()
    rest = person("payer").get(f"/rolls/{ROLL}/lines?after={page[0]['benefit']}").json()
    assert {page[0]["last4"], rest[0]["last4"]} >= {"1234"}
    assert "测试甲" not in str(page + rest)
    assert person("payer").get(f"/rolls/{ROLL}/lines?state=lost").status_code == 422


def test_the_file_goes_out_and_comes_back_once(person: People) -> None:
    account_of(person, JIA)
    account_of(person, YI, "6200000000005678")
    for account in ("maker", "finance", "otherpayer", "admin"):
        assert person(account).says(f"/rolls/{ROLL}/bank-file").status_code == 403
    first, again = (person("payer").says(f"/rolls/{ROLL}/bank-file") for _ in range(2))
    assert first.status_code == 200, first.text
    assert (first.content, first.headers["cache-control"]) == (again.content, "no-store")
    rows = [line.split(",") for line in first.text.splitlines()[1:-1]]
    said = [("D", row[1], row[4], "ok") for row in rows]
    wrong = closed([("H", f"{ROLL}-1", len(rows), "1.00", "0.00"), *said])
    assert returned(person("payer"), wrong).status_code == 422
    assert returned(person("maker"), wrong).status_code == 403
    right = closed([("H", f"{ROLL}-1", len(rows), "1000.00", "0.00"), *said])
    for _ in range(2):
        taken = returned(person("payer"), right)
        assert (taken.status_code, Decimal(taken.json()["paid"])) == (201, Decimal(1000))
    (state,) = person("payer").get(f"/rolls/{ROLL}").json()["states"]
    assert state == {"state": "paid", "count": 2, "amount": 1000}
    assert person("payer").says(f"/rolls/{ROLL}/bank-file").status_code == 409
    assert httpx.get(f"{person('payer').base_url}/rolls").status_code == 401

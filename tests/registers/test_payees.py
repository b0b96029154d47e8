"""Accounts: sealed, changed by two, the last four digits for most; who has none is known before the file is sent."""

from decimal import Decimal

import pytest

from registers import bank_files, payees
from registers.benefits import Refused
from registers.imports import Refused as Unread
from registers.parameters import Approval
from registers.payees import Account
from tests.registers.holders import NOW, A, B, Connection, given
from tests.registers.payday import approved, by, lines, states
from tests.registers.people import JIA, YI, index

OF_A = Account("102", "6200000000001234", "测试甲", "低保申请")


def seal(person: str, content: bytes) -> bytes:
    """A cipher of the tests: nothing in it can be read as it stands."""
    return person.encode() + b":" + bytes(each ^ 0x5A for each in content)


def open_(sealed: bytes) -> bytes | None:
    return bytes(each ^ 0x5A for each in sealed.partition(b":")[2])


def entered(city: Connection, account: Account = OF_A, person: str = A) -> int:
    return payees.enter(city, person, account, seal, by("li")).number


def test_a_change_is_paid_into_when_a_second_person_has_approved_it(city: Connection) -> None:
    assert entered(city) == 1
    assert payees.whole(city, [A], open_) == {}
    with pytest.raises(Refused, match="another person"):
        payees.approve(city, A, 1, by("li"))
    payees.approve(city, A, 1, by("wang"))
    entered(city, Account("103", "6200000000009999", "测试甲", "本人更正"))
    assert payees.whole(city, [A, B], open_)[A].account == OF_A.number
    payees.approve(city, A, 2, by("wang"))
    assert payees.whole(city, [A], open_)[A].account == "6200000000009999"


def test_most_see_the_last_four_digits_and_the_table_holds_no_more(city: Connection) -> None:
    entered(city)
    (version,) = payees.versions(city, A)
    assert (version.last4, version.bank, version.source) == ("1234", "102", "低保申请")
    row = str(city.execute("select t::text, convert_from(sealed, 'latin1') from payee t").fetchall())
    assert OF_A.number not in row
    assert OF_A.name not in row


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (Account("102", "12ab", "测试甲", "x"), "digits"),
        (Account("工行", OF_A.number, "测试甲", "x"), "code"),
        (Account("102", OF_A.number, " ", "x"), "name"),
        (Account("102", OF_A.number, "测试甲", ""), "source"),
    ],
)
def test_what_is_no_account_is_refused(city: Connection, account: Account, words: str) -> None:
    with pytest.raises(Refused, match=words):
        entered(city, account)


def test_the_file_is_written_from_the_register_and_who_has_none_is_put_down_before(city: Connection) -> None:
    given(city)
    given(city, B)
    payees.approve(city, A, entered(city), by("wang"))
    roll = approved(city)
    file = bank_files.make(city, roll, lambda persons: payees.whole(city, persons, open_), by("lihua"))

    assert lines(file) == [("1", "500.00")]
    assert f"{OF_A.name},{OF_A.number}".encode() in file.content
    assert (file.total, states(city)[B]) == (Decimal(500), "failed")
    reason = city.execute("select reason from roll_line where person = %s", (B,)).fetchone()
    assert reason == ("没有收款账户",)


def test_a_list_is_taken_in_whole_or_not_at_all(city: Connection) -> None:
    good = {"id_number": JIA, "bank": "102", "account": OF_A.number, "name": "测试甲", "source": "名单"}
    wrong = {**good, "id_number": YI[:-1] + "?", "account": "1"}
    approval = Approval("li", "wang", NOW)
    with pytest.raises(Unread) as refused:
        payees.take_in(city, [good, wrong], (index, seal), approval)
    assert [line for line, _ in refused.value.findings] == [2, 2]
    assert payees.versions(city, A) == []
    assert payees.take_in(city, [good], (index, seal), approval) == 1
    assert payees.whole(city, [A], open_)[A].name == "测试甲"
    assert payees.forget(city, A) == 1

"""Bank files and their returns: every line and sum checked, failures sent again at most twice, nothing left over."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from registers import bank_files, bank_returns, closing
from registers.bank_files import BankFile, Payee, closed
from registers.benefits import Refused
from registers.imports import Refused as Unread
from tests.registers.holders import A, B, Connection, given
from tests.registers.payday import FIRST, answer, approved, by, lines, listed, payees, sent, states

Rows = list[list[str]]


def two(city: Connection) -> tuple[int, BankFile]:
    given(city, A, amount="500.50")
    given(city, B, amount=300)
    roll = approved(city)
    return roll, sent(city, roll)


def test_the_file_bears_number_count_sum_and_digest_and_no_register_holds_the_account(city: Connection) -> None:
    roll, file = two(city)
    head, *body, last = file.content.decode().splitlines()
    assert head == f"H,{roll}-1,2026-03,低保,2,800.50"
    assert sorted(line.split(",")[4] for line in body) == ["300.00", "500.50"]
    assert closed([line.split(",") for line in (head, *body)]) == file.content
    assert last.startswith("T,")
    assert (file.count, file.total) == (2, Decimal("800.50"))
    kept = city.execute("select lines, total, sha256 from bank_file").fetchone()
    assert kept == (2, Decimal("800.50"), file.sha256)


def test_a_file_made_again_is_the_same_to_the_byte(city: Connection) -> None:
    roll, file = two(city)
    assert sent(city, roll) == file
    with pytest.raises(Refused, match="收款资料有变"):
        bank_files.make(city, roll, lambda persons: {p: Payee("测试", "1") for p in persons}, by())


def test_nothing_is_sent_before_the_approval(city: Connection) -> None:
    given(city)
    listed(city)
    with pytest.raises(Refused, match="a roll that is approved"):
        sent(city, FIRST + 3)


def test_all_paid_closes_at_zero(city: Connection) -> None:
    roll, file = two(city)
    assert bank_returns.take_in(city, roll, answer(file), by()) == (Decimal("800.50"), Decimal(0))
    assert closing.close(city, roll, by()) == closing.close(city, roll, by()) == Decimal("800.50")
    with pytest.raises(Refused, match="a roll that is approved"):
        sent(city, roll)


def test_what_failed_is_corrected_and_sent_again_twice_at_most(city: Connection) -> None:
    roll, file = two(city)
    bank_returns.take_in(city, roll, answer(file, _1="账号错"), by())
    (failed,) = [person for person, state in states(city).items() if state == "failed"]
    for number in (2, 3):
        closing.correct(city, roll, failed, "账号已更正", by())
        again = sent(city, roll)
        assert (again.name, again.count) == (f"{roll}-{number}", 1)
        bank_returns.take_in(city, roll, answer(again, _1="销户"), by())
    with pytest.raises(Refused, match="已重发 2 次"):
        closing.correct(city, roll, failed, "账号已更正", by())
    with pytest.raises(Refused, match="还有没办完的：failed 1 笔"):
        closing.close(city, roll, by())
    closing.give_up(city, roll, failed, "本人来街道更正", by())
    amount = {A: Decimal("500.50"), B: Decimal(300)}[failed]
    assert closing.close(city, roll, by()) == Decimal("800.50") - amount
    assert listed(city, 4) == (2, Decimal("800.50") + amount)


def test_who_has_no_account_is_put_down_as_failed_and_may_be_corrected(city: Connection) -> None:
    given(city, A)
    given(city, B)
    roll = approved(city)
    file = bank_files.make(city, roll, lambda persons: payees([p for p in persons if p != A]), by())
    assert file.count == 1
    assert states(city) == {A: "failed", B: "sent"}
    bank_returns.take_in(city, roll, answer(file), by())
    closing.correct(city, roll, A, "已开户", by())
    bank_returns.take_in(city, roll, answer(sent(city, roll)), by())
    assert closing.close(city, roll, by()) == 1000


def changed(change: Callable[[Rows], object]) -> Callable[[bytes], bytes]:
    """The return with something changed in its lines, and the digest made to fit."""

    def to(content: bytes) -> bytes:
        rows = [line.split(",") for line in content.decode().splitlines()[:-1]]
        change(rows)
        return closed(rows)

    return to


def put(row: int, column: int, text: str) -> Callable[[bytes], bytes]:
    return changed(lambda rows: rows[row].__setitem__(column, text))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (put(0, 3, "801.50"), "the sum paid of the lines, 800.50, but found 801.50"),
        (put(0, 4, "1"), "the sum failed of the lines, 0, but found 1"),
        (put(0, 2, "3"), "the count of the lines, 2, but found 3"),
        (put(1, 2, "1.00"), "for line 1, but found 1.00"),
        (put(1, 1, "9"), "it has no 9"),
        (changed(lambda rows: rows.append(rows[1])), "each line once, but 1 is there again"),
        (changed(lambda rows: rows.pop()), "1 are missing, the first is 2"),
        (put(0, 1, "73-2"), "there is no 2"),
        (put(0, 1, "74-1"), "a return for roll 73, but it is for '74-1'"),
        (put(1, 3, "maybe"), "ok, or failed with its cause"),
        (changed(lambda rows: rows[1].__setitem__(slice(3, 5), ["failed", " "])), "failed with its cause"),
        (put(1, 2, "many"), "a sum in yuan"),
        (put(1, 2, "NaN"), "a sum in yuan"),
        (put(0, 0, "X"), "Expected H"),
        (lambda content: content.replace(b",ok", b",OK"), "the digest of all lines"),
        (lambda content: content[:-70], "the digest of all lines"),
        (lambda content: b"", "cannot be read"),
        (lambda content: b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_return_that_does_not_agree_is_refused_whole(
    city: Connection, spoil: Callable[[bytes], bytes], words: str
) -> None:
    roll, file = two(city)
    with pytest.raises(Unread, match=words):
        bank_returns.take_in(city, roll, spoil(answer(file)), by())
    assert set(states(city).values()) == {"sent"}
    assert bank_returns.take_in(city, roll, answer(file), by())[0] == Decimal("800.50")


def test_the_same_return_again_changes_nothing_and_another_one_is_refused(city: Connection) -> None:
    roll, file = two(city)
    first = answer(file, _1="销户")
    assert bank_returns.take_in(city, roll, first, by()) == bank_returns.take_in(city, roll, first, by())
    with pytest.raises(Unread, match="已经收过"):
        bank_returns.take_in(city, roll, answer(file), by())
    assert sorted(states(city).values()) == ["failed", "paid"]


def test_a_file_that_has_not_come_back_keeps_the_roll_open(city: Connection) -> None:
    roll, file = two(city)
    with pytest.raises(Refused, match="sent 2 笔"):
        closing.close(city, roll, by())
    assert lines(file)


def test_sums_that_do_not_agree_keep_the_roll_open(city: Connection) -> None:
    roll, file = two(city)
    bank_returns.take_in(city, roll, answer(file), by())
    city.execute("update bank_file set paid = 800, total = 800")
    with pytest.raises(Refused, match=r"差额不为零：.*回盘成功 800"):
        closing.close(city, roll, by())


def test_only_what_failed_is_corrected_or_given_up(city: Connection) -> None:
    roll, _ = two(city)
    for step in (closing.correct, closing.give_up):
        with pytest.raises(Refused, match="but it is sent"):
            step(city, roll, A, "更正", by())
        with pytest.raises(LookupError):
            step(city, roll, "ffff" * 8, "更正", by())

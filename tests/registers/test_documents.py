"""Numbers without gaps, codes that nobody guesses, templates in versions, and documents that no longer hold."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers.documents import codes, issued, templates, voiding
from registers.documents.issued import Document, Kept, Wanted
from registers.migrations import migrate

NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
HERE = 2
Connection = psycopg.Connection[Any]


@pytest.fixture
def registers(database: str) -> Iterator[Connection]:
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def wanted(job: int, series: str = "通办准予", area: str = "210102", year: int = 2026) -> Wanted:
    return Wanted((HERE << 40) + job, (HERE << 40) + 1, "准予决定书", ("准予决定书", 1), series, area, year, NOW)


def keep(number: str, code: str) -> Kept:
    return Kept("ab" * 32, len(number + code))


def issue(registers: Connection, job: int, **of: Any) -> Document:
    return issued.issue(registers, wanted(job, **of), keep)


def test_each_series_area_and_year_counts_for_itself(registers: Connection) -> None:
    numbers = [
        issue(registers, 1).number,
        issue(registers, 2).number,
        issue(registers, 3, series="通办不予").number,
        issue(registers, 4, area="210103").number,
        issue(registers, 5, year=2027).number,
    ]
    assert numbers == [
        "通办准予〔2026〕210102第000001号",
        "通办准予〔2026〕210102第000002号",
        "通办不予〔2026〕210102第000001号",
        "通办准予〔2026〕210103第000001号",
        "通办准予〔2027〕210102第000001号",
    ]


def test_the_same_job_asked_twice_gets_the_same_number_and_code(registers: Connection) -> None:
    assert issue(registers, 1) == issue(registers, 1)
    assert issue(registers, 2).number.endswith("第000002号")


def test_a_document_that_fails_gives_its_number_back(registers: Connection) -> None:
    def fails(number: str, code: str) -> Kept:
        raise OSError("the disk is full")

    issue(registers, 1)
    with pytest.raises(OSError, match="full"):
        issued.issue(registers, wanted(2), fails)
    assert issue(registers, 3).number.endswith("第000002号")


def test_many_at_once_count_without_gaps_and_without_doubles(registers: Connection, database: str) -> None:
    def some(worker: int) -> list[str]:
        with psycopg.connect(database, autocommit=True) as own:
            return [issue(own, job).number for job in range(1, 21)]  # all workers ask for the same twenty jobs

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(some, range(4)))
    assert told[0] == told[1] == told[2] == told[3]
    assert sorted(told[0]) == [f"通办准予〔2026〕210102第{count:06}号" for count in range(1, 21)]


def test_a_document_is_found_by_its_code_however_it_is_typed(registers: Connection) -> None:
    document = issue(registers, 1)
    typed = codes.read(f" {document.code[:4].lower()}-{document.code[4:8]} {document.code[8:]} ")
    assert typed is not None
    assert issued.by_code(registers, typed) == document
    assert issued.by_code(registers, codes.new(HERE)) is None


@given(st.integers(0, codes.MOST_DISTRICT - 1), st.integers(0, codes.LENGTH - 1), st.sampled_from(codes.SIGNS))
def test_one_wrong_sign_is_found_before_anybody_looks(district: int, place: int, sign: str) -> None:
    code = codes.new(district)
    assert codes.read(code) == code
    assert codes.district_of(code) == district
    assert (codes.read(code[:place] + sign + code[place + 1 :]) is None) == (sign != code[place])


@pytest.mark.parametrize("typed", ["", "ABC", "0" * 12, "2" * 13, "二" * 12, "' or 1=1 --"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.read(typed) is None


def test_a_district_that_no_code_can_say_is_refused() -> None:
    with pytest.raises(ValueError, match="1024"):
        codes.new(codes.MOST_DISTRICT)


def test_to_void_takes_a_reason_and_another_person(registers: Connection) -> None:
    document = issue(registers, 1)
    with pytest.raises(ValueError, match="reason"):
        voiding.ask(registers, document.id, ("ruiting", NOW), "  ")
    with pytest.raises(LookupError, match="nobody did"):
        voiding.confirm(registers, document.id, ("minghua", NOW))
    voiding.ask(registers, document.id, ("ruiting", NOW), "金额写错")
    with pytest.raises(ValueError, match="another person"):
        voiding.confirm(registers, document.id, ("ruiting", NOW))
    with pytest.raises(LookupError, match="ruiting has"):
        voiding.ask(registers, document.id, ("minghua", NOW), "别的理由")
    void = voiding.confirm(registers, document.id, ("minghua", NOW))
    assert (void.voided_by, void.void_reason) == ("minghua", "金额写错")
    assert voiding.confirm(registers, document.id, ("third", NOW)).voided_by == "minghua"
    with pytest.raises(LookupError, match="there is none"):
        voiding.ask(registers, document.id + 1, ("ruiting", NOW), "没有这份")


def test_an_edited_template_is_in_force_when_another_person_has_approved(registers: Connection) -> None:
    first = templates.in_force(registers, "准予决定书", "甲", NOW)
    draft = templates.write(registers, "准予决定书", "乙", ("ruiting", NOW))
    assert first is not None
    assert templates.in_force(registers, "准予决定书", "甲", NOW) == first
    with pytest.raises(ValueError, match="another person"):
        templates.approve(registers, "准予决定书", draft.version, ("ruiting", NOW))
    templates.approve(registers, "准予决定书", draft.version, ("minghua", NOW))
    now = templates.in_force(registers, "准予决定书", "甲，新版产品", NOW)
    assert now is not None
    assert (now.version, now.text) == (2, "乙")
    assert templates.find(registers, "准予决定书", 1) == first


def test_a_release_brings_its_text_in_once_where_officials_have_none(registers: Connection) -> None:
    versions = [templates.in_force(registers, "证明", text, NOW) for text in ("甲", "甲", "乙", "乙")]
    assert [found.version for found in versions if found] == [1, 1, 2, 2]
    assert templates.in_force(registers, "没有的", None, NOW) is None


def test_writing_the_same_again_makes_no_version(registers: Connection) -> None:
    first = templates.write(registers, "证明", "甲", ("ruiting", NOW))
    assert templates.write(registers, "证明", "甲", ("ruiting", NOW)) == first
    with pytest.raises(LookupError, match="version 9"):
        templates.approve(registers, "证明", 9, ("minghua", NOW))

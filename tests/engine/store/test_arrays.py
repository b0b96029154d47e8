"""What is packed is what PostgreSQL reads."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from engine.store import arrays
from engine.store.arrays import Kind

MOMENT = datetime(2026, 11, 24, 9, 0, 0, 123456, UTC)
COLUMNS: list[tuple[Kind, list[Any]]] = [
    (arrays.BIGINT, [1, None, 2**53, -(2**62)]),
    (arrays.INTEGER, [1, None, -2]),
    (arrays.SMALLINT, [3]),
    (arrays.BOOLEAN, [True, None, False]),
    (arrays.MOMENT, [MOMENT, None, datetime(1969, 7, 20, tzinfo=UTC)]),
    (arrays.DAY, [date(2026, 1, 1), None, date(1900, 2, 28)]),
    (arrays.TEXT, ["a", None, '文"\\{},NULL', ""]),
    (arrays.BYTES, [b"\x00\xff", None, b""]),
    (arrays.TEXTS, [("a", '文 "\\, {}', "null", ""), (), ("b",)]),
    (arrays.NUMBER, [Decimal("0.30"), None, Decimal("-1E+3")]),
]


@pytest.mark.parametrize(("kind", "values"), COLUMNS, ids=[f"{kind.name}-{kind.cast}" for kind, _ in COLUMNS])
def test_a_column_is_read_as_it_was_packed(module_database: str, kind: Kind, values: list[Any]) -> None:
    expected = [list(value) if isinstance(value, tuple) else value for value in values]
    cast = f"::{kind.cast}" if kind.cast else ""
    text = f"select u{cast} from unnest(%b::{kind.name}) with ordinality as t(u, n) order by n"

    with psycopg.connect(module_database) as connection:
        for part in (values, values[:1], []):
            rows = connection.execute(text, (kind.pack(part),)).fetchall()
            assert [row[0] for row in rows] == expected[: len(part)]


@pytest.mark.parametrize("kind", [arrays.JSON, arrays.JSONB], ids=["json", "jsonb"])
def test_json_comes_as_bytes_or_as_a_value(module_database: str, kind: Kind) -> None:
    with psycopg.connect(module_database) as connection:
        packed = kind.pack([b'{"a": 1.10}', {"a": Decimal("1.10")}, None])
        rows = connection.execute(f"select u::text from unnest(%b::{kind.name}) u", (packed,)).fetchall()

    assert [row[0] and row[0].replace(" ", "") for row in rows] == ['{"a":1.10}', '{"a":1.10}', None]


def test_a_wrong_type_is_refused_before_it_is_sent() -> None:
    with pytest.raises(Exception, match="int"):
        arrays.BIGINT.pack(["1"])
    with pytest.raises(AttributeError):
        arrays.TEXT.pack([1])

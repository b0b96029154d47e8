"""Which district an area belongs to. Reads the city's reference table of areas; the longest known prefix decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

LENGTHS = (15, 12, 9, 6)  # grid cell, community, street, district


@dataclass(frozen=True, slots=True)
class Areas:
    """`districts`: official code of an area -> number of its district."""

    districts: Mapping[str, int]

    def district(self, code: str) -> int:
        """The district of a code of 6, 9, 12 or 15 digits, known itself or by what contains it. LookupError else."""
        if len(code) in LENGTHS and code.isascii() and code.isdigit():
            for length in LENGTHS:
                if length <= len(code) and (found := self.districts.get(code[:length])) is not None:
                    return found
        raise LookupError(f"Expected an area of this city, but found {code[:20]!r}")


def load(connection: psycopg.Connection[Any]) -> Areas:
    """All areas of the city; `connection` gives rows as tuples."""
    return Areas(dict(connection.execute("select code, district from area").fetchall()))

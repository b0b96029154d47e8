"""How tables and columns are written down: the naming of constraints, the columns that every hot table has."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
MOMENT = TIMESTAMP(timezone=True)
TEXTS = ARRAY(Text)


def column(name: str, type_: TypeEngine[Any] | type[Any], null: bool = True, default: str | None = None) -> Column[Any]:
    return Column(name, type_, nullable=null, server_default=text(default) if default else None)


def hot(name: str, *columns: Column[Any] | Index, fillfactor: int | None = None) -> Table:
    """A table of one district's affairs, keyed (district, id), where the id carries the district."""
    return Table(
        name,
        metadata,
        Column("district", Integer, nullable=False),
        Column("id", BigInteger, nullable=False),
        *columns,
        PrimaryKeyConstraint("district", "id"),
        CheckConstraint("district = id >> 40", name="district"),
        info={"hot": True},
        **filled(fillfactor),
    )


def keyed(name: str, *columns: Column[Any], key: tuple[str, ...]) -> Table:
    """A table of one district's affairs that has a key of its own after the district."""
    first = Column("district", Integer, nullable=False)
    return Table(name, metadata, first, *columns, PrimaryKeyConstraint("district", *key), info={"hot": True})


def reference(name: str, *columns: Column[Any] | PrimaryKeyConstraint | UniqueConstraint | Index) -> Table:
    """Small, rarely written, one copy for all districts; written by district 1 alone."""
    return Table(name, metadata, *columns, info={"hot": False})


def filled(fillfactor: int | None) -> dict[str, Any]:
    """Room on a page for the new versions of its rows, so that an update touches no index."""
    return {"postgresql_with": {"fillfactor": fillfactor}} if fillfactor else {}

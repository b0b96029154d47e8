"""What must be kept and proved: the journal, the seals of its days, and personal values under their keys."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.tables.columns import MOMENT, column, hot, keyed, metadata

# Append-only, one row a command, chained by hash within its district (docs/decisions: the journal can convict).
journal = Table(
    "journal",
    metadata,
    Column("district", Integer, nullable=False),
    column("position", BigInteger, False),
    column("request_id", Text, False),
    column("instance", BigInteger),
    column("at", MOMENT, False),
    column("actor", Text, False),
    column("command", JSON, False),  # json, not jsonb: the text that was hashed is the text that is kept
    column("facts", JSON, False),
    column("mac", LargeBinary, False),
    column("hash", LargeBinary, False),
    PrimaryKeyConstraint("district", "position"),
    UniqueConstraint("district", "request_id"),
    info={"hot": True},
)
Index("ix_journal_instance", journal.c.district, journal.c.instance, postgresql_where=journal.c.instance.isnot(None))
seal = keyed(
    "day_seal",
    column("day", Date, False),
    column("position", BigInteger, False),
    column("hash", LargeBinary, False),
    column("key_id", Text, False),
    column("signature", LargeBinary, False),
    key=("day",),
)

# Personal values, each under its person's key; without the key nothing is readable, and the chain still holds.
sealed = hot(
    "sealed",
    column("instance", BigInteger),
    column("person", Text, False),
    column("name", Text, False),
    column("mask", Text),
    column("salt", LargeBinary, False),
    column("digest", LargeBinary, False),
    column("value", LargeBinary, False),
)
Index("ix_sealed_instance", sealed.c.district, sealed.c.instance)
Index("ix_sealed_person", sealed.c.district, sealed.c.person)
person_key = keyed(
    "person_key",
    column("person", Text, False),
    column("wrapped", LargeBinary, False),
    key=("person",),
)

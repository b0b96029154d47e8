"""The city's own affairs (reference tables): definitions, decisions, areas, days, accounts; bytes kept by digest."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from engine.store.tables.columns import MOMENT, TEXTS, column, reference

# Reference tables: the city's own affairs.
definition = reference(
    "definition",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    column("key", Text, False),
    column("version", Integer, False),
    column("name", Text, False),
    column("kind", Text, False),
    column("item", Text),
    column("digest", Text, False),
    column("starters", TEXTS, False),
    column("starts", JSONB, False),
    column("called", JSONB, False),
    column("deployed_at", MOMENT, False),
    column("deployed_by", Text, False),
    column("personal", TEXTS, False, "'{}'"),  # names of variables that are sealed
    UniqueConstraint("key", "version"),
)
decision = reference(  # decisions deployed as things of their own; those beside a process are part of its source
    "decision",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    column("key", Text, False),
    column("version", Integer, False),
    column("name", Text, False),
    column("digest", Text, False),
    column("deployed_at", MOMENT, False),
    column("deployed_by", Text, False),
    UniqueConstraint("key", "version"),
)
source = reference(  # the bytes of a deployment, by digest: the file and what lies beside it
    "source",
    Column("digest", Text, primary_key=True),
    column("name", Text, False),
    column("bpmn", LargeBinary, False),  # or DMN
    column("resources", JSONB, False),  # file name -> text
)
area = reference(
    "area",
    Column("code", Text, primary_key=True),
    column("name", Text, False),
    column("level", Text, False),
    column("district", Integer, False),
)
calendar_day = reference(
    "calendar_day",
    column("district", Integer, False),
    column("day", Date, False),
    column("working", Boolean, False),
    column("name", Text, False),
    column("provisional", Boolean, False),
    PrimaryKeyConstraint("district", "day"),
)
account = reference(
    "account",
    Column("id", Text, primary_key=True),
    column("name", Text, False),
    column("enabled", Boolean, False),
    column("locked_until", MOMENT),
    column("created_at", MOMENT, False),
)
post = reference(
    "post",
    column("account", Text, False),
    column("group", Text, False),
    column("area", Text, False),
    PrimaryKeyConstraint("account", "group", "area"),
    Index("ix_post_group", "group"),
)
credential = reference(
    "credential",
    Column("id", Text, primary_key=True),
    column("secret", Text, False),
    column("failures", SmallInteger, False, "0"),
)
blob = reference(
    "blob",
    Column("sha256", Text, primary_key=True),
    column("size", BigInteger, False),
    column("media_type", Text, False),
    column("content", LargeBinary, False),
)

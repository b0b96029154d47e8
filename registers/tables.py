"""The registers' tables. What is about a person is keyed by a bucket, a pure function of the person's blind index."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# "What do these datasets say of this person?" `number` tells several records of one person in one dataset apart.
record = Table(
    "record",
    metadata,
    Column("bucket", SmallInteger, nullable=False),
    Column("person", Text, nullable=False),
    Column("dataset", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("as_of", Date, nullable=False),
    PrimaryKeyConstraint("bucket", "person", "dataset", "number"),
    CheckConstraint("bucket between 0 and 1023", name="bucket"),
    info={"hot": True},
)

# How far each dataset reaches: the day its last delivery speaks of.
dataset_reach = Table(
    "dataset_reach",
    metadata,
    Column("dataset", Text, primary_key=True),
    Column("as_of", Date, nullable=False),
    Column("records", BigInteger, nullable=False),
    Column("imported_at", TIMESTAMP(timezone=True), nullable=False),
    info={"hot": False},
)

# What was told to whom about a case; its id is that of the job that wrote it, so that it is written once.
notice = Table(
    "notice",
    metadata,
    Column("district", Integer, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("instance", BigInteger, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("written_at", TIMESTAMP(timezone=True), nullable=False),
    PrimaryKeyConstraint("district", "id"),
    CheckConstraint("district = id >> 40", name="district"),
    Index(None, "district", "instance"),
    Index(None, "district", "recipient", "written_at"),
    info={"hot": True},
)

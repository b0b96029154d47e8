"""What an installation may set, read from the environment (`TONGBAN_...`, and `DATABASE_URL`)."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`home`: keys, logs and the embedded database. `clock`: real, or turned for tests, demo and simulation."""

    model_config = SettingsConfigDict(
        env_prefix="TONGBAN_", extra="ignore", populate_by_name=True, env_parse_none_str="none"
    )

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    home: Path = Path(".tongban")
    clock: Literal["real", "turned"] = "real"
    production: bool = False
    prepare_threshold: int | None = 0  # None behind a pooler that cannot carry prepared statements
    direct_url: str | None = None  # past a pooler, for wake-ups and the clock's lock
    read_url: str | None = None  # a standby for pages, searches and exports
    office_hours: str = "08:30-11:30,13:00-17:00"  # of a working day; the end of the first session is noon
    batch: int = 128
    distributed: bool = False  # the tables are spread over servers by district: a transaction is of one district
    font: str | None = None  # a TrueType file for documents, in place of the one that comes along
    connectors: Path | None = None  # a CSV file: which departments are asked themselves, and where
    public_url: str | None = None  # where departments reach this installation with late answers
    http_allowed: tuple[str, ...] = ()  # addresses that the http job may call, by prefix

"""From settings to an engine at work: the one place that knows how the parts are put together."""

from typing import TypeVar

from engine.domain.office import parse_office
from engine.engine import Engine
from engine.keys import Keys, load_keys
from engine.runtime.runtime import Runtime
from engine.settings import Settings
from engine.store.store import Options, Store

Kind = TypeVar("Kind", bound=Engine)


def open_engine(settings: Settings, dsn: str) -> Engine:
    """`dsn`: of a migrated database. The keys lie in the home folder and are made there when first needed."""
    return open_engine_of(Engine, settings, dsn)


def open_engine_of(kind: type[Kind], settings: Settings, dsn: str) -> Kind:
    """An engine that does more than the plain one, such as listen."""
    keys: Keys = load_keys(settings.home / "keys")
    office = parse_office(settings.office_hours)
    options = Options(settings.prepare_threshold, settings.read_url, settings.distributed, office)
    store = Store(dsn, keys, options)
    return kind(
        store, Runtime(store.source, find_process=store.process, find_decision=store.decision), keys.fingerprint
    )

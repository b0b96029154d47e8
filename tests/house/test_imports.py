"""No import climbs, and each outside thing is known in one place (HOUSE: one place knows each thing)."""

import sys
from collections.abc import Iterator

import pytest

from tests.house.sources import PRODUCT, Source, sources

MAY_IMPORT = {
    "bpmn": {"bpmn"},
    "engine": {"engine", "bpmn"},
    "registers": {"registers"},
    "api": {"api", "engine", "bpmn", "registers"},
    "workers": {"workers", "engine", "bpmn", "registers"},
    "tongban": set(PRODUCT),
}

INSIDE = {
    "bpmn/feel/": ("bpmn.feel",),
    "bpmn/model.py": (),
    "engine/domain/": ("engine.domain", "engine.projections", "bpmn.model"),
    "engine/projections/": ("engine.projections", "engine.domain", "bpmn.model"),
    "engine/figures/": ("engine.figures", "engine.domain", "bpmn.register"),
    "engine/runtime/": ("engine.runtime", "engine.domain", "bpmn"),
    "engine/store/": ("engine.store", "engine.domain", "engine.figures", "engine.projections", "bpmn"),
}
"""What of ours a part of a top folder may import; a path not named here is bound by its top folder alone."""

PURE = ("bpmn/feel/", "bpmn/model.py", "engine/domain/", "engine/projections/")
"""No library at all, and nothing that does I/O."""

I_O = {"os", "pathlib", "socket", "sqlite3", "subprocess", "time", "urllib", "http", "logging", "random"}

KNOWN_IN = {
    "SpiffWorkflow": ("engine/runtime/",),
    "sqlalchemy": ("engine/store/", "registers/"),
    "alembic": ("engine/store/", "registers/"),
    "psycopg": ("engine/store/", "registers/", "tongban/database.py", "tongban/bench/", "workers/listen.py"),
    "psycopg_pool": ("engine/store/", "registers/"),
    "msgspec": ("engine/", "api/"),
    "lxml": ("bpmn/", "engine/runtime/parsing/", "engine/runtime/definitions.py"),
    "fastapi": ("api/",),
    "openpyxl": ("registers/lists.py",),
    "reportlab": ("bpmn/documents/",),
    "starlette": ("api/",),
    "apscheduler": ("workers/",),
    "typer": ("tongban/",),
    "rich": ("tongban/",),
    "chinese_calendar": ("tongban/", "workers/"),
    "holidays": ("tongban/", "workers/"),
}


def violations(allowed: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for source in sources(*PRODUCT):
        for line, name in source.imports():
            places = allowed.get(name.split(".")[0])
            if places is not None and not source.path.startswith(places):
                yield f"{source.path}:{line} imports {name}, which only {', '.join(places)} may know"


def ours(source: Source) -> Iterator[tuple[int, str]]:
    yield from ((line, name) for line, name in source.imports() if name.split(".")[0] in PRODUCT)


def test_no_import_climbs() -> None:
    found = [
        f"{source.path}:{line} imports {name}"
        for source in sources(*PRODUCT)
        for line, name in ours(source)
        if name.split(".")[0] not in MAY_IMPORT[source.path.split("/")[0]]
    ]
    assert found == []


@pytest.mark.parametrize("place", INSIDE)
def test_the_parts_of_a_folder_keep_their_direction(place: str) -> None:
    found = [
        f"{source.path}:{line} imports {name}"
        for source in sources(*PRODUCT)
        if source.path.startswith(place)
        for line, name in ours(source)
        if not any(f"{name}.".startswith(f"{allowed}.") for allowed in INSIDE[place])
    ]
    assert found == []


@pytest.mark.parametrize("place", PURE)
def test_what_is_pure_needs_no_library_and_does_no_io(place: str) -> None:
    found = [
        f"{source.path}:{line} imports {name}"
        for source in sources(*PRODUCT)
        if source.path.startswith(place)
        for line, name in source.imports()
        if (top := name.split(".")[0]) not in PRODUCT and (top not in sys.stdlib_module_names or top in I_O)
    ]
    assert found == []


def test_each_library_is_known_in_one_place() -> None:
    assert list(violations(KNOWN_IN)) == []

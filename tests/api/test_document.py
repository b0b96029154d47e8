"""The OpenAPI document: 3.1, every reference leads somewhere, and what it promises is what is answered."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import msgspec
import pytest

from api import asks
from api.routes.cases import CasePage
from api.routes.worklist import TaskPage
from tests.api.server import Person

People = Callable[[str], Person]
OPEN = {"/login", "/health", "/metrics", "/verify/{code}", "/comparisons/{asked}/answer"}


@pytest.fixture(scope="module")
def document(address: str) -> dict[str, Any]:
    return dict(httpx.get(f"{address}/openapi.json").json())


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        yield from ((path, method, operation) for method, operation in methods.items())


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_it_is_openapi_3_1_and_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    schemas = document["components"]["schemas"]
    missing = {ref for ref in references(document) if ref.removeprefix("#/components/schemas/") not in schemas}
    assert missing == set()


def test_every_operation_has_an_id_words_and_problems(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    for path, method, operation in operations(document):
        assert "application/problem+json" in operation["responses"]["4XX"]["content"], (path, method)
        assert operation["tags"], (path, method)
        named = {parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "path"}
        assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}


def test_every_write_takes_a_key_and_all_but_a_few_ask_for_a_log_in(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert (operation.get("security") == []) == (path in OPEN), path
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        assert ("Idempotency-Key" in names) == (method == "post" and path not in OPEN), path


def test_pages_have_the_shape_that_is_promised(person: People) -> None:
    clerk = person("clerk")
    clerk.applies()
    tasks = msgspec.json.decode(clerk.get("/tasks").content, type=TaskPage)
    cases = msgspec.json.decode(clerk.get("/cases").content, type=CasePage)
    assert tasks.tasks
    assert cases.cases


def test_every_body_refuses_names_that_it_does_not_know() -> None:
    shapes = [shape for shape in vars(asks).values() if isinstance(shape, type) and issubclass(shape, asks.Ask)]
    assert len(shapes) > 15
    assert all(shape.__struct_config__.forbid_unknown_fields for shape in shapes)

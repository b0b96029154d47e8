"""Anything may be sent to anything: no answer is a fault of ours. Bodies and addresses are made up by the document."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.app import create_app
from tests.api.server import Person
from tests.conftest import scale

People = Callable[[str], Person]
DOCUMENT = create_app().openapi()
SHAPES = DOCUMENT["components"]["schemas"]
OPERATIONS = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]
FEW = settings(
    max_examples=12 * scale(),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

TEXTS = st.one_of(
    st.text(max_size=20), st.sampled_from(["permit", "210102001001", "PT1H", "\u0000", "\ud7ff", "%", "'"])
)
NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70),
    st.sampled_from([0, -1, 2**31, 2**53, 2**63 - 1, (2 << 40) + 7]),
    st.floats(allow_nan=False, allow_infinity=False),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
IDS = st.one_of(st.integers(-2, 2**60), st.sampled_from([0, 1, (2 << 40) + 3, (1 << 40) + 1]))


def bodies(operation: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Objects with the right names and anything under them, and anything at all."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    shape = SHAPES.get(content.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
    right = {name: st.one_of(VALUES, _fitting(part)) for name, part in shape.get("properties", {}).items()}
    return st.one_of(st.fixed_dictionaries({}, optional=right), VALUES) if right else VALUES


def _fitting(part: dict[str, Any]) -> st.SearchStrategy[Any]:
    match part.get("type"):
        case "string":
            return TEXTS
        case "integer":
            return st.integers(-5, 2**53)
        case "object":
            return st.dictionaries(TEXTS, VALUES, max_size=3)
        case _:
            return VALUES


def addresses(operation: dict[str, Any]) -> st.SearchStrategy[dict[str, str]]:
    names = [part["name"] for part in operation.get("parameters", ()) if part["in"] == "query"]
    return st.fixed_dictionaries({}, optional={name: st.one_of(TEXTS, IDS.map(str)) for name in names})


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: str(part))
def test_no_request_is_answered_with_a_fault(person: People, path: str, method: str) -> None:
    operation = DOCUMENT["paths"][path][method]
    places = [part["name"] for part in operation.get("parameters", ()) if part["in"] == "path"]

    @FEW
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        address = path
        for name in places:
            address = address.replace(f"{{{name}}}", data.draw(st.one_of(IDS.map(str), st.just("permit"))))
        who = person(data.draw(st.sampled_from(["clerk", "designer", "operator", "auditor"])))
        answer = send(who, method, address, data.draw(addresses(operation)), data.draw(bodies(operation)))
        assert answer.status_code < 500, answer.text

    ask()


def send(who: Person, method: str, address: str, query: dict[str, str], body: Any) -> httpx.Response:
    if method == "get":
        return who.get(address, params=query)
    return who.post(address, json=body)

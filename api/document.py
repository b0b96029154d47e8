"""The OpenAPI document: what FastAPI knows of the routes, with the shapes that our own codecs hold to."""

import re
from typing import Any

import msgspec
from fastapi import FastAPI

from api.problems import MEDIA_TYPE, Problem
from api.queries import Asked

REF = "#/components/schemas/{name}"
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A repeat under the same key gets the first answer; with another body it is refused (409).",
    "schema": {"type": "string", "maxLength": 200},
}
PLACE = re.compile(r"{(\w+)}")
_shapes: dict[str, type] = {"Problem": Problem}


def gives(
    shape: type | None, status: int = 200, takes: type | None = None, many: bool = False, is_open: bool = False
) -> dict[str, Any]:
    """What a route says of itself: the shape it answers with (None: plain data), and that of its body.

    `is_open`: it asks for no log-in.
    """
    extra: dict[str, Any] = {"security": []} if is_open else {}
    if takes is not None:
        content = {"application/json": {"schema": _named(takes)}}
        extra["requestBody"] = {"required": True, "content": content}
    return {"status_code": status, "responses": {status: _answer(shape, many)}, "openapi_extra": extra}


def asks_for(query: Asked[Any], told: dict[str, Any]) -> dict[str, Any]:
    """The same, with the parameters of an address."""
    told["openapi_extra"]["parameters"] = query.parameters()
    return told


def _answer(shape: type | None, many: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {} if shape is None else _named(shape)
    schema = {"type": "array", "items": schema} if many else schema
    return {"description": "Done", "content": {"application/json": {"schema": schema}}}


def _named(shape: type) -> dict[str, str]:
    _shapes[shape.__name__] = shape
    return {"$ref": REF.format(name=shape.__name__)}


def install(app: FastAPI) -> None:
    drawn = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = drawn()
            _complete(document)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(document: dict[str, Any]) -> None:
    _, schemas = msgspec.json.schema_components(list(_shapes.values()), ref_template=REF)
    components = document.setdefault("components", {})
    components.setdefault("schemas", {}).update(schemas)
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"bearer": []}]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete_operation(path, method, operation)


def _complete_operation(path: str, method: str, operation: dict[str, Any]) -> None:
    problem = {"description": "Refused", "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}}}
    operation["responses"].pop("422", None)
    operation["responses"]["4XX"] = problem
    parameters = operation.setdefault("parameters", [])
    known = {parameter["name"] for parameter in parameters}
    parameters += [_id(name) for name in PLACE.findall(path) if name not in known]
    if method == "post" and operation.get("security") != []:
        parameters.append(KEY)


def _id(name: str) -> dict[str, Any]:
    schema = {"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 2**53}
    return {"name": name, "in": "path", "required": True, "schema": schema}

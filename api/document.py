"""The OpenAPI document: what FastAPI knows of the routes, with the shapes that our own codecs hold to."""

from typing import Any

import msgspec
from fastapi import FastAPI

from api.problems import MEDIA_TYPE, Problem

REF = "#/components/schemas/{name}"
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A repeat under the same key gets the first answer; with another body it is refused (409).",
    "schema": {"type": "string", "maxLength": 200},
}
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
    for path in document["paths"].values():
        for method, operation in path.items():
            _complete_operation(method, operation)


def _complete_operation(method: str, operation: dict[str, Any]) -> None:
    problem = {"description": "Refused", "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(name="Problem")}}}}
    operation["responses"].pop("422", None)
    operation["responses"]["4XX"] = problem
    if method == "post" and operation.get("security") != []:
        operation.setdefault("parameters", []).append(KEY)

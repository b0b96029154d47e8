"""The API told to people: one page drawn from the OpenAPI document, without scripts and without foreign parts."""

from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request, Response

router = APIRouter(include_in_schema=False)
HEAD = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>通办 API</title>
<style>body{font:15px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
h2{margin-top:2rem}code{background:#f3f3f3;padding:.1rem .3rem}
dt{margin-top:.6rem}dd{margin-left:1.5rem;color:#444}</style>
<main><h1>通办 API</h1><p>Log in by <code>POST /login</code> and send <code>Authorization: Bearer …</code>. Every write
takes an <code>Idempotency-Key</code>. Errors are <code>application/problem+json</code>. The whole document:
<a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>"""
POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@router.get("/docs")
def docs(request: Request) -> Response:
    drawn = HEAD + "".join(_sections(request.app.openapi())) + "</main></html>"
    return Response(drawn, media_type="text/html; charset=utf-8", headers=POLICY)


def _sections(document: dict[str, Any]) -> Iterator[str]:
    """The operations of each tag, in the order of the document."""
    tags: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tags.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    for tag, operations in tags.items():
        yield f"<h2>{escape(tag)}</h2><dl>{''.join(operations)}</dl>"


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    names = [parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"]
    asked = f" ?{escape(', '.join(names))}" if names else ""
    words = escape(operation.get("description") or operation.get("summary", ""))
    return f"<dt><code>{method.upper()} {escape(path)}</code>{asked}</dt><dd>{words}</dd>"

"""Straight entrances to the handlers that are asked most: FastAPI's own way to them costs more than they do.

A handler that takes the request and nothing else needs nothing of FastAPI but its place in the document.
"""

from collections.abc import Sequence
from inspect import signature
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.routing import Match, Route
from starlette.types import Scope

from engine.domain.rejections import NotFound


class Entrance(Route):
    """Says which route was taken, as FastAPI's routes do."""

    def matches(self, scope: Scope) -> tuple[Match, Any]:
        match, found = super().matches(scope)
        if match is Match.FULL:
            found["route"] = self
        return match, found


def install(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Before all other routes. None of their paths can be taken for another route's."""
    found = [
        Entrance(route.path, route.endpoint, methods=route.methods and sorted(route.methods))
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute) and list(signature(route.endpoint).parameters) == ["request"]
    ]
    app.router.routes[:0] = found


def path_id(request: Request, name: str) -> int:
    """An id in the path: below 2**53, so that a browser's numbers hold it."""
    text: str = request.path_params[name]
    if not (text.isascii() and text.isdigit() and len(text) <= 16 and 0 < int(text) < 2**53):
        raise NotFound(f"Expected something at {request.url.path}, but there is nothing")
    return int(text)

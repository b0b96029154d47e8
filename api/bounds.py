"""The outermost door: refuses what is too large or cannot be meant before anything reads it; counts all."""

from time import perf_counter

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import TooLarge, rejected
from engine.domain.rejections import Invalid, Rejected

MOST_JSON, MOST_UPLOAD = 1_000_000, 25_000_000  # bytes
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
REQUESTS = Counter("tongban_http_requests", "Requests, by route and status", ["method", "route", "status"])
LENGTH = Histogram("tongban_http_seconds", "Time to answer", ["method", "route"], buckets=SECONDS)


class Door:
    """ASGI middleware without state."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        since, statuses = perf_counter(), [500]

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses[0] = message["status"]
            await send(message)

        try:
            refusal = _refusal(scope)
            if refusal is not None:
                await rejected(refusal)(scope, receive, noted)
            else:
                await self._app(scope, _bounded(receive, _most(scope)), noted)
        finally:
            _count(scope, statuses[0], perf_counter() - since)


def _refusal(scope: Scope) -> Rejected | None:
    if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
        return Invalid("Expected an address without the character U+0000")
    most, length = _most(scope), _header(scope, b"content-length")
    if length.isdigit() and int(length) > most:
        return _too_large(most)
    return None


def _most(scope: Scope) -> int:
    return MOST_UPLOAD if _header(scope, b"content-type").startswith(b"multipart/") else MOST_JSON


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"Expected a request of at most {most} bytes, but this one is larger")


def _bounded(receive: Receive, most: int) -> Receive:
    """For bodies that do not say how long they are."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise _too_large(most)
        return message

    return counted


def _count(scope: Scope, status: int, seconds: float) -> None:
    """Under the route's own name, so that ids in paths make no series."""
    route = getattr(scope.get("route"), "path", "none")
    REQUESTS.labels(scope["method"], route, status).inc()
    LENGTH.labels(scope["method"], route).observe(seconds)

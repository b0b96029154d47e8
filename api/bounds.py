"""The outermost door: refuses what is too large or cannot be meant before anything reads it; counts all."""

from functools import lru_cache
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
            headers = dict(scope["headers"])
            most = MOST_UPLOAD if headers.get(b"content-type", b"").startswith(b"multipart/") else MOST_JSON
            refusal = _refusal(scope, headers.get(b"content-length", b""), most)
            if refusal is not None:
                await rejected(refusal)(scope, receive, noted)
            else:
                await self._app(scope, _bounded(receive, most), noted)
        finally:
            _count(scope, statuses[0], perf_counter() - since)


def _refusal(scope: Scope, length: bytes, most: int) -> Rejected | None:
    if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
        return Invalid("Expected an address without the character U+0000")
    return _too_large(most) if length.isdigit() and int(length) > most else None


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
    requests, lengths = _series(scope["method"], getattr(scope.get("route"), "path", "none"), status)
    requests.inc()
    lengths.observe(seconds)


@lru_cache(10_000)
def _series(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(method, route, status), LENGTH.labels(method, route)

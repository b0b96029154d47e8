"""An ASGI application that says which process answers; what a test of serving needs, and no more."""

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Send = Callable[[Mapping[str, Any]], Awaitable[None]]


def create_app() -> Callable[..., Awaitable[None]]:
    async def app(scope: Mapping[str, Any], receive: object, send: Send) -> None:
        assert scope["type"] == "http"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(os.getpid()).encode()})

    return app

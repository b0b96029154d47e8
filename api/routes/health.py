"""Is it up, and how is it doing: for the supervisor, the load balancer and Prometheus."""

import os
from importlib.metadata import version

from fastapi import APIRouter, Request, Response
from msgspec import Struct
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from api.asking import reply
from api.desk import desk_of
from api.document import gives
from api.problems import Busy

router = APIRouter(tags=["operations"])


class Health(Struct):
    """`clock`: real or turned."""

    status: str
    version: str
    clock: str


@router.get("/health", **gives(Health, is_open=True))
def health(request: Request) -> Response:
    """Ready: the database answers."""
    desk = desk_of(request)
    try:
        with desk.store.reading() as connection:
            connection.execute("select 1")
    except Exception as error:  # whatever keeps the database from answering, this process is not ready
        raise Busy(f"Expected the database to answer, but it does not: {type(error).__name__}") from error
    return reply(Health("ok", version("tongban"), desk.settings.clock))


@router.get("/metrics", response_class=Response, openapi_extra={"security": []})
def metrics() -> Response:
    """In Prometheus' text form, of all processes where PROMETHEUS_MULTIPROC_DIR is set."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

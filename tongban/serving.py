"""What a running city consists of: API processes on one socket, and the workers. Knows their command lines."""

import http.client
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tongban.supervise import Child, SupervisionError
from tongban.tether import tethered

GRACE = "5"
"""Seconds an API process waits for answers under way."""


@dataclass(frozen=True, slots=True)
class Plan:
    host: str
    port: int
    api_processes: int
    environment: Mapping[str, str]
    app: str = "api.app:served"
    """Module and factory of the ASGI application."""

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"


def listen(host: str, port: int) -> socket.socket:
    """One socket for all API processes: it stays open while one of them is started again, so callers only wait."""
    try:
        return socket.create_server((host, port), backlog=1024)
    except OSError as error:
        raise SupervisionError(
            f"Port {port} on {host} cannot be had: {error.strerror}. Take another: --port {port + 1}"
        ) from error


def children(plan: Plan, listener: socket.socket) -> list[Child]:
    return [*apis(plan, listener), Child("workers", tethered(os.getpid(), "workers", ("all",)), plan.environment)]


def apis(plan: Plan, listener: socket.socket) -> list[Child]:
    return [_api(plan, listener, number) for number in range(1, plan.api_processes + 1)]


def _api(plan: Plan, listener: socket.socket, number: int) -> Child:
    server = (plan.app, "--factory", "--fd", str(listener.fileno()), "--no-access-log")
    return Child(
        name=f"api-{number}",
        command=tethered(os.getpid(), "uvicorn", (*server, "--timeout-graceful-shutdown", GRACE)),
        environment=plan.environment,
        is_ready=_answers(plan.host, plan.port),
        pass_fds=(listener.fileno(),),
    )


def _answers(host: str, port: int) -> Callable[[], bool]:
    def asked() -> bool:
        connection = http.client.HTTPConnection(host, port, timeout=1)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    return asked

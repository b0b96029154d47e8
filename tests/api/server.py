"""A live API server on a database, and people who talk to it: what the tests of the API stand on."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn

from api.app import create_app
from api.passwords import HASHER
from engine.bootstrap import open_engine
from engine.domain.commands import SYSTEM, CreateAccount, DefineAreas, DeployDefinition, Post
from engine.domain.durations import CITY as ZONE
from engine.domain.ids import CITY
from engine.settings import Settings

HERE = Path(__file__).parent
PASSWORD = "a password for tests"
SECRET = HASHER.hash(PASSWORD)
BEGIN = datetime(2026, 11, 24, 9, tzinfo=ZONE)
STREET, COMMUNITY, ELSEWHERE = "210102001", "210102001001", "210103001"
AREAS = (("2101", "市", "city", 1), ("210102", "甲区", "district", 2), ("210103", "乙区", "district", 3))
PEOPLE: Mapping[str, tuple[Post, ...]] = {
    "clerk": (Post("window:community:clerk", COMMUNITY),),
    "colleague": (Post("window:community:clerk", COMMUNITY), Post("MZ:street:reviewer", STREET)),
    "reviewer": (Post("MZ:street:reviewer", STREET),),
    "stranger": (Post("window:community:clerk", ELSEWHERE), Post("MZ:street:reviewer", ELSEWHERE)),
    "admin": (Post("platform:city:administrator"),),
    "designer": (Post("platform:city:designer"),),
    "operator": (Post("platform:city:operator"),),
    "auditor": (Post("platform:city:auditor"),),
}


class Person(httpx.Client):
    """Somebody who has logged in. Writes carry a key of their own unless one is given."""

    def __init__(self, address: str, account: str, password: str = PASSWORD):
        super().__init__(base_url=address, timeout=30)
        token = self.post("/login", json={"account": account, "password": password})
        if token.status_code == 200:
            self.headers["Authorization"] = f"Bearer {token.json()['access_token']}"

    def says(self, path: str, request: str | None = None, /, **body: Any) -> httpx.Response:
        return self.post(path, json=body, headers={"Idempotency-Key": request or uuid4().hex})

    def applies(self, process: str = "permit", **variables: Any) -> dict[str, Any]:
        """Starts a process in the clerk's community and gives the answer."""
        answer = self.says("/cases", **start(process, **variables))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())


def start(process: str = "permit", **variables: Any) -> dict[str, Any]:
    known = {"purpose": "开店", "applicant_id": "210199195803120014"}
    return {"key": process, "area": COMMUNITY, "variables": known | variables}


def prepare(dsn: str, home: Path) -> None:
    """Areas, people, and the processes of the tests."""
    engine = open_engine(Settings(home=home), dsn)
    try:
        engine.execute(DefineAreas(areas=AREAS, **stamp()))
        for account, posts in PEOPLE.items():
            engine.execute(CreateAccount(account=account, name=account, secret=SECRET, posts=posts, **stamp()))
        form = HERE / "permit-acceptance.form"
        source = (HERE / "permit.bpmn").read_bytes()
        resources = {form.name: form.read_bytes()}
        engine.execute(DeployDefinition(name="permit.bpmn", source=source, resources=resources, **stamp()))
    finally:
        engine.store.close()


def stamp() -> dict[str, Any]:
    return {"request_id": uuid4().hex, "at": BEGIN, "actor": SYSTEM, "district": CITY}


@contextmanager
def serving(dsn: str, home: Path, **settings: Any) -> Iterator[str]:
    """The address of a server that answers."""
    app = create_app(Settings(database_url=dsn, home=home, **settings))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            assert httpx.get(f"{address}/health", timeout=30).status_code == 200
            yield address
        finally:
            server.should_exit = True
            thread.join()

"""How a case begins over HTTP: at a start event that is chosen, or by a message; and what became of a message."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.bootstrap import open_engine
from engine.domain.durations import CITY
from engine.settings import Settings
from tests.api.server import Person
from workers.crew import run_until_quiet

People = Callable[[str], Person]


@pytest.fixture
def work(address: str, module_database: str, home: Path) -> Iterator[Callable[[], object]]:
    """Lets the workers of the city work until nothing is due."""
    engine = open_engine(Settings(home=home), module_database)
    yield lambda: run_until_quiet(engine, datetime.now(CITY))
    engine.store.close()


def test_one_of_several_start_events_has_to_be_chosen(person: People) -> None:
    clerk = person("clerk")
    refused = clerk.says("/cases", key="doors")
    assert refused.status_code == 422
    assert "d_window, d_phone" in refused.json()["detail"]
    assert clerk.says("/cases", key="doors", start_event="d_phone").json()["outcome"] == "电话登记"
    assert clerk.says("/cases", key="doors", start_event="d_window").json()["outcome"] == "窗口登记"
    unknown = clerk.says("/cases", key="doors", start_event="d_door")
    assert (unknown.status_code, "d_window, d_phone" in unknown.json()["detail"]) == (422, True)


def test_a_message_begins_one_case_of_each_key(person: People, work: Callable[[], object]) -> None:
    clerk, operator = person("clerk"), person("operator")
    sent = clerk.says("/messages", name="renew", key="A-1", variables={"number": "A-1"})
    assert sent.status_code == 202
    work()
    found = operator.get(f"/messages/{sent.json()['message']}").json()
    assert found["how"] == "started"
    assert operator.get(f"/cases/{found['instance']}").json()["case"]["status"] == "active"
    again = clerk.says("/messages", name="renew", key="A-1", variables={"number": "A-1"})
    assert again.status_code == 409
    assert "nobody does" in again.json()["detail"]


def test_the_sender_asks_what_became_of_a_message_that_is_kept(person: People, work: Callable[[], object]) -> None:
    clerk, operator = person("clerk"), person("operator")
    sent = operator.says("/messages", name="papers", key="A-7", ttl="PT1H").json()["message"]
    work()
    assert clerk.get(f"/messages/{sent}").status_code == 403
    waiting = operator.get(f"/messages/{sent}").json()
    assert (waiting["how"], waiting["expires_at"] is not None) == ("waiting", True)
    case = clerk.applies("waiting", number="A-7")
    work()
    found = operator.get(f"/messages/{sent}").json()
    assert found == {"id": sent, "how": "delivered", "instance": case["id"], "expires_at": None}
    assert operator.get("/messages/12").status_code == 404

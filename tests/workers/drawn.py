"""Events for the little processes of these tests, each (id, XML), and how a message ended."""

from tests.workers.town import Town

MESSAGE = '<bpmn:message id="m" name="paid"/>'
SIGNAL = '<bpmn:signal id="s" name="alarm"/>'


def trigger(ref: str, kind: str) -> str:
    return f'<bpmn:{kind}EventDefinition {kind}Ref="{ref}"/>'


def correlated(key: str | None, ttl: str | None = None) -> str:
    if key is None:
        return ""
    kept = f' ttl="{ttl}"' if ttl else ""
    return f'<bpmn:extensionElements><city:correlation key="{key}"{kept}/></bpmn:extensionElements>'


def begins(ref: str = "m", kind: str = "message", key: str | None = None) -> tuple[str, str]:
    return "begin", f'<bpmn:startEvent id="begin">{correlated(key)}{trigger(ref, kind)}</bpmn:startEvent>'


def catches(key: str | None = None, ref: str = "m", kind: str = "message") -> tuple[str, str]:
    inside = correlated(key) + trigger(ref, kind)
    return "catch", f'<bpmn:intermediateCatchEvent id="catch">{inside}</bpmn:intermediateCatchEvent>'


def throws(ref: str = "m", kind: str = "message", key: str | None = None, ttl: str | None = None) -> tuple[str, str]:
    inside = correlated(key, ttl) + trigger(ref, kind)
    return "throw", f'<bpmn:intermediateThrowEvent id="throw">{inside}</bpmn:intermediateThrowEvent>'


def works(id: str = "work") -> tuple[str, str]:
    """A task of the one who acts in the town."""
    assigned = '<bpmn:extensionElements><city:assignment assignee="wang"/></bpmn:extensionElements>'
    return id, f'<bpmn:userTask id="{id}" name="{id}">{assigned}</bpmn:userTask>'


def settled(town: Town, message: int) -> str:
    """How it ended: delivered, started, unwanted, expired or refused; nothing while it is in the outbox."""
    with town.engine.store.writing() as connection:
        row = connection.execute(
            "select facts::text from journal where request_id = %s", (f"settle:{message}",)
        ).fetchone()
    return str(row[0]).split('"how":"')[1].split('"')[0] if row else ""

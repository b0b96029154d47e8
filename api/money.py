"""What routes about money share: who may do what where, once under a key, and refusals of the registers as problems."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from hashlib import sha256
from time import monotonic

from api.asking import Asking
from api.desk import Desk
from api.rates import Rate
from engine.domain.commands import Actor
from engine.domain.rejections import Forbidden, Invalid, NotFound, WrongState
from registers import imports, months, rights
from registers.benefits import Connection, Refused
from registers.parameters import Gap
from registers.requests import Request, once
from registers.rolls import By

MOST_YUAN = Decimal("99999999.99")
MOST_A_MINUTE = 60
_rate = Rate(MOST_A_MINUTE)


@contextmanager
def registers(desk: Desk) -> Iterator[Connection]:
    """A connection; what the registers refuse leaves as the problem that it is."""
    try:
        with desk.store.writing() as connection:
            yield connection
    except LookupError as error:
        raise NotFound(str(error)) from error
    except Gap as gap:
        raise WrongState(str(gap)) from gap
    except Refused as refused:
        raise WrongState(str(refused)) from refused
    except imports.Refused as refused:
        found = tuple((f"line {line}" if line else "all", words) for line, words in refused.findings)
        raise Invalid("Expected a file that agrees with what was sent; nothing was taken in", found) from refused


def areas(actor: Actor, right: str, **names: str) -> list[str]:
    """In which areas one has a right. Forbidden for who has it nowhere."""
    held = rights.groups(right, **names)
    found = [post.area for post in actor.posts if post.group in held]
    if not found:
        raise Forbidden(f"Expected one who holds {' or '.join(held)}, but {actor.id} does not")
    return found


def allow(actor: Actor, right: str, area: str, **names: str) -> None:
    """Forbidden without the right, or where it is held for other areas only."""
    if not any(area.startswith(own) for own in areas(actor, right, **names)):
        raise Forbidden(f"Expected a post in {area} or an area around it, but {actor.id} holds none there")


def slowly(actor: Actor) -> None:
    """TooMany for one who asks for persons' accounts faster than a person reads."""
    _rate.count(actor.id, monotonic())


def kept_once(asked: Asking, connection: Connection, said: tuple[str, str], act: Callable[[], int]) -> int:
    """`said`: what is done, and all that is said of it. The first answer's number again for a repeat."""
    what, content = said
    digest = sha256(f"{what}\n{content}".encode()).hexdigest()
    return once(connection, Request(asked.request_id, what, digest, asked.actor.id, asked.at), act)


def signer(asked: Asking) -> By:
    """The account that is logged in: nobody says another name."""
    return By(asked.actor.id, asked.at)


def yuan(amount: Decimal) -> Decimal:
    """Invalid for what is no sum to the cent."""
    if not (amount.is_finite() and 0 <= amount <= MOST_YUAN and amount == round(amount, 2)):
        raise Invalid("Expected an amount in yuan to the cent", (("amount", "yuan, such as 1380.00"),))
    return amount


def month(text: str, where: str) -> date:
    try:
        return months.month(text)
    except ValueError as error:
        raise Invalid(str(error), ((where, "a month such as 2026-07"),)) from error

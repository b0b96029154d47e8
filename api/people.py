"""Who is asking: from a bearer token to an actor with posts, as the tables have them at most two seconds ago."""

from time import monotonic

from api.problems import Unauthenticated
from api.tokens import Claims, Tokens, mark
from engine.domain.commands import Actor
from engine.store.reads import people
from engine.store.reads.people import Login
from engine.store.store import Store

FRESH_FOR = 2.0  # seconds
KEPT = 10_000


class People:
    """What this process has read of accounts. Safe for threads: two that miss at once both read."""

    def __init__(self, store: Store, tokens: Tokens):
        self._store, self._tokens = store, tokens
        self._read_at: dict[str, tuple[float, Login]] = {}

    def known(self, authorization: str | None) -> Actor | None:
        """From memory alone; None where the tables must be asked. Raises Unauthenticated."""
        claims = self._claims(authorization)
        read_at, login = self._read_at.get(claims.account, (0.0, None))
        if login is None or monotonic() - read_at > FRESH_FOR:
            return None
        return _admitted(claims, login)

    def find(self, authorization: str | None) -> Actor:
        """Raises Unauthenticated for a token that is none, an account that is disabled, a password that has changed."""
        known = self.known(authorization)
        if known is not None:
            return known
        claims = self._claims(authorization)
        login = people.login(self._store, claims.account)
        if login is None:
            raise Unauthenticated("Expected an account that is in use: log in again")
        if len(self._read_at) >= KEPT:
            self._read_at.clear()
        self._read_at[claims.account] = (monotonic(), login)
        return _admitted(claims, login)

    def forget(self, account: str) -> None:
        """To be called when this process has changed the account."""
        self._read_at.pop(account, None)

    def _claims(self, authorization: str | None) -> Claims:
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("Expected an Authorization header with a bearer token: log in by POST /login")
        return self._tokens.verify(token)


def _admitted(claims: Claims, login: Login) -> Actor:
    if not login.enabled:
        raise Unauthenticated(f"Expected an account that is in use, but {claims.account} is disabled")
    if login.secret is None or mark(login.secret) != claims.mark:
        raise Unauthenticated("Expected the password of now, but it has been changed: log in again")
    return login.actor

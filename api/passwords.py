"""Passwords and their argon2 hashes; at most two are computed at once, since each takes a core and memory."""

import asyncio
import hmac
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.problems import Busy
from engine.domain.rejections import Invalid

AT_ONCE, WAITING = 2, 64
SHORTEST, LONGEST = 8, 200
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
Result = TypeVar("Result")
NOBODYS = HASHER.hash("nobody's password, verified so that an unknown account takes as long as a known one")


class Passwords:
    """Belongs to one event loop. `key` is secret: salts are drawn from it.

    The threads are its own: each keeps the memory of a hash, which forty of the common ones would do too.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._threads = ThreadPoolExecutor(AT_ONCE, "passwords")
        self._waiting = 0

    async def hash(self, password: str, request_id: str) -> str:
        """The same for the same request, so that a repeat is known as one. Raises Invalid for a bad length."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise Invalid(
                f"Expected a password of {SHORTEST} to {LONGEST} characters",
                (("password", f"{SHORTEST} to {LONGEST} characters"),),
            )
        return await self._run(partial(HASHER.hash, password, salt=self._salt(request_id)))

    async def holds(self, secret: str | None, password: str) -> bool:
        """Is it the password of this hash? Takes as long where there is no hash. Raises Busy when too many wait."""
        return await self._run(partial(_verify, secret or NOBODYS, password[:LONGEST]))

    def close(self) -> None:
        self._threads.shutdown()

    def _salt(self, request_id: str) -> bytes:
        return hmac.digest(self._key, b"salt " + request_id.encode(), "sha256")[:16]

    async def _run(self, work: Callable[[], Result]) -> Result:
        if self._waiting >= WAITING:
            raise Busy("Expected fewer log-ins at once: try again in some seconds")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def _verify(secret: str, password: str) -> bool:
    try:
        return HASHER.verify(secret, password)
    except (VerificationError, InvalidHashError):
        return False

"""Bearer tokens: who has logged in, until when, under which password. Signed by HMAC-SHA256 with the city's key."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from hashlib import sha256
from time import time

from api.problems import Unauthenticated

LASTS_FOR = 12 * 3600  # seconds
KEPT = 10_000  # verified tokens that are remembered


@dataclass(frozen=True, slots=True)
class Claims:
    """`mark`: of the password's hash, so that a new password ends all sessions. `expires`: seconds since 1970."""

    account: str
    expires: int
    mark: str


class Tokens:
    """Signs and verifies; what has been verified once is known until it expires. Reads the machine's time."""

    def __init__(self, key: bytes):
        self._key = key
        self._verified: dict[str, Claims] = {}

    def issue(self, account: str, secret: str) -> tuple[str, int]:
        """The token and when it expires."""
        expires = int(time()) + LASTS_FOR
        body = urlsafe_b64encode("\n".join((account, str(expires), mark(secret))).encode())
        return f"{body.decode()}.{self._mac(body)}", expires

    def verify(self, token: str) -> Claims:
        """Raises Unauthenticated for a token that is not ours or has expired."""
        claims = self._verified.get(token)
        if claims is None:
            claims = self._read(token)
            if len(self._verified) >= KEPT:
                self._verified.clear()
            self._verified[token] = claims
        if claims.expires <= time():
            raise Unauthenticated("Expected a log-in that is still valid, but it has expired: log in again")
        return claims

    def _read(self, token: str) -> Claims:
        body, _, mac = token.partition(".")
        if not hmac.compare_digest(self._mac(body.encode()).encode(), mac.encode()):
            raise Unauthenticated("Expected a token that this city has given, but this is none: log in again")
        try:
            account, expires, password = urlsafe_b64decode(body).decode().split("\n")
            return Claims(account, int(expires), password)
        except (NotBase64, ValueError) as error:
            raise Unauthenticated("Expected a token, but it cannot be read: log in again") from error

    def _mac(self, body: bytes) -> str:
        return urlsafe_b64encode(hmac.digest(self._key, body, "sha256")).decode()


def mark(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()[:16]

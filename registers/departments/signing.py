"""Signatures between the city and a department: HMAC-SM3 over what is sent, when and to where. Knows no transport.

A signed answer repeats the nonce of its request, so that it fits no other; what is older than the window is refused.
"""

import hmac as constant
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, hmac

WINDOW = 300  # seconds between two clocks
KEY, TIME, NONCE, MAC = "x-city-key", "x-city-time", "x-city-nonce", "x-city-signature"
ANSWER = "ANSWER"  # stands where a request has its method
WELL_FORMED = {KEY: r"[\w.-]{1,80}", TIME: r"[0-9]{1,12}", NONCE: r"[0-9a-f]{32}", MAC: r"[0-9a-f]{64}"}


class Unsigned(Exception):
    """What came is not signed by whom it should be, or too long ago; says what was expected."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is signed: `method` (or ANSWER), the path of the request with its query, and the bytes."""

    method: str
    path: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose key it is, when it was signed (seconds since 1970), and a number used once (32 hexadecimal signs)."""

    key: str
    time: int
    nonce: str


def signed(secret: bytes, letter: Letter, stamp: Stamp) -> dict[str, str]:
    """The headers that carry a signature."""
    return {KEY: stamp.key, TIME: str(stamp.time), NONCE: stamp.nonce, MAC: mac(secret, letter, stamp).hex()}


def mac(secret: bytes, letter: Letter, stamp: Stamp) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(letter.body)
    lines = (letter.method, letter.path, str(stamp.time), stamp.nonce, digest.finalize().hex())
    made = hmac.HMAC(secret, hashes.SM3())
    made.update("\n".join(lines).encode())
    return made.finalize()


def stamp_of(headers: Mapping[str, str]) -> Stamp:
    """What the headers (by lower-case name) say, unproved. Raises Unsigned where one is missing or malformed."""
    for name, form in WELL_FORMED.items():
        if not re.fullmatch(form, headers.get(name, "")):
            raise Unsigned(f"Expected the header {name} of the form {form}, but it is missing or another")
    return Stamp(headers[KEY], int(headers[TIME]), headers[NONCE])


def verify(secret: bytes, letter: Letter, headers: Mapping[str, str], now: int) -> Stamp:
    """Raises Unsigned unless the letter was signed with this secret within the window around `now`."""
    stamp = stamp_of(headers)
    if not constant.compare_digest(mac(secret, letter, stamp).hex(), headers[MAC]):
        raise Unsigned(f"Expected a signature made with the key {stamp.key}, but it does not fit")
    if abs(now - stamp.time) > WINDOW:
        raise Unsigned(f"Expected a signature at most {WINDOW} s old, but it is {now - stamp.time} s")
    return stamp

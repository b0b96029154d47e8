"""Reads JSON bodies: within bounds, numbers as int or Decimal, into the shape that was asked for."""

import re
from decimal import Decimal
from typing import Generic, TypeVar

import msgspec

from api.problems import Malformed
from engine.domain.rejections import Invalid

Shape = TypeVar("Shape")
DEEPEST = 64
LONGEST_NUMBER = 1_000  # the largest exponent: beyond it a number is an attack
LARGEST_INT, LONGEST_INT = 2**63, 19
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
LARGE = re.compile(rb"(?<![0-9.])[0-9]{19,}(?![0-9.eE])")
OPENING, CLOSING = b"[{", b"]}"


class Body(Generic[Shape]):
    """Decodes bodies of one shape, a msgspec struct."""

    def __init__(self, shape: type[Shape]):
        self.shape = shape
        self._decode = msgspec.json.Decoder(shape, float_hook=_number).decode

    def read(self, body: bytes) -> Shape:
        """An empty body is `{}`. Raises Malformed for what is no JSON, Invalid for what has another shape."""
        _check(body)
        try:
            return self._decode(body or b"{}")
        except msgspec.ValidationError as error:
            message, _, where = str(error).partition(" - at ")
            raise Invalid(f"Expected another body: {error}", ((where.strip("`$.") or "body", message),)) from error
        except RecursionError as error:
            raise _too_deep() from error
        except ValueError as error:
            raise Malformed(f"Expected JSON: {error}") from error


def _check(body: bytes) -> None:
    if body.count(b"[") + body.count(b"{") > DEEPEST and _depth(body) > DEEPEST:
        raise _too_deep()
    if b"\\u0000" in body and NUL.search(body):
        raise Invalid("Expected texts without the character U+0000")
    if LARGE.search(body):
        for digits in LARGE.findall(STRINGS.sub(b'""', body)):
            if len(digits) > LONGEST_INT or int(digits) >= LARGEST_INT:
                raise Invalid("Expected whole numbers below 2**63; longer ones as texts")


def _depth(body: bytes) -> int:
    """How deep lists and objects are nested, brackets within strings not counted."""
    depth = deepest = 0
    for sign in STRINGS.sub(b"", body):
        if sign in OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif sign in CLOSING:
            depth -= 1
    return deepest


def _too_deep() -> Invalid:
    return Invalid(f"Expected JSON nested at most {DEEPEST} deep, but this goes deeper")


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if number and abs(number.adjusted()) > LONGEST_NUMBER:
        raise ValueError(f"expected a number with an exponent of at most {LONGEST_NUMBER}, but got {text[:40]}")
    return number

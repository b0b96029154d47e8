"""What may be shown of a personal value: enough to recognise it, not enough to use it. Pure."""

import re
from typing import Any

IDENTITY = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
PHONE = re.compile(r"1[0-9]{10}")
LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}")
CARD = re.compile(r"[0-9]{16,19}")
ADDRESS = re.compile(r".*?[区县市]")
HAN = re.compile(r"[㐀-鿿·]{2,20}")
STAR = "*"


def mask(name: str, value: Any) -> str:
    """By what the value looks like, and by the name of its variable where that says more (address, 地址)."""
    if not isinstance(value, str) or not value.strip():
        return STAR * 3
    text = value.strip()
    if IDENTITY.fullmatch(text) or CARD.fullmatch(text):
        return text[:4] + STAR * (len(text) - 8) + text[-4:]
    if PHONE.fullmatch(text):
        return text[:3] + STAR * 4 + text[-4:]
    if LANDLINE.fullmatch(text):
        return STAR * (len(text) - 4) + text[-4:]
    if "address" in name.lower() or "地址" in name or "住" in name:
        return _address(text)
    return _person(text) if HAN.fullmatch(text) else text[:1] + STAR * 3


def _address(text: str) -> str:
    """As far as the district or the county."""
    match = ADDRESS.match(text)
    return (match[0] if match and len(match[0]) < len(text) else text[:3]) + STAR * 4


def _person(text: str) -> str:
    """孙立本 as 孙*本, 王五 as 王*; of a longer text the first and the last sign."""
    return text[0] + STAR if len(text) == 2 else text[0] + STAR * (len(text) - 2) + text[-1]

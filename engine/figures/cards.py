"""Yellow and red cards, metrics 2: a passed limit is a card to who had the work; many make graver ones. Pure.

A case whose clock stands still passes no limit, so it gives no card.
"""

from dataclasses import dataclass
from typing import Literal

Colour = Literal["yellow", "red"]
YELLOWS_A_RED, TALK_FROM, BLAME_FROM = 3, 2, 3


@dataclass(frozen=True, slots=True)
class CardFigure:
    name: str
    title: str
    colour: Colour
    formula: str
    unit: str = "张"


CARDS = (
    CardFigure("yellow_cards", "黄牌", "yellow", "承诺钟超时的件、环节超时各一张，按发牌时间；停钟中的件不发牌"),
    CardFigure("red_cards", "红牌", "red", "法定钟超时的件各一张，按发牌时间；目标 0"),
)


def measure(yellow: int, red: int) -> str | None:
    """What a quarter's cards of one who is responsible lead to: 3 yellow are 1 red; 2 red a talk, 3 red blame."""
    reds = red + yellow // YELLOWS_A_RED
    if reds >= BLAME_FROM:
        return "问责建议"
    return "约谈" if reds >= TALK_FROM else None

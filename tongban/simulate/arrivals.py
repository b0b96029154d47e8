"""Who comes when, to which window, for what: the plan of a simulated time, the same for the same seed.

Weights of items and their seasons lie in `mix.csv`; no item is named here. Most come in the morning (metrics.md 8).
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from random import Random

from engine.domain.durations import CITY
from tongban.simulate.chance import chance, picked, shared_out

CROSS_DISTRICT = 0.25  # of the cases: 301,000 of 1,206,000 in the city's own figures (metrics.md 1)
MOST_ACROSS = 0.9
ELSEWHERE = 0.2  # of the others go to another community of their district
MORNING, OPENS, NOON, REOPENS, CLOSES = 0.62, time(8, 30), time(11, 20), time(13), time(16, 40)
BUSIEST = (1.25, 1.1, 1.0, 0.95, 0.9, 0.6, 0.6)  # Monday to Sunday; a worked weekend is quieter


@dataclass(frozen=True, slots=True)
class Plan:
    """`days` calendar days from `first`, with `cases` in all."""

    first: date
    days: int
    cases: int
    seed: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item in the mix. `season`: months in which it is wanted `factor` times as often."""

    key: str
    weight: float
    season: frozenset[int]
    factor: float


@dataclass(frozen=True, slots=True)
class Arrival:
    """`received`: the community of the window; `home`: where the applicant is at home. 12 digits each."""

    number: int
    at: datetime
    key: str
    received: str
    home: str


@cache
def mix() -> tuple[Wanted, ...]:
    with (files("tongban.simulate") / "mix.csv").open(encoding="utf-8") as lines:
        return tuple(_wanted(row) for row in csv.DictReader(lines))


def _wanted(row: Mapping[str, str]) -> Wanted:
    season = frozenset(int(month) for month in row["season"].split(";") if month)
    return Wanted(row["code"], float(row["weight"]), season, float(row["factor"] or 1))


@dataclass(frozen=True, slots=True)
class Ground:
    """`keys`: the processes that are deployed; `bound`: those whose handling district is not that of any window.

    `places`: the communities.
    """

    keys: frozenset[str]
    bound: frozenset[str]
    places: Sequence[str]

    def across(self, key: str) -> float:
        """How often somebody comes from another district, so that of all cases a quarter is handled in another."""
        weights = {one.key: one.weight for one in mix() if one.key in self.keys}
        whole, bound = sum(weights.values()), sum(weights[key] for key in weights.keys() & self.bound)
        return min(MOST_ACROSS, CROSS_DISTRICT * whole / bound) if key in self.bound else CROSS_DISTRICT


def arrivals(plan: Plan, is_working: Callable[[date], bool], ground: Ground) -> Iterator[Arrival]:
    """In the order of time."""
    wanted = [one for one in mix() if one.key in ground.keys]
    across = {one.key: ground.across(one.key) for one in wanted}
    days = [day for n in range(plan.days) if is_working(day := plan.first + timedelta(days=n))]
    number = 0
    for day, count in zip(days, shared_out(plan.cases, [_busy(day, wanted) for day in days]), strict=True):
        weights = {one.key: _weight(one, day) for one in wanted}
        moments = sorted(_moment(plan, day, n) for n in range(count))
        for at in moments:
            number += 1
            random = chance(plan.seed, number)
            key, home = picked(random, weights), random.choice(ground.places)
            yield Arrival(number, at, key, _window(random, home, across[key], ground.places), home)


def _busy(day: date, wanted: Sequence[Wanted]) -> float:
    return BUSIEST[day.weekday()] * sum(_weight(one, day) for one in wanted)


def _weight(one: Wanted, day: date) -> float:
    return one.weight * (one.factor if day.month in one.season else 1)


def _moment(plan: Plan, day: date, number: int) -> datetime:
    random = chance(plan.seed, day, number)
    since, until = (OPENS, NOON) if random.random() < MORNING else (REOPENS, CLOSES)
    opened = datetime.combine(day, since, CITY)
    return opened + timedelta(seconds=random.randrange(int((datetime.combine(day, until, CITY) - opened).seconds)))


def _window(random: Random, home: str, across: float, places: Sequence[str]) -> str:
    """Where somebody at home in `home` goes."""
    crosses = random.random() < across
    if not crosses and random.random() >= ELSEWHERE:
        return home
    while True:
        place = random.choice(places)
        if (place[:6] != home[:6]) == crosses:
            return place

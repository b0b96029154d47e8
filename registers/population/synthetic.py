"""People who do not exist, the same for the same seed: for tests, trials and demonstrations.

Their identity numbers lie in 210199, an area that was never assigned; their names are a surname and two signs by which
years are counted, their phones are 100 and a number.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from registers.identity import LAST, WEIGHTS
from registers.population.rows import HEAD

AREA = "210199"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓冯"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
SIZES = (1, 1, 2, 2, 2, 3, 3, 3, 4, 5)  # persons a household, as often as they are here
Row = dict[str, str]


def made(seed: int, count: int, communities: Sequence[str], today: date) -> Iterator[Row]:
    """`count` persons in households, as lines of a delivery; `communities`: codes to live in. ValueError for none."""
    if not communities:
        raise ValueError("Expected communities to live in, but there are none: make the map first")
    random, numbers = Random(f"{seed}-people"), set[str]()
    made_so_far = household = 0
    while made_so_far < count:
        household += 1
        size = min(random.choice(SIZES), count - made_so_far)
        made_so_far += size
        yield from _household(f"HK{seed:04}{household:08}", size, (random, numbers, communities, today))


def identity_number(born: date, order: int) -> str:
    """With its check character. `order`: 1 to 999, odd for men."""
    body = f"{AREA}{born:%Y%m%d}{order:03}"
    return body + LAST[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]


def _household(number: str, size: int, around: tuple[Random, set[str], Sequence[str], date]) -> Iterator[Row]:
    random, numbers, communities, today = around
    registered = random.choice(communities)
    living = registered if random.random() < 0.75 else random.choice(communities)
    surname, age = random.choice(SURNAMES), random.randint(22, 92)
    for place in range(size):
        relation, years, man = _member(random, place, age)
        born = today - timedelta(days=years * 365 + random.randint(0, 364))
        name = (surname if relation != "配偶" else random.choice(SURNAMES)) + random.choice(STEMS)
        yield {
            "id_number": _unused(random, numbers, born, man),
            "name": name + random.choice(BRANCHES),
            "phone": f"100{random.randint(0, 99_999_999):08}" if years >= 12 else "",
            "address": f"测试路 {random.randint(1, 300)} 号",
            "household": number,
            "relation": relation,
            "registered_area": registered,
            "residence_area": living,
            "property_areas": living if place == 0 and random.random() < 0.6 else "",
            "insured_area": living,
            "died_on": "",
        }


def _member(random: Random, place: int, age: int) -> tuple[str, int, bool]:
    """Relation to the head, age, is it a man."""
    if place == 0:
        return HEAD, age, random.random() < 0.6
    if place == 1:
        return "配偶", max(20, age + random.randint(-4, 4)), random.random() < 0.4
    son = random.random() < 0.5
    return ("子" if son else "女"), max(0, age - random.randint(22, 38)), son


def _unused(random: Random, numbers: set[str], born: date, man: bool) -> str:
    while True:
        number = identity_number(born, 2 * random.randint(1, 499) - man)
        if number not in numbers:
            numbers.add(number)
            return number

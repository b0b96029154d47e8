"""The places of the stories: names as they are said, `heping/nanhu/01`, and the official codes that stand for them."""

DISTRICTS = {
    "heping": ("210102", 102, "和平区"),
    "shenhe": ("210103", 103, "沈河区"),
    "tiexi": ("210106", 106, "铁西区"),
}
COMMUNITIES = range(1, 10)
STREETS = {"nanhu": ("004", "南湖街道"), "beishi": ("005", "北市场街道")}


def code_of(place: str) -> str:
    """`heping` 6 digits, `heping/nanhu` 9, `heping/nanhu/01` a community's 12, `heping/nanhu/01/02` a cell's 15."""
    district, *rest = place.split("/")
    code = DISTRICTS[district][0]
    if rest:
        code += STREETS[rest[0]][0]
    return code + "".join(part.zfill(3) for part in rest[1:])


def place_of(code: str) -> str:
    """The name of a code, for those that have one."""
    parts = [code[6:9], *(code[at : at + 3] for at in range(9, len(code), 3))] if len(code) > 6 else []
    district = next(name for name, each in DISTRICTS.items() if each[0] == code[:6])
    street = [name for name, each in STREETS.items() if parts and each[0] == parts[0]]
    return "/".join([district, *street, *(part[-2:] for part in parts[1:])])


def cell_of(place: str) -> str:
    """A grid cell; of a community that is named alone, its first."""
    code = code_of(place)
    return code if len(code) == 15 else f"{code}001"


def number_of(place: str) -> int:
    """The number of the district in ids."""
    return DISTRICTS[place.partition("/")[0]][1]


def areas() -> tuple[tuple[str, str, str, int], ...]:
    """(code, name, level, district) of the districts, streets and communities."""
    found = []
    for code, number, name in DISTRICTS.values():
        found.append((code, name, "district", number))
        for street, title in STREETS.values():
            found.append((code + street, title, "street", number))
            found += [(f"{code}{street}{n:03}", f"{title}第{n}社区", "community", number) for n in COMMUNITIES]
    return tuple(found)

"""What somebody has and earns. Amounts are in yuan, areas in square metres."""

from collections.abc import Iterable
from decimal import Decimal

from registers.verdict import Declared, Finding, Record, Shared, agree, hit, runs_on

OVER = Decimal("1.10")  # recorded income may be a tenth above the declared


def income(declared: Declared, shared: Shared) -> Finding:
    """`income` is that of the months `first` to `last` together; `standard`, where given, what it may be at most."""
    within = [r for r in shared.records if declared["first"] <= r.payload["month"] <= declared["last"]]
    recorded = _sum(within, "amount")
    if recorded > declared["income"] * OVER:
        return hit(f"核对收入{recorded}元,高于申报{declared['income']}元的10%以上", *within)
    standard = declared.get("standard")
    if standard is not None and recorded > standard:
        return hit(f"核对收入{recorded}元,超过标准{standard}元", *within)
    return agree(f"核对收入{recorded}元,未高于申报", *within)


def property_(declared: Declared, shared: Shared) -> Finding:
    """`most` dwellings and `area` are what the rules of the item allow."""
    homes = {record.payload["property"]: record for record in shared.records}.values()
    most, allowed = declared.get("most", 1), declared.get("area")
    if len(homes) > most:
        return hit(f"名下住房{len(homes)}套,超过{most}套", *homes)
    total = _sum(homes, "area_m2")
    if allowed is not None and total > allowed:
        return hit(f"住房面积合计{total}平方米,超过{allowed}平方米", *homes)
    return agree(f"名下住房{len(homes)}套,合计{total}平方米", *homes)


def vehicle(declared: Declared, shared: Shared) -> Finding:
    spare = [record for record in shared.records if not record.payload["essential"]]
    if spare:
        return hit(f"有非生活必需机动车{len(spare)}辆:{'、'.join(r.payload['kind'] for r in spare)}", *spare)
    return agree("没有非生活必需机动车", *shared.records)


def deposit(declared: Declared, shared: Shared) -> Finding:
    """Banks are asked only with a written authorisation, which stands before the rule."""
    total = _sum(shared.records, "amount")
    if total > declared["limit"]:
        return hit(f"金融资产{total}元,超过限额{declared['limit']}元", *shared.records)
    return agree(f"金融资产{total}元,未超过限额", *shared.records)


def social_insurance(declared: Declared, shared: Shared) -> Finding:
    kinds = ("单位参保", "领取养老金", "领取失业金")
    found = [r for r in shared.records if r.payload["kind"] in kinds and runs_on(r, shared.today)]
    if found:
        return hit("、".join(sorted({record.payload["kind"] for record in found})), *found)
    return agree("没有单位参保、养老金或失业金", *shared.records)


def housing_fund(declared: Declared, shared: Shared) -> Finding:
    """`income`: declared by the month."""
    above = [r for r in shared.records if r.payload["paying"] and r.payload["base"] > declared["income"]]
    if above:
        return hit(f"公积金缴存基数{above[0].payload['base']}元,高于申报月收入{declared['income']}元", *above)
    return agree("没有高于申报收入的公积金缴存", *shared.records)


def _sum(records: Iterable[Record], name: str) -> Decimal:
    return sum((record.payload[name] for record in records), Decimal(0))

"""Compares what was declared with what the departments recorded: one pure rule a check of checks.csv -> a verdict.

A hit refuses nothing: a person verifies it. What is not recorded, late or not declared gives unknown, never agreement.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from registers import catalogue
from registers.catalogue import Check
from registers.rules import means, persons, standing
from registers.verdict import OLD_HINT, Declared, Evidence, Finding, Record, Shared, Verdict, agree, unknown

Age = Callable[[date, date], int]  # working days from the first day to the second


@dataclass(frozen=True, slots=True)
class Rule:
    """`needs`: what has to be declared before the rule can say anything. `consent`: what has to be given in writing."""

    run: Callable[[Declared, Shared], Finding]
    needs: tuple[str, ...] = ()
    consent: str | None = None


RULES = {
    "identity": Rule(persons.identity, ("name",)),
    "death": Rule(persons.death),
    "prison": Rule(persons.prison),
    "duplicate_benefit": Rule(standing.duplicate_benefit, ("benefit",)),
    "household": Rule(persons.household, ("members",)),
    "marriage": Rule(persons.marriage, ("status",)),
    "income": Rule(means.income, ("income", "first", "last")),
    "property": Rule(means.property_),
    "vehicle": Rule(means.vehicle),
    "deposit": Rule(means.deposit, ("authorized", "limit"), "authorized"),
    "social_insurance": Rule(means.social_insurance),
    "housing_fund": Rule(means.housing_fund, ("income",)),
    "company": Rule(standing.company),
    "employment": Rule(standing.employment, ("allowed",)),
    "residence": Rule(persons.residence, ("address",)),
    "disability": Rule(standing.disability, ("level",)),
    "medical": Rule(standing.medical, ("invoices",)),
    "student": Rule(standing.student, ("school",)),
    "veteran": Rule(standing.veteran, ("category",)),
    "birth": Rule(persons.birth, ("certificate",)),
    "utility": Rule(standing.utility, ("provider", "account", "owner")),
    "credit": Rule(standing.credit),
    "blacklist": Rule(standing.blacklist),
}


def weekdays(since: date, until: date) -> int:
    """Days from Monday to Friday after `since`, up to `until`: working days where no calendar is at hand."""
    return sum((since + timedelta(day)).weekday() < 5 for day in range(1, (until - since).days + 1))


def datasets_for(check: str, declared: Declared) -> tuple[str, ...]:
    """What the departments have to deliver: all datasets of the check; of the utilities the one that is named."""
    needed = catalogue.serving(check)
    return tuple(name for name in needed if check != "utility" or name == f"{declared.get('provider')}.account")


def not_askable(name: str, declared: Declared) -> str | None:
    """Why nobody may be asked: something is not declared, or a consent is missing. None where all is there."""
    rule = RULES[name]
    undeclared = [field for field in rule.needs if field not in declared]
    if undeclared:
        return f"没有申报:{'、'.join(undeclared)}"
    if rule.consent is not None and declared[rule.consent] is not True:
        return "没有书面授权,不得查询"
    return None


def compare(
    name: str, declared: Declared, shared: Shared, age: Age = weekdays, needed: Iterable[str] | None = None
) -> Verdict:
    """`shared`: the records of one subject in the datasets of the check. KeyError for a check not in checks.csv.

    `needed`: where other departments are asked themselves, the datasets that are looked at here. What is not recorded
    in some of the datasets is no hit: the others may have it.
    """
    check = catalogue.checks()[name]
    all_of_them = datasets_for(name, declared)
    looked_at = all_of_them if needed is None else tuple(needed)
    bar = not_askable(name, declared)
    if bar is not None:
        return Verdict(check.name, "unknown", bar, check.action)
    finding = _within(RULES[name].run(declared, _only(shared, looked_at)), looked_at, all_of_them)
    finding = _on_fresh(finding, lambda kept: RULES[name].run(declared, kept), _only(shared, looked_at), (check, age))
    late = _late(check, looked_at, shared, age)
    if late and (finding.outcome == "agree" or finding.by_absence):
        finding = unknown(f"数据未到或已过时:{'、'.join(late)}")
    return _verdict(check, finding, _only(shared, looked_at), age)


def _on_fresh(finding: Finding, run: Callable[[Shared], Finding], shared: Shared, by: tuple[Check, Age]) -> Finding:
    """Data that are too old decide nothing (data standards, 6): a hit that rests on them is unknown, with its hint.

    A record is as new as the last word of its department: what that did not take back still stands.
    """
    check, age = by

    def fresh(record: Record) -> bool:
        last = max(record.as_of, shared.reach.get(record.dataset, record.as_of))
        return age(last, shared.today) <= check.fresh_for

    if finding.outcome != "hit" or all(fresh(record) for record in finding.records):
        return finding
    kept = replace(shared, records=tuple(filter(fresh, shared.records)))
    again = run(kept)
    if again.outcome == "hit" and not again.by_absence:
        return again
    return Finding("unknown", OLD_HINT.format(finding.detail), finding.records)


def _only(shared: Shared, datasets: Sequence[str]) -> Shared:
    """What is seen in these datasets alone."""
    reach = {name: as_of for name, as_of in shared.reach.items() if name in datasets}
    return Shared(shared.today, tuple(shared.of(*datasets)) if datasets else (), reach)


def _within(finding: Finding, looked_at: Sequence[str], all_of_them: Sequence[str]) -> Finding:
    if finding.by_absence and len(looked_at) < len(all_of_them):
        return agree("这些数据里没有记录")
    return finding


def _late(check: Check, needed: Iterable[str], shared: Shared, age: Age) -> list[str]:
    """The datasets that were never delivered, or whose data are older than the check allows."""
    known = catalogue.datasets()
    return [
        known[name].title
        for name in needed
        if name not in shared.reach or age(shared.reach[name], shared.today) > check.fresh_for
    ] or ([] if needed else ["没有可用的数据"])


def _verdict(check: Check, finding: Finding, shared: Shared, age: Age) -> Verdict:
    """The evidence are the records that it rests on; otherwise all datasets that were looked at."""
    seen = [(record.dataset, record.as_of, record.number) for record in finding.records]
    evidence = tuple(
        Evidence(dataset, as_of, number, age(as_of, shared.today) <= check.fresh_for)
        for dataset, as_of, number in sorted(seen or ((*item, None) for item in shared.reach.items()), key=_order)
    )
    return Verdict(check.name, finding.outcome, finding.detail, check.action, evidence)


def _order(seen: tuple[str, date, int | None]) -> tuple[str, date, int]:
    return seen[0], seen[1], seen[2] or 0

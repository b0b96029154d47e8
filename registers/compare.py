"""Compares what was declared with what the departments recorded: one pure rule a check of checks.csv -> a verdict.

A hit refuses nothing: a person verifies it. What is not recorded, late or not declared gives unknown, never agreement.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from registers import catalogue
from registers.catalogue import Check
from registers.rules import means, persons, standing
from registers.verdict import Declared, Evidence, Finding, Shared, Verdict, unknown

Age = Callable[[date, date], int]  # working days from the first day to the second


@dataclass(frozen=True, slots=True)
class Rule:
    """`needs`: what has to be declared before the rule can say anything."""

    run: Callable[[Declared, Shared], Finding]
    needs: tuple[str, ...] = ()


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
    "deposit": Rule(means.deposit, ("authorized", "limit")),
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


def compare(name: str, declared: Declared, shared: Shared, age: Age = weekdays) -> Verdict:
    """`shared`: the records of one subject in the datasets of the check. KeyError for a check not in checks.csv."""
    check = catalogue.checks()[name]
    rule = RULES[name]
    undeclared = [field for field in rule.needs if field not in declared]
    if undeclared:
        return _verdict(check, unknown(f"没有申报:{'、'.join(undeclared)}"))
    finding = rule.run(declared, shared)
    late = _late(check, datasets_for(name, declared), shared, age)
    if late and (finding.outcome == "agree" or finding.by_absence):
        return _verdict(check, unknown(f"数据未到或已过时:{'、'.join(late)}"), shared)
    return _verdict(check, finding, shared)


def _late(check: Check, needed: Iterable[str], shared: Shared, age: Age) -> list[str]:
    """The datasets that were never delivered, or whose data are older than the check allows."""
    known = catalogue.datasets()
    return [
        known[name].title
        for name in needed
        if name not in shared.reach or age(shared.reach[name], shared.today) > check.fresh_for
    ] or ([] if needed else ["没有可用的数据"])


def _verdict(check: Check, finding: Finding, shared: Shared | None = None) -> Verdict:
    """The evidence of a hit are the records it rests on; otherwise all datasets that were looked at."""
    if finding.records:
        seen = {(record.dataset, record.as_of) for record in finding.records}
    else:
        seen = set(shared.reach.items()) if shared else set()
    evidence = tuple(Evidence(dataset, as_of) for dataset, as_of in sorted(seen))
    return Verdict(check.name, finding.outcome, finding.detail, check.action, evidence)

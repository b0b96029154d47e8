"""The report of all stories in Chinese, by department and item, for heads of departments. Knows words, runs nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bpmn.register import Item


@dataclass(slots=True)
class Account:
    """One test: the items and titles that it is a story of, the cases in it, whether it passed."""

    titles: Sequence[tuple[str, str]] = ()
    cases: Sequence[Mapping[str, Any]] = ()
    walked: Collection[str] = ()
    passed: bool = True


@dataclass(slots=True)
class Report:
    items: Mapping[str, Item]
    departments: Mapping[str, str]
    branches: Mapping[str, str]
    accounts: list[Account] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        yield "# 事项故事"
        department = ""
        for code, item in self.items.items():
            if item.department != department:
                department = item.department
                yield f"\n## {self.departments.get(department, department)}"
            yield from self._of_item(code, item)
        yield from self._counts()

    def _of_item(self, code: str, item: Item) -> Iterator[str]:
        told = self.stories(code)
        yield f"\n### {code} {item.name}（故事 {self.number(code)} 个）"
        for title, account in told:
            yield f"\n#### {'通过' if account.passed else '未通过'}：{title}\n"
            for case in account.cases:
                if case["item"] == code:
                    yield from (f"- {line}" for line in case["lines"])
                    yield f"- 结果：{case['outcome']}{_time(case)}"

    def stories(self, code: str) -> list[tuple[str, Account]]:
        """With their titles."""
        return [(title, one) for one in self.accounts for item, title in one.titles if item == code]

    def number(self, code: str) -> int:
        """A story that is told for several cases is one."""
        return len({title for title, _ in self.stories(code)})

    def missing(self) -> list[str]:
        """The branches of blocks that no story took."""
        walked = {branch for account in self.accounts for branch in account.walked}
        return [name for branch, name in self.branches.items() if branch not in walked]

    def _counts(self) -> Iterator[str]:
        numbers = {code: self.number(code) for code in self.items}
        failed = sum(not account.passed for account in self.accounts)
        few = [code for code, number in numbers.items() if number < 2]
        missing = self.missing()
        yield "\n## 合计\n"
        yield f"- 事项 {len(self.items)} 个，故事 {sum(numbers.values())} 个，未通过的测试 {failed} 个"
        yield f"- 少于两个故事的事项：{'、'.join(few) or '没有'}"
        yield f"- 环节的分支 {len(self.branches)} 条，走过 {len(self.branches) - len(missing)} 条"
        yield from (f"- 没有走过：{name}" for name in missing)


def _time(case: Mapping[str, Any]) -> str:
    if case["used"] is None:
        return ""
    promised = case["promised"]
    return f"；用时 {case['used']} 个工作日" + (f"，承诺 {promised} 个工作日" if promised else "")

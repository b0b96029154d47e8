"""What a decision gives back: the value, and which rules led to it in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class DecisionError(ValueError):
    """A decision cannot be read or taken. The fields say where: the decision's id, the rules' numbers, the column."""

    def __init__(self, reason: str, decision: str = "", rules: tuple[int, ...] = (), column: str = "") -> None:
        self.reason = reason
        self.decision = decision
        self.rules = rules
        self.column = column
        places = [f"决策 {decision}"] if decision else []
        places += [f"规则 {'、'.join(map(str, rules))}"] if rules else []
        places += [f"列“{column}”"] if column else []
        super().__init__("，".join(places) + "：" + reason if places else reason)


class InputError(DecisionError):
    """Inputs that are missing or of another type; `inputs`: (name, why)."""

    def __init__(self, decision: str, inputs: tuple[tuple[str, str], ...]) -> None:
        self.inputs = inputs
        super().__init__("；".join(f"输入“{name}”{why}" for name, why in inputs), decision)


@dataclass(frozen=True, slots=True)
class Row:
    """A rule that matched, as written. `number` counts from 1; `conditions` are the cells that ask something."""

    number: int
    rule: str
    conditions: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]
    annotation: str


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a decision's logic as it was taken.

    `where`: the entries and functions it lies in, from the outside; empty for the logic itself. `text`: the expression
    as written; of a table its hit policy, with `inputs` by column and the `rules` that matched. `remark`: instead of an
    expression, what was done to the value afterwards.
    """

    where: tuple[str, ...]
    text: str
    value: Any
    is_table: bool = False
    inputs: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[Row, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """`output` is a value of the expression language (`feel.plain` makes it data); `inputs` are by column.

    `required` are the results of the decisions this one is built on, in the order they were taken. `explanation` are
    the rules that matched where the decision is a table of this hit `policy`; `steps` are the parts of all other logic.
    """

    decision: str
    output: Any
    inputs: Mapping[str, Any]
    explanation: tuple[Row, ...]
    required: "tuple[Result, ...]" = ()
    name: str = ""
    policy: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def matched_rules(self) -> tuple[int, ...]:
        """The numbers of the rules that matched, counted from 1 in the table's order."""
        return tuple(row.number for row in self.explanation)

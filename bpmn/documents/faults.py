"""What is wrong with a template, told so that whoever wrote it can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` counts from 1; `remedy`: what to do."""

    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.message}。{self.remedy}"


class Faulty(ValueError):
    """A template that cannot be used; `faults` are all that was found, by line."""

    def __init__(self, faults: Sequence[Fault]):
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(map(str, self.faults)))

"""Process variables: one scope a process or multi-instance body, shared by its branches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.runtime.kernel import Process

NOW = "$now"  # the name under which expressions find the moment of the command; it is never stored


class Variables(dict[str, Any]):
    """The variables of one scope. What is not here is looked up in, and written to, the scope around it.

    `log`, of the process' own scope only, takes what is written, so that it can be told.
    """

    __slots__ = ("log", "outer", "process")

    def __init__(
        self,
        values: Mapping[str, Any] | Iterable[tuple[str, Any]] = (),
        outer: Variables | None = None,
        process: Process | None = None,
    ):
        super().__init__(values)
        self.outer = outer
        self.process = process
        self.log: dict[str, Any] | None = None

    def __missing__(self, name: str) -> Any:
        if self.outer is not None:
            return self.outer[name]
        if name == NOW and self.process is not None:
            return self.process.now
        raise KeyError(name)

    def assign(self, values: Mapping[str, Any]) -> None:
        """Writes each variable where it lives; a new one lives in the outermost scope."""
        for name, value in values.items():
            scope = self
            while name not in scope and scope.outer is not None:
                scope = scope.outer
            scope[name] = value
            if scope.log is not None:
                scope.log[name] = value

    def visible(self) -> dict[str, Any]:
        """All that an expression in this scope can see, as a plain dict."""
        return dict(self) if self.outer is None else {**self.outer.visible(), **self}

"""Time limits as written, with lengths that may be expressions, and how long they are for one token or one case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bpmn.model import TimeLimit
from engine.domain.limits import Schedule, resolved, schedule
from engine.runtime.incidents import Incident
from engine.runtime.script_engine import Text, string, text
from engine.runtime.standing import limit_of

if TYPE_CHECKING:
    from engine.runtime.kernel import Process
    from engine.runtime.variables import Variables

NONE = "none"  # what an expression gives where this time the step has no limit of its own


@dataclass(frozen=True, slots=True)
class Dated:
    """A limit that begins now: its lengths written out, and its moments."""

    written: TimeLimit
    schedule: Schedule


class Lengths:
    """`city:timeLimit` with its texts compiled. ValueError for an expression that is none."""

    __slots__ = ("committed", "limit", "statutory")

    def __init__(self, limit: TimeLimit):
        self.limit = limit
        self.committed: Text | None = text(limit.committed) if limit.committed else None
        self.statutory: Text | None = text(limit.statutory) if limit.statutory else None

    def written(self, variables: Variables) -> TimeLimit:
        """The limit with its expressions worked out."""
        if self.committed == self.limit.committed and self.statutory == self.limit.statutory:
            return self.limit
        committed, statutory = (_length(each, variables) for each in (self.committed, self.statutory))
        return replace(self.limit, committed=committed, statutory=statutory)

    def of_step(self, process: Process, variables: Variables) -> Dated | None:
        """From now on; None where what is written says that there is no limit."""
        written = self.written(variables)
        if NONE in (written.committed, written.statutory):
            written = replace(
                written, committed=_unless_none(written.committed), statutory=_unless_none(written.statutory)
            )
            if not (written.committed or written.statutory):
                return None
        return self._dated(process, written, whole_of(process))

    def of_case(self, process: Process) -> Dated:
        """From now on."""
        return self._dated(process, self.written(process.data))

    def _dated(self, process: Process, limit: TimeLimit, whole: str | None = None) -> Dated:
        """Incident where a length cannot be read."""
        try:
            written = resolved(limit, whole)
            return Dated(written, schedule(written, process.now, process.situation.calendar))
        except (ValueError, OverflowError) as error:
            raise Incident(f"时限无法计算：{error}") from error


def _unless_none(length: str | None) -> str | None:
    return None if length == NONE else length


def _length(source: Text | None, variables: Variables) -> str | None:
    if source is None:
        return None
    written = string(source, variables)
    if written is None:
        raise Incident(f"时限 {source if isinstance(source, str) else source.text} 没有值")
    return written


def whole_of(process: Process) -> str | None:
    """The committed length of the case, of which a step may have a share: as it was set, or as it would be set now."""
    row = limit_of(process, process.instance)
    if row is not None:
        return row.committed
    own = process.program.lengths
    return own.written(process.data).committed if own else None

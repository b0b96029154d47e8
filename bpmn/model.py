"""What a deployed process is, as frozen data: what the designer wrote, read once. Knows no XML and runs nothing.

A text that begins with `=` is an expression (FEEL) over the variables of the instance; any other stands for itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """`city:timeLimit`: lengths as in `P5WD`, `PT4WH` or ISO 8601, or a share (0..1) of the whole committed limit."""

    committed: str | None = None
    statutory: str | None = None
    share: Decimal | None = None
    warn_share: Decimal = Decimal("0.3")


@dataclass(frozen=True, slots=True)
class Assignment:
    """`city:assignment`: who may do a task, and where. `differs_from` names the elements whose performers may not.

    `excludes`: people who may not; `performer`: the variable that takes who did it, for calls to pass on.
    """

    groups: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    assignee: str | None = None
    area: str | None = None
    differs_from: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    performer: str | None = None


@dataclass(frozen=True, slots=True)
class ClockPause:
    """`city:clock is="paused"`: the case's clock stands still while it is open. `clocks`: both or committed."""

    reason: str
    clocks: str = "both"


@dataclass(frozen=True, slots=True)
class Check:
    """`city:check`: a named pure rule of `bpmn.checks` over the variables, run before the token moves."""

    name: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """`city:job`: work that a worker does outside the command. `inputs` and `outputs`: (expression or name, name)."""

    kind: str
    inputs: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    retries: int = 3
    backoff: str = "PT10S"


@dataclass(frozen=True, slots=True)
class Binding:
    """Which version of a process or decision: `city:call`, `city:decision`. `by`: deployment, latest, version.

    `gives_all`, `takes_all`: all that is visible goes into a call, or comes back, beside what is mapped.
    """

    by: str = "deployment"
    version: int | None = None
    gives_all: bool = False
    takes_all: bool = False


@dataclass(frozen=True, slots=True)
class DecisionRef:
    """`city:decision`: a DMN decision, and the variable that takes its result.

    It lies in a file beside the process (`resource`, or whichever has it), or is deployed by itself: see `binding`.
    """

    decision: str
    result: str
    resource: str | None = None
    binding: Binding = Binding()


@dataclass(frozen=True, slots=True)
class Calculation:
    """A service task that is an expression with a result variable, run within the command."""

    expression: str
    result: str | None


@dataclass(frozen=True, slots=True)
class Correlation:
    """`city:correlation`: on a catch the key that this instance waits for, on a throw the key that it sends."""

    key: str | None = None
    ttl: str | None = None


@dataclass(frozen=True, slots=True)
class Association:
    """A data association. `sources` and `target`: variables. Without transformation and assignments it copies.

    `assignments`: (expression, path into a variable).
    """

    sources: tuple[str, ...] = ()
    target: str = ""
    transformation: str | None = None
    assignments: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class DataSet:
    """An input or output set: what must have a value. `partners`: ids of the sets on the other side that go with it."""

    id: str
    required: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputOutput:
    """What an activity or a process takes in and gives out, by the names of variables; one of the sets must be full."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    reads: tuple[Association, ...] = ()
    writes: tuple[Association, ...] = ()
    input_sets: tuple[DataSet, ...] = ()
    output_sets: tuple[DataSet, ...] = ()


@dataclass(frozen=True, slots=True)
class FormField:
    """One input of a form-js schema. `kind` is form-js' type: textfield, number, checkbox, select, datetime ..."""

    key: str
    label: str
    kind: str
    required: bool = False
    personal: bool = False
    rule: str | None = None  # a value rule of `bpmn.checks`: identity-number, credit-code, phone, area, amount
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int | None = None
    pattern: str | None = None
    options: tuple[str, ...] = ()
    hidden: str | None = None  # an expression: where it is true the field is not asked for
    shown_only: bool = False  # disabled or read-only: nobody fills it in


@dataclass(frozen=True, slots=True)
class Form:
    id: str
    fields: tuple[FormField, ...]

    @property
    def names(self) -> frozenset[str]:
        """The variables that may be filled in with it."""
        return frozenset(field.key.partition(".")[0] for field in self.fields if not field.shown_only)


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node, with what the city says of it. `line` is its line in the file."""

    id: str
    kind: str
    name: str
    line: int = 0
    assignment: Assignment | None = None
    limit: TimeLimit | None = None
    pause: ClockPause | None = None
    checks: tuple[Check, ...] = ()
    milestones: tuple[str, ...] = ()
    form: str | None = None
    job: Job | None = None
    decision: DecisionRef | None = None
    calculation: Calculation | None = None
    correlation: Correlation | None = None
    initiator: str | None = None  # start event: the variable that takes who started it
    initiator_area: str | None = None  # start event: the variable that takes the area in which it was started
    calls: str | None = None
    binding: Binding = Binding()
    inputs: tuple[
        tuple[str, str], ...
    ] = ()  # (expression, name inside): for a called process, or of the activity itself
    outputs: tuple[tuple[str, str], ...] = ()  # (expression inside, name outside)
    data: InputOutput | None = None
    collection: str | None = None  # multi-instance: the variable with the items, where a data item is named
    gathers: str | None = None  # multi-instance: the variable that takes the results, where a data item is named
    overdue_drawn: bool = False  # a boundary escalation "overdue" is attached


@dataclass(frozen=True, slots=True)
class Definition:
    """One executable process of a file. `kind`: case (has an item), ticket, or process."""

    key: str
    name: str
    kind: str = "process"
    item: str | None = None
    title: str | None = None
    area: str | None = None
    limit: TimeLimit | None = None
    starters: tuple[str, ...] = ()  # groups that may start it; empty: whoever may log in
    elements: Mapping[str, Element] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    personal: frozenset[str] = frozenset()  # names of variables that are sealed
    subject: str | None = None  # the variable with the identity number of the person whose case it is
    data: InputOutput | None = None  # what it needs at its start, and what it leaves to a caller
    calls: tuple[str, ...] = ()  # keys of the processes that it enters, whatever their version

    @property
    def is_clocked(self) -> bool:
        """May any limit run in it, its own or of what it calls? Then its limits are loaded with its instances."""
        own = self.limit is not None or any(element.limit for element in self.elements.values())
        return own or bool(self.calls)

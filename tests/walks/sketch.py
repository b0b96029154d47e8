"""The parts of a drawing that hold no other block: triggers, loops, handlers; and the scope that is drawn at."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from tests.engine.runtime.drawing import boundary, node, said
from tests.walks.blocks import Block, Guard

SIGNALS, CODES = ("g1", "g2"), ("x1", "x2")


@dataclass
class File:
    """Processes that are called, and the messages that are waited for, as they are met."""

    processes: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    numbers: count[int] = field(default_factory=count)

    def declared(self) -> str:
        messages = "".join(f'<message id="m_{name}" name="{name}"/>' for name in self.messages)
        signals = "".join(f'<signal id="{name}" name="{name}"/>' for name in SIGNALS)
        errors = "".join(f'<error id="e_{code}" errorCode="{code}"/>' for code in CODES)
        return (
            messages
            + signals
            + errors
            + "".join(f'<escalation id="u_{code}" name="{code}" escalationCode="{code}"/>' for code in CODES)
        )


@dataclass(frozen=True)
class Sketch:
    """One scope as it is drawn. `items`: the variables of the multi-instances around it."""

    file: File
    items: tuple[str, ...] = ()
    nodes: list[str] = field(default_factory=list)

    def flow(self, source: str, target: str, condition: str = "") -> str:
        id = f"f{next(self.file.numbers)}"
        written = condition.replace("<", "&lt;").replace(">", "&gt;")
        inner = f"<conditionExpression>{written}</conditionExpression>" if condition else ""
        self.nodes.append(f'<sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>')
        return id

    def xor(self, name: str, default: str = "") -> None:
        attributes = {"default": default} if default else {}
        self.nodes.append(node("exclusiveGateway", name, **attributes))

    @property
    def place(self) -> str:
        """The expression that says in which of the instances around something is."""
        return " + ".join(f"string({item})" for item in self.items) or '""'


def receive_task(to: Sketch, block: Block) -> str:
    to.file.messages.append(block.name)
    key = said(f"<city:correlation key='={to.place}'/>") if to.items else ""
    return node("receiveTask", block.name, key, messageRef=f"m_{block.name}")


def loop_of(block: Block) -> str:
    if block.is_many:
        order = str(block.loop == "sequential").lower()
        until = f"<completionCondition>numberOfCompletedInstances &gt;= {block.until}</completionCondition>"
        items = list(range(1, block.number + 1))
        kept = block.kind == "task"
        return (
            f'<multiInstanceLoopCharacteristics isSequential="{order}"><loopDataInputRef>{items}</loopDataInputRef>'
            + (f"<loopDataOutputRef>o_{block.name}</loopDataOutputRef>" if kept else "")
            + f'<inputDataItem id="{block.item}"/>'
            + (f'<outputDataItem id="r_{block.name}"/>' if kept else "")
            + (until if block.until else "")
            + "</multiInstanceLoopCharacteristics>"
        )
    if block.loop:
        before = str(block.loop == "before").lower()
        condition = f"<loopCondition>w_{block.name} &gt; 0</loopCondition>"
        attributes = f'testBefore="{before}" loopMaximum="{block.number}"'
        return f"<standardLoopCharacteristics {attributes}>{condition}</standardLoopCharacteristics>"
    return ""


def undoing(to: Sketch, block: Block) -> str:
    """The compensation handler, and what ties it to the activity."""
    if not block.undone:
        return ""
    name = block.name
    who = said(f"<city:assignment candidateUsers='={to.place}'/>") if to.items else ""
    return (
        boundary(name, f"c_{name}", "<compensateEventDefinition/>")
        + node("userTask", f"undo_{name}", who, isForCompensation="true")
        + f'<association id="a_{name}" sourceRef="c_{name}" targetRef="undo_{name}"/>'
    )


def trigger_of(to: Sketch, guard: Guard) -> str:
    """With what tells one instance from another: the key of a message, the length of a timer."""
    ref = f'Ref="{{}}_{guard.code}"' if guard.code else ""
    match guard.trigger:
        case "message":
            to.file.messages.append(guard.name)
            key = said(f"<city:correlation key='={to.place}'/>") if to.items else ""
            return f'{key}<messageEventDefinition messageRef="m_{guard.name}"/>'
        case "signal":
            return f'<signalEventDefinition signalRef="{guard.code}"/>'
        case "timer" | "cycle":
            repeated = "R2/" if guard.trigger == "cycle" else ""
            written = f'="{repeated}PT1" + {to.place} + "M"' if to.items else f"{repeated}PT1M"
            kind = "timeCycle" if repeated else "timeDuration"
            return f"<timerEventDefinition><{kind}>{written}</{kind}></timerEventDefinition>"
        case "error":
            return f"<errorEventDefinition {'error' + ref.format('e') if ref else ''}/>"
        case "escalation":
            return f"<escalationEventDefinition {'escalation' + ref.format('u') if ref else ''}/>"
        case "condition":
            return (
                f"<conditionalEventDefinition><condition>c_{guard.name} &gt; 0</condition></conditionalEventDefinition>"
            )
    return "<cancelEventDefinition/>"

"""Deployed definitions, ready to run: parsed once, kept by id. A miss costs milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from bpmn import decisions
from bpmn.model import Binding, Definition, Element
from bpmn.parse import Document, Finding, read
from bpmn.resources import DECISION_ENDINGS
from bpmn.xml import line_of
from engine.domain.rejections import Invalid
from engine.domain.source import Source
from engine.runtime.lengths import Lengths
from engine.runtime.parsing.parser import Parser
from engine.runtime.parsing.process_spec import ProcessSpec
from engine.runtime.script_engine import Text, text
from engine.runtime.specs.catching import Catching
from engine.runtime.specs.definitions import Message, Signal, Timer, each_of
from engine.runtime.specs.node import ACCEPTED
from engine.runtime.specs.subprocesses import CallActivity

FindDecision = Callable[[str, int | None], tuple[int, decisions.Decision] | None]
"""Id of a decision, and a version or None for the latest -> its version and it; None if it is not deployed alone."""
Find = Callable[[str, int | None], int | None]
"""Key of a process, and a version or None for the latest -> its definition; None where it is not deployed."""


@dataclass(frozen=True, slots=True)
class Model:
    """A file that has been read: its definitions by key, and the specs of all its processes and subprocesses by id."""

    definitions: Mapping[str, Definition]
    specs: Mapping[str, ProcessSpec]


@dataclass(frozen=True, slots=True)
class Program:
    """One definition, ready to run. `definitions`: of all processes of its file, by key.

    `remembered`: elements whose performers some other element asks for. `accepts_here`: it reaches the milestone from
    which the case's clock runs, or what it calls in its own file does.
    `called`: key -> definition of another file, bound at deployment; `looked_up`: keys that are found when entered.
    `heard`: names of messages and signals that something in its file waits for.
    """

    id: int
    definition: Definition
    definitions: Mapping[str, Definition]
    spec: ProcessSpec
    specs: Mapping[str, ProcessSpec]
    remembered: frozenset[str]
    title: Text | None
    area: Text | None
    lengths: Lengths | None
    accepts_here: bool
    called: Mapping[str, int]
    looked_up: tuple[tuple[str, int | None], ...]
    load: Callable[[int], Program]
    find: Find
    find_decision: FindDecision
    heard: frozenset[str]

    def program_of(self, key: str, binding: Binding) -> Program | None:
        """Whose process `key` a call activity of this file enters: its own, or another definition's."""
        if binding.by != "deployment":
            id = self.find(key, binding.version)
            return None if id is None else self.load(id)
        spec = self.specs.get(key)
        if spec is not None and spec.is_process:
            return self
        id = self.called.get(key)
        return None if id is None else self.load(id)

    @property
    def accepts(self) -> bool:
        """Does its clock run from a milestone, in it or in what it calls, and not from the start?"""
        if not (self.called or self.looked_up):
            return self.accepts_here
        seen, todo = {self.id}, [self]
        while todo:
            program = todo.pop()
            if program.accepts_here:
                return True
            found = {*program.called.values(), *(program.find(*named) for named in program.looked_up)}
            for id in found - seen:
                if id is not None:
                    seen.add(id)
                    todo.append(self.load(id))
        return False


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a file holds, at deployment.

    `starts`: key -> (element, kind, name) of what starts it from outside; the name of a timer is its text.
    `called`: key -> definition of another file.
    """

    definitions: tuple[Definition, ...]
    starts: Mapping[str, tuple[tuple[str, str, str], ...]]
    called: Mapping[str, int]


def build(
    source: Source, model: Model, load: Callable[[int], Program], find: Find, find_decision: FindDecision
) -> Program:
    definition = model.definitions[source.key]
    elements = [element for each in model.definitions.values() for element in each.elements.values()]
    asked = (element.assignment.differs_from for element in elements if element.assignment)
    return Program(
        id=source.definition,
        definition=definition,
        definitions=model.definitions,
        spec=model.specs[source.key],
        specs=model.specs,
        remembered=frozenset(name for names in asked for name in names),
        title=text(definition.title) if definition.title else None,
        area=text(definition.area) if definition.area else None,
        lengths=Lengths(definition.limit) if definition.limit else None,
        accepts_here=_accepts(definition, model),
        called=source.called,
        looked_up=tuple(_looked_up(elements)),
        load=load,
        find=find,
        find_decision=find_decision,
        heard=frozenset(_heard(model.specs.values())),
    )


def _heard(specs: Iterable[ProcessSpec]) -> Iterator[str]:
    catching = (node for spec in specs for node in spec.order if isinstance(node, Catching))
    for node in catching:
        yield from (each.name for each in each_of(node.event_definition) if isinstance(each, Message | Signal))


def _looked_up(elements: Iterable[Element]) -> Iterator[tuple[str, int | None]]:
    for element in elements:
        if element.calls is not None and element.binding.by != "deployment":
            yield element.calls, element.binding.version


def _accepts(definition: Definition, model: Model) -> bool:
    """Does it, or a process of the same file that it calls, reach the milestone from which the case's clock runs?"""
    seen: set[str] = set()
    todo = [definition.key]
    while todo:
        key = todo.pop()
        if key in seen or key not in model.definitions:
            continue
        seen.add(key)
        elements = model.definitions[key].elements.values()
        if any(ACCEPTED in element.milestones for element in elements):
            return True
        todo += [element.calls for element in elements if element.calls]
    return False


def model_of(document: Document, resources: Mapping[str, bytes]) -> Model:
    """ValidationException where something is not run."""
    elements = {id: element for each in document.definitions for id, element in each.elements.items()}
    parser = Parser(elements, _decisions(resources))
    parser.add_bpmn_xml(document.tree)
    return Model({each.key: each for each in document.definitions}, parser.specs())


def digest(source: Source) -> bytes:
    """Of the bytes that a model is made of: definitions of one file share one."""
    total = sha256(source.bpmn)
    for name, content in sorted(source.resources.items()):
        total.update(f"\0{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.digest()


def check(name: str, bpmn: bytes, resources: Mapping[str, bytes], known_calls: Callable[[str], int | None]) -> Compiled:
    """Reads a file for deployment. Invalid, with a finding for each fault, where it cannot run as drawn."""
    try:
        document = read(bpmn, resources)
    except ValueError as error:
        raise Invalid(f"{name}：{error}") from error
    _refuse(name, document.errors)
    try:
        model = model_of(document, resources)
    except ValidationException as error:
        words = f"第 {_line_of(document, error.id)} 行：{str(error).rstrip('. ')}"
        raise Invalid(f"{name}：{error.id} {words}", ((error.id, words),)) from error
    called = _called(model, known_calls)
    starts = {definition.key: tuple(_starts(model.specs[definition.key])) for definition in document.definitions}
    return Compiled(document.definitions, starts, called)


def _line_of(document: Document, id: str) -> int:
    return line_of(next((node for node in document.tree.iter("{*}*") if node.get("id") == id), document.tree))


def _refuse(name: str, errors: tuple[Finding, ...]) -> None:
    if errors:
        findings = tuple((each.element or "", f"第 {each.line} 行：{each.message}。{each.remedy}") for each in errors)
        raise Invalid(f"{name} 有 {len(errors)} 处错误：{findings[0][0]} {findings[0][1]}", findings)


def _called(model: Model, known_calls: Callable[[str], int | None]) -> dict[str, int]:
    called: dict[str, int] = {}
    missing: list[tuple[str, str]] = []
    for spec in model.specs.values():
        for node in spec.order:
            if isinstance(node, CallActivity) and node.is_bound and node.spec not in model.definitions:
                id = known_calls(node.spec)
                if id is None:
                    where = f"第 {node.element.line} 行：调用的流程 {node.spec} 没有部署。先部署它，或改 calledElement"
                    missing.append((node.name, where))
                else:
                    called[node.spec] = id
    if missing:
        raise Invalid(f"{missing[0][0]} {missing[0][1]}", tuple(missing))
    return called


def _starts(spec: ProcessSpec) -> list[tuple[str, str, str]]:
    found = []
    for trigger in spec.triggers:
        start = trigger.element
        match trigger.definition:
            case Message(name=name):
                found.append((start.name, "keyed" if name in start.correlating else "message", name))
            case Signal(name=name):
                found.append((start.name, "signal", name))
            case Timer(name=written, text=read):
                if read.literal is None:
                    words = "开始事件的定时要写死，那时还没有变量可算。改成 R/P1D 这样的写法"
                    raise Invalid(f"{start.name} {words}", ((start.name, f"第 {start.element.line} 行：{words}"),))
                found.append((start.name, "timer", written))
    return found


def _decisions(resources: Mapping[str, bytes]) -> dict[str, Mapping[str, Any]]:
    files = {name: content for name, content in resources.items() if name.endswith(DECISION_ENDINGS)}
    return {name: decisions.read(content, files) for name, content in files.items()}

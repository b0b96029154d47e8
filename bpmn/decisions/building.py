"""Makes the requirement graph of the elements of DMN files, and the order in which decisions are taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, NoReturn, TypeAlias

from bpmn.decisions.boxes import logic_in, needed_logic
from bpmn.decisions.decision import Decision
from bpmn.decisions.files import File, variable_of
from bpmn.decisions.functions import Lambda, Parameter, read_lambda
from bpmn.decisions.nodes import Deciding, InputData, Key, Knowledge, Need, Serving
from bpmn.decisions.notes import Box
from bpmn.decisions.places import Place, child, children, description_of, name_of
from bpmn.decisions.results import DecisionError
from bpmn.decisions.types import Type
from bpmn.xml import Node, local

Nodes: TypeAlias = dict[Key, tuple[Node, File]]
"""The elements of all files, with the file each lies in."""
KINDS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")
REQUIRED = (
    ("informationRequirement", "requiredInput", "所需的输入"),
    ("informationRequirement", "requiredDecision", "所需的决策"),
    ("knowledgeRequirement", "requiredKnowledge", "所需的业务知识模型"),
)


@dataclass(slots=True)
class Building:
    """`given`: decisions that services get from outside; these may have no logic. `faults`: all that were found."""

    files: Mapping[str, File]
    nodes: Nodes
    graph: dict[Key, Any] = field(default_factory=dict)
    order: tuple[Key, ...] = ()
    given: frozenset[Key] = frozenset()
    faults: list[DecisionError] = field(default_factory=list)

    def build(self) -> None:
        services = {key: None for key, (node, _) in self.nodes.items() if local(node) == "decisionService"}
        self.given = frozenset(given for key in services for given in self.links(key, "inputDecision"))
        for key in self.nodes:
            if key not in services:
                self.attempt(key)
        self.order = self.ordered()
        for key in services:
            self.attempt(key)

    def attempt(self, key: Key) -> None:
        """The node in the graph, or in its place one that raises its fault."""
        node, file = self.nodes[key]
        place = file.place(key[1])
        try:
            self.graph[key] = self.made(key, node, place)
        except DecisionError as error:
            self.refuse(key, error)
        except RecursionError:
            self.refuse(key, place.error("式子套得太深"))

    def refuse(self, key: Key, error: DecisionError) -> None:
        fault = error if error.decision else DecisionError(error.reason, key[1], error.rules, error.column)
        self.faults.append(fault)
        self.graph[key] = broken(key, self.nodes[key][0], fault)

    def made(self, key: Key, node: Node, place: Place) -> InputData | Deciding | Knowledge | Serving:
        match local(node):
            case "inputData":
                return InputData(*typed_name(node, place), label=description_of(node))
            case "decision":
                logic = logic_in(node, place) or self.no_logic(key, place)
                variable, needs = Parameter(*typed_name(node, place)), self.needs(key, place)
                return Deciding(key, name_of(node) or key[1], variable, logic, needs, outputs_of(node))
            case "businessKnowledgeModel":
                name, type = typed_name(node, place)
                logic_node = child(node, "encapsulatedLogic")
                if logic_node is None:
                    raise place.error("业务知识模型没有写逻辑")
                defined = read_lambda(logic_node, place, needed_logic)
                itself = Need(key, "", name)
                return Knowledge(name, replace(defined, gives=given_by(type)), (itself, *self.needs(key, place)))
        return self.service(key, node, place)

    def no_logic(self, key: Key, place: Place) -> Box:
        """Only a decision that services get from outside can do without logic; it is null where nobody gives it."""
        if key not in self.given:
            raise place.error("决策没有决策表，也没有表达式")
        return lambda variables, notes: None

    def service(self, key: Key, node: Node, place: Place) -> Serving:
        name, type = typed_name(node, place)
        inputs, given, outputs = (
            self.checked(key, kind, place) for kind in ("inputData", "inputDecision", "outputDecision")
        )
        if not outputs:
            raise place.error("决策服务没有输出决策")
        return Serving(key[1], name, inputs, given, outputs, self.plan(outputs, frozenset(given)), given_by(type))

    def needs(self, key: Key, place: Place) -> tuple[Need, ...]:
        node, file = self.nodes[key]
        found: list[Need] = []
        for requirement, link, what in REQUIRED:
            for one in children(node, requirement):
                for target in self.targets(one, link, file):
                    if target not in self.nodes:
                        raise place.error(f"{what} {target[1]} 不在文件中")
                    found.append(
                        Need(target, self.prefix(target, file, place), name_of(variable_of(self.nodes[target][0])))
                    )
        return tuple(found)

    def prefix(self, target: Key, file: File, place: Place) -> str:
        if target[0] == file.namespace:
            return ""
        for prefix, namespace in file.imports.items():
            if namespace == target[0]:
                return prefix
        raise place.error(f"引用的 {target[1]} 所在的文件没有导入")

    def targets(self, node: Node, link: str, file: File) -> Iterator[Key]:
        for one in children(node, link):
            namespace, _, identity = (one.get("href") or "").rpartition("#")
            yield namespace or file.namespace, identity

    def links(self, key: Key, link: str) -> tuple[Key, ...]:
        node, file = self.nodes[key]
        return tuple(self.targets(node, link, file))

    def checked(self, key: Key, link: str, place: Place) -> tuple[Key, ...]:
        found = self.links(key, link)
        for target in found:
            if target not in self.nodes:
                raise place.error(f"决策服务引用的 {target[1]} 不在文件中")
        return found

    def ordered(self) -> tuple[Key, ...]:
        """All decisions, each after those it requires. Raises DecisionError for a circle."""
        requires = {
            key: {need.key for need in node.needs if isinstance(self.graph.get(need.key), Deciding)}
            for key, node in self.graph.items()
            if isinstance(node, Deciding)
        }
        try:
            return tuple(TopologicalSorter(requires).static_order())
        except CycleError as error:
            raise DecisionError(f"决策互相依赖，成了圈：{' → '.join(key[1] for key in error.args[1])}") from None

    def plan(self, outputs: tuple[Key, ...], given: frozenset[Key]) -> tuple[Key, ...]:
        """What must be taken for the outputs, them included, in order; what is given need not."""
        wanted = self.reached(outputs, given)
        return tuple(key for key in self.order if key in wanted and isinstance(self.graph[key], Deciding))

    def reached(self, start: tuple[Key, ...], without: frozenset[Key]) -> frozenset[Key]:
        """Everything that these require, they themselves too."""
        found: set[Key] = set()
        open = [key for key in start if key not in without]
        while open:
            key = open.pop()
            node = self.graph.get(key)
            if key not in found and isinstance(node, Deciding):
                open += [need.key for need in node.needs if need.key not in without]
            found.add(key)
        return frozenset(found)

    def entries(self, namespace: str) -> dict[str, Decision]:
        """What can be asked for of one file: its decisions and services by id."""
        kinds = ("decision", "decisionService")
        keys = [key for key, (node, _) in self.nodes.items() if key[0] == namespace and local(node) in kinds]
        return {key[1]: self.entry(key) for key in keys}

    def entry(self, key: Key) -> Decision:
        node = self.graph[key]
        name = name_of(self.nodes[key][0]) or key[1]
        if isinstance(node, Serving):
            given = (InputData(self.graph[one].variable.name, self.graph[one].variable.type) for one in node.given)
            inputs = (*(self.graph[one] for one in node.inputs), *given)
            return Decision(key[1], name, key, self.graph, node.plan, inputs)
        plan = tuple(one for one in self.plan((key,), frozenset()) if one != key)
        reached = self.reached((key,), frozenset())
        inputs = tuple(
            self.graph[one] for one in self.nodes if one in reached and local(self.nodes[one][0]) == "inputData"
        )
        return Decision(key[1], name, key, self.graph, plan, inputs)


def outputs_of(node: Node) -> tuple[str, ...]:
    """The columns of a table that declares no variable."""
    table = child(node, "decisionTable")
    if table is None or child(node, "variable") is not None:
        return ()
    return tuple(name for name in map(name_of, children(table, "output")) if name)


def typed_name(node: Node, place: Place) -> tuple[str, Type | None]:
    """The name and the type of a node's value."""
    variable = variable_of(node)
    return name_of(variable) or name_of(node), place.type_of(variable.get("typeRef", ""))


def given_by(type: Type | None) -> Type | None:
    """What a function of this declared type gives; older files declare the type of the result itself."""
    if type is None or type.is_function:
        return type.gives if type else None
    return type


def broken(key: Key, node: Node, error: DecisionError) -> InputData | Deciding | Knowledge:
    def fail(variables: Any, notes: Any) -> NoReturn:
        raise error

    name = name_of(variable_of(node)) or name_of(node)
    match local(node):
        case "inputData":
            return InputData(name, None)
        case "businessKnowledgeModel":
            return Knowledge(name, Lambda((), fail), ())
    return Deciding(key, name, Parameter(name, None), fail, ())

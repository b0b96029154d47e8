"""A DMN file and those it imports, as trees with their names and types. Compiles no logic."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bpmn import feel
from bpmn.decisions.items import read_types
from bpmn.decisions.places import Place, child, children, name_of
from bpmn.decisions.results import DecisionError
from bpmn.decisions.types import Types
from bpmn.xml import Malformed, Node, local, read_xml

FUNCTIONS = frozenset(("businessKnowledgeModel", "decisionService"))
NAMED = FUNCTIONS | {"inputData", "decision", "variable", "itemComponent", "column", "output", "import"}
"""Elements whose names all texts of the file may use."""
MOST_NAMES = 10_000


@dataclass(frozen=True, slots=True)
class File:
    """`imports`: prefix -> namespace. `known`: names that its texts may use, see Place."""

    namespace: str
    root: Node
    imports: Mapping[str, str]
    known: frozenset[str]
    types: Types

    def place(self, decision: str) -> Place:
        return Place(decision, self.known, self.types, language=self.root.get("expressionLanguage", ""))


def read_root(xml: bytes) -> Node:
    """Raises DecisionError; loads nothing from anywhere."""
    try:
        root = read_xml(xml)
    except Malformed as error:
        raise DecisionError(str(error)) from error
    if local(root) != "definitions" or "/DMN/" not in str(root.tag).upper():
        raise DecisionError("文件不是 DMN：根元素应为 DMN 的 definitions")
    return root


def read_files(xml: bytes, beside: Mapping[str, bytes]) -> dict[str, File]:
    """The file and all that it imports, by namespace; the file itself comes last. Raises DecisionError."""
    root = read_root(xml)
    found: dict[str, File] = {}
    load(root, by_namespace(beside), found, ())
    return found


def imported_files(xml: bytes, beside: Mapping[str, bytes]) -> tuple[str, ...]:
    """The names of the files beside that a file imports, and those that these import. Raises DecisionError."""
    names = {source: name for name, source in beside.items()}
    sources = by_namespace(beside)
    used = [*read_files(xml, beside)][:-1]
    return tuple(names[sources[namespace]] for namespace in used)


def by_namespace(beside: Mapping[str, bytes]) -> dict[str, bytes]:
    """The DMN files beside; what cannot be read is not there."""
    found: dict[str, bytes] = {}
    for source in beside.values():
        try:
            found[read_root(source).get("namespace", "")] = source
        except DecisionError:
            continue
    return found


def load(root: Node, beside: Mapping[str, bytes], found: dict[str, File], open: tuple[str, ...]) -> None:
    namespace = root.get("namespace", "")
    imports = {name_of(node): node.get("namespace", "") for node in imported(root)}
    for wanted in imports.values():
        if wanted in (*open, namespace):
            raise DecisionError(f"决策文件互相导入，成了圈：{wanted}")
        if wanted not in found and wanted not in beside:
            raise DecisionError(f"导入的决策文件（命名空间 {wanted}）不在旁边，请一起提供")
        if wanted not in found:
            load(read_root(beside[wanted]), beside, found, (*open, namespace))
    known = names_of(root).union(*(found[wanted].known for wanted in imports.values()))
    types = read_types(root, {prefix: found[wanted].types for prefix, wanted in imports.items()}, known)
    found[namespace] = File(namespace, root, imports, known, types)


def imported(root: Node) -> Iterator[Node]:
    for node in children(root, "import"):
        if "/DMN/" not in (node.get("importType") or "/DMN/").upper():
            raise DecisionError(f"只能导入 DMN 文件，却是 {node.get('importType')}")
        yield node


def names_of(root: Node) -> frozenset[str]:
    """Names that expressions may use: those of several words can be read, and functions called, because they are known.

    A variable with the name of a built-in function does not hide it.
    """
    found: set[str] = set()
    for node in root.iter("{*}*"):
        kind = local(node)
        name = name_of(node) if kind in NAMED or is_plain_parameter(node) else iterator_of(node)
        if name and (kind in FUNCTIONS or not feel.is_builtin(name)):
            found.add(name)
    if len(found) > MOST_NAMES:
        raise DecisionError(f"一个文件里的名称不能超过 {MOST_NAMES} 个，这里有 {len(found)} 个")
    return frozenset(found)


def is_plain_parameter(node: Node) -> bool:
    """A parameter with signs in its name, such as a dot, is known in its function alone: elsewhere it may be a path."""
    return local(node) == "formalParameter" and name_of(node).replace(" ", "_").isidentifier()


def iterator_of(node: Node) -> str:
    return " ".join((node.get("iteratorVariable") or "").split())


def variable_of(node: Node) -> Node:
    """Where the name and the type of a node's value stand: its variable, else itself."""
    variable = child(node, "variable")
    return variable if variable is not None else node

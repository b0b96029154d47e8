"""Data in a file: objects, properties, inputs and outputs by the name of their variable, and what moves between them.

A data object is the variable of its name. Judges nothing; `associations` does.
"""

from collections.abc import Iterator, Mapping

from bpmn.model import Association, DataSet, InputOutput
from bpmn.texts import bare
from bpmn.xml import Node, tag, text_of

OBJECTS = ("dataObject", "dataObjectReference")
OWN = ("property", "dataInput", "dataOutput", "inputDataItem", "outputDataItem")
PLACEHOLDER = "__targetRef_placeholder"  # some editors let an arrow that reads end at a property of this name
Items = Mapping[str, str]
"""Id -> name of the variable."""


def items(process: Node) -> Items:
    """All that an association of this process may name."""
    objects = {node.get("id", ""): node for node in process.iter(tag("dataObject"))}
    references = list(process.iter(tag("dataObjectReference")))
    names = {id: _name(node) for id, node in objects.items()}
    for reference in references:
        object = reference.get("dataObjectRef", "")
        names[object] = names.get(object) or _name(reference)
    found = {id: name or id for id, name in names.items()}
    for reference in references:
        own = reference.get("id", "")
        found[own] = found.get(reference.get("dataObjectRef", "")) or _name(reference) or own
    for node in process.iter(*map(tag, OWN), tag("dataStoreReference")):
        found[node.get("id", "")] = _name(node) or node.get("id", "")
    found.pop("", None)
    return found


def _name(node: Node) -> str:
    return " ".join(node.get("name", "").split())


def read_data(node: Node, known: Items) -> InputOutput | None:
    """What one activity, event or process takes in and gives out; None where it says nothing of it."""
    holder = node.find(tag("ioSpecification"))
    holder = node if holder is None else holder
    data = InputOutput(
        inputs=_names(holder, "dataInput"),
        outputs=_names(holder, "dataOutput"),
        properties=tuple(name for name in _names(node, "property") if name != PLACEHOLDER),
        reads=tuple(_association(each, known) for each in node.iterchildren(tag("dataInputAssociation"))),
        writes=tuple(_association(each, known) for each in node.iterchildren(tag("dataOutputAssociation"))),
        input_sets=_sets(holder, "inputSet", known),
        output_sets=_sets(holder, "outputSet", known),
    )
    return data if data != InputOutput() else None


def _names(holder: Node, kind: str) -> tuple[str, ...]:
    return tuple(_name(each) or each.get("id", "") for each in holder.iterchildren(tag(kind)))


def _association(node: Node, known: Items) -> Association:
    sources = (text_of(each) for each in node.iterchildren(tag("sourceRef")))
    target = text_of(node.find(tag("targetRef")))
    return Association(
        sources=tuple(known.get(each, each) for each in sources),
        target=known.get(target, target),
        transformation=bare(text_of(node.find(tag("transformation")))) or None,
        assignments=tuple(assignments(node, known)),
    )


def assignments(node: Node, known: Items) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(expression, path): the first of the path is a variable; an item of the file may be named by id or name."""
    for each in node.iterchildren(tag("assignment")):
        head, *rest = bare(text_of(each.find(tag("to")))).split(".")
        yield bare(text_of(each.find(tag("from")))), (known.get(head.strip(), head.strip()), *map(str.strip, rest))


def _sets(holder: Node, kind: str, known: Items) -> tuple[DataSet, ...]:
    """BPMN's `optional` and `whileExecuting` references take back what the plain ones ask for."""
    data, other = ("dataInput", "outputSetRefs") if kind == "inputSet" else ("dataOutput", "inputSetRefs")
    prefix = data.removeprefix("data")
    found = []
    for node in holder.iterchildren(tag(kind)):
        named = {name: _refs(node, name) for name in (f"{data}Refs", f"optional{prefix}Refs")}
        late = _refs(node, f"whileExecuting{prefix}Refs")
        asked = [ref for ref in named[f"{data}Refs"] if ref not in named[f"optional{prefix}Refs"] and ref not in late]
        required = tuple(known.get(ref, ref) for ref in asked)
        found.append(DataSet(node.get("id", ""), required, tuple(_refs(node, other))))
    return tuple(found)


def _refs(node: Node, name: str) -> list[str]:
    return [text_of(each) for each in node.iterchildren(tag(name))]


def item_of(many: Node, name: str, known: Items) -> str | None:
    """The variable that `loopDataInputRef` or `loopDataOutputRef` names by an id; None for an expression."""
    return known.get(text_of(many.find(tag(name))))

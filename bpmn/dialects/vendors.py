"""Whose words are understood, and how they are found on an element."""

from collections.abc import Iterator

from bpmn.xml import CITY, Node, extensions, local, split

ZEEBE = "http://camunda.org/schema/zeebe/1.0"
DROOLS = "http://www.jboss.org/drools"
VENDORS = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://operaton.org/schema/1.0/bpmn": "operaton",
    "http://flowable.org/bpmn": "flowable",
    "http://activiti.org/bpmn": "activiti",
}
WRITTEN = VENDORS | {ZEEBE: "zeebe", DROOLS: "drools"}


def word(node: Node, *names: str) -> str | None:
    """The vendors' attribute of this name, the first vendor's that has one; None where none or empty."""
    for name in names:
        for space in VENDORS:
            text = (node.get(f"{{{space}}}{name}") or "").strip()
            if text:
                return text
    return None


def elements(node: Node, *names: str) -> Iterator[Node]:
    """The vendors' extension elements of these names."""
    for space in VENDORS:
        for found in extensions(node, space):
            if not names or local(found) in names:
                yield found


def zeebe(node: Node, name: str) -> Node | None:
    return next((found for found in extensions(node, ZEEBE) if local(found) == name), None)


def vendor_attributes(node: Node) -> Iterator[tuple[str, str]]:
    """(name as written, local name) of each attribute of a vendor."""
    for attribute in node.attrib:
        space, name = split(str(attribute))
        if space in VENDORS:
            yield f"{VENDORS[space]}:{name}", name


def written(node: Node) -> str:
    """The name of a vendor's element as a designer knows it."""
    space, name = split(str(node.tag))
    return f"{WRITTEN.get(space, node.prefix or '')}:{name}"


def is_foreign(root: Node) -> bool:
    """Made for another engine: it names one, and no word of ours."""
    spaces = frozenset(root.nsmap.values())
    return CITY not in spaces and not spaces.isdisjoint(VENDORS)

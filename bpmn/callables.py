"""Global tasks (BPMN 2.0.2, 10.3.4): each becomes, in the tree, the process of one task that a call activity enters.

The process and its task have the id of the global task, by which it is called and shown.
"""

from lxml import etree

from bpmn.xml import Node, local, tag

GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}


def unfold(root: Node) -> None:
    """After this nobody needs to know that there are global tasks: all that holds of a task holds of them."""
    for node in list(root.iterchildren(*map(tag, GLOBAL_TASKS))):
        process = etree.Element(tag("process"), {"id": node.get("id", ""), "name": node.get("name", "")})
        root.replace(node, process)
        process.append(node)
        node.tag = tag(GLOBAL_TASKS[local(node)])
        if node.get("scriptLanguage"):
            node.set("scriptFormat", node.attrib.pop("scriptLanguage"))


def is_global_task(process: Node) -> bool:
    """Was this process made of a global task?"""
    last = next(process.iterchildren(reversed=True), None)  # its length would be counted child by child
    return last is not None and last.get("id") == process.get("id")

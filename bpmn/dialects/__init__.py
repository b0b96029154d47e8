"""Reads other vendors' files: rewrites, in the tree, their attributes and `${...}` texts into BPMN's and our words."""

from collections.abc import Iterator, Sequence

from bpmn.dialects.activities import translate_activity
from bpmn.dialects.calls import translate_call
from bpmn.dialects.completion import complete
from bpmn.dialects.drools import translate_drools
from bpmn.dialects.forms import bad_fields
from bpmn.dialects.left_over import left_over
from bpmn.dialects.parameters import translate_parameters
from bpmn.dialects.texts import translate_names, translate_texts
from bpmn.dialects.vendors import word
from bpmn.dialects.zeebe import translate_subscriptions, translate_zeebe
from bpmn.findings import Finding
from bpmn.scopes import FLOW_NODES
from bpmn.xml import Node, add_extension, extension, is_bpmn, local, tag, words

__all__ = ["translate"]

FLOW_ENDS = (tag("incoming"), tag("outgoing"))


def translate(root: Node, processes: Sequence[Node]) -> Iterator[Finding]:
    """Everything in the processes, and what could not be said in our words."""
    for process in processes:
        complete(root, process)
    yield from translate_names(root)
    yield from bad_fields(root)
    for process in processes:
        yield from translate_drools(root, process)
        yield from _process(process)


def _process(process: Node) -> Iterator[Finding]:
    for node in process.iter("{*}*"):
        if is_bpmn(node) and local(node) in FLOW_NODES and _speaks(node):
            yield from translate_activity(node)
            yield from translate_call(node)
            yield from translate_parameters(node)
            yield from translate_zeebe(node)
    translate_subscriptions(process)
    yield from translate_texts(process)
    _starters(process)
    yield from left_over(process)


def _speaks(node: Node) -> bool:
    """May anything foreign be said on it? Most nodes of a file of ours say nothing."""
    says_more = any(child.tag not in FLOW_ENDS for child in node)
    return says_more or local(node) == "callActivity" or any(str(name).startswith("{") for name in node.attrib)


def _starters(process: Node) -> None:
    groups = word(process, "candidateStarterGroups")
    for start in process.iterchildren(tag("startEvent")):
        if groups and extension(start, "assignment") is None:
            add_extension(start, "assignment", candidateGroups=",".join(words(groups)))

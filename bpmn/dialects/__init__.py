"""Reads other vendors' files: rewrites, in the tree, their attributes and `${...}` texts into BPMN's and our words."""

from collections.abc import Iterator

from bpmn.dialects.activities import translate_activity
from bpmn.dialects.texts import translate_texts
from bpmn.dialects.vendors import elements, vendor_attributes, word, written
from bpmn.dialects.zeebe import translate_subscriptions, translate_zeebe
from bpmn.findings import Finding, finding
from bpmn.scopes import FLOW_NODES
from bpmn.xml import Node, add_extension, extension, is_bpmn, local, tag, words

__all__ = ["translate"]

HARMLESS = frozenset(
    words(
        """
        historyTimeToLive asyncBefore asyncAfter async exclusive jobPriority taskPriority versionTag
        isStartableInTasklist priority candidateGroups candidateUsers assignee formKey formRef
        formRefBinding expression resultVariable resultVariableName topic decisionRef
        decisionRefBinding mapDecisionResult dueDate followUpDate collection elementVariable
        candidateStarterGroups skipExpression category calledElementBinding diagramRelationId
        formFieldValidation localScope inheritVariables
        """
    )
)
CODE = frozenset(("class", "delegateExpression", "resource", "taskListener"))
REFUSED = {
    "calledElementVersion": "call-foreign",
    "calledElementVersionTag": "call-foreign",
    "caseRef": "call-foreign",
    "variableMappingClass": "foreign-code",
    "variableMappingDelegateExpression": "foreign-code",
    "initiator": "foreign-mapping",
}
REFERENCES = ("messageRef", "signalRef", "errorRef", "escalationRef", "calledElement", "attachedToRef", "activityRef")
READ = ("in", "out", "inputOutput", "formData", "formProperty", "properties")
LISTENERS = ("executionListener", "taskListener")


def translate(process: Node) -> Iterator[Finding]:
    """Everything below the process, and what could not be said in our words."""
    for node in process.iter("{*}*"):
        if is_bpmn(node) and local(node) in FLOW_NODES:
            yield from translate_activity(node)
            yield from translate_zeebe(node)
    _references(process)
    translate_subscriptions(process)
    yield from translate_texts(process)
    _starters(process)
    for node in process.iter("{*}*"):
        if is_bpmn(node):
            yield from _left_over(node)


def _references(process: Node) -> None:
    """References may carry a namespace prefix; all that is run stands in this file."""
    root = process.getroottree().getroot()
    ids = {node.get("id") for node in root.iter("{*}*") if is_bpmn(node)}
    for node in process.iter("{*}*"):
        for attribute in REFERENCES:
            ref = node.get(attribute, "")
            plain = ref.rpartition(":")[2]
            if plain != ref and ref not in ids and plain in ids:
                node.set(attribute, plain)


def _starters(process: Node) -> None:
    groups = word(process, "candidateStarterGroups")
    for start in process.iterchildren(tag("startEvent")):
        if groups and extension(start, "assignment") is None:
            add_extension(start, "assignment", candidateGroups=",".join(words(groups)))


def _left_over(node: Node) -> Iterator[Finding]:
    for name, plain in vendor_attributes(node):
        if plain in CODE or (plain == "type" and word(node, "type") != "external"):
            yield finding("foreign-code", node, name=name)
        elif plain in REFUSED:
            yield finding(REFUSED[plain], node, name=name)
        elif plain == "calledElementBinding" and word(node, plain) not in ("latest", "deployment"):
            yield finding("call-foreign", node, name=name)
        elif plain not in HARMLESS and plain != "type":
            yield finding("foreign-ignored", node, name=name, instead="删去它，或用 city: 的写法代替")
    for found in elements(node):
        if local(found) in LISTENERS:
            yield finding("foreign-listener", node, name=written(found))
        elif local(found) in ("connector", "field"):
            yield finding("foreign-code", node, name=written(found))
        elif local(found) not in READ:
            yield finding("foreign-ignored", node, name=written(found), instead="删去它，或用 city: 的写法代替")

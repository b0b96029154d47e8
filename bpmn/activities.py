"""Activities at deployment: whether each says what it does, how often, and with what."""

import re
from collections.abc import Iterator

from bpmn.findings import Finding, finding
from bpmn.scopes import ACTIVITIES, Scope
from bpmn.xml import Node, extension, is_bpmn, local, tag, text_of, words

WHOLE = re.compile(r"[1-9][0-9]{0,8}")
KEY = re.compile(r"[^\s${}=]+")


def bad_activities(scope: Scope) -> Iterator[Finding]:
    for node in scope.nodes.values():
        if local(node) in ACTIVITIES:
            yield from _bad_work(node)
            yield from _bad_loop(node)
    if scope.kind == "adHocSubProcess":
        yield from _bad_ad_hoc(scope)


def _bad_work(node: Node) -> Iterator[Finding]:
    is_many = node.find(tag("multiInstanceLoopCharacteristics")) is not None
    if is_many and local(node) != "callActivity" and extension(node, "output") is not None:
        yield finding("output-of-many", node)
    match local(node):
        case "serviceTask":
            said = [extension(node, name) is not None for name in ("job", "calculation")]
            if all(said):
                yield finding("service-two", node)
            elif not any(said):
                yield finding("service-nothing", node)
        case "businessRuleTask" if extension(node, "decision") is None and extension(node, "job") is None:
            yield finding("decision-nothing", node)
        case "businessRuleTask":
            yield from _bad_version(extension(node, "decision"), "decision-version")
        case "scriptTask" if not text_of(node.find(tag("script"))):
            yield finding("script-nothing", node)
        case "callActivity":
            yield from _bad_call(node)


def _bad_call(node: Node) -> Iterator[Finding]:
    called = (node.get("calledElement") or "").strip()
    if not called:
        yield finding("call-nothing", node)
    elif not KEY.fullmatch(called):
        yield finding("call-dynamic", node, text=called)
    yield from _bad_version(extension(node, "call"), "call-version")


def _bad_version(word: Node | None, rule: str) -> Iterator[Finding]:
    if word is not None and word.get("binding") == "version" and not word.get("version"):
        yield finding(rule, word, have="没有写是哪一版")
    elif word is not None and word.get("binding") != "version" and word.get("version"):
        yield finding(rule, word, have="写了版本，但不按版本调用")


def _bad_loop(node: Node) -> Iterator[Finding]:
    many = node.find(tag("multiInstanceLoopCharacteristics"))
    again = node.find(tag("standardLoopCharacteristics"))
    if many is not None and again is not None:
        yield finding("process-twice", node, name="循环")
    if many is not None:
        yield from _bad_instances(many)
    if again is not None:
        maximum = again.get("loopMaximum")
        if maximum is None and not text_of(again.find(tag("loopCondition"))):
            yield finding("loop-endless", again)
        if maximum is not None and not WHOLE.fullmatch(maximum):
            yield finding("loop-maximum", again, text=maximum)


def _bad_instances(many: Node) -> Iterator[Finding]:
    count, collection = (bool(text_of(many.find(tag(name)))) for name in ("loopCardinality", "loopDataInputRef"))
    if not count and not collection:
        yield finding("loop-nothing", many)
    if count and collection:
        yield finding("loop-both", many)
    for data, item in (("loopDataInputRef", "inputDataItem"), ("loopDataOutputRef", "outputDataItem")):
        if many.find(tag(item)) is not None and not text_of(many.find(tag(data))):
            yield finding("loop-item", many, have=item, lack=data)
    if text_of(many.find(tag("loopDataOutputRef"))) and many.find(tag("outputDataItem")) is None:
        yield finding("loop-item", many, have="loopDataOutputRef", lack="outputDataItem")
    for child in many:
        if not is_bpmn(child) or local(child) not in IN_LOOP:
            yield finding("unknown-element", child, name=local(child))


IN_LOOP = frozenset(
    words(
        """
        loopCardinality loopDataInputRef loopDataOutputRef inputDataItem outputDataItem
        completionCondition documentation extensionElements complexBehaviorDefinition
        """
    )
)


def _bad_ad_hoc(scope: Scope) -> Iterator[Finding]:
    for node in scope.of_kind("startEvent", "endEvent"):
        yield finding("ad-hoc-flow", node, what="开始或结束事件")

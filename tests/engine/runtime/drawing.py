"""Processes in a few words: nodes as XML, flows as `a > b > c` lines."""

import re
from itertools import pairwise
from typing import Any

START, END = '<startEvent id="start"/>', '<endEvent id="end"/>'
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:city="http://tongban.org/schema/city" '
    'id="definitions" targetNamespace="t">'
)


def flows(text: str) -> tuple[str, dict[str, str]]:
    """`a > b > c` on each line; after the last node `: condition` or `: default`. Gives XML and the default flows."""
    xml, defaults = [], {}
    for number, line in enumerate(text.strip().splitlines()):
        path, _, condition = (part.strip() for part in line.partition(" : "))
        nodes = [node.strip() for node in path.split(">")]
        for step, (source, target) in enumerate(pairwise(nodes)):
            flow_id = f"flow{number}.{step}.{source}.{target}"
            is_last = target == nodes[-1]
            if condition == "default" and is_last:
                defaults[source] = flow_id
            written = condition.replace("<", "&lt;")
            has_condition = condition not in ("", "default") and is_last
            inner = f"<conditionExpression>{written}</conditionExpression>" if has_condition else ""
            xml.append(f'<sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>')
    return "".join(xml), defaults


def scope(nodes: str, text: str) -> str:
    xml, defaults = flows(text)
    for node, flow_id in defaults.items():
        nodes = nodes.replace(f'id="{node}"', f'id="{node}" default="{flow_id}"')
    return nodes + xml


def document(*processes: str, declarations: str = "") -> bytes:
    """A file of processes p0, p1 ...; one that begins with `<process` stands for itself."""
    body = "".join(
        xml if xml.startswith("<process") else f'<process id="p{number}" isExecutable="true">{xml}</process>'
        for number, xml in enumerate(processes)
    )
    return f"{HEAD}{declarations}{body}</definitions>".encode()


def case(body: str, words: str, id: str = "p0", name: str = "办件") -> str:
    """A process about which the city says something."""
    said = f"<extensionElements>{words}</extensionElements>"
    return f'<process id="{id}" name="{name}" isExecutable="true">{said}{body}</process>'


def said(*words: str) -> str:
    return f"<extensionElements>{''.join(words)}</extensionElements>"


def node(kind: str, id: str, inside: str = "", **attributes: Any) -> str:
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<{kind} id="{id}"{written}>{inside}</{kind}>'


def user(name: str, inside: str = "", words: str = "") -> str:
    extensions = f"<extensionElements>{words}</extensionElements>" if words else ""
    return f'<userTask id="{name}">{extensions}{inside}</userTask>'


def job(name: str, kind: str = "compare", inside: str = "") -> str:
    return f'<serviceTask id="{name}">{said(f"""<city:job kind="{kind}">{inside}</city:job>""")}</serviceTask>'


def script(name: str, text: str) -> str:
    return f'<scriptTask id="{name}"><script>{text.replace("<", "&lt;")}</script></scriptTask>'


def gateway(kind: str, *names: str) -> str:
    return "".join(f'<{kind}Gateway id="{name}"/>' for name in names)


def timer(host: str, name: str, text: str, cancel: str = "true", kind: str = "timeDuration") -> str:
    return boundary(host, name, f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>", cancel=cancel)


def boundary(host: str, name: str, definition: str, cancel: str = "true", words: str = "") -> str:
    extensions = f"<extensionElements>{words}</extensionElements>" if words else ""
    return node("boundaryEvent", name, extensions + definition, attachedToRef=host, cancelActivity=cancel)


def event(kind: str, name: str, definition: str, words: str = "") -> str:
    extensions = f"<extensionElements>{words}</extensionElements>" if words else ""
    return f'<{kind}Event id="{name}">{extensions}{definition}</{kind}Event>'


def message(ref: str) -> str:
    return f'<messageEventDefinition messageRef="{ref}"/>'


def signal(ref: str) -> str:
    return f'<signalEventDefinition signalRef="{ref}"/>'


def error(ref: str) -> str:
    return f'<errorEventDefinition errorRef="{ref}"/>'


def escalation(ref: str) -> str:
    return f'<escalationEventDefinition escalationRef="{ref}"/>'


def compensate(activity: str = "", waits: bool = True) -> str:
    named = f' activityRef="{activity}"' if activity else ""
    return f'<compensateEventDefinition{named} waitForCompletion="{str(waits).lower()}"/>'


def undone(name: str, activity: str = "", handler: str = "") -> str:
    """An activity and what undoes it: a user task `undo_<name>`, unless another is given."""
    handler = handler or f'<userTask id="undo_{name}" isForCompensation="true"/>'
    tie = f'<association id="tie_{name}" sourceRef="done_{name}" targetRef="undo_{name}"/>'
    return (activity or user(name)) + boundary(name, f"done_{name}", compensate()) + handler + tie


def inside(id: str, nodes: str, lines: str, kind: str = "subProcess", parts: str = "", **attributes: Any) -> str:
    """A subprocess that begins at the start event `s_<id>`, which the lines call `s`."""
    drawn = scope(f'<startEvent id="s_{id}"/>' + nodes, re.sub(r"^s ", f"s_{id} ", lines, flags=re.MULTILINE))
    return node(kind, id, parts + drawn, **attributes)


def reaction(id: str, trigger: str, nodes: str, lines: str, interrupting: bool = True) -> str:
    """An event subprocess that begins at the start event `on_<id>`, which the lines call `on`."""
    begin = node("startEvent", f"on_{id}", trigger, isInterrupting=str(interrupting).lower())
    drawn = scope(begin + nodes, re.sub(r"^on ", f"on_{id} ", lines, flags=re.MULTILINE))
    return node("subProcess", id, drawn, triggeredByEvent="true")


def many(
    collection: str = "", cardinality: str = "", sequential: bool = False, output: str = "", until: str = ""
) -> str:
    """Multi-instance over `collection` as `item`, gathering `result` into `output`."""
    order = ' isSequential="true"' if sequential else ""
    parts = [
        f"<loopCardinality>{cardinality}</loopCardinality>" if cardinality else "",
        f"<loopDataInputRef>{collection}</loopDataInputRef>" if collection else "",
        f"<loopDataOutputRef>{output}</loopDataOutputRef>" if output else "",
        '<inputDataItem id="item"/>' if collection else "",
        '<outputDataItem id="result"/>' if output else "",
        f"<completionCondition>{until}</completionCondition>" if until else "",
    ]
    return f"<multiInstanceLoopCharacteristics{order}>{''.join(parts)}</multiInstanceLoopCharacteristics>"

"""Says other vendors' input and output parameters as `city:input` and `city:output`. Refuses scripts among them."""

from collections.abc import Iterator

from lxml import etree

from bpmn import feel
from bpmn.dialects.juel import is_juel, quoted, text_to_feel
from bpmn.dialects.tokens import JuelError
from bpmn.dialects.vendors import elements, written
from bpmn.findings import Finding, finding
from bpmn.scopes import ACTIVITIES
from bpmn.texts import is_feel
from bpmn.xml import CITY, Node, add_extension, extension, local, tag, text_of

DEEPEST = 20
ON_EVENTS = "事件没有自己的变量：收来的直接存进流程的变量，发出的带上看得见的全部变量；要算的写进前后的脚本任务"


class Unsaid(ValueError):
    """A value that has no equal in FEEL; the message says why."""


def translate_parameters(node: Node) -> Iterator[Finding]:
    if local(node) not in ACTIVITIES:
        yield from _elsewhere(node)
        return
    job = extension(node, "job")
    for block in elements(node, "inputOutput"):
        for each in block.iterchildren("{*}inputParameter", "{*}outputParameter"):
            yield from _parameter(node, node if job is None else job, each, written(block))


def _elsewhere(node: Node) -> Iterator[Finding]:
    for block in elements(node, "inputOutput"):
        yield finding("foreign-mapping", node, name=written(block), instead=ON_EVENTS)


def _parameter(node: Node, holder: Node, each: Node, by: str) -> Iterator[Finding]:
    kind, name = local(each).removesuffix("Parameter"), each.get("name", "")
    try:
        source = f"={_value(each, 0)}"
    except (Unsaid, JuelError) as why:
        yield finding("foreign-expression", node, where=f"{by} {name} ", text=text_of(each), why=why)
        return
    if kind == "output" and holder is node and node.find(tag("multiInstanceLoopCharacteristics")) is not None:
        yield finding("foreign-mapping", node, name=f"{by} {name}", instead="多实例的结果用 loopDataOutputRef 收集")
        return
    put_pair(holder, kind, source, name)


def put_pair(holder: Node, kind: str, source: str, target: str) -> None:
    """One `city:input` or `city:output`, unless it is there."""
    is_word = str(holder.tag).startswith(f"{{{CITY}}}")
    there = (
        holder.iterchildren(f"{{{CITY}}}{kind}")
        if is_word
        else holder.iterfind(f"{tag('extensionElements')}/{{{CITY}}}{kind}")
    )
    if any(pair.get("target") == target for pair in there):
        return
    if is_word:
        etree.SubElement(holder, f"{{{CITY}}}{kind}", {"source": source, "target": target})
    else:
        add_extension(holder, kind, source=source, target=target)


def _value(node: Node, depth: int) -> str:
    """FEEL for what an element holds: a text, an expression, a list, a map or a script."""
    inner = next(node.iterchildren("{*}*"), None)
    return _text(text_of(node)) if inner is None else _made(inner, depth + 1)


def _made(node: Node, depth: int) -> str:
    if depth > DEEPEST:
        raise Unsaid(f"套得超过 {DEEPEST} 层")
    match local(node):
        case "list":
            return f"[{', '.join(_made(each, depth + 1) for each in node.iterchildren('{*}*'))}]"
        case "map":
            entries = ((each.get("key", ""), _value(each, depth)) for each in node.iterchildren("{*}*"))
            return f"{{{', '.join(f'{quoted(key)}: {value}' for key, value in entries)}}}"
        case "script":
            return _script(node)
        case "value":
            return _value(node, depth)
    raise Unsaid(f"不认识 {local(node)}")


def _text(text: str) -> str:
    return text_to_feel(text) if is_juel(text) else quoted(text) if text else "null"


def _script(node: Node) -> str:
    language, text = node.get("scriptFormat"), text_of(node)
    if not language or not is_feel(language):
        raise Unsaid(f"{language or ''} 脚本不能执行，改写成 FEEL 表达式")
    try:
        return feel.compile(text).text
    except feel.FeelSyntaxError as error:
        raise Unsaid(str(error)) from error

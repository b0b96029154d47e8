"""Other vendors' `${...}` texts (JUEL) said in FEEL. Refuses what has no equal there; runs nothing."""

import re

from bpmn.dialects.equivalents import (
    ADDED,
    ASKERS,
    COMPARED,
    EMPTY,
    FUNCTIONS,
    METHODS,
    NAME,
    OBJECTS,
    READERS,
    TEXT,
    VARIABLE_PREFIXES,
    WHOLE,
    said_on_variable,
)
from bpmn.dialects.tokens import SAME, JuelError, Part, Reader, nested
from bpmn.feel.lexer import WORDS as RESERVED

LONGEST = 20_000
LEVELS = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "+=": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}
COMPARING = (3, 4)
COUNTERS = {
    "nrOfInstances": "numberOfInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
}
"""What a multi-instance activity counts; we use the standard's names."""
CALL = "方法 {name} 在 FEEL 里没有对应的写法，请改用变量、运算和 FEEL 函数"


def to_feel(text: str) -> str:
    """FEEL for what stands between `${` and `}`. Raises JuelError."""
    if len(text) > LONGEST:
        raise JuelError(f"表达式超过 {LONGEST} 个字符")
    reader = Reader(text)
    part = _ternary(reader)
    if reader.kind != "end":
        reader.fail("应为运算符或结尾")
    return part.text


def is_juel(text: str) -> bool:
    return "${" in text or "#{" in text


def text_to_feel(text: str) -> str:
    """A text with `${...}` in it: one expression, or pieces that are strung together. Raises JuelError."""
    if len(text) > LONGEST:
        raise JuelError(f"文字超过 {LONGEST} 个字符")
    pieces = [to_feel(body) if is_code else quoted(body) for is_code, body in _pieces(text.strip())]
    if len(pieces) == 1:
        return pieces[0]
    return " + ".join(piece if piece.startswith('"') else f"string({piece})" for piece in pieces)


def _pieces(text: str) -> list[tuple[bool, str]]:
    found, at = [], 0
    for match in re.finditer(r"""[$#]\{((?:[^{}"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*)\}""", text):
        if match.start() > at:
            found.append((False, text[at : match.start()]))
        found.append((True, match[1]))
        at = match.end()
    if at < len(text):
        found.append((False, text[at:]))
    if any(not is_code and is_juel(body) for is_code, body in found):
        raise JuelError("括号 ${ 没有合上")
    return found


def _ternary(reader: Reader) -> Part:
    condition = _binary(reader, 1)
    if not reader.accept("?"):
        return condition
    then = nested(reader, _ternary)
    reader.expect(":")
    otherwise = nested(reader, _ternary)
    return Part(f"if {condition.text} then {then.text} else {otherwise.text}", 0)


def _binary(reader: Reader, floor: int) -> Part:
    """Operators from `floor` on, from left to right."""
    left = _unary(reader)
    while (level := LEVELS.get(reader.word, 0)) >= floor:
        operator = reader.word
        reader.step()
        right = nested(reader, lambda inner, above=level + 1: _binary(inner, above))  # type: ignore[misc]
        left = _joined(left, operator, right, level)
    return left


def _joined(left: Part, operator: str, right: Part, level: int) -> Part:
    if operator == "%":
        return Part(f"modulo({left.text}, {right.text})")
    if operator == "+=" or (operator == "+" and (_is_text(left) or _is_text(right))):
        return Part(f"{_as_text(left)} + {_as_text(right)}", level, is_text=True)
    # FEEL has one level for all comparisons and does not chain them
    least = 5 if level in COMPARING else level
    text = f"{left.within(least)} {operator} {right.within(level + 1)}"
    return Part(text, 3 if level in COMPARING else level, is_certain=operator in ("=", "!="))


def _unary(reader: Reader) -> Part:
    if reader.accept("not"):
        operand = nested(reader, _unary)
        return Part(f"not({operand.text if operand.is_certain else operand.within(5) + ' = true'})", is_certain=True)
    if reader.accept("-"):
        return Part(f"-{nested(reader, _unary).within(8)}", 7)
    if reader.accept("empty"):
        return Part(EMPTY.format(nested(reader, _unary).text), is_certain=True)
    return _path(reader, _operand(reader))


def _operand(reader: Reader) -> Part:
    match reader.kind:
        case "number":
            return Part(reader.step())
        case "string":
            return Part(quoted(_unescaped(reader.step())))
        case "name" if reader.tokens[reader.at][1] not in SAME:
            return _name(reader)
    if not reader.accept("("):
        reader.fail("应为值、变量或括号")
    part = nested(reader, _ternary)
    reader.expect(")")
    return part


def _is_text(part: Part) -> bool:
    return part.is_text or TEXT.fullmatch(part.text) is not None


def _as_text(part: Part) -> str:
    """FEEL puts nothing but strings together."""
    return part.text if _is_text(part) else f"string({part.text})"


def _name(reader: Reader) -> Part:
    name = reader.step()
    if reader.word == ":" and _is_function(reader):
        return _prefixed(reader, name)
    if reader.word == "(":
        return _function(reader, name)
    if name in ("true", "false", "null"):
        return Part(name)
    if name in OBJECTS and reader.word == ".":
        return _of_object(reader, name)
    return Part(_safe(COUNTERS.get(name, name)))


def _safe(name: str) -> str:
    return f"`{name}`" if name in RESERVED else name


def _is_function(reader: Reader) -> bool:
    """`prefix:name(`, which is a call; `a ? b : c` is not."""
    return reader.at + 2 < len(reader.tokens) and reader.tokens[reader.at + 2][1] == "("


def _prefixed(reader: Reader, prefix: str) -> Part:
    """Flowable's functions on variables."""
    reader.step()
    name = reader.step()
    text = said_on_variable(name, _texts(reader)) if prefix in VARIABLE_PREFIXES else None
    if text is None:
        raise JuelError(CALL.format(name=f"{prefix}:{name}"))
    return Part(text, 3)


def _function(reader: Reader, name: str) -> Part:
    arguments = _texts(reader)
    pattern = FUNCTIONS.get((name, len(arguments)))
    if pattern is None:
        raise JuelError(CALL.format(name=name))
    return Part(pattern.format(*arguments))


def _of_object(reader: Reader, name: str) -> Part:
    """`execution.getVariable('x')` is the variable; all else of an engine's own object is refused."""
    reader.step()
    member = reader.step()
    arguments = _texts(reader) if reader.word == "(" and member in READERS | ASKERS else ()
    named = TEXT.fullmatch(arguments[0]) if len(arguments) == 1 else None
    if named is None or not NAME.fullmatch(named[1]):
        raise JuelError(f"{OBJECTS[name]}（{name}.{member}）")
    variable = _safe(named[1])
    return Part(f"is defined({variable})", is_certain=True) if member in ASKERS else Part(variable)


def _texts(reader: Reader) -> tuple[str, ...]:
    """The arguments between brackets, each as it stands beside an operator."""
    reader.expect("(")
    found: list[str] = []
    while not reader.accept(")"):
        if found:
            reader.expect(",")
        found.append(nested(reader, _ternary).within(6))
    return tuple(found)


def _path(reader: Reader, part: Part) -> Part:
    while True:
        if reader.accept("."):
            part = _member(reader, part)
        elif reader.accept("["):
            part = Part(f"{part.within(WHOLE)}{_index(reader)}")
            reader.expect("]")
        else:
            return part


def _member(reader: Reader, part: Part) -> Part:
    if reader.kind != "name":
        reader.fail("应为名字")
    name = reader.step()
    if reader.word != "(":
        return Part(f"{part.within(WHOLE)}.{_safe(name)}")
    arguments = _texts(reader)
    say, level = METHODS.get((name, len(arguments)), (None, WHOLE))
    text = say(part.within(WHOLE), arguments) if say is not None else None
    if text is None:
        raise JuelError(CALL.format(name=name))
    return Part(text, level, level == COMPARED or name == "isEmpty", level == ADDED)


def _index(reader: Reader) -> str:
    """`['name']` is an entry; a number counts from 0 there and from 1 here."""
    if reader.kind == "string":
        name = _unescaped(reader.step())
        if name.isidentifier():
            return f".`{name}`" if name in RESERVED else f".{name}"
    elif reader.kind == "number" and reader.tokens[reader.at][1].isdigit():
        return f"[{int(reader.step()) + 1}]"
    raise JuelError("方括号里只能是名字或序号")


def _unescaped(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def quoted(text: str) -> str:
    """A string of FEEL."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'

"""The one expression language (FEEL): read once into closures, then evaluated on variables. Knows nothing of BPMN.

No Python is ever evaluated, no attribute read by name, no clock read: `now()` is the variable "$now" that the engine
sets, in the city's zone.
"""

from bpmn.feel.bounds import refill, spend
from bpmn.feel.errors import FeelError, FeelSyntaxError
from bpmn.feel.expression import Expression, UnaryTests, compile, compile_unary, is_builtin
from bpmn.feel.outward import plain
from bpmn.feel.scope import Scope
from bpmn.feel.script import Script, compile_script
from bpmn.feel.values import Function, Months, Range, kind

__all__ = [
    "Expression",
    "FeelError",
    "FeelSyntaxError",
    "Function",
    "Months",
    "Range",
    "Scope",
    "Script",
    "UnaryTests",
    "compile",
    "compile_script",
    "compile_unary",
    "is_builtin",
    "kind",
    "plain",
    "refill",
    "spend",
]

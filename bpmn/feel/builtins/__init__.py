"""The built-in functions by name. Each takes and gives values of the language and knows nothing of the tree."""

from bpmn.feel.builtins.contexts import CONTEXTS
from bpmn.feel.builtins.conversion import CONVERSION
from bpmn.feel.builtins.lists import LISTS
from bpmn.feel.builtins.numbers import NUMBERS
from bpmn.feel.builtins.ranges import RANGES
from bpmn.feel.builtins.signature import Builtin
from bpmn.feel.builtins.strings import STRINGS
from bpmn.feel.builtins.temporal import TEMPORAL

BUILTINS: dict[str, tuple[Builtin, ...]] = {
    **CONVERSION,
    **NUMBERS,
    **STRINGS,
    **LISTS,
    **CONTEXTS,
    **TEMPORAL,
    **RANGES,
}
SPECIAL = ("now", "today", "is defined")
"""Functions that the compiler knows by itself, since they need the scope."""

"""What a file is measured against: rule -> severity, the sentence, what to do. The finding fills in the `{}`.

A file for each subject; a new rule goes beside its like.
"""

from bpmn.rules.activities import ACTIVITIES
from bpmn.rules.advice import ADVICE
from bpmn.rules.city import CITY
from bpmn.rules.events import EVENTS
from bpmn.rules.exchanges import DATA
from bpmn.rules.foreign import FOREIGN
from bpmn.rules.pools import POOLS
from bpmn.rules.severity import ERROR, WARNING
from bpmn.rules.structure import STRUCTURE

__all__ = [
    "ACTIVITIES",
    "ADVICE",
    "CITY",
    "DATA",
    "ERROR",
    "EVENTS",
    "FOREIGN",
    "POOLS",
    "RULES",
    "STRUCTURE",
    "WARNING",
]

RULES: dict[str, tuple[str, str, str]] = STRUCTURE | EVENTS | ACTIVITIES | DATA | CITY | FOREIGN | POOLS | ADVICE

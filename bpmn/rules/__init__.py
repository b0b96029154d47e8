"""What a file is measured against: rule -> severity, the sentence, what to do. The finding fills in the `{}`.

A file for each subject; a new rule goes beside its like.
"""

from bpmn.rules.activities import ACTIVITIES
from bpmn.rules.advice import REGISTER, WAYS
from bpmn.rules.city import CITY
from bpmn.rules.events import EVENTS
from bpmn.rules.exchanges import DATA
from bpmn.rules.foreign import FOREIGN
from bpmn.rules.pools import POOLS
from bpmn.rules.severity import ERROR, HINT, WARNING
from bpmn.rules.structure import STRUCTURE
from bpmn.rules.work import HAPPENINGS, PEOPLE, TABLES, VARIABLES

__all__ = ["ERROR", "HINT", "RULES", "SUBJECTS", "WARNING"]

Rules = dict[str, tuple[str, str, str]]
SUBJECTS: dict[str, tuple[str, Rules]] = {
    "structure": ("画法", STRUCTURE),
    "events": ("事件", EVENTS),
    "activities": ("活动和文字", ACTIVITIES),
    "data": ("数据", DATA),
    "pools": ("几个参与者", POOLS),
    "city": ("city: 的词", CITY),
    "foreign": ("别家的写法", FOREIGN),
    "ways": ("走法", WAYS),
    "people": ("谁来办", PEOPLE),
    "variables": ("变量", VARIABLES),
    "happenings": ("时间和来去的事件", HAPPENINGS),
    "tables": ("决策表", TABLES),
    "register": ("事项库", REGISTER),
}
"""By the name of their page in the documents: the title, and the rules in their order."""

RULES: Rules = {rule: said for _, rules in SUBJECTS.values() for rule, said in rules.items()}

"""Whether tokens can get stuck or double on a level: its drawing as a net of gates, reduced, and what is left played.

Conditions are not evaluated: each way out of a choice counts as possible. Work and events between gates do not matter.
Branches beside the main way, as reminders are, may go on as often as they like; what is told is where they join it.
"""

from bpmn.scopes import Scope
from bpmn.soundness.aside import strayed
from bpmn.soundness.game import Budget, play
from bpmn.soundness.net import interrupts, net_of
from bpmn.soundness.reduction import reduced
from bpmn.soundness.trouble import Trouble

__all__ = ["Budget", "Trouble", "troubles"]


def troubles(scope: Scope, budget: Budget | None = None) -> list[Trouble]:
    """Joins of this level that never fire, that can wait in vain, and merges that let several tokens through."""
    if scope.kind == "adHocSubProcess":
        return []
    budget = budget or Budget()
    found = list(_played(scope, budget, beside=True))
    if any(not interrupts(event) for event in scope.of_kind("boundaryEvent")):
        found = [each for each in found if each.kind != "doubled"]
        found += [each for each in _played(scope, budget, beside=False) if each.kind == "doubled"]
        found += strayed(scope)
    return list({(each.kind, each.element): each for each in reversed(found)}.values())


def _played(scope: Scope, budget: Budget, *, beside: bool) -> list[Trouble]:
    net = net_of(scope, beside=beside)
    return [] if net is None else [*reduced(net), *play(net, budget)]

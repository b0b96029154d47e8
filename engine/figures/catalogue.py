"""All figures of the engine by name: those of cases and those of the register of items."""

from collections.abc import Mapping

from engine.figures.cases import FIGURES
from engine.figures.items import CUTS, Cut
from engine.figures.shape import Figure

CASES: Mapping[str, Figure] = {figure.name: figure for figure in FIGURES}
ITEMS: Mapping[str, Cut] = {cut.name: cut for cut in CUTS}

"""Where this installation keeps its data and logs. Knows paths only; makes nothing."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def home() -> Path:
    """`TONGBAN_HOME`, else `.tongban/` in the checkout; an installed package takes `.tongban/` in the user's home."""
    named = os.environ.get("TONGBAN_HOME")
    if named:
        return Path(named).expanduser().absolute()
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / ".tongban"
    return Path.home() / ".tongban"

"""The two errors of the language. Their wording is for designers, their fields for programs."""


class FeelSyntaxError(ValueError):
    """The text is not an expression. `position` counts characters from 0; `expected` says what would have fitted."""

    def __init__(self, text: str, position: int, expected: str, found: str = "") -> None:
        self.text = text
        self.position = position
        self.expected = expected
        self.found = found
        but = f"，却是 {found}" if found else ""
        super().__init__(f"第 {position + 1} 个字符处{expected}{but}：{excerpt(text, position)}")


class FeelError(ValueError):
    """An evaluation went beyond its bounds, or its result cannot leave the language."""


def excerpt(text: str, position: int) -> str:
    """About forty characters of the text, with a mark where the fault is."""
    start, stop = max(0, position - 20), min(len(text), position + 20)
    before = ("…" if start else "") + text[start:position]
    after = text[position:stop] + ("…" if stop < len(text) else "")
    return f"{before}▲{after}".replace("\n", " ")

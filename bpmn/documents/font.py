"""The Chinese font of the documents: from its package, or a TrueType file that the installation names."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

PACKAGE, FILE = "paperang_p2_fonts_cjk", "fonts/wqy-microhei.ttc"  # WenQuanYi Micro Hei, Apache-2.0


class NoFont(RuntimeError):
    """There is no font that can be embedded; the message says what to do."""


@lru_cache(8)
def registered(path: str | None = None) -> str:
    """The font's name for reportlab, read once a process. Raises NoFont."""
    name = f"city-{Path(path).stem}" if path else "city"
    try:
        font = TTFont(name, path or str(files(PACKAGE) / FILE), subfontIndex=0)
    except (ModuleNotFoundError, OSError, TTFError) as error:
        raise NoFont(
            f"Expected a TrueType font with Chinese signs, but {path or FILE} cannot be read ({error}): "
            "run `sh run.sh setup`, or set TONGBAN_FONT to a .ttf or .ttc file"
        ) from error
    pdfmetrics.registerFont(font)
    return name


def shown(text: str, font: str) -> str:
    """With every sign that the font lacks as its code, such as 〔U+4DAE〕: a rare name is never left out silently."""
    known = pdfmetrics.getFont(font).face.charToGlyph
    if all(ord(sign) in known or sign == "\n" for sign in text):
        return text
    return "".join(sign if ord(sign) in known or sign == "\n" else f"〔U+{ord(sign):04X}〕" for sign in text)

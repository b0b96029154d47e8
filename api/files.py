"""What kinds of files are taken, told by their content and not by their name. Knows no case."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from api.problems import TooLarge, Unsupported
from engine.domain.rejections import Invalid

MOST = 20_000_000  # bytes
MOST_MEMBERS = 10_000
LONGEST_NAME = 200
OFFICE = "application/vnd.openxmlformats-officedocument."
BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
INSIDES = (
    ("word/document.xml", f"{OFFICE}wordprocessingml.document"),
    ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet"),
)
TAKEN = "pdf, png, jpeg, docx, xlsx, txt"


def media_type(content: bytes) -> str:
    """Raises Unsupported for what is none of `TAKEN`, TooLarge above `MOST`, Invalid for nothing at all."""
    if not content:
        raise Invalid("Expected a file with something in it, but it is empty")
    if len(content) > MOST:
        raise TooLarge(f"文件 {len(content) / 1e6:.1f} MB，上限 {MOST // 1_000_000} MB。请压缩或分开传")
    for beginning, kind in BEGINNINGS:
        if content.startswith(beginning):
            return kind
    found = _office(content) if content.startswith(b"PK\x03\x04") else _text(content)
    if found is None:
        raise Unsupported(f"Expected one of {TAKEN}, but the content is none of them")
    return found


def name_of(given: str | None) -> str:
    """The bare name, without folders and control characters."""
    bare = (given or "").replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in bare if sign.isprintable()).strip(". ")
    return name[-LONGEST_NAME:] or "file"


def _office(content: bytes) -> str | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError):
        return None
    if len(names) > MOST_MEMBERS or any("vbaProject" in name for name in names):
        return None
    return next((kind for member, kind in INSIDES if member in names), None)


def _text(content: bytes) -> str | None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return "text/plain" if all(sign >= " " or sign in "\t\r\n\f" for sign in text) else None

"""Issues a document: fills a template that officials wrote, numbers it, and keeps its data as a file of the case.

The PDF is made when somebody first asks for it. A plain `text` with gaps gives a plain file, without a number.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from bpmn.documents import letter as letters
from bpmn.documents.faults import Faulty
from bpmn.documents.filling import Unfit, values_for
from bpmn.documents.letter import MEDIA_TYPE, Letter
from bpmn.documents.template import Template, parse
from bpmn.documents.writing import written
from bpmn.feel import FeelError
from engine.domain.durations import in_city
from engine.domain.ids import district_of
from engine.store.facts_json import dumps
from registers import records
from registers.documents import issued, templates
from registers.documents.issued import Document, Kept, Wanted
from registers.documents.templates import Version
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, KeptFile, Variables

GAP = re.compile(r"\{\{\s*([^\s{}]+)\s*\}\}")
NAME = re.compile(r"[\w()()-]{1,80}")
AREAS = ("handling_area", "area", "received_area")  # the first that is given says whose series counts
EMPTY = "________"
LONGEST_TITLE = 80


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `template` (its name; or `text` with gaps), `title`, and whatever the template knows, by name.

    Output: `document` with id, kind, number, code, name, mediaType, sha256 and size (of its data), and `gaps`: the
    names for which nothing was given. Registers out of reach: at last error `document.unavailable`.
    """
    if isinstance(inputs.get("text"), str):
        return _note(inputs["text"], inputs, context)
    name = inputs.get("template")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise Hopeless(f"Expected the name of a template, but got {name!r}")
    try:
        return _issue(name, inputs, context)
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("document.unavailable", f"文书登记库不可用：{error}") from error
        raise


def _issue(name: str, inputs: Inputs, context: Context) -> Variables:
    with context.registers() as connection:
        version = templates.in_force(connection, name, shipped(name), context.now)
        if version is None:
            raise Hopeless(f"Expected a template, but there is none called {name!r}")
        template = _parsed(version)
        draft = _draft(template, version, inputs, context)
        gaps = _gaps(draft, template)

        def keep(number: str, code: str) -> Kept:
            content = dumps({**draft.plain(), "number": number, "code": code})
            return Kept(context.blobs(content, MEDIA_TYPE), len(content))

        wanted = _wanted(draft, template, inputs, context)
        document = issued.issue(connection, wanted, keep)
    file = KeptFile(f"{_file_name(draft, template)}.pdf", "application/pdf", document.sha256, document.size)
    context.files.append(file)
    return {"document": _told(document, file), "gaps": gaps}


def shipped(name: str) -> str | None:
    """The text that comes with the product."""
    found = files("bpmn") / "processes" / "documents" / f"{name}.md"
    return found.read_text("utf-8") if found.is_file() else None


def _parsed(version: Version) -> Template:
    try:
        return parse(version.text)
    except Faulty as error:
        raise Hopeless(f"模板 {version.name} 第 {version.version} 版不能用：{error}") from error


def _draft(template: Template, version: Version, inputs: Inputs, context: Context) -> Letter:
    """All but the number and the code."""
    title = str(inputs.get("title") or template.title)[:LONGEST_TITLE]
    return Letter(
        id=context.job,
        template=version.name,
        version=version.version,
        kind=template.kind,
        title=title,
        number="",
        code="",
        at=in_city(context.now),
        values=values_for(template, inputs),
    )


def _gaps(draft: Letter, template: Template) -> list[str]:
    """Filled in once before it is numbered: what cannot be written takes no number."""
    try:
        return list(letters.filled(draft, template).gaps)
    except (Unfit, FeelError) as error:
        raise Hopeless(f"模板 {draft.template} 写不出来：{error}") from error


def _wanted(draft: Letter, template: Template, inputs: Inputs, context: Context) -> Wanted:
    given = next((area for name in AREAS if isinstance(area := inputs.get(name), str) and area[:6].isdigit()), None)
    return Wanted(
        id=context.job,
        instance=context.instance,
        kind=template.kind,
        template=(draft.template, draft.version),
        series=template.series,
        area=given[:6] if given else f"{district_of(context.job):03}",
        year=draft.at.year,
        at=draft.at,
    )


def _file_name(draft: Letter, template: Template) -> str:
    """The title, unless a personal value stands in it: then the kind alone."""
    personal = [draft.values.get(known.name) for known in template.known if known.personal]
    if any(isinstance(value, str) and value and value in draft.title for value in personal):
        return template.kind
    return re.sub(r"[^\w（）()〔〕《》、.·-]+", "_", draft.title).strip("._") or template.kind


def _told(document: Document, file: KeptFile) -> dict[str, Any]:
    return {
        "id": document.id,
        "kind": document.kind,
        "number": document.number,
        "code": document.code,
        "name": file.name,
        "mediaType": file.media_type,
        "sha256": document.sha256,
        "size": document.size,
    }


def _note(text: str, inputs: Inputs, context: Context) -> Variables:
    values = {"today": in_city(context.now).date(), "number": context.instance, **inputs}
    missing: list[str] = []

    def fill(gap: re.Match[str]) -> str:
        said = written(_at(values, gap.group(1)))
        if said is None:
            missing.append(gap.group(1))
        return said or EMPTY

    content = GAP.sub(fill, text).encode()
    kept = context.keep(f"{inputs.get('title') or '通知书'}.txt", "text/plain; charset=utf-8", content)
    document = {"name": kept.name, "mediaType": kept.media_type, "sha256": kept.sha256, "size": kept.size}
    return {"document": document, "gaps": missing}


def _at(values: Any, path: str) -> Any:
    for name in path.split("."):
        if not isinstance(values, Mapping):
            return None
        values = values.get(name)
    return values

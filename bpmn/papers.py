"""The papers of a case as a form carries them: a list that says of each paper of the item where it comes from. Pure.

A row is {name, source, ok} with `file`, `evidence` and `reason` where there are any. Looks into no register.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

RULE = "papers"
SOURCES: Mapping[str, str] = {
    "licence": "调电子证照",
    "shared": "部门共享数据",
    "uploaded": "上传",
    "paper": "收纸质",
    "struck": "免交",
}
STRUCK = frozenset(("licence", "shared", "struck"))
"""By which nobody hands in anything (data_standards 5: licences and shared data before uploads and paper)."""

KEYS = frozenset(("name", "source", "ok", "file", "evidence", "reason"))


def finding(names: Collection[str], value: object, whole: bool) -> str | None:
    """What is wrong with a list of papers, None where nothing is. `whole`: each of `names` has to be in it."""
    rows = value if isinstance(value, list | tuple) else None
    if rows is None or not all(isinstance(row, Mapping) for row in rows):
        return "材料应是一个列表，每份有 name、source、ok"
    wrong = next((words for row in rows if (words := _wrong(row, names))), None)
    if wrong:
        return wrong
    counts = Counter(row["name"] for row in rows)
    twice = next((name for name, count in counts.items() if count > 1), None)
    if twice:
        return f"材料“{twice}”列了两次，每份只列一次"
    lacking = [name for name in names if name not in counts] if whole else []
    return f"每份材料都要说明来源，还缺：{'、'.join(lacking)}" if lacking else None


def _wrong(row: Mapping[str, Any], names: Collection[str]) -> str | None:
    name, source, ok = row.get("name"), row.get("source"), row.get("ok")
    if not isinstance(name, str) or name not in names:
        return f"材料“{str(name)[:40]}”不在本事项的清单里，清单是：{'、'.join(names)}"
    if not isinstance(source, str) or source not in SOURCES:
        return f"材料“{name}”的来源应是 {'、'.join(SOURCES)} 之一，现在是 {str(source)[:20]}"
    if not isinstance(ok, bool):
        return f"材料“{name}”的 ok 应是 true（已核对）或 false（还缺）"
    if ok and source == "uploaded" and not row.get("file"):
        return f"材料“{name}”写了上传，却没有文件"
    strange = next((str(key)[:20] for key in row if key not in KEYS), None)
    return f"材料“{name}”里没有 {strange} 这一项" if strange else None

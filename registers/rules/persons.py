"""Who somebody is, lives with, and whether he or she lives, is free and lives here."""

from datetime import date

from registers.verdict import Declared, Finding, Record, Shared, agree, hit, missing, runs_on, unknown


def identity(declared: Declared, shared: Shared) -> Finding:
    if not shared.records:
        return unknown("人口库中没有此公民身份号码,无法核验")
    record = shared.records[0]
    if record.payload["name"] != declared["name"]:
        return hit("姓名与公民身份号码不一致", record)
    if record.payload["status"] != "正常":
        return hit(f"户籍状态为{record.payload['status']}", record)
    return agree("姓名与公民身份号码一致", record)


def death(declared: Declared, shared: Shared) -> Finding:
    if not shared.records:
        return agree("没有死亡、注销或火化记录")
    record = shared.records[0]
    day = record.payload.get("died_on") or record.payload.get("cremated_on")
    source = {"GA.death": "死亡注销", "WJ.death": "死亡医学证明", "MZ.cremation": "火化"}[record.dataset]
    return hit(f"有{source}记录,日期{day}", *shared.records)


def prison(declared: Declared, shared: Shared) -> Finding:
    """Community correction is told, and is no hit."""
    running = [record for record in shared.records if runs_on(record, shared.today)]
    held = [record for record in running if record.dataset != "SF.correction"]
    if held:
        return hit(f"正在{held[0].payload['kind']}", *held)
    if running:
        return agree("没有收监、在押或强制戒毒记录(提示:正在社区矫正)", *running)
    return agree("没有服刑、在押或强制戒毒记录")


def household(declared: Declared, shared: Shared) -> Finding:
    if not shared.records:
        return missing("本市没有此人的户籍记录")
    record = shared.records[0]
    wrong = []
    if record.payload["members"] != declared["members"]:
        wrong.append(f"申报成员{declared['members']}人,户籍{record.payload['members']}人")
    if not _contains(declared.get("area"), record.payload["area"]):
        wrong.append(f"申报户籍地{declared['area']},登记为{record.payload['area']}")
    return hit(";".join(wrong), record) if wrong else agree("家庭成员与户籍地一致", record)


def _contains(area: str | None, code: str) -> bool:
    return area is None or code.startswith(area)


def marriage(declared: Declared, shared: Shared) -> Finding:
    """The latest registration or judgment counts; nothing recorded means never married."""
    latest = max(shared.records, key=lambda record: record.payload["since"], default=None)
    recorded = latest.payload["status"] if latest else "未婚"
    if recorded == declared["status"]:
        return agree(f"婚姻状况为{recorded},与申报一致", *_all(latest))
    words = f"申报{declared['status']},登记为{recorded}"
    return hit(words, latest) if latest else missing(words)


def _all(record: Record | None) -> tuple[Record, ...]:
    return (record,) if record else ()


def residence(declared: Declared, shared: Shared) -> Finding:
    """`address`: the code of where one lives; `since_by`: the day by which one must have lived in the city."""
    if not shared.records:
        return missing("本市没有居住登记")
    here = [record for record in shared.records if record.payload["address"].startswith(declared["address"])]
    if not here:
        return hit("居住登记的地址与申报不符", *shared.records)
    first: date = min(record.payload["since"] for record in shared.records)
    needed = declared.get("since_by")
    if needed is not None and first > needed:
        return hit(f"居住登记自{first}起,不满足期限(应不晚于{needed})", *here)
    return agree(f"居住登记自{first}起,地址一致", *here)


def birth(declared: Declared, shared: Shared) -> Finding:
    """Asked under the mother's identity number, or under the certificate's number where she is not known."""
    found = [record for record in shared.records if record.payload["certificate"] == declared["certificate"]]
    if not found:
        return missing("没有此出生医学证明的签发记录")
    if found[0].payload["used"]:
        return hit("此出生医学证明已经使用过", *found)
    return agree("出生医学证明有效,未使用", *found)

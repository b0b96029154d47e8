"""What somebody is entitled to or barred from: benefits, certificates, employment, companies, credit."""

from registers.catalogue import exclusions
from registers.verdict import Declared, Finding, Record, Shared, agree, hit, missing, runs_on


def duplicate_benefit(declared: Declared, shared: Shared) -> Finding:
    """The same benefit anywhere in the city, or one that excludes it. `held`: it is there to be changed or stopped."""
    wanted, held = declared["benefit"], declared.get("held") is True
    running = [record for record in shared.records if runs_on(record, shared.today)]
    running = [record for record in running if not (held and record.payload["benefit"] == wanted)]
    found = [record for record in running if _excluded(wanted, record) is not None]
    if found:
        words = [f"{record.payload['benefit']}({_excluded(wanted, record)})" for record in found]
        return hit(f"在享{'、'.join(words)}", *found)
    return agree("没有在享的同类或互斥待遇", *running)


def _excluded(wanted: str, record: Record) -> str | None:
    benefit = record.payload["benefit"]
    return "同类待遇" if benefit == wanted else exclusions().get(frozenset((wanted, benefit)))


def company(declared: Declared, shared: Shared) -> Finding:
    found = [record for record in shared.records if record.payload["status"] == "存续"]
    if found:
        return hit("任" + "、".join(f"{r.payload['company']}{r.payload['role']}" for r in found), *found)
    return agree("没有存续市场主体中的任职", *shared.records)


def employment(declared: Declared, shared: Shared) -> Finding:
    """`allowed`: the states of employment in which the benefit may be had."""
    latest = max(shared.records, key=lambda record: record.payload["since"], default=None)
    allowed = declared["allowed"]
    if latest is None:
        return missing("没有就业失业登记") if "无登记" not in allowed else agree("没有就业失业登记,符合条件")
    status = latest.payload["status"]
    if status not in allowed:
        return hit(f"登记状态为{status},与待遇条件({'、'.join(allowed)})不符", latest)
    return agree(f"登记状态为{status},符合条件", latest)


def disability(declared: Declared, shared: Shared) -> Finding:
    valid = [r for r in shared.records if r.payload["valid"] and runs_on(r, shared.today)]
    if not valid:
        return hit("残疾人证已注销或过期", *shared.records) if shared.records else missing("没有残疾人证")
    level = valid[0].payload["level"]
    if level != declared["level"]:
        return hit(f"申报{declared['level']}级,证载{level}级", *valid)
    return agree(f"残疾人证有效,{level}级", *valid)


def medical(declared: Declared, shared: Shared) -> Finding:
    """`invoices`: the numbers of the invoices handed in."""
    invoices = list(declared["invoices"])
    repeated = sorted({invoice for invoice in invoices if invoices.count(invoice) > 1})
    if repeated:
        return hit(f"票据重复:{'、'.join(repeated)}")
    paid = [r for r in shared.records if r.payload["invoice"] in invoices and r.payload["reimbursed"] > 0]
    if paid:
        return hit(f"费用已报销:{'、'.join(record.payload['invoice'] for record in paid)}", *paid)
    return agree("票据没有报销过", *shared.records)


def student(declared: Declared, shared: Shared) -> Finding:
    current = [record for record in shared.records if record.payload["status"] == "在籍"]
    studies = bool(declared["school"])
    if studies and not current:
        return missing("申报在读,但没有在籍学籍")
    if not studies and current:
        return hit(f"申报不在读,但学籍在{current[0].payload['school']}", *current)
    if studies and declared["school"] not in [record.payload["school"] for record in current]:
        return hit(f"申报{declared['school']},学籍在{current[0].payload['school']}", *current)
    return agree("学籍状态与申报一致", *current)


def veteran(declared: Declared, shared: Shared) -> Finding:
    if not shared.records:
        return missing("没有退役军人建档")
    category = shared.records[0].payload["category"]
    if category != declared["category"]:
        return hit(f"申报{declared['category']},建档为{category}", *shared.records)
    return agree(f"已建档,{category}", *shared.records)


def utility(declared: Declared, shared: Shared) -> Finding:
    """Asked under the number of the account. `owner`: as declared; a home that uses nothing for half a year is told."""
    found = [record for record in shared.records if record.payload["account"] == declared["account"]]
    if not found:
        return missing("没有此户号")
    told = found[0].payload
    wrong = [f"欠费{told['arrears']}元"] if told["arrears"] > 0 else []
    if told["owner"] != declared["owner"]:
        wrong.append("户主与申报不符")
    if told["idle_months"] >= 6:
        wrong.append(f"连续{told['idle_months']}个月零用量")
    return hit(";".join(wrong), *found) if wrong else agree("户主一致,无欠费", *found)


def credit(declared: Declared, shared: Shared) -> Finding:
    found = [record for record in shared.records if record.payload["active"]]
    return hit("被列为失信被执行人或严重失信主体", *found) if found else agree("没有失信记录", *shared.records)


def blacklist(declared: Declared, shared: Shared) -> Finding:
    found = [record for record in shared.records if record.payload["active"]]
    if found:
        return hit(f"在失信名单:{'、'.join(record.payload['reason'] for record in found)}", *found)
    return agree("不在行业失信名单", *shared.records)

"""Where the figures of the registers are counted: each relation, its terms and its measures, said once in SQL.

Rows name no person: a benefit, a matter, a month, an area.
"""

from registers.figures.shape import Part, Relation

RELATIONS: dict[Relation, str] = {
    "doubt": """
select d.person, d.kind, d.benefit, d.matter, d.month, b.area, d.found_at as at, d.outcome, d.settled_at, t.due_at,
       s.stopped_on - f.since as delay
  from doubt d join benefit b on b.bucket = d.bucket and b.id = d.benefit
  left join jsonb_to_recordset(%(due)s::jsonb) t(found_at timestamptz, due_at timestamptz) on t.found_at = d.found_at
  left join lateral (select min((a.at at time zone 'Asia/Shanghai')::date) as stopped_on from benefit_act a
        where a.bucket = d.bucket and a.benefit = d.benefit and a.act = 'stop') s on true
  left join lateral (select min((r.payload ->> n.field)::date) as since from record r
        join jsonb_to_recordset(%(begins)s::jsonb) n(kind text, dataset text, field text) on n.dataset = r.dataset
        where r.bucket = d.bucket and r.person = d.person and n.kind = d.kind) f on true
 where d.month >= %(first)s and d.month < %(last)s""",
    "holder": """
select b.person, '' as kind, b.id as benefit, b.matter, m.month::date, b.area, null::timestamptz as at, exists (
       select from roll_line l join roll r on r.id = l.roll and r.state in ('checked', 'approved', 'closed')
        where l.bucket = b.bucket and l.person = b.person and l.matter = b.matter and l.month = m.month) as compared
  from generate_series(%(first)s::date, %(last)s::date - 1, interval '1 month') m(month)
  join benefit b on b.from_month <= m.month and (b.until is null or m.month < b.until) and b.state <> 'suspended'""",
    "line": """
select l.person, '' as kind, l.benefit, l.matter, l.month, b.area, null::timestamptz as at, l.state, l.due
  from roll_line l join benefit b on b.bucket = l.bucket and b.id = l.benefit
 where l.month >= %(first)s and l.month < %(last)s""",
    "entry": """
select r.person, e.kind, r.benefit, r.matter, null::date as month, b.area, e.at, e.amount
  from recovery_entry e join recovery r on r.bucket = e.bucket and r.id = e.recovery
  join benefit b on b.bucket = r.bucket and b.id = r.benefit
 where e.at >= %(since)s and e.at < %(until)s""",
    "act": """
select b.person, a.act as kind, a.benefit, b.matter, a.month, b.area, a.at, a.amount
  from benefit_act a join benefit b on b.bucket = a.bucket and b.id = a.benefit
 where a.at >= %(since)s and a.at < %(until)s""",
}
TERMS = {
    "settled": "x.outcome is not null",
    "confirmed": "coalesce(x.outcome = 'confirmed', false)",
    "overruled": "coalesce(x.outcome = 'overruled', false)",
    "in_time": "coalesce(x.settled_at <= x.due_at, false)",
    "delayed": "x.delay is not null",
    "compared": "x.compared",
    "held": "x.state = 'held'",
    "came_back": "x.kind in ('withheld', 'repaid')",
    "stopped": "x.kind = 'stop'",
}
MEASURES = {"due": "x.due", "amount": "x.amount", "year": "x.amount * 12", "delay": "x.delay"}
PERSONS = "persons"
KEYS = {
    "district": "left(x.area, 6)",
    "street": "left(x.area, 9)",
    "community": "left(x.area, 12)",
    "matter": "x.matter",
    "kind": "x.kind",
    "cause": "coalesce(%(names)s::jsonb ->> x.kind, '其他')",
    "month": "to_char(coalesce(x.month::timestamp, x.at at time zone 'Asia/Shanghai'), 'YYYY-MM')",
}
ALL = "''::text"


def held(part: Part) -> str:
    terms = (f"not ({TERMS[name[1:]]})" if name.startswith("!") else f"({TERMS[name]})" for name in part.where)
    return " and ".join(terms) or "true"


def amount(part: Part) -> str:
    counted = "count(distinct x.person)" if part.of == PERSONS else "count(*)"
    aggregate = counted if part.of in (None, PERSONS) else f"sum({MEASURES[part.of or '']})"
    return f"{aggregate} filter (where {held(part)})"


def rows(part: Part) -> str:
    """How many rows are behind: of persons, one each."""
    return amount(Part(part.where, PERSONS if part.of == PERSONS else None))

"""One job's comparisons: asks the shared datasets and the departments themselves, and keeps what each of them says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.domain.durations import in_city
from registers import catalogue, comparisons, records, secrecy
from registers.compare import compare, datasets_for, not_askable
from registers.comparisons import SHARED, Asked, Asking, Comparison, Told
from registers.departments.connectors import Connector, asked_about
from registers.departments.questions import Answer, Expected, Question, judged, ref_of
from registers.verdict import Verdict
from workers import departments
from workers.departments import Call, Result, Silent
from workers.handlers.contract import Context

AGAIN = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))  # after each silence
CALLS_WITHIN = timedelta(days=1)  # whoever has taken a question is asked again after this


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked about in one check, and what was declared. `number` is the identity number; `person` its index."""

    check: str
    number: str
    person: str
    declared: Mapping[str, Any]
    own: Mapping[str, Any]  # what was declared for this check alone

    @property
    def bar(self) -> str | None:
        """Why nobody may be asked."""
        return not_askable(self.check, self.declared)


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why it is asked, as departments want to know it."""

    asking: Asking
    words: str
    auth_no: str | None


def compared(subjects: Sequence[Subject], purpose: Purpose, context: Context) -> list[Comparison]:
    """All that the job has asked, with what is answered by now. What was answered before is not asked again."""
    asked = [one for subject in subjects for one in _asked(subject, context)]
    with context.registers() as connection:
        with connection.transaction():
            comparisons.ask(connection, purpose.asking, asked)
            rows = comparisons.of_job(connection, context.job)
            wanted = {row.name for row in rows if row.source == SHARED and row.verdict is None}
            told = _shared([subject for subject in subjects if subject.check in wanted], connection, context)
            comparisons.answer(connection, context.job, told, context.now)
        calls = [_call(row, subjects, purpose, context) for row in rows if _is_due(row, context.now)]
        if not calls:
            return _read(connection, context)
    _keep(calls, departments.ask(context.departments, calls), context)
    with context.registers() as connection:
        return _read(connection, context)


def _read(connection: records.Connection, context: Context) -> list[Comparison]:
    """What is answered by now; from here on the job knows it."""
    rows = comparisons.of_job(connection, context.job)
    comparisons.settle(connection, [row for row in rows if row.verdict is not None and not row.settled])
    return rows


def _asked(subject: Subject, context: Context) -> Iterator[Asked]:
    """The departments that are asked themselves, and the shared datasets for the others."""
    themselves = _themselves(subject, context)
    yield from (Asked(subject.check, one.provider, subject.person) for one in themselves)
    if not themselves or _datasets(subject, context):
        yield Asked(subject.check, SHARED, subject.person)


def _themselves(subject: Subject, context: Context) -> list[Connector]:
    if subject.bar is not None:
        return []
    known = catalogue.datasets()
    wanted = {known[name].provider for name in datasets_for(subject.check, subject.declared)}
    return [one for one in asked_about(context.departments.connectors, subject.check) if one.provider in wanted]


def _datasets(subject: Subject, context: Context) -> tuple[str, ...]:
    themselves = {one.provider for one in _themselves(subject, context)}
    known = catalogue.datasets()
    needed = datasets_for(subject.check, subject.declared)
    return tuple(name for name in needed if known[name].provider not in themselves)


def _shared(subjects: Sequence[Subject], connection: records.Connection, context: Context) -> list[Told]:
    """What the shared datasets say of all subjects, in two statements."""
    if not subjects:
        return []
    datasets = sorted({name for subject in subjects for name in _datasets(subject, context)})
    persons = sorted({subject.person for subject in subjects})
    found = records.shared_of(connection, persons, datasets, _today(context))

    def verdict(subject: Subject) -> Verdict:
        needed = _datasets(subject, context)
        return compare(subject.check, subject.declared, found[subject.person], context.age, needed)

    return [
        secrecy.closed(comparisons.told_of(verdict(subject)), subject.person, context.sealing) for subject in subjects
    ]


def _is_due(row: Comparison, now: datetime) -> bool:
    waits = row.verdict is None and row.source != SHARED
    return waits and (row.ask_again_at is None or row.ask_again_at <= now)


def _call(row: Comparison, subjects: Sequence[Subject], purpose: Purpose, context: Context) -> Call:
    connector = next(one for one in context.departments.connectors if one.provider == row.source)
    subject = next(one for one in subjects if one.check == row.name)
    ref = ref_of(connector.secret, row.request, row.person)
    first, last = subject.own.get("first"), subject.own.get("last")
    public = context.departments.public_url
    question = Question(
        request=row.request,
        check=row.name,
        subject=subject.number,
        ref=ref,
        declared=subject.own,
        period={"from": first, "to": last} if first or last else None,
        purpose=purpose.words,
        case_no=str(context.instance),
        auth_no=purpose.auth_no,
        item=context.item(),
        callback=f"{public.rstrip('/')}/comparisons/{row.request}/answer" if public else None,
    )
    return Call(connector, question, Expected(row.request, row.name, row.source, ref, _today(context)))


def _keep(calls: Sequence[Call], results: Sequence[Result], context: Context) -> None:
    pairs = list(zip(calls, results, strict=True))
    told = [_told(call, result, context) for call, result in pairs if not isinstance(result, Silent)]
    with context.registers() as connection:
        comparisons.answer(connection, context.job, told, context.now)
        tries = {(row.name, row.source): row.tries for row in comparisons.of_job(connection, context.job)}
        for call, result in pairs:
            if isinstance(result, Silent):
                name, source = call.question.check, call.connector.provider
                pause = CALLS_WITHIN if result.accepted else AGAIN[min(tries[name, source], len(AGAIN) - 1)]
                comparisons.fail(connection, (context.job, name, source), result.fault, context.now + pause)


def _told(call: Call, result: Answer | Told, context: Context) -> Told:
    told = result if isinstance(result, Told) else _judged(call, result, context)
    return secrecy.closed(told, context.person_index(call.question.subject), context.sealing)


def _judged(call: Call, result: Answer, context: Context) -> Told:
    fresh_for = catalogue.checks()[call.question.check].fresh_for
    fresh = result.as_of is not None and context.age(result.as_of, _today(context)) <= fresh_for
    return judged(result, call.expected, fresh)


def _today(context: Context) -> date:
    return in_city(context.now).date()

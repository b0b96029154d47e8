"""Jobs: claims them, runs their handlers on a few threads, and tells the engine what came of each, done or failed."""

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from engine.domain.commands import SYSTEM, AttachFile, Command, CompleteJob, FailJob
from engine.domain.ids import district_of
from engine.domain.rejections import Invalid
from engine.engine import Engine
from engine.store import claims
from engine.store.claims import DueJob, Lease
from engine.store.notices import tell_done
from workers import metrics
from workers.attempts import Done, Failed, Held, attempt
from workers.awaited import AWAITED
from workers.surroundings import Surroundings, surroundings
from workers.work import execute

BATCH, THREADS = 8, 4
TOGETHER = 100  # in a district
LEASE = timedelta(seconds=60)  # longer than a batch of handlers that all wait for their timeouts


def step(engine: Engine, now: datetime) -> int:
    """One batch of jobs in each district that has any due; gives how many came to a result, good or bad."""
    with engine.store.writing() as connection:
        districts = claims.due_districts(connection, claims.JOBS, now)
    if not districts:
        return 0
    place = surroundings(engine)
    return sum(_batch(engine, place, Lease(district, now, BATCH, LEASE)) for district in districts)


def _batch(engine: Engine, place: Surroundings, lease: Lease) -> int:
    """Results are told as they come, so that a slow job holds up nobody's answer."""
    with engine.store.writing() as connection:
        rows = claims.claim(connection, claims.JOBS, lease)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="job") as pool:
        waiting = {
            pool.submit(attempt, due, place.handlers, place.context(due, lease.now), place.opened) for due in rows
        }
        while waiting:
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            _tell(engine, [future.result() for future in finished], lease.now)
    for due in rows:
        metrics.LATENESS.labels("job").observe((lease.now - due.due_at).total_seconds())
    return len(rows)


def step_together(engine: Engine, now: datetime) -> int:
    """All that is due, one after the other, and told at once: for simulated time, in which nobody waits for a slow
    one."""
    place = surroundings(engine)
    with engine.store.writing() as connection:
        districts = claims.due_districts(connection, claims.JOBS, now)
        leases = [Lease(district, now, TOGETHER, LEASE) for district in districts]
        rows = [row for lease in leases for row in claims.claim(connection, claims.JOBS, lease)]
    results = [attempt(due, place.handlers, place.context(due, now), place.opened) for due in rows]
    if results:
        _tell(engine, results, now)
    return len(rows)


def _tell(engine: Engine, results: Sequence[Done | Failed | Held], now: datetime) -> None:
    """A job withdrawn meanwhile is refused and forgotten; a result that the engine cannot take is a failure."""
    for held in [result for result in results if isinstance(result, Held)]:
        with engine.store.writing() as connection:
            claims.hold(connection, claims.JOBS, [held.due.id], held.until)
    commands = [command for result in results for command in _commands(result, now)]
    if not commands:
        return
    told = execute(engine, "job", commands)
    wrong = [
        _refused(command, str(reason), now)
        for position, reason in told.refused.items()
        if isinstance(command := commands[position], CompleteJob) and isinstance(reason, Invalid)
    ]
    if wrong:
        execute(engine, "job", wrong)
    _tell_who_waits(engine, results)


def _tell_who_waits(engine: Engine, results: Sequence[Done | Failed | Held]) -> None:
    """Costs nothing where nobody does."""
    done = [result.due.id for result in results if not isinstance(result, Held) and _is_last(result)]
    waited_for = AWAITED.finish(done)
    if waited_for:
        with engine.store.writing() as connection:
            tell_done(connection, waited_for)


def _is_last(result: Done | Failed) -> bool:
    return isinstance(result, Done) or result.retry_after is None


def _commands(result: Done | Failed | Held, now: datetime) -> Iterator[Command]:
    """Done: the files first, for the case may end with its job. One request_id an attempt: it has one result."""
    match result:
        case Held():
            return
        case Done(due, variables, files):
            for file in files:
                yield AttachFile(
                    request_id=f"{_request(due)}:{file.sha256}",
                    at=now,
                    actor=SYSTEM,
                    district=due.district,
                    instance=due.instance,
                    name=file.name,
                    media_type=file.media_type,
                    sha256=file.sha256,
                    size=file.size,
                )
            yield CompleteJob(
                request_id=_request(due),
                at=now,
                actor=SYSTEM,
                district=due.district,
                job=due.id,
                instance=due.instance,
                variables=variables,
            )
        case Failed(due, message, code, retry_after):
            yield FailJob(
                request_id=_request(due),
                at=now,
                actor=SYSTEM,
                district=due.district,
                job=due.id,
                instance=due.instance,
                message=message,
                code=code,
                retry_after=retry_after,
            )


def _request(due: DueJob) -> str:
    return f"job:{due.id}:{due.attempts}"


def _refused(command: CompleteJob, reason: str, now: datetime) -> FailJob:
    return FailJob(
        request_id=f"{command.request_id}:refused",
        at=now,
        actor=SYSTEM,
        district=district_of(command.job),
        job=command.job,
        instance=command.instance,
        message=f"The result was refused: {reason}",
    )

"""One transaction on one connection, its statements sent together: nothing goes out until an answer is asked for.

psycopg's own pipeline looks at the socket after every statement, which costs more processor than the statement; this
goes through its libpq (`psycopg.pq`) instead, and leaves types, errors and connections to psycopg.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from select import POLLIN, POLLOUT, poll
from typing import Any, Protocol

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGresult

Row = tuple[Any, ...]
Parameters = Sequence[Any] | Mapping[str, Any]
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?([sb%])")
BINARY = 1


class Connection(Protocol):
    """What the store's statements need: a wire, or a connection of psycopg."""

    def execute(self, query: str, params: Parameters = ..., *, binary: bool = ...) -> Any: ...


class Names:
    """Under which names a connection has prepared which texts. Names are never used twice."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}
        self._count = 0

    def find(self, query: str) -> bytes | None:
        return self._known.get(query)

    def new(self, query: str) -> bytes:
        self._count += 1
        name = self._known[query] = b"w%d" % self._count
        return name

    def forget(self, queries: Sequence[str]) -> None:
        for query in queries:
            self._known.pop(query, None)


class Answer:
    """The rows of a statement that is on its way; asking for them sends all that waits."""

    __slots__ = ("_result", "_wire")

    def __init__(self, wire: "Wire"):
        self._wire = wire
        self._result: PGresult | None = None

    def take(self, result: PGresult) -> None:
        self._result = result

    def fetchall(self) -> list[Row]:
        if self._result is None:
            self._wire.collect()
        return self._wire.rows(self._result)


class Wire:
    """`names` None: nothing is prepared, as behind a pooler that cannot."""

    def __init__(self, connection: psycopg.Connection[Any], names: Names | None):
        self._connection, self._pg, self._names = connection, connection.pgconn, names
        self._adapter = Transformer(connection)
        self._sent: deque[Answer | None] = deque()
        self._prepared: list[str] = []
        self._readable, self._both = poll(), poll()
        self._readable.register(self._pg.socket, POLLIN)
        self._both.register(self._pg.socket, POLLIN | POLLOUT)

    def execute(self, query: str, params: Parameters = (), *, binary: bool = True) -> Answer:
        text, order = _numbered(query)
        values = [params[name] for name in order] if isinstance(params, Mapping) else params
        adapter = self._adapter
        dumped = adapter.dump_sequence(values, [PyFormat.AUTO] * len(values)) if values else []
        types, formats = (adapter.types or (), adapter.formats) if values else ((), [])
        if self._names is None:
            self._pg.send_query_params(text, dumped, types, formats, int(binary))
        else:
            self._pg.send_query_prepared(self._name(query, text, types), dumped, formats, int(binary))
        answer = Answer(self)
        self._sent.append(answer)
        return answer

    def command(self, text: bytes) -> None:
        """One that gives nothing: begin, commit, rollback."""
        self._pg.send_query_params(text, None)
        self._sent.append(None)

    def _name(self, query: str, text: bytes, types: Sequence[int]) -> bytes:
        assert self._names is not None, "only asked where statements are prepared"
        name = self._names.find(query)
        if name is None:
            name = self._names.new(query)
            self._prepared.append(query)
            self._pg.send_prepare(name, text, types)
            self._sent.append(None)
        return name

    def collect(self) -> None:
        """Sends all that waits and takes what comes back. Raises the first error; all behind it was not run."""
        self._pg.pipeline_sync()
        self._flush()
        failure: psycopg.Error | None = None
        while self._sent:
            answer = self._sent.popleft()
            while (result := self._next()) is not None:
                if result.status == ExecStatus.FATAL_ERROR:
                    failure = failure or error_from_result(result)
                elif answer is not None and result.status != ExecStatus.PIPELINE_ABORTED:
                    answer.take(result)
        self._next()  # the mark of the synchronisation
        if failure is not None:
            if self._names is not None:
                self._names.forget(self._prepared)
            raise failure

    def rows(self, result: PGresult | None) -> list[Row]:
        if result is None or not result.ntuples:
            return []
        self._adapter.set_pgresult(result, format=BINARY if result.fformat(0) else 0)  # type: ignore[arg-type]
        return self._adapter.load_rows(0, result.ntuples, tuple)

    def _flush(self) -> None:
        """Reads while it writes: a server that waits to be read would not read either."""
        while self._pg.flush():
            self._both.poll()
            self._pg.consume_input()

    def _next(self) -> PGresult | None:
        while self._pg.is_busy():
            self._readable.poll()
            self._pg.consume_input()
        result = self._pg.get_result()
        if result is None and self._pg.status == ConnStatus.BAD:
            raise psycopg.OperationalError("the connection was lost")
        return result

    def give_up(self) -> None:
        """Whatever was sent is undone."""
        with suppress(psycopg.Error):
            self.collect()
        self.command(b"rollback")
        self.collect()


@lru_cache(maxsize=2048)
def _numbered(query: str) -> tuple[bytes, tuple[str, ...]]:
    """The text with $1, $2 ... in place of %s, %b or %(name)s, and the names in the order of their numbers."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[2] == "%":
            return "%"
        if match[1] is None or match[1] not in names:
            names.append(match[1])
            return f"${len(names)}"
        return f"${names.index(match[1]) + 1}"

    return PLACEHOLDER.sub(number, query).encode(), tuple(names)


@contextmanager
def transaction(connection: psycopg.Connection[Any], names: Names | None) -> Iterator[Wire]:
    """Begins with the first statement, commits at its end. A connection that cannot go on is closed."""
    wire = Wire(connection, names)
    connection.pgconn.enter_pipeline_mode()
    try:
        wire.command(b"begin")
        yield wire
        wire.command(b"commit")
        wire.collect()
    except Exception:
        with suppress(psycopg.Error):
            wire.give_up()
        raise
    except BaseException:
        connection.close()
        raise
    finally:
        if connection.pgconn.status == ConnStatus.OK:
            connection.pgconn.exit_pipeline_mode()

"""Worker processes: each loads the tables once, and one that dies is replaced.

Every process is driven by a thread of its own that hands it one row after the other, so it is known whom a process was
planning when it died. That row is tried once more in a new process before it counts as failed; nobody else is lost.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Lock
from types import TracebackType
from typing import Any

from planner.batch.rows import Row
from planner.batch.work import Outcome, Settings, failed, plan_row
from planner.errors import PlannerError

ATTEMPTS = 2
LONGEST_S = 900.0  # for one person; beyond any search, so that only a process that hangs meets it
START_S = 300.0
_AHEAD = 4  # chunks in hand per process: enough that none waits, few enough for flat memory
# One thread a process: the processes are the parallelism, and sums keep their order whatever their number.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_READY = "ready"


def serve(connection: Connection, settings: Settings, counts_in: str) -> None:
    """What a worker process does: plan row after row until the line goes dead."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    from planner.batch.work import warm_up

    warm_up(settings)
    connection.send(_READY)
    while True:
        try:
            row: Row = connection.recv()
            connection.send(plan_row(row, settings, counts_in))
        except (EOFError, OSError):
            return


class _Silence(EOFError):
    """A process hangs."""


class _Worker:
    """One process and the line to it."""

    def __init__(self, settings: Settings, counts_in: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other, settings, counts_in), daemon=True)
        before = {name: os.environ.get(name) for name in _ONE_THREAD}
        os.environ.update({name: "1" for name in _ONE_THREAD if before[name] is None})
        try:
            self._process.start()
        finally:
            for name in (name for name, value in before.items() if value is None):
                os.environ.pop(name)
        other.close()
        self.ready = False

    def ask(self, row: Row) -> Outcome:
        """Raises EOFError or OSError when the process dies or hangs."""
        if not self.ready:
            self._receive(START_S)
            self.ready = True
        self._line.send(row)
        found: Outcome = self._receive(LONGEST_S)
        return found

    def _receive(self, most_s: float) -> Any:
        if not self._line.poll(most_s):
            raise _Silence(f"it gave no sign for {most_s:g} s")
        return self._line.recv()

    def kill(self) -> None:
        """End the process without waiting for it."""
        self._process.kill()

    def end(self) -> str:
        """End the process, and say how it went."""
        self._process.kill()
        self._process.join()
        self._line.close()
        code = self._process.exitcode
        return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


class Pool:
    """``jobs`` worker processes. Used as a context: leaving it ends them all, whatever they are doing."""

    def __init__(self, jobs: int, settings: Settings, counts_in: str = "line") -> None:
        self._settings, self._counts_in, self._jobs = settings, counts_in, jobs
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="planner-batch")
        self._idle: SimpleQueue[_Worker | None] = SimpleQueue()
        self._running: set[_Worker] = set()
        self._closed, self._started, self._starting = False, False, Lock()
        for _ in range(jobs):
            self._idle.put(None)

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._starting:
            self._closed = True
        for worker in tuple(self._running):
            worker.kill()  # the thread that waits for it notices
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in tuple(self._running):
            worker.end()

    def outcomes(self, chunks: Iterable[Sequence[Row]]) -> Iterator[list[Outcome]]:
        """The outcomes of each chunk, in the order of the chunks."""
        waiting: deque[Future[list[Outcome]]] = deque()
        for chunk in chunks:
            waiting.append(self._threads.submit(self._plan, chunk))
            if len(waiting) >= _AHEAD * self._jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _plan(self, rows: Sequence[Row]) -> list[Outcome]:
        worker = self._idle.get()
        found = []
        try:
            for row in rows:
                worker, outcome = self._ask(worker, row)
                found.append(outcome)
        finally:
            self._idle.put(worker)
        return found

    def _ask(self, worker: _Worker | None, row: Row) -> tuple[_Worker | None, Outcome]:
        why = ""
        for _ in range(ATTEMPTS):
            try:
                worker = worker or self._start()
                return worker, worker.ask(row)
            except (EOFError, OSError) as error:
                why = str(error)
                if worker is not None:
                    self._started |= worker.ready
                    self._running.discard(worker)
                    why = f"{worker.end()}{f', {why}' if isinstance(error, _Silence) else ''}"
                worker = None
        if not self._started:
            raise PlannerError(_cannot_start(why))
        said = f"the process that planned this person died {ATTEMPTS} times ({why}); plan this row alone to see why"
        return None, failed(row, said, self._counts_in)

    def _start(self) -> _Worker:
        with self._starting:
            if self._closed:
                raise PlannerError("stopped")
            worker = _Worker(self._settings, self._counts_in)
            self._running.add(worker)
            return worker


def _cannot_start(why: str) -> str:
    return (
        f"a worker process could not start ({why}); in a script, call this under `if __name__ == '__main__':`, "
        "or use jobs=1"
    )

"""Worker processes of this machine: each loads the tables once, and one that dies or hangs is replaced.

Every process is driven by a thread of its own that hands it one chunk after the other. Where a process dies, the people of
its chunk are tried one by one in a new process; who kills that one, too, fails, and nobody else is lost.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Lock
from types import TracebackType
from typing import Any

from planner.batch.rows import Row
from planner.batch.task import ATTEMPTS, Chunk, Done, Task, alone, deliver, one_by_one, work_off
from planner.batch.work import Outcome
from planner.errors import PlannerError

START_S = 300.0
_AHEAD = 4  # chunks in hand per process: enough that none waits, few enough for flat memory
# One thread a process: the processes are the parallelism, and sums keep their order whatever their number. What the process no
# longer needs goes back to the system at once (as with Dask's own workers); glibc otherwise keeps some 30 MB of it.
_OF_A_WORKER = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_TRIM_THRESHOLD_": "65536",
}
_READY, _BEAT = "ready", "beat"


def serve(connection: Connection, task: Task) -> None:
    """What a worker process does: plan chunk after chunk until the line goes dead."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    from planner.batch.work import warm_up

    warm_up(task.settings)
    connection.send(_READY)
    while True:
        try:
            chunk, its_task = connection.recv()
            try:
                answer: object = work_off(chunk, its_task, lambda: connection.send(_BEAT))
            except OSError as error:
                answer = error  # the part cannot be written
            connection.send(answer)
        except (EOFError, OSError):
            return


class _Gone(Exception):
    """A process died or hangs; the message says how."""


class _Worker:
    """One process and the line to it."""

    def __init__(self, task: Task) -> None:
        self._patience_s = task.settings.patience_s
        context = multiprocessing.get_context("spawn")
        self._line, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other, task), daemon=True)
        before = {name: os.environ.get(name) for name in _OF_A_WORKER}
        os.environ.update({name: value for name, value in _OF_A_WORKER.items() if before[name] is None})
        try:
            self._process.start()
        finally:
            for name in (name for name, value in before.items() if value is None):
                os.environ.pop(name)
        other.close()
        self.ready = False

    def ask(self, chunk: Chunk, task: Task) -> Done:
        """Raises _Gone when the process dies or hangs, OSError when the part cannot be written."""
        try:
            if not self.ready:
                self._receive(START_S)
                self.ready = True
            self._line.send((chunk, task))
            while (answer := self._receive(self._patience_s)) == _BEAT:
                pass
        except (EOFError, OSError) as error:
            raise _Gone(self.end() + (f", {error}" if isinstance(error, _Silence) else "")) from None
        if isinstance(answer, OSError):
            raise answer
        assert isinstance(answer, Done)
        return answer

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


class _Silence(EOFError):
    """A process hangs."""


class Pool:
    """``jobs`` worker processes. Used as a context: leaving it ends them all, whatever they are doing."""

    def __init__(self, jobs: int, task: Task) -> None:
        self._task, self._jobs = task, jobs
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="planner-batch")
        self._idle: SimpleQueue[_Worker | None] = SimpleQueue()
        self._running: set[_Worker] = set()
        self._closed, self._starting = False, Lock()
        self._started, self._not_started = False, 0
        for _ in range(jobs):
            self._idle.put(None)

    def __str__(self) -> str:
        return f"{self._jobs} process{'es' if self._jobs > 1 else ''}"

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._starting:
            self._closed = True
        for worker in tuple(self._running):
            worker.kill()  # the thread that waits for it notices
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in tuple(self._running):
            worker.end()

    def results(self, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """Chunks as they are done, in any order. Raises OSError when a part cannot be written."""
        waiting: set[Future[Done]] = set()
        for chunk in chunks:
            waiting.add(self._threads.submit(self._plan, chunk))
            if len(waiting) >= _AHEAD * self._jobs:
                finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in finished)
        while waiting:
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (one.result() for one in finished)

    def _plan(self, chunk: Chunk) -> Done:
        found = self._ask(chunk, self._task)
        if isinstance(found, str):
            return deliver(chunk.number, one_by_one(chunk, self._task, self._alone), self._task)
        return found

    def _alone(self, row: Row) -> Outcome | str:
        found = self._ask(*alone(row, self._task))
        return found if isinstance(found, str) else found.outcomes[0]

    def _ask(self, chunk: Chunk, task: Task) -> Done | str:
        """A chunk that is done, or why its process died."""
        worker = self._idle.get()
        try:
            worker = worker or self._start()
            return worker.ask(chunk, task)
        except _Gone as gone:
            assert worker is not None
            self._running.discard(worker)
            self._started |= worker.ready
            worker = None
            self._not_started += not self._started
            if self._not_started >= ATTEMPTS:
                raise PlannerError(_cannot_start(str(gone))) from None
            return str(gone)
        finally:
            self._idle.put(worker)

    def _start(self) -> _Worker:
        with self._starting:
            if self._closed:
                raise PlannerError("stopped")
            worker = _Worker(self._task)
            self._running.add(worker)
            return worker


def _cannot_start(why: str) -> str:
    return (
        f"a worker process could not start ({why}); in a script, call this under `if __name__ == '__main__':`, "
        "or use jobs=1"
    )

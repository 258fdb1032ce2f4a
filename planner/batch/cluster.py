"""Workers of a Dask cluster: of any size, on any machines that have the same planner installed.

A worker writes its part where the folder of the run is shared with it, and else hands it back to be written here. Dask tries a
chunk again elsewhere when a worker dies; a worker that hangs ends itself. Where a chunk keeps killing workers, its people are
tried one by one.
"""

from __future__ import annotations

import faulthandler
import hashlib
import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any

from planner.batch.parts import encode, write_part
from planner.batch.progress import Tally
from planner.batch.rows import Row
from planner.batch.run import program
from planner.batch.task import Chunk, Done, Task, alone, deliver, one_by_one, work_off
from planner.batch.work import Outcome, plan_chunk
from planner.errors import InputError, PlannerError

if TYPE_CHECKING:
    from distributed import Client, Future

_AHEAD = 3  # chunks in hand per thread of a worker
_COUNT_WORKERS_S = 10.0
_WAIT_S = 60.0  # for a scheduler that answers, and for its first worker
_LOCAL = {
    # Looking at the stack a hundred times a second takes time from a loop that is one thread's alone.
    "distributed.worker.profile.enabled": False,
    # The thread that plans has an arena of memory beside the main one, which would stay as large as it ever was.
    "distributed.nanny.pre-spawn-environ.MALLOC_ARENA_MAX": 1,
}
_ONE_AT_A_TIME = Lock()  # models are kept per process, so threads of one worker take turns


class Cluster:
    """A Dask cluster that is there already (``address``), or one of so many workers on this machine."""

    def __init__(self, task: Task, address: str | None = None, local_workers: int | None = None) -> None:
        """Raises InputError where Dask is not installed, or the number is not possible."""
        try:
            import distributed  # noqa: F401
        except ImportError:
            raise InputError("planning on a cluster needs Dask: pip install 'meal-planner[cluster]'") from None
        if local_workers is not None and local_workers < 1:
            raise InputError(f"a cluster of {local_workers} workers is not possible: give a number from 1 up")
        self._task, self._address, self._local_workers = task, address, local_workers
        self._mark = folder_mark(task.parts)
        self._stack = ExitStack()
        self._at_work, self._counted = 1, 0.0
        self._client: Client

    def __str__(self) -> str:
        return f"a Dask cluster with {self._at_work} threads"

    def __enter__(self) -> Cluster:
        """Raises PlannerError where no scheduler answers, or it has no workers."""
        import dask
        from distributed import Client, LocalCluster

        where: Any = self._address
        try:
            if self._local_workers is not None:
                self._stack.enter_context(dask.config.set(_LOCAL))
                where = self._stack.enter_context(
                    LocalCluster(
                        n_workers=self._local_workers,
                        threads_per_worker=1,
                        processes=True,
                        host="127.0.0.1",
                        dashboard_address="127.0.0.1:0",
                        worker_dashboard_address=None,
                        silence_logs=logging.CRITICAL,
                    )
                )
            self._client = self._stack.enter_context(Client(where, timeout=_WAIT_S, set_as_default=False))
            self._client.wait_for_workers(1, timeout=_WAIT_S)
        except BaseException as error:
            self._stack.close()
            if isinstance(error, ValueError | OSError):  # TimeoutError is an OSError
                raise PlannerError(
                    f"no Dask cluster with workers answers at {self._address or 'this machine'} ({error}): "
                    "check the address, and that workers have joined"
                ) from None
            raise
        self._count_workers()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def results(self, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """Chunks as they are done, in any order.

        Raises OSError when a part cannot be written, PlannerError when the scheduler is lost or workers cannot do it.
        """
        from distributed import CancelledError

        try:
            yield from self._results(chunks)
        except _Unwritable as error:
            raise error.why from None
        except (CancelledError, OSError, RuntimeError):  # Dask's words for a scheduler that is gone
            raise PlannerError(
                "the connection to the Dask scheduler is lost; what is planned is kept: go on with --resume"
            ) from None

    def _results(self, chunks: Iterable[Chunk]) -> Iterator[Done]:
        finished: SimpleQueue[Future[Done]] = SimpleQueue()
        waiting: dict[Any, Chunk] = {}

        def next_done() -> Done:
            future = finished.get()
            return self._result(future, waiting.pop(future.key))

        held = set()  # futures that nobody holds are given up
        for chunk in chunks:
            future = self._submit(chunk, self._task)
            waiting[future.key] = chunk
            held.add(future)
            future.add_done_callback(finished.put)
            while len(waiting) >= _AHEAD * self._at_work:
                yield next_done()
                held = {one for one in held if one.key in waiting}
                self._count_workers()
        while waiting:
            yield next_done()

    def _submit(self, chunk: Chunk, task: Task) -> Future[Done]:
        return self._client.submit(plan_there, chunk, task, self._mark, program(), pure=False)

    def _count_workers(self) -> None:
        """They come and go."""
        if time.monotonic() - self._counted > _COUNT_WORKERS_S:
            self._at_work = max(1, sum(self._client.nthreads().values()))
            self._counted = time.monotonic()

    def _result(self, future: Future[Done], chunk: Chunk) -> Done:
        from distributed import KilledWorker

        try:
            done = _waited(future)
        except KilledWorker:
            outcomes = one_by_one(chunk, self._task, self._alone, attempts=1)  # Dask itself tries again
            with _writing():
                return deliver(chunk.number, outcomes, self._task)
        if done.content and self._task.parts is not None:
            with _writing():
                write_part(self._task.parts, done.number, done.content)
        return replace(done, content=b"")

    def _alone(self, row: Row) -> Outcome | str:
        from distributed import KilledWorker

        try:
            return _waited(self._submit(*alone(row, self._task))).outcomes[0]
        except KilledWorker:
            return "on several workers"


class _Unwritable(Exception):
    """A part cannot be written; told apart from the OSErrors of a connection that is lost."""

    def __init__(self, why: OSError) -> None:
        self.why = why
        super().__init__(str(why))


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _Unwritable(error) from None


def _waited(future: Future[Done]) -> Done:
    """The result.

    Raises PlannerError where a worker cannot plan, _Unwritable when a part could not be written, KilledWorker, and what Dask
    raises when the scheduler is lost.
    """
    from distributed import KilledWorker

    try:
        done: Done = future.result()
        return done
    except (KilledWorker, PlannerError):
        raise
    except Exception as error:
        if future.status != "error":  # the scheduler is lost
            raise
        if isinstance(error, OSError):
            raise _Unwritable(error) from None
        # Most likely a worker without planner, or with another one.
        raise PlannerError(f"a worker of the Dask cluster cannot plan ({type(error).__name__}: {error})") from None


def plan_there(chunk: Chunk, task: Task, mark: str, wanted: dict[str, Any]) -> Done:
    """What a worker of a cluster does with a chunk.

    Raises PlannerError where another planner is installed, OSError when the part cannot be written.
    """
    if program() != wanted:
        raise PlannerError(
            f"a worker of the Dask cluster has another planner, which would make other plans: {program()['versions']} in "
            f"place of {wanted['versions']}; install the same there"
        )
    with _ONE_AT_A_TIME, _Watchdog(task.settings.patience_s) as beat:
        if task.parts is None or folder_mark(task.parts) == mark:
            return work_off(chunk, task, beat)
        outcomes = plan_chunk(chunk.rows, task.settings, task.counts_in, beat)
    return Done(chunk.number, Tally.of(outcomes), content=encode(outcomes))


class _Watchdog:
    """Ends the process when there is no sign of life, whatever it hangs in; its nanny starts it anew."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s

    def __enter__(self) -> _Watchdog:
        self()
        return self

    def __call__(self) -> None:
        faulthandler.dump_traceback_later(self._patience_s, exit=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        faulthandler.cancel_dump_traceback_later()


def folder_mark(parts: Path | None) -> str:
    """By which a worker sees whether it shares the folder of the run; empty where there is none."""
    from planner.batch.output import ASKED

    try:
        return "" if parts is None else hashlib.sha256((parts / ASKED).read_bytes()).hexdigest()
    except OSError:
        return ""

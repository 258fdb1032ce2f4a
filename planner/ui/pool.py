"""Worker processes that plan, shared by all sessions: a page only asks and looks, so that no search blocks anybody.

Plain child processes with pipes: the pages run in threads of a server whose main module is not ours, which the spawning of
``multiprocessing`` would import again in each child.
"""

from __future__ import annotations

import atexit
import itertools
import os
import pickle
import subprocess
import sys
import threading
import time
from collections import OrderedDict, deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from planner.ui.asked import Failure, Preview

MOST_WAITING = 64
LONGEST_S = 180.0  # beyond any search: only a process that hangs meets it
ATTEMPTS = 2
KEPT = 32  # plans of about 100 kB: the same question has the same answer, so that one asked before is answered at once
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_numbers = itertools.count(1)


@dataclass(eq=False)
class Job:
    """One request. ``done`` is set once; then ``value`` or ``failure`` holds the answer."""

    task: str
    arguments: tuple[Any, ...]
    number: int = field(default_factory=lambda: next(_numbers))
    share: float = 0.0
    preview: Preview | None = None
    value: Any = None
    failure: Failure | None = None
    question: bytes = b""
    done: threading.Event = field(default_factory=threading.Event)
    started: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    attempts: int = 0
    stopped: bool = False
    _worker: _Worker | None = None

    def stop(self) -> None:
        """Ask for the best so far; the answer still comes."""
        self.stopped = True
        worker = self._worker
        if worker is not None:
            worker.send(("stop", self.number))

    def finish(self, value: Any = None, failure: Failure | None = None) -> None:
        self.value, self.failure, self.seconds = value, failure, time.monotonic() - self.started
        self._worker = None
        self.arguments = ()
        self.done.set()


class _Worker:
    """One process, the thread that listens to it, and the job it works on."""

    def __init__(self, pool: Pool, nice: int, warm: str) -> None:
        environment = os.environ | {name: "1" for name in _ONE_THREAD if name not in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "planner.ui.worker", str(nice), warm],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        self.job: Job | None = None
        self.ready, self.since = False, 0.0
        self._pool, self._writing = pool, threading.Lock()
        self._listener = threading.Thread(target=self._listen, name="planner-worker", daemon=True)
        self._listener.start()

    def send(self, request: tuple[Any, ...]) -> None:
        assert self.process.stdin is not None
        try:
            with self._writing:
                pickle.dump(request, self.process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
                self.process.stdin.flush()
        except (OSError, ValueError):
            pass  # it died: the listening thread notices

    def _close_pipes(self) -> None:
        with self._writing:
            for pipe in (self.process.stdin, self.process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()

    def end(self) -> None:
        """End the process and wait until all of it is gone."""
        self.process.kill()
        self._listener.join()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while True:
            try:
                answer = pickle.load(self.process.stdout)
            except (EOFError, OSError, pickle.UnpicklingError):
                self.process.kill()
                self.process.wait()
                self._close_pipes()
                self._pool.died(self)
                return
            job = self.job
            if answer[0] == "ready":
                self.ready = True
            elif job is not None and answer[1] == job.number:
                if answer[0] == "progress":
                    job.share = answer[2]
                    job.preview = answer[3] or job.preview
                    continue
                self.job = None
                if answer[0] == "done" and not job.stopped:
                    self._pool.keep(job, answer[2])
                job.finish(*((answer[2], None) if answer[0] == "done" else (None, answer[2])))
            self._pool.idle(self)


class Pool:
    """``size`` processes, started at the first need; a job waits until one is free, one that dies is replaced.

    ``warm``: what each loads before its first job, "menus", "tables" or "store".
    """

    def __init__(self, size: int, nice: int = 0, warm: str = "menus") -> None:
        self._size, self._nice, self._warm = size, nice, warm
        self._lock = threading.Lock()
        self._workers: list[_Worker] = []
        self._waiting: deque[Job] = deque()
        self._kept: OrderedDict[bytes, tuple[Any, float]] = OrderedDict()
        self._closed = False
        threading.Thread(target=self._watch, name="planner-watch", daemon=True).start()
        atexit.register(self.close)

    def start(self) -> None:
        """Start what is missing; each loads its tables in the background.

        The first comes up alone: what it compiles, once after installing, the others find.
        """
        with self._lock:
            most = self._size if self.ready else 1
            while not self._closed and len(self._workers) < most:
                self._workers.append(_Worker(self, self._nice, self._warm))

    def wait_ready(self, most_s: float) -> bool:
        """Wait until a process is up; whether one is."""
        self.start()
        end = time.monotonic() + most_s
        while time.monotonic() < end and not self._closed:
            if self.ready:
                return True
            time.sleep(0.02)
        return False

    @property
    def ready(self) -> bool:
        """Whether a process is up."""
        return any(worker.ready for worker in self._workers)

    def submit(self, task: str, *arguments: Any) -> Job:
        """Ask for something; returns at once."""
        self.start()
        job = Job(task, arguments)
        with self._lock:
            if task == "make":
                job.question = pickle.dumps(arguments)
                if job.question in self._kept:
                    self._kept.move_to_end(job.question)
                    value, seconds = self._kept[job.question]
                    job.started -= seconds  # of the search, not of remembering it
                    job.finish(value)
                    return job
            if len(self._waiting) >= MOST_WAITING:
                job.finish(failure=Failure("busy", "Many plans are being made at this moment. Try again in a minute."))
                return job
            self._waiting.append(job)
        self._assign()
        return job

    def ask(self, task: str, *arguments: Any, timeout_s: float = 30.0) -> Any:
        """Ask for something quick and wait for it. Raises TaskError with its failure."""
        job = self.submit(task, *arguments)
        if not job.done.wait(timeout_s):
            raise TaskError(Failure("busy", "This took too long. Try again in a minute."))
        if job.failure is not None:
            raise TaskError(job.failure)
        return job.value

    def waiting_before(self, job: Job) -> int:
        """How many jobs are served before this one."""
        with self._lock:
            return self._waiting.index(job) if job in self._waiting else 0

    def keep(self, job: Job, value: Any) -> None:
        """Remember the answer to a question that a whole search went into."""
        if job.question:
            with self._lock:
                self._kept[job.question] = (value, time.monotonic() - job.started)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)

    def idle(self, worker: _Worker) -> None:
        self._assign()
        self.start()

    def died(self, worker: _Worker) -> None:
        with self._lock:
            if worker in self._workers:
                self._workers.remove(worker)
            job, worker.job = worker.job, None
            if self._closed:
                return
            if job is not None and job.attempts < ATTEMPTS:
                self._waiting.appendleft(job)
            elif job is not None:
                job.finish(failure=Failure("crash", "The process that was planning ended twice before it was done."))
            broken = not worker.ready and job is None  # it never came up: starting again at once would go on for ever
        if not broken or self._waiting:
            time.sleep(0.2 if worker.ready else 2.0)
            self.start()
        self._assign()

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._closed = True
            workers = list(self._workers)
        for worker in workers:
            worker.end()

    def _assign(self) -> None:
        """Hand waiting jobs to processes that are free."""
        with self._lock:
            for worker in self._workers:
                if not self._waiting:
                    break
                if worker.ready and worker.job is None:
                    job = self._waiting.popleft()
                    worker.job, job._worker = job, worker
                    job.attempts += 1
                    worker.send(("run", job.number, job.task, job.arguments))
                    if job.stopped:
                        worker.send(("stop", job.number))
                    worker.since = time.monotonic()

    def _watch(self) -> None:
        """End processes that hang."""
        while not self._closed:
            time.sleep(5.0)
            for worker in list(self._workers):
                job = worker.job
                if job is not None and time.monotonic() - worker.since > LONGEST_S:
                    job.attempts = ATTEMPTS
                    worker.process.kill()


class TaskError(Exception):
    """A quick task failed; ``failure`` says why."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure.message)

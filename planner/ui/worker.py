"""A worker process: reads requests from standard input, writes answers to standard output, one pickle after another.

Run by ``planner.ui.pool`` as ``python -m planner.ui.worker NICE WARM``. Requests: ("run", number, task, arguments) and
("stop", number). Answers: ("ready",), ("progress", number, share, preview or None), ("done", number, value) and
("failed", number, failure). Both ends of the pipe belong to this program, so that pickles can be trusted.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from planner.ui.asked import Failure

PREVIEW_S = 1.0  # the least time between two previews
TELL_S = 0.1  # and between two signs of life
ALL = -1  # stands for every job


def main() -> None:
    """Serve until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints does not disturb the answers
    with suppress(OSError, AttributeError):  # pages come first: a search must not slow them down
        os.nice(int(sys.argv[1]))
    if (warm := sys.argv[2]) in {"menus", "tables"}:
        from planner.ui.tasks import warm_up

        warm_up(searches=warm == "menus")
    else:
        from planner.ui import saving

        saving.warm_up()
    _send(out, ("ready",))
    todo: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()
    stopped: set[int] = set()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, todo, stopped), daemon=True).start()
    while (request := todo.get()) is not None:
        _, number, name, arguments = request
        _send(out, _answer(out, number, name, arguments, stopped))
        stopped.discard(number)


def _listen(lines: BinaryIO, todo: queue.SimpleQueue[tuple[Any, ...] | None], stopped: set[int]) -> None:
    while True:
        try:
            request = pickle.load(lines)
        except (EOFError, OSError, pickle.UnpicklingError):
            todo.put(None)
            stopped.add(ALL)  # nobody waits any more: end what is being searched
            return
        if request[0] == "stop":
            stopped.add(request[1])
        else:
            todo.put(request)


def _answer(out: BinaryIO, number: int, name: str, arguments: tuple[Any, ...], stopped: set[int]) -> tuple[Any, ...]:
    from planner.errors import PlannerError
    from planner.ui.tasks import TASKS, failure

    try:
        return ("done", number, TASKS[name](_teller(out, number, stopped), *arguments))
    except PlannerError as error:
        return ("failed", number, failure(error))
    except Exception as error:  # a fault of ours: the person gets a sentence, the log the rest
        import traceback

        traceback.print_exc()
        return ("failed", number, Failure("crash", f"{type(error).__name__} in the task {name!r}"))


def _teller(out: BinaryIO, number: int, stopped: set[int]) -> Callable[..., bool]:
    last_tell = last_preview = -1e9

    def tell(done: float, preview: Callable[[], Any] | None = None) -> bool:
        nonlocal last_tell, last_preview
        now = time.monotonic()
        if now - last_tell >= TELL_S:
            drawn = None
            if preview is not None and now - last_preview >= PREVIEW_S:
                drawn = preview()
                last_preview = time.monotonic()
            last_tell = time.monotonic()
            _send(out, ("progress", number, done, drawn))
        return not stopped & {number, ALL}

    return tell


def _send(out: BinaryIO, answer: tuple[Any, ...]) -> None:
    pickle.dump(answer, out, protocol=pickle.HIGHEST_PROTOCOL)
    out.flush()


if __name__ == "__main__":
    main()

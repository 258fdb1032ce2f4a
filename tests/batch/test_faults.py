"""What goes wrong outside the rows: processes that die, a full disk, Ctrl-C."""

from __future__ import annotations

import multiprocessing
import multiprocessing.spawn
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.batch import pool
from planner.batch.many import plan_file
from planner.batch.pool import Pool
from planner.batch.progress import Progress
from planner.batch.rows import Row
from planner.batch.task import Chunk, Done, Task
from planner.batch.work import BAD_ROW, FAILED, PLANNED, Settings
from planner.errors import PlannerError

from .conftest import people_file

PLAIN = Task(Settings(days=1, menu="none"))
posix = pytest.mark.skipif(os.name != "posix", reason="signals")


def person(number: int, age: str = "34") -> Row:
    cells = {"sex": "female", "age_years": age, "height_cm": "168", "weight_kg": "62", "conditions": "none"}
    return Row(number, f"p{number}", cells)


def test_a_process_that_dies_is_replaced_and_nobody_is_lost(tmp_path: Path) -> None:
    killed = []

    def kill_once(progress: Progress) -> None:
        if not killed:
            killed.extend(multiprocessing.active_children())
            for child in killed:
                child.kill()

    done = plan_file(people_file(tmp_path / "people.csv", [30, 31, 32]), tmp_path / "out", menu="none", watch=kill_once)
    assert killed
    assert done.counts == {PLANNED: 3}


def test_a_person_whose_process_always_dies_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = pool._Worker.ask

    def ask_or_die(worker: pool._Worker, chunk: Chunk, task: Task) -> Done:
        if any(row.number == 2 for row in chunk.rows):
            ask(worker, Chunk(0, (person(0, "x"),)), task)  # by now it runs
            worker.kill()
        return ask(worker, chunk, task)

    monkeypatch.setattr(pool._Worker, "ask", ask_or_die)
    chunk = Chunk(5, (person(1, "x"), person(2), person(3, "y")))
    with Pool(1, PLAIN) as workers:
        (found,) = workers.results([chunk])
    assert found.number == 5
    assert [(one.number, one.status) for one in found.outcomes] == [(1, BAD_ROW), (2, FAILED), (3, BAD_ROW)]
    assert found.outcomes[1].message.startswith("line 2: the process that planned this person died 2 times (signal 9)")


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "patience_s", 0.0)
    with Pool(1, PLAIN) as workers:
        (found,) = workers.results([Chunk(0, (person(2),))])
    (outcome,) = found.outcomes
    assert outcome.status == FAILED
    assert "line 2: the process that planned this person died 2 times" in outcome.message
    assert "it gave no sign for 0 s" in outcome.message
    assert not multiprocessing.active_children()


def test_a_part_that_a_process_cannot_write_is_told(tmp_path: Path) -> None:
    nowhere = Task(PLAIN.settings, parts=tmp_path / "nowhere")
    with Pool(1, nowhere) as workers, pytest.raises(FileNotFoundError):
        list(workers.results([Chunk(0, (person(2, "x"),))]))


@posix
def test_processes_that_cannot_start_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = shutil.which("false")
    assert nothing is not None
    monkeypatch.setattr(multiprocessing.spawn, "_python_exe", os.fsencode(nothing))
    with pytest.raises(PlannerError, match=r"could not start .* use jobs=1"):
        plan_file(people_file(tmp_path / "people.csv", [30, 31]), tmp_path / "out", menu="none")
    assert not (tmp_path / "out").exists()


# As on a terminal: tests that run in the background of a shell ignore Ctrl-C, and so would all that they start.
HEEDING_CTRL_C = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_is_planned_and_leaves_no_process(tmp_path: Path, number: int) -> None:
    # Enough to go on for long after the first chunk, however late this process is told of it.
    people = people_file(tmp_path / "people.csv", 200 * tuple(range(30, 70)))
    people.write_text(people.read_text().replace("female", "?", 5))
    command = [sys.executable, "-m", "planner", "batch", "people.csv", "-o", "out", "--menu", "none", "--jobs", "2"]
    heeding = [sys.executable, "-c", HEEDING_CTRL_C, *command]
    running = subprocess.Popen(heeding, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert running.stderr is not None
    running.stderr.readline()  # the first chunk is done
    os.kill(running.pid, number)
    told = running.communicate(timeout=20)[1]
    assert running.returncode == 130
    assert " of 8,000 people are kept in out: go on with the same command and --resume\n" in told
    assert "Traceback" not in told
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["unfinished"]
    assert ends(running.pid)


def ends(group: int, within_s: float = 10.0) -> bool:
    """Whether every process of the group is gone soon."""
    last = time.monotonic() + within_s
    while time.monotonic() < last:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False

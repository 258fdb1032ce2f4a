"""A run that is broken off goes on where it was: nobody is planned twice, nobody is lost, and the bytes are the same."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.batch import output
from planner.batch.many import plan_file
from planner.batch.progress import Progress
from planner.errors import InputError

from .conftest import RESULTS, people_file, results

# Every fifth is planned; the others cannot be.
AGES = [30 + i if i % 5 == 0 else "x" for i in range(24)]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and mounts")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return people_file(tmp_path_factory.mktemp("people") / "people.csv", AGES)


@pytest.fixture(scope="module")
def undisturbed(people: Path) -> dict[str, bytes]:
    plan_file(people, people.parent / "out", menu="none")
    return results(people.parent / "out")


class Broken(Exception):
    """Something happened in the middle of a run."""


def break_off(people: Path, out: Path, after: int = 7) -> None:
    """Begin a run and stop it when so many people are done."""

    def stop(progress: Progress) -> None:
        if progress.done >= after:
            raise Broken

    with pytest.raises(Broken):
        plan_file(people, out, menu="none", watch=stop)


@pytest.fixture(scope="module")
def broken(people: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("broken") / "out"
    break_off(people, out)
    return out


@pytest.fixture
def out(broken: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of a run that was broken off."""
    return Path(shutil.copytree(broken, tmp_path / "out"))


def test_a_run_goes_on_where_it_was(people: Path, out: Path, undisturbed: dict[str, bytes]) -> None:
    seen: list[int] = []
    done = plan_file(people, out, jobs=2, menu="none", resume=True, watch=lambda progress: seen.append(progress.done))
    assert done.before >= 7
    assert seen == list(range(done.before + 1, 25))
    assert results(out) == undisturbed
    described = json.loads((out / "run.json").read_text())
    assert described["people_planned_before"] == done.before
    assert described["counts"]["planned"] == 5
    assert sum(described["counts"].values()) == 24
    assert described["reasons"]["bad row"][0]["people"] == 19
    assert sorted(p.name for p in out.iterdir()) == sorted([*RESULTS, "run.json"])


@posix
def test_three_times_killed_and_resumed_is_as_if_nothing_had_been(tmp_path: Path) -> None:
    chance = random.Random(20)
    people = people_file(tmp_path / "people.csv", AGES * 10)
    plan_file(people, tmp_path / "undisturbed", menu="none")
    undisturbed = results(tmp_path / "undisturbed")
    command = [sys.executable, "-m", "planner", "batch", str(people), "-o", "out", "--menu", "none", "--resume"]
    for _ in range(3):
        # A pipe as small as there is: the run cannot come to its end before it is killed, however slow this process is.
        running = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, pipesize=4096)
        assert running.stderr is not None
        for _ in range(chance.randint(1, 4)):
            running.stderr.readline()
        time.sleep(chance.random() / 5)
        running.kill()
        running.communicate(timeout=20)
        assert not (tmp_path / "out" / "run.json").exists()
    last = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    assert "of them were planned before." in last.stdout
    assert results(tmp_path / "out") == undisturbed
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted([*RESULTS, "run.json"])


def test_a_run_that_is_not_finished_is_not_begun_again_unasked(people: Path, out: Path) -> None:
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    with pytest.raises(InputError, match="holds a run that is not finished: go on with it with --resume"):
        plan_file(people, out, menu="none")
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_people_who_were_edited_meanwhile_are_noticed(people: Path, out: Path, tmp_path: Path) -> None:
    edited = tmp_path / "people.csv"
    edited.write_text(people.read_text().replace("p3,female", "p3,male"))
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    with pytest.raises(InputError, match="the file of people was changed since then\nGive the same as before"):
        plan_file(edited, out, menu="none", resume=True)
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_other_settings_and_another_version_are_noticed(
    people: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.batch.run.program", lambda: {"versions": {"planner": "999"}})
    with pytest.raises(InputError, match=r"(?s)preset was reference and is .*versions: planner was .* and is 999"):
        plan_file(people, out, menu="none", preset="mg_k_boost", resume=True)


def test_a_finished_run_stays_as_it_is(people: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    finished = people.parent / "out"
    done = plan_file(people, finished, menu="none", resume=True)
    assert done.before == done.total == 24
    assert done.counts == {"planned": 5, "bad row": 19}
    assert results(finished) == undisturbed
    with pytest.raises(InputError, match="authority was us_canada and is efsa"):
        plan_file(people, finished, menu="none", authority="efsa", resume=True)


def test_resume_begins_a_run_where_there_is_none(tmp_path: Path) -> None:
    people_file(tmp_path / "people.csv", AGES[1:2])
    assert plan_file(tmp_path / "people.csv", tmp_path / "out", menu="none", resume=True).counts == {"bad row": 1}


def test_a_part_that_cannot_be_read_is_made_again(people: Path, out: Path, undisturbed: dict[str, bytes]) -> None:
    (out / "unfinished" / "part-0000001.parquet").write_bytes(b"PAR1 torn")
    plan_file(people, out, menu="none", resume=True)
    assert results(out) == undisturbed


def test_what_others_began_to_write_is_cleared_away(people: Path, out: Path, undisturbed: dict[str, bytes]) -> None:
    (out / "unfinished" / "part-0000020.parquet.abcd.begun").write_bytes(b"half")
    plan_file(people, out, menu="none", resume=True)
    assert results(out) == undisturbed
    assert not (out / "unfinished").exists()


@posix
def test_two_processes_do_not_write_one_run(people: Path, out: Path) -> None:
    asked = json.loads((out / "unfinished" / output.ASKED).read_text())
    with (
        output.Folder(out, asked, resume=True),
        pytest.raises(InputError, match="is being written by another process"),
    ):
        output.Folder(out, asked, resume=True)
    assert (out / "unfinished" / output.ASKED).exists()


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_files_that_cannot_be_written_at_the_end_are_written_later(
    people: Path, out: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, fails, full)
        with pytest.raises(InputError, match="No space left on device; make room and go on with --resume"):
            plan_file(people, out, menu="none", resume=True)
    assert [p.name for p in out.iterdir()] == ["unfinished"]
    plan_file(people, out, menu="none", resume=True)
    assert results(out) == undisturbed


def test_a_disk_that_is_full_from_the_start_leaves_nothing(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        plan_file(people, tmp_path / "out", menu="none")
    assert not (tmp_path / "out").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@posix
def test_a_disk_that_fills_up_stops_the_run_and_loses_nothing(
    people: Path, small_disk: Path, undisturbed: dict[str, bytes]
) -> None:
    with pytest.raises(InputError, match="No space left on device; make room and go on with --resume"):
        plan_file(people, small_disk / "out", menu="none")
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    done = plan_file(people, small_disk / "out", menu="none", resume=True)
    assert done.before > 0
    assert results(small_disk / "out") == undisturbed

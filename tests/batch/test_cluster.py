"""Planning on a Dask cluster: the same bytes, and nothing lost when workers die, hang or do not see the folder."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.batch import cluster, work
from planner.batch.cluster import Cluster, folder_mark
from planner.batch.many import plan_file
from planner.batch.progress import Progress
from planner.batch.rows import Row
from planner.batch.task import Chunk, Task
from planner.batch.work import FAILED, Settings
from planner.errors import InputError, PlannerError

from .conftest import people_file, results

distributed = pytest.importorskip("distributed")
dask_config = pytest.importorskip("dask.config")
pytestmark = pytest.mark.slow

PLAIN = Settings(days=1, menu="none")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return people_file(
        tmp_path_factory.mktemp("people") / "people.csv", [30 + i if i % 6 == 0 else "x" for i in range(24)]
    )


@pytest.fixture(scope="module")
def local(people: Path) -> dict[str, bytes]:
    """What processes of this machine make of the people."""
    plan_file(people, people.parent / "out", menu="none")
    return results(people.parent / "out")


def dask(workers: int) -> Any:
    """A cluster of this machine, as somebody else starts it."""
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        worker_dashboard_address=None,
        silence_logs=logging.CRITICAL,
    )


@pytest.fixture(scope="module")
def dask_cluster() -> Iterator[Any]:
    with dask(2) as started:
        yield started


def test_a_cluster_makes_the_same_bytes_and_its_dead_worker_is_replaced(
    people: Path, local: dict[str, bytes], tmp_path: Path, dask_cluster: Any
) -> None:
    killed: list[int] = []

    def kill_once(progress: Progress) -> None:
        if not killed:
            with distributed.Client(dask_cluster, set_as_default=False) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    done = plan_file(people, tmp_path / "out", menu="none", scheduler=dask_cluster.scheduler_address, watch=kill_once)
    assert killed
    assert done.counts == {"planned": 4, "bad row": 20}
    assert results(tmp_path / "out") == local


def person(number: int, age: str = "x") -> Row:
    return Row(number, f"p{number}", {"sex": "female", "age_years": age, "height_cm": "168", "weight_kg": "62"})


class _TwoDiesThreeHangs(distributed.WorkerPlugin):  # type: ignore[misc]
    """In each worker: whoever plans row 2 dies, and whoever plans row 3 hangs, which is noticed soon."""

    def setup(self, worker: Any) -> None:
        plan_row = work.plan_row
        work.Settings.patience_s = 0.5  # type: ignore[assignment, method-assign]

        def planned(row: Row, settings: Settings, counts_in: str = "line") -> work.Outcome:
            if row.number == 2:
                os._exit(1)
            if row.number == 3:
                time.sleep(3600)
            return plan_row(row, settings, counts_in)

        work.plan_row = planned


def test_people_whose_workers_die_or_hang_fail_alone() -> None:
    chunk = Chunk(7, (person(1), person(2), person(3), person(4)))
    with dask_config.set({"distributed.scheduler.allowed-failures": 0}), dask(1) as started:
        with distributed.Client(started, set_as_default=False) as client:
            client.register_plugin(_TwoDiesThreeHangs())
        with Cluster(Task(Settings()), started.scheduler_address) as workers:
            (done,) = workers.results([chunk])
    assert done.number == 7
    assert [one.status for one in done.outcomes] == ["bad row", FAILED, FAILED, "bad row"]
    assert "the process that planned this person died (on several workers)" in done.outcomes[2].message


def test_a_worker_that_does_not_see_the_folder_hands_its_part_back(
    tmp_path: Path, dask_cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run is in a folder of the same name there."""
    (tmp_path / "asked.json").write_text("one run")
    here = folder_mark(tmp_path)
    (tmp_path / "asked.json").write_text("another run")
    chunk, task = Chunk(3, (person(1), person(2))), Task(PLAIN, parts=tmp_path)
    assert cluster.plan_there(chunk, task, here, cluster.program()).content
    assert [p.name for p in tmp_path.iterdir()] == ["asked.json"]

    with Cluster(task, dask_cluster.scheduler_address) as workers:
        monkeypatch.setattr(workers, "_mark", here)
        (done,) = workers.results([chunk])
    assert done.content == b""
    assert done.tally.counts == {"bad row": 2}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["asked.json", "part-0000003.parquet"]


def test_a_part_that_a_worker_cannot_write_is_told(
    tmp_path: Path, dask_cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is not there, and yet the worker takes it for that of the run."""
    with Cluster(Task(PLAIN, parts=tmp_path / "gone"), dask_cluster.scheduler_address) as workers:
        monkeypatch.setattr(workers, "_mark", "")
        with pytest.raises(FileNotFoundError):
            list(workers.results([Chunk(0, (person(1),))]))


def test_workers_with_another_planner_are_refused(dask_cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "program", lambda: {"versions": {"planner": "999"}})
    with (
        Cluster(Task(PLAIN), dask_cluster.scheduler_address) as workers,
        pytest.raises(PlannerError, match="a worker of the Dask cluster has another planner"),
    ):
        list(workers.results([Chunk(0, (person(1),))]))


def test_a_scheduler_that_goes_away_stops_the_run_and_resume_goes_on(
    people: Path, local: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_WAIT_S", 5.0)
    lost = "the connection to the Dask scheduler is lost; what is planned is kept: go on with --resume"
    with dask(1) as started, pytest.raises(PlannerError, match=lost):
        plan_file(
            people,
            tmp_path / "out",
            menu="none",
            scheduler=started.scheduler_address,
            watch=lambda progress: started.close() if progress.done == 3 else None,
        )
    done = plan_file(people, tmp_path / "out", menu="none", resume=True)
    assert done.before >= 3
    assert results(tmp_path / "out") == local


def test_where_no_scheduler_answers_it_is_said(tmp_path: Path, people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_WAIT_S", 0.5)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(PlannerError, match=f"no Dask cluster with workers answers at {address}"):
            plan_file(people, tmp_path / "out", menu="none", scheduler=address)
    assert not (tmp_path / "out").exists()


def test_without_dask_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(InputError, match=r"needs Dask: pip install 'meal-planner\[cluster\]'"):
        Cluster(Task(PLAIN), "tcp://127.0.0.1:9")

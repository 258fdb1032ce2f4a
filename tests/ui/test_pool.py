"""Worker processes: pages only ask and look; one that dies is replaced; a stopped search gives the best so far."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from planner.ui.asked import Ask
from planner.ui.pool import Pool, TaskError
from planner.ui.session import example

PATIENCE_S = 120.0


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    one = Pool(1)
    yield one
    one.close()


def test_asking_returns_at_once_and_the_search_tells_how_far_it_is(pool: Pool) -> None:
    pool.ask("vocabulary", timeout_s=PATIENCE_S)  # it is up
    start = time.monotonic()
    job = pool.submit("make", Ask(example().person, days=2))
    assert time.monotonic() - start < 0.3
    seen: list[float] = []
    while not job.done.wait(0.05):
        seen.append(job.share)
    assert job.failure is None
    assert seen == sorted(seen)
    assert job.preview is not None
    assert len(job.preview.days) == 2


def test_a_stopped_search_gives_the_best_so_far(pool: Pool) -> None:
    job = pool.submit("make", Ask(example().person, days=28, effort="best"))
    while job.preview is None and not job.done.is_set():
        time.sleep(0.05)
    job.stop()
    assert job.done.wait(PATIENCE_S)
    assert job.value.view.status == "limit"


def test_a_process_that_dies_is_replaced_and_its_job_done_again(pool: Pool) -> None:
    job = pool.submit("make", Ask(example().person, days=1, effort="fast"))
    while job._worker is None:
        time.sleep(0.01)
    job._worker.process.kill()
    assert job.done.wait(PATIENCE_S)
    assert job.failure is None
    assert job.value.view.of > 30


def test_errors_of_the_library_come_as_words(pool: Pool) -> None:
    made = pool.ask("make", Ask(example().person, days=1, effort="fast"), timeout_s=PATIENCE_S)
    with pytest.raises(TaskError, match="day 9 is not in the plan"):
        pool.ask("steer", made.blob, (("lock", {"day": 9}),), timeout_s=PATIENCE_S)


def test_a_fault_of_ours_does_not_end_the_process(pool: Pool) -> None:
    with pytest.raises(TaskError, match="in the task 'search'"):
        pool.ask("search", None, 3, timeout_s=PATIENCE_S)
    assert pool.ask("search", "oats", 1, timeout_s=PATIENCE_S)


def test_what_a_session_keeps_of_a_plan_is_small(pool: Pool) -> None:
    made = pool.ask("make", Ask(example().person, days=7, effort="fast"), timeout_s=PATIENCE_S)
    assert len(made.blob) < 60_000


def test_a_question_asked_before_is_answered_at_once_and_tells_how_long_the_search_took(pool: Pool) -> None:
    first = pool.submit("make", Ask(example().person, days=1, effort="fast"))
    assert first.done.wait(PATIENCE_S)
    again = pool.submit("make", Ask(example().person, days=1, effort="fast"))
    assert again.done.is_set()
    assert again.value is first.value
    assert again.seconds == pytest.approx(first.seconds, abs=0.1)


def test_a_search_that_was_stopped_is_made_again(pool: Pool) -> None:
    stopped = pool.submit("make", Ask(example().person, days=2, effort="fast"))
    stopped.stop()
    assert stopped.done.wait(PATIENCE_S)
    assert not pool.submit("make", Ask(example().person, days=2, effort="fast")).done.is_set()

"""The pages without a browser: Streamlit's own test runner on the router, with the real worker processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("streamlit")

from streamlit.testing.v1 import AppTest

from planner.ui.asked import Ask, Made
from planner.ui.server import ROUTER
from planner.ui.session import Shown, example
from planner.ui.workers import keeper, quick, solvers

PATIENCE_S = 120.0
Visit = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def workers() -> Iterator[None]:
    yield
    for pool in (keeper(), quick(), solvers()):
        pool.close()


@pytest.fixture
def visit() -> Visit:
    """``visit("foods", plan=...)``: somebody looks at a page; keywords are put into the session first."""

    def look(page: str = "plan", **state: Any) -> AppTest:
        at = AppTest.from_file(str(ROUTER), default_timeout=60)
        for name, value in state.items():
            at.session_state[name] = value
        if page != "plan":
            at.switch_page(str(ROUTER.parent / "screens" / f"{page}.py"))
        at.run()
        assert not at.exception
        return at

    return look


@pytest.fixture(scope="session")
def made() -> Shown:
    """A quick plan of two days for the example person."""
    person = example()
    ask = Ask(person.person, days=2, effort="fast")
    job = solvers().submit("make", ask)
    assert job.done.wait(PATIENCE_S)
    assert isinstance(job.value, Made), job.failure
    return Shown(job.value, ask, person.name)


@pytest.fixture
def planned(made: Shown, visit: Visit) -> Visit:
    """Like ``visit``, with that plan on show."""

    def look(page: str = "plan", **state: Any) -> AppTest:
        one = replace(example(), days=2, effort="fast")
        return visit(page, **{"plan": made, "profile": one, **state})

    return look


def until(at: AppTest, ready: Callable[[AppTest], bool]) -> AppTest:
    """Run the page again until it is ready, as a browser does while a search is shown."""
    end = time.monotonic() + PATIENCE_S
    while not ready(at):
        assert time.monotonic() < end, "this never came"
        time.sleep(0.2)
        at.run()
        assert not at.exception
    return at


def text(at: AppTest) -> str:
    """All that is written on a page."""
    parts = [element.value for kind in ("title", "header", "subheader", "markdown", "caption", "error", "warning", "info", "success")
             for element in at.get(kind)]  # fmt: skip
    parts += [element.proto.body for element in at.get("html")]
    return "\n".join(str(part) for part in parts)


def button(at: AppTest, key: str) -> Any:
    """A button by its key."""
    return at.button(key=key)

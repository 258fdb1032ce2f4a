"""``planner doctor``: what is installed, which solver answers, whether the search is compiled, and where the data lie."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.output import console, print_table
from planner.errors import PlannerError

NAME = "meal-planner"
_REQUIREMENT = re.compile(r"^(?P<name>[\w.-]+)(?:\[[^]]*\])?[^;]*(?:;.*extra == ['\"](?P<extra>[\w-]+)['\"])?")
_FOR_DEVELOPERS = frozenset({"dev", "docs", "all"})


class State(StrEnum):
    """How something was found."""

    ok = "ok"
    missing = "not installed"  # of an extra: nothing is wrong
    slow = "slow"  # it works, and takes longer than it has to
    fails = "FAILS"


class DoctorFormat(StrEnum):
    """How the findings are printed."""

    table = "table"
    json = "json"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: of which part, what it is, how it is, and what there is to say or to do."""

    part: str
    what: str
    state: State
    said: str


def doctor(
    format: Annotated[DoctorFormat, typer.Option("--format", help="table or json.")] = DoctorFormat.table,
) -> None:
    """Tell what is installed, which solver answers, whether the search is compiled, and where the data lie.

    Nothing is changed. Exit code 0: plans can be made. 1: something that they need fails.
    """
    findings = [*about(), *packages(), *solvers(), search(), *tables(), *saved()]
    failing = [one for one in findings if one.state is State.fails]
    if format is DoctorFormat.json:
        typer.echo(json.dumps([asdict(one) for one in findings], indent=1, ensure_ascii=False))
    else:
        columns = [("part", "left"), ("what", "left"), ("state", "left"), ("", "left")]
        print_table(columns, [[one.part, one.what, one.state, one.said] for one in findings])
        for one in failing:
            console().print(f"{one.part}, {one.what}: {one.said}", markup=False)
        if not failing:
            console().print("Everything that plans need is here.", markup=False)
    raise typer.Exit(1 if failing else 0)


def _looked(part: str, what: str, look: Callable[[], str], fix: str = "") -> Finding:
    """What ``look`` says; whatever it raises is a finding, too, for this command must not fail itself."""
    try:
        return Finding(part, what, State.ok, look())
    except PlannerError as error:
        return Finding(part, what, State.fails, str(error))
    except Exception as error:
        return Finding(part, what, State.fails, "; ".join(filter(None, (f"{type(error).__name__}: {error}", fix))))


def about() -> Iterable[Finding]:
    """The planner, and the Python and the system it runs on."""
    from planner import __version__

    yield Finding("planner", __version__, State.ok, str(Path(__file__).parents[1]))
    yield Finding("Python", platform.python_version(), State.ok, sys.executable)
    yield Finding("system", platform.system(), State.ok, platform.platform())


def packages() -> Iterable[Finding]:
    """What the planner depends on, and what its extras add, in the versions installed."""
    try:
        wanted = metadata.requires(NAME) or []
    except metadata.PackageNotFoundError:
        fix = "only its folder is on the path; its packages are known after: pip install -e '.[app]'"
        yield Finding("packages", NAME, State.missing, fix)
        return
    seen: set[str] = set()
    for text in wanted:
        found = _REQUIREMENT.match(text)
        if found is None or found["name"] == NAME or found["extra"] in _FOR_DEVELOPERS or found["name"] in seen:
            continue
        seen.add(found["name"])
        part = f"extra {found['extra']}" if found["extra"] else "packages"
        try:
            yield Finding(part, found["name"], State.ok, metadata.version(found["name"]))
        except metadata.PackageNotFoundError:
            if found["extra"]:
                yield Finding(part, found["name"], State.missing, f"pip install '{NAME}[{found['extra']}]'")
            else:
                yield Finding(part, found["name"], State.fails, f"pip install '{found['name']}'")


def solvers() -> Iterable[Finding]:
    """Each solver is given a program of two foods, whose optimum is known."""
    yield _looked("solver", "HiGHS", lambda: _answer("highs"), "pip install highspy")
    try:
        from planner.model.solver import available_solvers

        cbc = "cbc" in available_solvers()
    except Exception:
        return  # the line above says why
    if cbc:
        yield _looked("solver", "CBC", lambda: _answer("cbc"))
    else:
        yield Finding("solver", "CBC", State.missing, f"not needed; pip install '{NAME}[cbc]'")


def _answer(name: str) -> str:
    import numpy as np

    from planner.model.program import Row, assemble
    from planner.model.solver import SolverOptions, solve

    rows = [Row("at least", np.array([1.0, 2.0]), lower=6.0)]
    asked = assemble(["a", "b"], np.array([2.0, 3.0]), np.zeros(2), np.array([9.0, 2.0]), rows)
    found = solve(asked, SolverOptions(name))  # type: ignore[arg-type]
    if found.objective is None or abs(found.objective - 10.0) > 1e-6:
        raise ArithmeticError(f"it says {found.status} {found.objective}, where 10 is right")
    return "answers"


def search() -> Finding:
    """Whether the search for menus is machine code already, and where that is kept."""
    what = "machine code"
    try:
        from planner.model.compiled import kept
        from planner.model.menu.moves import descend

        found = kept(descend)
    except Exception as error:
        return Finding("search", what, State.fails, f"{type(error).__name__}: {error}; pip install numba")
    if found.folder is None:
        fix = "no folder for it can be written, so each process compiles anew; set NUMBA_CACHE_DIR to one that can"
        return Finding("search", what, State.slow, fix)
    if not found.ready:
        soon = f"not yet: the first menus take some 20 s longer; it will be kept in {found.folder}"
        return Finding("search", what, State.slow, soon)
    return Finding("search", what, State.ok, f"compiled; kept in {found.folder}")


def tables() -> Iterable[Finding]:
    """The food table, and how it is known."""

    def look() -> str:
        from food_data import TABLES
        from planner.foods.table import load_foods

        shipped = load_foods()
        return f"{len(shipped):,} foods, SHA-256 {shipped.digest()[:12]}..., in {TABLES}"

    yield _looked("data", "food table", look, f"install {NAME} again")


def saved() -> Iterable[Finding]:
    """The database of saved people and plans."""
    from importlib.util import find_spec

    if find_spec("sqlalchemy") is None:
        yield Finding("saved", "people and plans", State.missing, f"pip install '{NAME}[store]'")
        return

    def look() -> str:
        from planner.store.look import look

        return ", ".join(look())

    yield _looked("saved", "people and plans", look)

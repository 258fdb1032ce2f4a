"""How far a minute's search of the same menu model gets beyond what a plan takes.

A minute is filled with searches at the normal effort from six starts, in turns from chance and from the best menu so far,
each with a seed of its own: many such searches get further than fewer at the best effort. Problem, linear program and
scorer are those of the plan, so the objectives are one number.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.panel import Member, panel
from planner.foods.table import FoodTable, load_foods
from planner.model.menu.master import MasterResult
from planner.model.menu.problem import MenuProblem
from planner.model.menu.search import Search, solve
from planner.model.menu.state import Menu
from planner.plan.menus import EFFORTS, FoundMenu, find_menu
from planner.plan.planning import gate
from planner.plan.request import Request

# Both sexes, vegan, 80 years and 1,500 kcal, pregnant, 3,600 kcal, without gluten, vegetarian, past 70.
SPREAD = (7, 16, 31, 32, 47, 49, 55, 64)
AGAIN_AND_AGAIN = replace(EFFORTS["normal"], starts=6)


@dataclass(frozen=True, eq=False)
class Found:
    """A menu, its nats at the first weights, its faults, and the CPU seconds that it took."""

    menu: Menu
    score: float
    faults: float
    cpu_s: float

    @property
    def rank(self) -> tuple[float, float]:
        """What the search minimises: faults before nats."""
        return self.faults, self.score


@dataclass(eq=False)
class Long:
    """A long search: its best menu, and (CPU seconds, faults, nats, whether it went on from the best) at each step."""

    best: Found
    steps: list[tuple[float, float, float, bool]] = field(default_factory=list)

    def by(self, cpu_s: float) -> float:
        """The nats of the best menu at that time; nan before the first."""
        seen = [(faults, score) for when, faults, score, _ in self.steps if when <= cpu_s]
        return min(seen)[1] if seen else float("nan")


def spread(count: int) -> list[Member]:
    """The first ``count`` of eight unlike people of the panel."""
    return [panel()[number - 1] for number in SPREAD[:count]]


def plan(member: Member, days: int, effort: str = "normal", table: FoodTable | None = None) -> tuple[FoundMenu, Found]:
    """What a plan finds for them, timed whole: problem, linear program and search."""
    passed = gate(Request(person=member.person, days=days, preferences=member.preferences))
    table = table or load_foods()
    began = time.process_time()
    found = find_menu(member.person, passed.targets, table, member.preferences, passed.unsafe, days=days, effort=effort)
    taken = time.process_time() - began
    score, faults = judged(found.problem, found.master, found.menu)
    return found, Found(found.menu, score, faults, taken)


def judged(problem: MenuProblem, master: MasterResult, menu: Menu) -> tuple[float, float]:
    """Nats at the first weights and faults of any menu of the problem, by the planner's own scorer."""
    state = Search(problem, master)
    state.start(menu)
    return state.plain_score(), state.faults()


def long_search(problem: MenuProblem, master: MasterResult, cpu_s: float) -> Long:
    """The best menu that so many CPU seconds find."""
    began, seed = time.process_time(), 0
    found: Long | None = None
    while found is None or time.process_time() - began < cpu_s:
        on = found is not None and seed % 2 == 1
        meals = found.best.menu if found is not None and on else None
        one = solve(problem, master, AGAIN_AND_AGAIN, seed=seed, meals=meals)
        now = Found(one.menu, one.score, one.faults, time.process_time() - began)
        found = found or Long(now)
        found.steps.append((now.cpu_s, now.faults, now.score, on))
        if now.rank < found.best.rank:
            found.best = now
        seed += 1
    return found


def percent(ours: float, theirs: float) -> float:
    """How much more than theirs ours is, in % of theirs."""
    return 100.0 * (ours - theirs) / abs(theirs)


def headings(cpu_s: float) -> list[str]:
    """Of ``long_rows``."""
    far = f"{cpu_s:g} s"
    return [
        "person", "kcal", "normal, CPU s", "nats", "faults", "best effort, CPU s", "nats", "faults", "10 s, nats",
        f"{far}, nats", "faults", f"normal above {far}, %", f"best effort above {far}, %", "bound",
        f"{far} above the bound, %",
    ]  # fmt: skip


Gaps = dict[str, list[float]]  # in %, a figure for each person


def long_rows(members: Sequence[Member], days: int, cpu_s: float, gaps: Gaps) -> Iterator[list[str]]:
    """A row for each person as soon as it is known; ``gaps`` are filled meanwhile."""
    for member in members:
        found, normal = plan(member, days)
        _, best = plan(member, days, "best")
        far = long_search(found.problem, found.master, cpu_s)
        of_normal, of_best = percent(normal.score, far.best.score), percent(best.score, far.best.score)
        gaps.setdefault(f"normal above {cpu_s:g} s", []).append(of_normal)
        gaps.setdefault(f"best effort above {cpu_s:g} s", []).append(of_best)
        gaps.setdefault("normal above the bound", []).append(percent(normal.score, found.bound))
        yield [
            member.label, f"{member.kcal:,.0f}",
            f"{normal.cpu_s:.1f}", f"{normal.score:.1f}", f"{normal.faults:g}",
            f"{best.cpu_s:.1f}", f"{best.score:.1f}", f"{best.faults:g}",
            f"{far.by(10):.1f}", f"{far.best.score:.1f}", f"{far.best.faults:g}",
            f"{of_normal:.1f}", f"{of_best:.1f}",
            f"{found.bound:.1f}", f"{percent(far.best.score, found.bound):.0f}",
        ]  # fmt: skip


def in_words(gaps: Gaps) -> str:
    """Median and worst of each gap."""
    return "; ".join(
        f"{name}: median {statistics.median(values):.1f} %, worst {max(values):.1f} %" for name, values in gaps.items()
    )

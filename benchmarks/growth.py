"""How seconds and nats grow with the days of a plan and with the foods of the table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.long_search import plan
from benchmarks.panel import Member
from planner import plan_meals
from planner.foods.palette import load_palette
from planner.foods.table import FoodTable, load_foods
from planner.plan.menus import FoundMenu

DAYS = (1, 3, 7, 14, 28)
SIZES = (300, 600, 1000, 2000, 5431)


def smaller_table(size: int) -> FoodTable:
    """``size`` foods of the shipped table: those of the palette first, role by role in turn, the most eaten of each role
    first; then the most eaten of all others."""
    table = load_foods()
    eaten = table.data["eaten_per_1000"].fillna(0.0)
    roles: dict[str, dict[str, None]] = {}
    for food in load_palette().foods:
        if food.code in table:
            roles.setdefault(food.role, {})[food.code] = None
    ranked = [sorted(codes, key=lambda code: (-eaten[code], code)) for codes in roles.values()]
    longest = max(len(codes) for codes in ranked)
    of_palette = dict.fromkeys(codes[turn] for turn in range(longest) for codes in ranked if turn < len(codes))
    others = eaten.sort_values(ascending=False, kind="stable").index
    return table.select(list(dict.fromkeys([*of_palette, *others]))[:size])


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The power of the size with which the seconds grow: a straight line through the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def _median(values: Sequence[float], digits: int = 2) -> str:
    return f"{statistics.median(values):.{digits}f}"


def days_table(members: Sequence[Member], effort: str = "normal") -> tuple[list[list[str]], float]:
    """Medians over the people for each number of days, and the exponent of the seconds."""
    rows, seconds = [], []
    for days in DAYS:
        found = [plan(member, days, effort)[1] for member in members]
        bounds = [one.cpu_s for one in found]
        seconds.append(statistics.median(bounds))
        rows.append(
            [
                str(days),
                _median(bounds),
                f"{1000 * seconds[-1] / days:.0f}",
                _median([one.score / days for one in found], 1),
                f"{sum(one.faults == 0 for one in found)} of {len(found)}",
            ]
        )
    return rows, exponent(DAYS, seconds)


def seen(found: FoundMenu) -> int:
    """How many foods of the table a menu may use."""
    return int(found.problem.items.same.max()) + 1


def foods_table(members: Sequence[Member], rounds: int = 3) -> tuple[list[list[str]], float, float, float]:
    """For each size of the table: a menu of a day, of a week, and the plain day; with the exponents of their seconds.

    Medians over the people; what people of one diet share was built before the clock runs.
    """
    rows, days, weeks, plain = [], [], [], []
    for size in SIZES:
        table = smaller_table(size)
        of_day, of_week, of_plain, nats, offered, perfect = [], [], [], [], [], 0
        for member in members:
            plan(member, 1, "fast", table)
            of_day.append(plan(member, 1, table=table)[1].cpu_s)
            found, week = plan(member, 7, table=table)
            of_week.append(week.cpu_s)
            nats.append(week.score / 7)
            offered.append(seen(found))
            perfect += week.faults == 0
            for turn in range(rounds + 1):
                began = time.process_time()
                plan_meals(member.person, preferences=member.preferences, table=table, menu="none")
                if turn:
                    of_plain.append(time.process_time() - began)
        days.append(statistics.median(of_day))
        weeks.append(statistics.median(of_week))
        plain.append(statistics.median(of_plain))
        rows.append(
            [
                f"{size:,}", _median(offered, 0), f"{days[-1]:.2f}", f"{weeks[-1]:.2f}", _median(nats, 1),
                f"{perfect} of {len(members)}", f"{1000 * plain[-1]:.0f}",
            ]
        )  # fmt: skip
    return rows, exponent(SIZES, days), exponent(SIZES, weeks), exponent(SIZES, plain)

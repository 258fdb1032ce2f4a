"""What the answers cost beside making a plan: CPU seconds as ratios of one plan, interleaved, and how often was planned again.

python -m benchmarks.why            a week; DAYS=2 for a short look
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from planner import MealPlan, Person, plan_meals, verify_plan

PERSON = Person(
    sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",)
)  # fmt: skip
DAYS = int(os.environ.get("DAYS", "7"))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds, and what came out."""
    begin = time.process_time()
    made = work()
    return time.process_time() - begin, made


def again(plan: MealPlan) -> MealPlan:
    """The same plan without what it has worked out already."""
    return MealPlan.from_json(plan.to_json())


def main() -> None:
    plan_meals(PERSON, DAYS, effort="fast")  # tables and compiled code
    base, plan = timed(lambda: plan_meals(PERSON, DAYS, effort="fast"))
    plain, day = timed(lambda: plan_meals(PERSON, menu="none"))
    food = str(plan.menu.groupby("food")["magnesium_mg"].sum().idxmax())
    print(f"one plan of {DAYS} days, effort fast: {base:.2f} s CPU; a plain day: {plain:.2f} s CPU\n")
    print(f"{'answer':34} {'CPU s':>7} {'plans':>7} {'re-plans':>9}")
    rows: list[tuple[str, float, Callable[[], Any]]] = [
        ("prices of a plain day, exact", plain, lambda: again(day).prices),
        ("prices of menus, checked", base, lambda: again(plan).prices),
        (f"why {food}", base, lambda: again(plan).why(food)),
        ("why not kale", base, lambda: again(plan).why_not("sautéed kale")),
        ("trade-off cost, magnesium, 12", base, lambda: again(plan).tradeoff("cost", "magnesium", 12)),
        ("trade-off ordinariness, potassium", base, lambda: again(plan).tradeoff("ordinariness", "potassium", 12)),
        ("verify", base, lambda: verify_plan(plan.to_json())),
    ]
    for name, beside, work in rows:
        seconds, found = timed(work)
        print(f"{name:34} {seconds:7.2f} {seconds / beside:7.1f} {getattr(found, 'replans', '-')!s:>9}")


if __name__ == "__main__":
    main()

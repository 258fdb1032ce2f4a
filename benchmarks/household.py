"""What households are like: ``python -m benchmarks.household [--days D] [--effort fast|normal|best] [--only NAME]``.

Plans each household of a small panel together, and each of its people alone with the same wishes, and prints a Markdown table:
targets met on the mean, sentences on what is missed, plate rules broken, HEI-2020, and CPU time as a multiple of the sum of
the single plans, the two interleaved in one process.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from statistics import mean
from typing import Any

from planner import MealPlan, Member, Person, Preferences, plan_household, plan_meals

_HEALTHY: dict[str, Any] = {"conditions": ("none",), "medications": ("none",)}
WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **_HEALTHY)
MAN = Person(sex="male", age_years=36, height_cm=182, weight_kg=80, activity="active", **_HEALTHY)
TEEN = Person(sex="male", age_years=15, height_cm=170, weight_kg=58, activity="active", **_HEALTHY)
GIRL = Person(sex="female", age_years=14, height_cm=162, weight_kg=52, activity="low_active", **_HEALTHY)
OLD = Person(sex="female", age_years=72, height_cm=160, weight_kg=60, activity="inactive", **_HEALTHY)
SMALL = Person(sex="female", age_years=75, height_cm=150, weight_kg=45, activity="inactive", **_HEALTHY)
ATHLETE = Person(sex="male", age_years=19, height_cm=190, weight_kg=88, activity="very_active", **_HEALTHY)
EXPECTING = Person(
    sex="female", age_years=31, height_cm=165, weight_kg=70, life_stage="pregnant", gestation_weeks=24,
    prepregnancy_weight_kg=62, **_HEALTHY,
)  # fmt: skip
HYPERTENSIVE = Person(
    sex="male",
    age_years=66,
    height_cm=175,
    weight_kg=78,
    conditions=("high blood pressure",),
    medications=("lisinopril",),
)
UNANSWERED = Person(sex="male", age_years=45, height_cm=178, weight_kg=82)

HOUSEHOLDS: Mapping[str, tuple[tuple[Person, ...], Preferences]] = {
    "a couple": ((WOMAN, MAN), Preferences()),
    "parents and two teens": ((WOMAN, MAN, TEEN, GIRL), Preferences()),
    "three generations": ((WOMAN, MAN, TEEN, OLD), Preferences()),
    "1,400 and 3,900 kcal": ((SMALL, ATHLETE), Preferences()),
    "expecting": ((EXPECTING, MAN), Preferences()),
    "under a potassium cap": ((HYPERTENSIVE, WOMAN), Preferences()),
    "health unanswered": ((UNANSWERED, WOMAN), Preferences()),
    "vegan family": ((WOMAN, MAN, TEEN), Preferences(diet="vegan")),
    "no milk, no gluten": ((MAN, OLD), Preferences(diet="dairy_free; gluten_free")),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    arguments.add_argument("--days", type=int, default=7)
    arguments.add_argument("--effort", default="normal", choices=("fast", "normal", "best"))
    arguments.add_argument("--only", choices=tuple(HOUSEHOLDS))
    given = arguments.parse_args()
    plan_meals(WOMAN, effort="fast")  # tables and code are loaded before anything is timed
    print(
        "| household | kcal | targets met | misses | plate rules broken | HEI-2020 | alone: met, misses, HEI | CPU s | times alone |"
    )
    print("|---|---|---:|---:|---:|---:|---|---:|---:|")
    for name, (people, wishes) in HOUSEHOLDS.items():
        if given.only in (None, name):
            print(row(name, people, wishes, given.days, given.effort), flush=True)


def row(name: str, people: tuple[Person, ...], wishes: Preferences, days: int, effort: str) -> str:
    """One household against its people alone."""
    members = [Member(name=f"{n}", person=person) for n, person in enumerate(people, start=1)]
    start = time.process_time()
    together = plan_household(members, days, wishes, effort=effort)
    shared_s = time.process_time() - start
    start = time.process_time()
    alone = [plan_meals(person, days, wishes, effort=effort) for person in people]
    alone_s = time.process_time() - start
    plans = list(together.plans.values())
    kcal = ", ".join(f"{plan.targets.energy_kcal:,.0f}" for plan in plans)
    met, misses, hei = told(plans)
    broken = sum(len(plan.broken_rules) for plan in plans)
    before = ", ".join(map(str, told(alone)))
    return f"| {name} | {kcal} | {met} | {misses} | {broken} | {hei} | {before} | {shared_s:.1f} | {shared_s / alone_s:.1f} |"


def told(plans: list[MealPlan]) -> tuple[str, int, str]:
    """Targets met of all, sentences on misses, and the mean HEI."""
    met = [plan.targets_met for plan in plans]
    whole = f"{sum(one for one, _ in met)} of {sum(of for _, of in met)}"
    return whole, sum(len(plan.misses) for plan in plans), f"{mean(plan.quality.hei.total for plan in plans):.1f}"


if __name__ == "__main__":
    main()

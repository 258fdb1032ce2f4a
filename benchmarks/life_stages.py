"""A day for each life-stage row of the reference intakes from 14 years up, and each of three diets.

    python -m benchmarks.life_stages [--menu none|meals]

Prints a markdown table: how many of the targets a day meets, and for each that it misses the amount, the target and
the most that any day of permitted foods, or of household portions of them, was found or proved to reach.
"""

from __future__ import annotations

import argparse

from benchmarks.solve import markdown
from planner import Person, Preferences, plan_meals
from planner.plan.plan import MealPlan
from planner.plan.words import label, number, unit

DIETS = ("omnivore", "vegetarian", "vegan")
BODIES = {"male": (176.0, 74.0), "female": (163.0, 62.0)}  # cm and kg: about the reference adults
YEARS = {"14-18": 16, "19-30": 25, "31-50": 40, "51-70": 60, "71 and over": 75}
ROWS = [
    *(("male", ages, "none") for ages in YEARS),
    *(("female", ages, "none") for ages in YEARS),
    *(("female", ages, stage) for stage in ("pregnant", "lactating") for ages in list(YEARS)[:3]),
]


def person_of(sex: str, ages: str, stage: str) -> Person:
    height, weight = BODIES[sex]
    return Person(
        sex=sex,
        age_years=YEARS[ages],
        height_cm=height,
        weight_kg=weight,
        activity="low_active",
        life_stage=stage,
        conditions=("none",),
        medications=("none",),
    )


def in_words(plan: MealPlan) -> str:
    """``35 of 35``, or what is missed and how much was possible."""
    met, of = plan.targets_met
    said = []
    for row in plan.nutrients.query("day == 0 and status != 'met'").to_dict("records"):
        name, amount = row["nutrient"], number(row["nutrient"], row["amount"], "down")
        if row["status"] == "not known":
            known = row["foods"] - row["unreported"]
            said.append(
                f"{label(name).lower()} {amount} {unit(name)} in the {known} of {row['foods']} foods that report it"
            )
            continue
        for most, kind in ((plan.best_reachable, "any day"), (plan.best_in_portions, "portions")):
            if name in most:
                amount += f" ({kind}: at most {number(name, most[name], 'down')})"
        said.append(f"{label(name).lower()} {amount} of {number(name, row['lower'])} {unit(name)}")
    return f"{met} of {of}" + "".join(f"; {miss}" for miss in said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--menu", default="none", choices=("none", "meals"))
    menu = parser.parse_args().menu
    rows = []
    for sex, ages, stage in ROWS:
        person = person_of(sex, ages, stage)
        plans = [plan_meals(person, preferences=Preferences(diet=diet), menu=menu) for diet in DIETS]
        rows.append([f"{stage if stage != 'none' else sex}, {ages} years", *map(in_words, plans)])
    print(markdown(["life stage", *DIETS], rows))


if __name__ == "__main__":
    main()

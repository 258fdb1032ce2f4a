"""The judges of the panel see what is wrong with a week, and nothing that is not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from benchmarks.judge import LOWERS, UPPERS, Judgement, judge, lower_bounds
from benchmarks.menu_table import Line, markdown, misses, quality_table
from benchmarks.panel import Member, panel
from benchmarks.reach import unreachable
from planner.foods.preferences import Preferences
from planner.foods.table import load_foods
from planner.nutrition.target import Target
from planner.nutrition.targets import targets_for

WOMAN = next(member for member in panel() if member.label.startswith("16 "))
MILK, CHEESE, BACON = "11113000", "14104100", "22600200"


def menu(*eaten: tuple[int, str, float]) -> pd.DataFrame:
    foods = load_foods().data
    rows = [
        {"day": day, "meal": "lunch", "food_code": code, "food": foods.at[code, "food"], "grams": grams}
        for day, code, grams in eaten
    ]
    return pd.DataFrame(rows)


def judged(member: Member, *eaten: tuple[int, str, float]) -> Judgement:
    return judge(member, menu(*eaten), load_foods(), seconds=1.0)


def grams_of_energy(code: str, kcal: float) -> float:
    return 100 * kcal / float(load_foods().data["energy_kcal"][code])


def test_the_lists_are_those_of_the_promise() -> None:
    assert (len(LOWERS), len(UPPERS)) == (26, 17)
    targets = targets_for(WOMAN.person)
    assert all(targets[name].lower for name in LOWERS)
    assert all(targets[name].upper is not None for name in UPPERS)


def test_protein_and_carbohydrate_are_asked_for_by_their_rda() -> None:
    bounds = lower_bounds(WOMAN, targets_for(WOMAN.person))
    assert bounds["protein_g"] == pytest.approx(0.8 * 62)
    assert bounds["carbohydrate_g"] == 130


def test_a_day_of_fat_free_milk_alone() -> None:
    found = judged(WOMAN, (1, MILK, grams_of_energy(MILK, WOMAN.kcal)))
    assert (found.days, found.days_met, found.day_misses) == (1, 1, {})  # 6 kg of milk bring magnesium and potassium
    assert found.lower_misses["fiber_g"] == 0
    assert found.lowers_met + len(found.lower_misses) == 26
    assert found.unreachable == {}  # real food brings fiber, so this is a miss and no excuse
    assert set(found.range_misses) == {"protein_g", "fat_g"}


def test_energy_is_judged_each_day() -> None:
    half, full = grams_of_energy(MILK, WOMAN.kcal * 0.94), grams_of_energy(MILK, WOMAN.kcal * 0.96)
    assert judged(WOMAN, (1, MILK, half), (2, MILK, full)).day_misses["energy_kcal"] == 1


def test_limits_are_judged_each_day_and_by_name() -> None:
    found = judged(WOMAN, (1, BACON, 200.0), (2, MILK, 200.0))
    assert found.upper_misses["sodium_mg"] == 1
    assert found.upper_checks == 2 * 17


def test_shares_of_energy_are_judged_by_the_energy_eaten() -> None:
    # 23.5 g saturated fat, less than 10 % of the 2,199 kcal planned (24.4 g), more than 10 % of the 2,042 eaten (22.7 g)
    milk, butter = grams_of_energy(MILK, 1_700), 46.0
    day = judged(WOMAN, (1, MILK, milk), (1, "81100500", butter))
    assert day.upper_misses.get("saturated_fat_g") == 1
    assert targets_for(WOMAN.person)["saturated_fat_g"].upper == pytest.approx(24.43, abs=0.01)


def test_an_amount_that_a_food_does_not_report_is_not_known_to_keep_its_limit() -> None:
    oat_milk = "11360200"
    assert judged(WOMAN, (1, oat_milk, 200.0)).upper_misses["added_sugars_g"] == 1


def test_diets_allergies_and_exclusions() -> None:
    vegan = WOMAN._replace(preferences=Preferences(diet=("vegan",)))
    allergic = WOMAN._replace(preferences=Preferences(allergies=("milk",)))
    no_pork = WOMAN._replace(preferences=Preferences(exclude=("pork",)))
    for member, code in ((vegan, MILK), (allergic, MILK), (no_pork, BACON)):
        assert len(judged(member, (1, code, 100.0)).violations) == 1
    assert judged(WOMAN, (1, MILK, 100.0), (1, BACON, 20.0)).violations == ()


def test_what_no_food_brings_enough_of_is_proved_unreachable() -> None:
    targets = targets_for(WOMAN.person)
    absurd = targets.changed(replace(targets["fiber_g"], lower=2000.0))
    found = unreachable(absurd, WOMAN.preferences, LOWERS)
    assert set(found) == {"fiber_g"}
    assert 38 < found["fiber_g"] < 2000
    assert unreachable(targets, WOMAN.preferences, LOWERS) == {}


def test_own_limits_that_clash_prove_nothing() -> None:
    targets = targets_for(WOMAN.person)
    clash = targets.changed(
        Target("fat_g", upper=0.0), Target("carbohydrate_g", upper=0.0), Target("protein_g", upper=0.0)
    )
    with pytest.raises(ValueError, match="clash"):
        unreachable(clash, WOMAN.preferences, LOWERS)


def test_the_table_names_misses_and_never_rounds_into_the_goal() -> None:
    good = Judgement("a", 2000, 7, 1.0, days_met=7, lowers_met=26, upper_checks=119, hei=99.0, ranges_held=3,
                     items_by_day=(15,) * 7, foods=40, most_repeated_days=3, usd_per_day=8.0, price_share=1.0,
                     ordinariness={"portions_in_range": 0.97, "at_usual_slot": 0.99, "familiarity": 90.0,
                                   "affinity": 0.3, "role_pairs_seen": 0.98})  # fmt: skip
    assert all(line.met for line in quality_table([good], {}))
    assert misses([good]) == ["No misses."]
    bad = replace(
        good,
        days_met=6,
        day_misses={"energy_kcal": 1},
        hei=94.99,
        ordinariness=good.ordinariness | {"at_usual_slot": 0.9799},
    )
    lines = {line.measure: line for line in quality_table([bad], {"at_usual_slot": 0.971})}
    assert not lines["HEI-2020, mean"].met
    assert lines["HEI-2020, mean"].ours == "94.9"
    assert lines["foods eaten at that slot by real people"] == Line(
        "foods eaten at that slot by real people", ">= 98 %", "97.9 % (worst 97)", False, "97 %"
    )
    assert lines["energy within 5 %, Mg and K reached, days"].ours == "85.7 %"
    assert "days: energy_kcal missed on 1 days of 1 people (a)" in misses([bad])
    assert markdown([lines["HEI-2020, mean"]]).splitlines()[-1] == "| HEI-2020, mean | >= 95 | 94.9 | NO | (54) |"


def test_a_person_without_a_plan_counts_as_seven_days_missed() -> None:
    failed = Judgement("b", 2000, 7, 0.1, failure="no food is left")
    assert quality_table([failed], {})[0].met is False
    assert misses([failed]) == ["no plan for b: no food is left"]

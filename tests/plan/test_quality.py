"""The quality of a plan: worked by hand on a table of a few foods."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from planner.errors import InputError
from planner.foods.habits import load_habits
from planner.foods.ordinariness import ordinariness
from planner.foods.table import FoodTable, load_foods
from planner.nutrition.hei import CONSTITUENTS
from planner.nutrition.person import Person
from planner.nutrition.target import Targets
from planner.nutrition.targets import targets_for
from planner.plan.quality import Quality, quality

NAN = math.nan
PATTERN_COLUMNS = sorted({name for parts in CONSTITUENTS.values() for name in parts} | {"saturated_fat_g"})
# per 100 g
FOODS: dict[str, dict[str, Any]] = {
    "bean": {"food": "Beans", "group": "legumes_cooked", "energy_kcal": 100, "sodium_mg": 230, "potassium_mg": 400,
             "magnesium_mg": 50, "calcium_mg": 100, "water_g": 70, "price_usd_per_100g": 0.30},
    "milk": {"food": "Milk", "group": "milk_or_soy_drink", "energy_kcal": 50, "sodium_mg": 40, "potassium_mg": 150,
             "magnesium_mg": 10, "calcium_mg": 120, "water_g": 90, "price_usd_per_100g": 0.10},
    "coffee": {"food": "Coffee", "group": "coffee", "energy_kcal": 0, "caffeine_mg": 40, "water_g": 99,
               "sodium_mg": 0, "potassium_mg": 50, "magnesium_mg": 3, "calcium_mg": 2, "price_usd_per_100g": NAN},
    "oil": {"food": "Oil", "group": "vegetable_oil", "energy_kcal": 900, "sodium_mg": 0, "potassium_mg": 0,
            "magnesium_mg": 0, "calcium_mg": 0, "water_g": 0, "price_usd_per_100g": NAN},
    "water": {"food": "Tap water", "group": "water", "energy_kcal": 0, "sodium_mg": 0, "potassium_mg": 0,
              "magnesium_mg": 0, "calcium_mg": 0, "water_g": 100, "price_usd_per_100g": 0.0},
    "fig": {"food": "Figs", "group": "fruit_fresh", "energy_kcal": 80, "sodium_mg": NAN, "potassium_mg": 200,
            "magnesium_mg": 15, "calcium_mg": 30, "water_g": 80, "price_usd_per_100g": 0.5},
}  # fmt: skip


def table(**changes: float) -> FoodTable:
    """The foods above; what is not said is 0."""
    frame = pd.DataFrame.from_dict(FOODS, orient="index")
    for name in (*PATTERN_COLUMNS, "caffeine_mg", "added_sugars_g"):
        if name not in frame:
            frame[name] = 0.0
    frame["caffeine_mg"] = frame["caffeine_mg"].fillna(0.0)
    for name, value in changes.items():
        frame.loc["bean", name] = value
    return FoodTable(frame, "by hand")


def menu(*eaten: tuple[int, str, float]) -> pd.DataFrame:
    rows = [{"day": day, "meal": "lunch", "food_code": code, "food": code, "grams": g} for day, code, g in eaten]
    return pd.DataFrame(rows, columns=["day", "meal", "food_code", "food", "grams"])


TWO_DAYS = menu(
    (1, "bean", 300), (1, "milk", 200), (1, "coffee", 500), (1, "oil", 10), (1, "water", 1000),
    (2, "bean", 100), (2, "milk", 400), (2, "oil", 10),
)  # fmt: skip


@pytest.fixture(scope="module")
def targets() -> Targets:
    return targets_for(Person(sex="female", age_years=34, height_cm=168, weight_kg=62))


@pytest.fixture(scope="module")
def seen(targets: Targets) -> Quality:
    return quality(TWO_DAYS, table(), targets)


def test_electrolytes_are_the_mean_of_the_days_beside_their_targets(seen: Quality) -> None:
    sodium, potassium, magnesium, calcium = seen.electrolytes
    # beans 690 and 230, milk 80 and 160
    assert (sodium.mean, sodium.most) == (pytest.approx(580), pytest.approx(770))
    assert (sodium.lower, sodium.upper) == (1500, 2300)
    assert potassium.mean == pytest.approx((1200 + 300 + 250 + 400 + 600) / 2)
    assert magnesium.mean == pytest.approx((150 + 20 + 15 + 50 + 40) / 2)
    assert magnesium.percent == pytest.approx(100 * 137.5 / 320)
    assert calcium.mean == pytest.approx((300 + 240 + 10 + 100 + 480) / 2)


def test_sodium_to_potassium_counts_molecules(seen: Quality) -> None:
    # 580 mg / 22.990 = 25.228 mmol and 1,375 mg / 39.098 = 35.168 mmol
    assert seen.sodium_to_potassium == pytest.approx(0.71736, abs=1e-5)


def test_calcium_to_magnesium_is_of_mass_and_has_no_target(seen: Quality) -> None:
    assert seen.calcium_to_magnesium == pytest.approx(565 / 137.5)
    assert "4.1 to 1 by mass; for information, no target exists for this ratio." in " ".join(seen.lines())


def test_water_counts_food_and_drink(seen: Quality) -> None:
    # 210 + 180 + 495 + 1,000 g and 70 + 360 g
    assert seen.water_l == pytest.approx((1.885 + 0.430) / 2)
    assert seen.water_adequate_l == 2.7


def test_what_is_left_to_drink_is_told_unless_fluid_is_set_by_others(seen: Quality, targets: Targets) -> None:
    assert seen.drink_besides_l == pytest.approx(2.7 - 1.1575)
    assert "so about 1.5 l more to drink" in str(seen)
    dry = quality(menu((1, "bean", 100)), table(), targets.changed(water=False))
    assert dry.drink_besides_l is None
    assert "more to drink" not in str(dry)


def test_sweat_adds_water_and_tells_what_it_takes_along(targets: Targets) -> None:
    still = quality(menu((1, "bean", 100)), table(), targets)
    sweating = quality(menu((1, "bean", 100)), table(), targets, sweat_l=1.5)
    assert (sweating.drink_besides_l or 0) - (still.drink_besides_l or 0) == pytest.approx(1.5)
    assert "about 1,500 mg sodium (345 to 2,400) and about 345 mg potassium (180 to 885)" in str(sweating)
    assert "Sweat" not in str(still)
    assert "close to bedtime" not in str(still)


def test_caffeine_tells_the_mean_and_the_day_with_the_most(seen: Quality) -> None:
    assert (seen.caffeine.mean, seen.caffeine.most, seen.caffeine.upper) == (100, 200, 400)
    assert "100 mg of caffeine close to bedtime" in str(seen)


def test_variety_leaves_water_and_seasonings_aside(seen: Quality) -> None:
    assert seen.variety.foods == 3
    assert seen.variety.groups == 3
    assert seen.variety.items_by_day == (3, 2)
    assert seen.variety.items_a_day == 2.5


def test_the_most_repeated_food_is_a_solid_one(seen: Quality) -> None:
    assert (seen.variety.most_repeated, seen.variety.most_repeated_days) == ("bean", 2)


def test_a_food_twice_a_day_counts_as_one_day(targets: Targets) -> None:
    twice = menu((1, "bean", 100), (1, "bean", 100))
    assert quality(twice, table(), targets).variety.most_repeated_days == 1


def test_only_drinks_have_no_most_repeated_food(targets: Targets) -> None:
    found = quality(menu((1, "coffee", 200)), table(), targets).variety
    assert (found.most_repeated, found.most_repeated_days) == ("", 0)


def test_cost_is_of_what_has_a_price_and_says_how_much_that_is(seen: Quality) -> None:
    # beans 0.90 and 0.30, milk 0.20 and 0.40; coffee and oil have no price; 700 of 880 kcal have one
    assert seen.cost.usd_per_day == pytest.approx(0.90)
    assert seen.cost.energy_share_known == pytest.approx(700 / 880)
    assert seen.cost.unpriced == 2
    assert (
        "Cost: at least $0.90 a day in US prices of 2017/18; 2 foods without a known price, which is not free "
        "(prices are known for 79 % of the energy)." in seen.lines()
    )


def test_no_price_at_all_is_not_free(targets: Targets) -> None:
    found = quality(menu((1, "oil", 10)), table(), targets)
    assert found.cost.usd_per_day is None
    assert "Cost: not known, no food of the menu has a price." in found.lines()


def test_all_prices_known_is_a_plain_cost(targets: Targets) -> None:
    assert "Cost: $0.30 a day in US prices of 2017/18." in quality(menu((1, "bean", 100)), table(), targets).lines()


def test_hei_is_scored_on_the_sum_of_the_days(targets: Targets) -> None:
    # 400 g of beans with 0.5 cups, 2 oz-eq and 4 g polyunsaturated per 100 g
    beans = table(vegetables_legumes_cup_eq=0.5, protein_legumes_oz_eq=2.0, polyunsaturated_fat_g=4.0)
    found = quality(TWO_DAYS, beans, targets)
    score = found.hei
    assert score["greens_and_beans"].density == pytest.approx(2.0 / 880 * 1000)
    assert score["greens_and_beans"].points == 5
    assert score["whole_grains"].points == 0
    assert score["sodium"].density == pytest.approx(1.160 / 880 * 1000)
    assert score["fatty_acids"].points == 10  # no saturated fat at all: an infinite ratio, which JSON has no word for
    assert found.to_dict()["hei"]["components"][8]["density"] is None


def test_what_one_food_does_not_report_makes_a_least_amount(targets: Targets) -> None:
    found = quality(menu((1, "bean", 100), (1, "fig", 100)), table(), targets)
    sodium = found.electrolytes[0]
    assert (sodium.mean, sodium.at_least) == (230, True)
    assert found.sodium_to_potassium is None
    assert found.hei["sodium"].points is None
    assert not found.hei.is_known
    text = " ".join(found.lines())
    assert "sodium at least 230 mg" in text
    assert "Sodium to potassium: not known." in text
    assert "not known: sodium" in text


def test_a_table_without_food_groups_has_no_index_and_no_invented_zero(tmp_path: Path, targets: Targets) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("food_code,food,energy_kcal,magnesium_mg\na,Apple,52,5\n")
    found = quality(menu((1, "a", 200)), load_foods(path), targets)
    assert found.hei.total == 0
    assert len(found.hei.unknown) == 13
    assert found.water_l is None
    assert found.caffeine.mean is None
    assert [amount.mean for amount in found.electrolytes] == [None, None, 10.0, None]
    text = " ".join(found.lines())
    assert "Healthy Eating Index 2020: at least 0 of 100" in text
    assert "Caffeine: not known." in text
    assert "sodium not known" in text


def test_the_lines_never_round_into_compliance(targets: Targets) -> None:
    # 319.96 of 320 mg magnesium is not "320 mg (100 %)"
    found = quality(menu((1, "bean", 639.92)), table(), targets)
    assert "magnesium 319 mg (99 % of 320)" in " ".join(found.lines())


def test_frame_and_dict_hold_the_same_numbers(seen: Quality) -> None:
    frame = seen.to_frame().set_index("measure")
    assert frame.at["Sodium to potassium", "value"] == pytest.approx(seen.sodium_to_potassium)
    assert frame.at["Cost", "at_least"]
    assert frame.at["Potassium", "lower"] == 2600
    plain = json.loads(json.dumps(seen.to_dict(), allow_nan=False))
    assert plain["cost"]["usd_per_day"] == pytest.approx(0.90)
    assert plain["electrolytes"][2]["percent"] == pytest.approx(100 * 137.5 / 320)
    assert plain["ordinariness"] is None


def test_ordinariness_is_measured_where_habits_are_given(targets: Targets) -> None:
    foods = load_foods()
    breakfast = menu((1, "11113000", 244.0), (1, "63107010", 126.0)).assign(meal="breakfast")
    found = quality(breakfast, foods, targets, load_habits())
    assert found.ordinariness == ordinariness(breakfast, load_habits(), foods.data["category_code"])
    assert "(theirs 90)" in found.lines()[-1]
    assert found.to_dict()["ordinariness"]["familiarity"] == pytest.approx(found.ordinariness.familiarity)
    assert "Ordinariness: affinity" in set(found.to_frame()["measure"])
    assert quality(breakfast, foods, targets).ordinariness is None


def test_an_empty_menu_is_told(targets: Targets) -> None:
    with pytest.raises(InputError, match="at least one food"):
        quality(menu(), table(), targets)


def test_a_day_of_shipped_foods_knows_everything_but_some_prices(targets: Targets) -> None:
    codes = ["11113000", "56203000", "63107010", "41104000"]
    foods = load_foods()
    day = menu(*[(1, code, 200.0) for code in codes if code in foods])
    found = quality(day, foods, targets)
    assert found.hei.is_known
    assert found.water_l is not None
    assert found.sodium_to_potassium is not None

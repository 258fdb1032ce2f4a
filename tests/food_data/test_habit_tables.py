"""The habit tables: how they are learnt, and what the shipped ones say about how people eat."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from food_data import TABLES
from food_data.eating import SLOT_OF_OCCASION, SLOTS, eating_records, halves, real_menus, slots_of
from food_data.eating_roles import ROLES, role_of_category
from food_data.habit_tables import KEYS, PORTION_PERCENTILES, learn_habits, rounded
from food_data.habits_page import PAGE, SCORES, page

Read = Callable[[str], pd.DataFrame]
Code = Callable[[str], str]
SOURCES = os.environ.get("FOOD_DATA_SOURCES")
CEREAL, MILK, MILK_NEW, CHIPS = "57123000", "11111000", "11111001", "71200100"


@pytest.fixture(scope="module")
def foods() -> pd.DataFrame:
    rows = {
        CEREAL: ("Cereal, O's", "4604", "Ready-to-eat cereal"),
        MILK: ("Milk, whole", "1002", "Milk, whole"),
        MILK_NEW: ("Milk, whole, of a new kind", "1002", "Milk, whole"),
        CHIPS: ("Potato chips", "5002", "Potato chips"),
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["food", "category_code", "category"])


def records(rows: list[tuple[int, int, str, str, float]], weight: float = 1.0) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["person", "age_years", "occasion", "food_code", "grams"])
    return frame.assign(person_day=frame["person"], sample_weight=weight)


@pytest.fixture(scope="module")
def eaten(foods: pd.DataFrame) -> pd.DataFrame:
    """Forty adults have cereal with milk at breakfast, ten of them chips as a snack and ten more milk alone."""
    rows = [(person, 40, "breakfast", code, 100.0 + person) for person in range(40) for code in (CEREAL, MILK)]
    rows += [(person, 40, "snack", CHIPS, 30.0) for person in range(10)]
    rows += [(person, 40, "desayuno", MILK, 200.0) for person in range(40, 50)]
    return eating_records(records(rows), foods)


def rate(frame: pd.DataFrame, slot: str, code: str, who: str = "adult") -> float:
    row = frame[(frame["population"] == who) & (frame["slot"] == slot) & (frame["food_code"] == code)]
    return float(row["per_1000"].sum())


def test_spanish_meals_are_meals_and_drinks_between_them_are_none() -> None:
    assert SLOT_OF_OCCASION["desayuno"] == "breakfast"
    assert {SLOT_OF_OCCASION[name] for name in ("almuerzo", "comida")} == {"lunch"}
    assert SLOT_OF_OCCASION["cena"] == "dinner"
    assert {SLOT_OF_OCCASION[name] for name in ("merienda", "botana", "bocadillo")} == {"snack"}
    assert not {"drink", "bebida", "extended consumption", "infant feeding"} & set(SLOT_OF_OCCASION)
    assert set(SLOT_OF_OCCASION.values()) == set(SLOTS)


def test_a_dinner_before_supper_on_a_day_without_lunch_was_the_lunch() -> None:
    days = pd.DataFrame(
        [(1, "dinner"), (1, "supper"), (2, "dinner"), (3, "lunch"), (3, "dinner"), (3, "supper")],
        columns=["person_day", "occasion"],
    )
    assert list(slots_of(days)) == ["lunch", "dinner", "dinner", "lunch", "dinner", "dinner"]


def test_children_and_people_without_a_weight_are_left_out(foods: pd.DataFrame) -> None:
    some = records([(1, 13, "lunch", CHIPS, 9.0), (2, 14, "lunch", CHIPS, 9.0), (3, 19, "lunch", CHIPS, 9.0)])
    assert list(eating_records(some, foods)["population"]) == ["teen", "adult"]
    assert eating_records(some.assign(sample_weight=np.nan), foods).empty


def test_rates_are_of_1000_occasions_of_the_slot(eaten: pd.DataFrame, foods: pd.DataFrame) -> None:
    learnt = learn_habits(eaten, foods).foods
    assert rate(learnt, "breakfast", CEREAL) == pytest.approx(800)
    assert rate(learnt, "breakfast", MILK) == pytest.approx(1000)
    assert rate(learnt, "lunch", MILK) == 0


def test_weights_count(foods: pd.DataFrame) -> None:
    rows = [(person, 30, "lunch", CHIPS if person < 40 else MILK, 9.0) for person in range(80)]
    some = records(rows)
    some["sample_weight"] = np.where(some["person"] < 40, 3.0, 1.0)
    assert rate(learn_habits(eating_records(some, foods), foods).foods, "lunch", CHIPS) == pytest.approx(750)


def test_a_food_never_met_borrows_from_its_family_and_says_so(eaten: pd.DataFrame, foods: pd.DataFrame) -> None:
    learnt = learn_habits(eaten, foods).foods.set_index(["food_code", "slot"])
    new, old = learnt.loc[(MILK_NEW, "breakfast")], learnt.loc[(MILK, "breakfast")]
    assert (new["basis"], new["records"], old["basis"]) == ("family", 0, "food")
    assert 0 < new["per_1000"] < old["per_1000"]
    assert (MILK_NEW, "lunch") not in learnt.index


def test_teenagers_who_never_eat_a_common_food_are_not_taken_for_adults(foods: pd.DataFrame) -> None:
    rows = [(person, 40, "lunch", MILK, 9.0) for person in range(60)]
    rows += [(person, 16, "lunch", CHIPS, 9.0) for person in range(100, 160)]
    learnt = learn_habits(eating_records(records(rows), foods), foods).foods
    assert rate(learnt, "lunch", MILK) == 1000
    assert rate(learnt, "lunch", MILK, "teen") < 200


def test_an_amount_is_all_of_a_food_at_one_occasion(foods: pd.DataFrame) -> None:
    rows = [(person, 40, "lunch", CHIPS, grams) for person in range(40) for grams in (10.0, 15.0)]
    learnt = learn_habits(eating_records(records(rows), foods), foods).portions.set_index("food_code")
    assert learnt.loc[CHIPS, [f"p{p}_g" for p in PORTION_PERCENTILES]].tolist() == [25.0] * 5


def test_affinity_compares_with_chance(eaten: pd.DataFrame, foods: pd.DataFrame) -> None:
    pair = learn_habits(eaten, foods).pairs.iloc[0]
    assert (pair["category_code_a"], pair["category_code_b"], pair["seen"]) == ("1002", "4604", 40)
    assert pair["affinity"] == pytest.approx(np.log2((40 + 1) / (50 * 40 / 50 + 1)))


def test_patterns_are_sorted_roles(eaten: pd.DataFrame, foods: pd.DataFrame) -> None:
    learnt = learn_habits(eaten, foods).patterns
    assert {tuple(row) for row in learnt[["slot", "roles", "count"]].to_numpy()} == {
        ("breakfast", "cereal;milk", 40),
        ("breakfast", "milk", 10),
        ("snack", "chips", 10),
    }


def test_the_order_of_the_records_does_not_matter(foods: pd.DataFrame) -> None:
    rows = [(p, 15 + 9 * (p % 4), "lunch", code, 10.0 + p) for p in range(90) for code in (MILK, CHIPS)[p % 2 :]]
    one, other = (
        rounded(learn_habits(eating_records(given, foods), foods).tables())
        for given in (records(rows), records(rows[::-1]))
    )
    for name, frame in one.items():
        key = KEYS[name]
        pd.testing.assert_frame_equal(
            frame.sort_values(key, ignore_index=True), other[name].sort_values(key, ignore_index=True)
        )


def test_habits_of_one_half_of_the_people_know_nothing_of_the_other(eaten: pd.DataFrame, foods: pd.DataFrame) -> None:
    one, other = halves(eaten)
    assert not set(one) & set(other)
    assert set(one) | set(other) == set(eaten["person"])
    learnt = learn_habits(eaten, foods, one).portions.set_index("food_code")
    assert learnt.loc[MILK, "records"] == len(one) if MILK in learnt.index else len(one) < 30


def test_real_days_have_the_form_of_a_plan(eaten: pd.DataFrame) -> None:
    menu = real_menus(eaten, persons=[0])
    assert list(menu) == ["day", "meal", "food_code", "grams"]
    assert [meal.split()[0] for meal in menu["meal"]] == ["breakfast", "breakfast", "snack"]


# What the shipped tables say.


def per_1000(shipped: Read, slot: str, who: str = "adult") -> pd.Series[float]:
    table = shipped("habit_foods")
    return table[(table["slot"] == slot) & (table["population"] == who)].set_index("food_code")["per_1000"]


def test_coffee_is_the_drink_of_the_adults_breakfast_and_milk_of_the_teenagers(shipped: Read) -> None:
    category = shipped("foods")["category_code"]
    drinks = category[category.str.startswith(("10", "12", "7"))].index
    favourite = {who: per_1000(shipped, "breakfast", who).reindex(drinks).idxmax() for who in ("adult", "teen")}
    name = shipped("foods")["food"]
    assert name[favourite["adult"]] == "Coffee, brewed"
    assert name[favourite["teen"]] == "Milk, reduced fat (2%)"


def test_teenagers_seldom_drink_coffee_and_wine(shipped: Read, code_of: Code) -> None:
    coffee = code_of("Coffee, brewed")
    assert per_1000(shipped, "breakfast", "teen")[coffee] < 0.25 * per_1000(shipped, "breakfast")[coffee]


def test_milk_goes_with_cereal_and_dressing_with_salad(shipped: Read) -> None:
    table = pd.read_csv(TABLES / "habit_pairs.csv", dtype={"category_code_a": str, "category_code_b": str})
    pairs = table[table["population"] == "adult"].set_index(["slot", "category_code_a", "category_code_b"])["affinity"]
    assert pairs["breakfast", "1004", "4604"] > 1
    assert pairs["dinner", "6410", "8012"] > 1
    assert pairs["breakfast", "1004", "1008"] < -2  # nobody takes two kinds of milk


def test_every_percentile_is_at_least_the_one_below(shipped: Read) -> None:
    portions = shipped("habit_portions")[[f"p{p}_g" for p in PORTION_PERCENTILES]]
    assert (portions.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert (portions > 0).all(axis=None)


def test_portions_agree_with_those_of_the_food_table(shipped: Read) -> None:
    table = shipped("habit_portions")
    adults = table[table["population"] == "adult"].set_index("food_code")
    known = shipped("foods").loc[adults.index]
    assert adults["p50_g"].sub(known["portion_p50_g"]).abs().le(0.02 * known["portion_p50_g"] + 0.2).mean() > 0.99


def test_every_food_with_a_role_has_a_rate_of_adults_or_was_never_met_nor_its_kin(shipped: Read) -> None:
    with_role = shipped("foods")[shipped("foods")["category_code"].isin(role_of_category())]
    table = shipped("habit_foods")
    adults = set(table["food_code"][table["population"] == "adult"])
    assert with_role.index.isin(adults).mean() > 0.9


@pytest.mark.parametrize("name", ["foods", "portions", "pairs", "patterns", "role_pairs"])
def test_both_populations_are_there_adults_with_more(shipped: Read, name: str) -> None:
    rows = shipped(f"habit_{name}")["population"].value_counts()
    assert set(rows.index) == {"adult", "teen"}
    assert rows["adult"] > rows["teen"] > 50


def test_cereal_with_milk_is_the_breakfast_of_most_that_eat_one(shipped: Read) -> None:
    table = shipped("habit_patterns")
    breakfasts = table[(table["slot"] == "breakfast") & (table["population"] == "adult")].set_index("roles")["count"]
    assert set(breakfasts.nlargest(2).index) == {"coffee", "cereal;milk"}


def test_every_category_has_one_role_and_baby_food_none(shipped: Read) -> None:
    codes = [code for _, listed in ROLES.values() for code in listed.split()]
    assert len(codes) == len(set(codes))
    known = set(shipped("foods")["category_code"])
    assert set(codes) <= known
    assert all(code.startswith("9") for code in known - set(codes))
    assert list(shipped("habit_roles")["category_code"].astype(str)) == sorted(codes)


def test_pairs_and_roles_name_what_is_known(shipped: Read) -> None:
    pairs, roles = shipped("habit_role_pairs"), set(ROLES)
    assert set(pairs["role_a"]) | set(pairs["role_b"]) <= roles
    assert (pairs["role_a"] < pairs["role_b"]).all()
    assert {role for text in shipped("habit_patterns")["roles"] for role in text.split(";")} <= roles
    assert (
        shipped("habit_pairs")["category_code_a"].astype(str) < shipped("habit_pairs")["category_code_b"].astype(str)
    ).all()


def test_the_page_is_in_step_with_the_tables() -> None:
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.skipif(not SOURCES, reason="FOOD_DATA_SOURCES names no folder of source files")
@pytest.mark.slow
def test_the_scores_on_the_page_are_those_of_real_people() -> None:
    from benchmarks.real_people import real_people, records_of
    from planner.foods.table import load_foods

    foods = load_foods().data
    score = real_people(records_of(Path(str(SOURCES)), foods), foods)
    adults = [values[0] for values in SCORES.values()]
    assert adults == [
        f"{score.familiarity:.0f}",
        f"{100 * score.portions_in_range:.0f} %",
        f"{100 * score.at_usual_slot:.0f} %",
        f"{score.affinity:+.2f}",
        f"{100 * score.pairs_seen:.0f} %",
        f"{100 * score.role_pairs_seen:.1f} %",
    ]

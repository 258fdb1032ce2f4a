"""Grams in the measures of a household."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import UnknownNameError
from planner.foods.measures import Measure, head_noun, measures, plural, read_measure
from planner.foods.portions import best_unit, household_portion
from planner.foods.table import load_foods

TABLE = load_foods()
CODES = TABLE.data.index.tolist()
BY_NAME = dict(zip(TABLE.data["food"], TABLE.data.index, strict=True))


@pytest.mark.parametrize(
    ("food", "grams", "said"),
    [
        ("Milk, whole", 244, "1 cup"),
        ("Milk, whole", 366, "1 1/2 cups"),
        ("Milk, whole", 122, "1/2 cup"),
        ("Milk, whole", 488, "2 cups"),
        ("Bread, whole wheat", 72, "2 slices"),
        ("Bread, whole wheat", 36, "1 slice"),
        ("Banana, raw", 126, "1 banana"),
        ("Apple, raw", 200, "1 medium apple"),
        ("Apple, raw", 100, "1/2 medium apple"),
        ("Orange, raw", 308, "2 oranges"),
        ("Egg, whole, boiled or poached", 100, "2 eggs"),
        ("Rice, brown, cooked, no added fat", 195, "1 cup"),
        ("Peanut butter", 32, "2 tablespoons"),
        ("Olive oil", 14, "1 tablespoon"),
        ("Almonds, unroasted", 28.35, "1 oz"),
        ("Cheese, Cheddar", 42, "2 slices"),
        ("Soft drink, cola", 372, "1 can (12 fl oz)"),
        ("Coffee, brewed", 240, "1 cup"),
        ("Chicken breast, grilled without sauce, skin not eaten", 85, "3 oz"),
        ("Corn, fresh, cooked, no added fat", 105, "1 ear"),
        ("Spinach, raw", 50, "2 cups"),
        ("Potato, baked, peel eaten", 285, "1 medium potato"),
        ("Grapefruit, raw", 154, "1/2 grapefruit"),
        ("Kiwi fruit, raw", 150, "2 kiwis"),
    ],
)  # fmt: skip
def test_amounts_are_said_as_people_say_them(food: str, grams: float, said: str) -> None:
    assert household_portion(TABLE, BY_NAME[food], grams) == said


def test_grams_are_said_where_no_measure_fits() -> None:
    assert household_portion(TABLE, BY_NAME["Milk, whole"], 3) == "3.0 g"
    assert household_portion(TABLE, BY_NAME["Rice, brown, cooked, no added fat"], 150) == "150 g"


def grams_of(said: str, code: str) -> float:
    """The weight that a portion in words has, read back from the food's measures."""
    plain = re.fullmatch(r"([0-9.]+) g", said)
    if plain:
        return float(plain[1])
    number = re.match(r"(?:(\d+)(?: (1/2))?|(1/2)) ", said)
    assert number is not None, said
    count = float(number[1] or 0) + (0.5 if number[2] or number[3] else 0)
    unit = said[number.end() :]
    return count * next(one.grams for one in measures(TABLE, code) if unit in (one.unit, plural(one.unit)))


@given(st.sampled_from(CODES), st.floats(min_value=1, max_value=1500))
@settings(deadline=None, max_examples=400)
def test_the_measure_matches_the_grams_within_a_tenth(code: str, grams: float) -> None:
    said = household_portion(TABLE, code, grams)
    assert grams_of(said, code) == pytest.approx(grams, rel=0.1, abs=0.5)


@given(st.sampled_from(CODES), st.integers(min_value=1, max_value=8))
@settings(deadline=None, max_examples=200)
def test_multiples_of_the_everyday_unit_can_be_said(code: str, halves: int) -> None:
    text, grams = best_unit(TABLE, code)
    amount = grams * halves / 2
    assert grams > 0
    assert text
    assert grams_of(household_portion(TABLE, code, amount), code) == pytest.approx(amount, rel=0.1, abs=0.5)


@pytest.mark.parametrize(
    ("food", "unit"),
    [
        ("Milk, whole", ("1 cup", 244.0)),
        ("Bread, whole wheat", ("1 slice", 36.0)),
        ("Banana, raw", ("1 banana", 126.0)),
        ("Egg, whole, boiled or poached", ("1 egg", 50.0)),
        ("Peanut butter", ("1 tablespoon", 16.0)),
        ("Oatmeal, regular or quick, made with water, no added fat", ("1 cup", 240.0)),
    ],
)
def test_everyday_units(food: str, unit: tuple[str, float]) -> None:
    assert best_unit(TABLE, BY_NAME[food]) == unit


def test_no_measure_is_database_language() -> None:
    words = re.compile(r"specified|guideline|\bNFS\b|\bNS\b|yield|inch(?! sub)|any size|surface|/\D", re.IGNORECASE)
    odd = {one.unit for code in CODES[::7] for one in measures(TABLE, code) if words.search(one.unit)}
    assert odd == set()


def test_most_foods_have_a_measure() -> None:
    usual = TABLE.data.index[TABLE.data["eaten_per_1000"] > 1]
    without = [code for code in usual if best_unit(TABLE, code)[0].endswith(" g")]
    assert len(without) < 0.02 * len(usual)


@pytest.mark.parametrize(
    ("portion", "noun", "unit", "grams"),
    [
        ("1 cup", "", "cup", 100.0),
        ("1 cup, diced", "", "cup, diced", 100.0),
        ("1 cup, cooked", "", "cup", 100.0),
        ("1 medium or regular slice", "bread", "slice", 100.0),
        ('1 medium (2-1/2" dia)', "peach", "medium peach", 100.0),
        ("1 large egg", "egg", "large egg", 100.0),
        ("1/2 bagel", "bagel", "bagel", 200.0),
        ("10 sticks", "", "stick", 10.0),
        ("1 5.3 oz container", "", "container (5.3 oz)", 100.0),
        ("1 can (12 fl oz)", "", "can (12 fl oz)", 100.0),
        ("1 fl oz (no ice)", "", "fl oz", 100.0),
        ("1 breast quarter (yield after cooking, bone removed)", "", "breast quarter", 100.0),
        ("1 piece, medium pizza", "", "slice of a medium pizza", 100.0),
    ],
)
def test_descriptions_are_read(portion: str, noun: str, unit: str, grams: float) -> None:
    measure = read_measure(portion, 100.0, noun)
    assert measure is not None
    assert (measure.unit, measure.grams) == (unit, grams)


@pytest.mark.parametrize(
    "portion",
    [
        "Quantity not specified",
        "Guideline amount per cup of hot cereal",
        "1 cubic inch",
        "1 surface inch",
        "1 oz, dry, yields",
        "1 fl oz (with ice)",
        "1 100 calorie package",
        "Juice of 1 lemon",
        "1 Wendy's side salad",
        "1 medium",
    ],
)
def test_what_nobody_says_is_left_out(portion: str) -> None:
    assert read_measure(portion, 100.0) is None


def test_a_portion_without_weight_is_left_out() -> None:
    assert read_measure("1 cup", 0.0) is None


@pytest.mark.parametrize(
    ("unit", "many"),
    [
        ("cup", "cups"),
        ("cup, diced", "cups, diced"),
        ("slice of a medium pizza", "slices of a medium pizza"),
        ("can (12 fl oz)", "cans (12 fl oz)"),
        ("medium potato", "medium potatoes"),
        ("loaf", "loaves"),
        ("blackberry", "blackberries"),
        ("sandwich", "sandwiches"),
        ("oz", "oz"),
        ("fl oz", "fl oz"),
        ("large shrimp", "large shrimp"),
        ("medium peach", "medium peaches"),
    ],
)
def test_plurals(unit: str, many: str) -> None:
    assert plural(unit) == many


@pytest.mark.parametrize(
    ("count", "said"), [(0.5, "1/2 cup"), (1, "1 cup"), (1.5, "1 1/2 cups"), (2, "2 cups"), (10.5, "10 1/2 cups")]
)
def test_counts(count: float, said: str) -> None:
    assert Measure("cup", 240, 0).say(count) == said


@pytest.mark.parametrize(
    ("food", "noun"),
    [
        ("Banana, raw", "banana"),
        ("Strawberries, raw", "strawberry"),
        ("Beef, steak, sirloin, lean only eaten", "steak"),
        ("Muffin, English", "English muffin"),
        ("Tuna salad sandwich on white", "sandwich"),
        ("Coffee, Latte", ""),
    ],
)
def test_the_noun_of_a_food(food: str, noun: str) -> None:
    assert head_noun(food) == noun


def test_a_table_of_ones_own_is_served_by_weight(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("food_code,food,energy_kcal\n1,Apple,52\n2,Almonds,600\n3,A pill,\n")
    table = load_foods(path)
    assert best_unit(table, "1") == ("150 g", 150.0)
    assert best_unit(table, "2") == ("25 g", 25.0), "dense food by its energy, 150 kcal"
    assert best_unit(table, "3") == ("150 g", 150.0), "by its weight where the energy is not known"
    assert household_portion(table, "1", 182.4) == "182 g"


def test_an_unknown_food_or_amount_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        household_portion(TABLE, "1", 100)
    with pytest.raises(UnknownNameError):
        best_unit(TABLE, "1")
    for grams in (0, -5, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="grams"):
            household_portion(TABLE, "63107010", grams)

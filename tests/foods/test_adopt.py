"""Foods beyond the palette: their role, name, unit and amounts by rule."""

from __future__ import annotations

import pandas as pd
import pytest

from planner.errors import UnknownNameError
from planner.foods.adopt import adopt
from planner.foods.diets import permitted
from planner.foods.palette import load_palette
from planner.foods.plain_names import plain_name, singular_name
from planner.foods.table import load_foods
from planner.foods.words import stems

PALETTE = load_palette()
TABLE = load_foods()
OWN = {food.code for food in PALETTE.foods}


def code_of(official: str) -> str:
    (code,) = TABLE.data.index[TABLE.data["food"] == official]
    return str(code)


@pytest.mark.parametrize(
    ("official", "roles"),
    [
        ("Cheese, Brick", {"cheese"}),
        ("Fish, mullet", {"fishfill", "main"}),
        ("Soup, rice", {"soup"}),
        ("Bread, oat bran", {"roll", "sandbread", "toast"}),
        ("Doughnut, custard-filled, with icing", {"sweet"}),
        ("Potato chips, reduced fat", {"crackers"}),
        ("Corned beef sandwich on white", {"readysand"}),
        ("Soft drink, fruit flavored, diet, caffeine free", {"tea"}),
    ],
)
def test_a_food_does_what_the_foods_of_its_category_do(official: str, roles: set[str]) -> None:
    assert {row.role for row in adopt(TABLE, PALETTE, code_of(official))} == roles


def test_what_is_only_cooked_with_has_no_role() -> None:
    assert adopt(TABLE, PALETTE, code_of("Cream, half and half")) == ()


def test_a_food_of_the_palette_stays_as_it_is() -> None:
    assert adopt(TABLE, PALETTE, "63107010") == tuple(food for food in PALETTE.foods if food.code == "63107010")


def test_an_unknown_code_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="food code"):
        adopt(TABLE, PALETTE, "99999999")


def beyond(count: int) -> pd.DataFrame:
    """Every so many-th permitted food that the palette has not, from the most to the least eaten."""
    data = TABLE.data[permitted(TABLE) & ~TABLE.data.index.isin(OWN)].sort_values("eaten_per_1000", ascending=False)
    return data.iloc[:: max(len(data) // count, 1)]


def test_amounts_are_what_people_eat_at_a_time_in_units_they_say() -> None:
    units = {food.unit for food in PALETTE.foods} | {"bar", "bottle", "can", "bowl", "stick"}
    beyond_real = 0
    data = beyond(300)
    for code in data.index:
        for row in adopt(TABLE, PALETTE, code)[:1]:
            assert row.unit in units, row
            assert 1 <= len(row.amounts) <= 3, row
            assert row.grams_per_unit > 0
            assert not row.amounts_big or min(row.amounts_big) > max(row.amounts)
            low, high = (float(TABLE.food(code)[f"portion_{p}_g"]) for p in ("p5", "p95"))
            grams = [amount * row.grams_per_unit for amount in row.amounts]
            beyond_real += grams[0] < 0.95 * low or grams[-1] > 1.05 * high
    # Of some foods the only measure is larger than people's largest portions.
    assert beyond_real <= 0.05 * len(data)


def test_tags_follow_the_contents() -> None:
    def tags(official: str) -> frozenset[str]:
        return adopt(TABLE, PALETTE, code_of(official))[0].tags

    assert {"fish", "fried"} <= tags("Fish, mackerel, fried")
    assert "sweet" in tags("Pie, apple")
    assert "sugary" not in tags("Pie, apple"), "a sweet is counted once"
    assert "processed_meat" in tags("Corned beef sandwich on white")
    assert "greens" in tags("Turnip greens, fresh, cooked, fat added")
    assert "whole_grain" not in tags("Bread, cinnamon")


PLAIN = {
    "Fish, cod, baked or broiled": "baked cod",
    "Bread, whole wheat": "whole wheat bread",
    "Soup, New England clam chowder": "New England clam chowder soup",
    "Cheese, Gouda": "Gouda cheese",
    "Pork, ribs": "pork ribs",
    "Chicken or turkey cacciatore": "chicken cacciatore",
    "Egg, whole, fried, no added fat": "fried egg",
    "Green peas, fresh, cooked with butter or margarine": "cooked green peas",
    "Beef, rice, and vegetables excluding carrots, broccoli": "beef, rice and vegetables",
    "Potato, french fries, from fresh, baked": "baked french fries",
    "Energy drink (Red Bull)": "energy drink",
}


@pytest.mark.parametrize(("official", "plain"), PLAIN.items())
def test_official_names_become_plain_ones(official: str, plain: str) -> None:
    assert plain_name(official) == plain


def test_the_rule_speaks_like_the_reviewed_names() -> None:
    pairs = {food.code: (str(TABLE.data.at[food.code, "food"]), food.name) for food in PALETTE.foods}
    alike = [bool({*stems(plain_name(official))} & {*stems(name)}) for official, name in pairs.values()]
    assert sum(alike) >= 0.95 * len(alike)


def test_no_database_words_in_names() -> None:
    said = " ; ".join(f" {plain_name(name)} " for name in beyond(600)["food"])
    assert not any(word in said for word in (" nfs ", "ns as to", " fat added", "home recipe"))


def test_what_is_counted_is_named_in_the_singular() -> None:
    assert singular_name("butter crackers") == "butter cracker"
    assert singular_name("nachos with cheese") == "nacho with cheese"

"""What is in the dishes: recipes in plain words."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from planner import load_foods
from planner.foods.palette import load_palette
from planner.plan.cook import MOST_PARTS, CookedDish, dishes, made_of
from tests.plan.conftest import Week

COMPOSED = {food.name: food.code for food in load_palette().foods if "composed" in food.tags}
SPECIAL = {food.code for food in load_palette().foods if "special" in food.tags}
SAUCES = {food.name: food.note for food in load_palette().foods if "stirred" in food.tags}


@pytest.mark.parametrize(
    ("dish", "parts"),
    [
        ("vegetarian chili", ("pinto beans", "kidney beans", "tomato purée", "onions", "green pepper", "oil")),
        ("chicken and vegetable sauté", ("chicken", "carrots", "broccoli", "oil")),
        ("dal", ("lentils", "ghee")),
    ],
)
def test_ingredients_are_named_by_weight(dish: str, parts: tuple[str, ...]) -> None:
    assert made_of(load_foods(), COMPOSED[dish]) == parts


def test_what_is_asked_for_in_the_shop_is_told() -> None:
    menu = pd.DataFrame({"food_code": ["75219095"], "food": ["sautéed vitamin D mushrooms"]})
    (said,) = [dish.sentence() for dish in dishes(menu, load_foods())]
    assert said.startswith("Sautéed vitamin D mushrooms: mushrooms, oil (those sold as a source of vitamin D")


def test_a_mixture_without_a_name_is_told_by_its_parts() -> None:
    parts = made_of(load_foods(), COMPOSED["vegetable curry"])
    assert {"tomato sauce", "potatoes", "onions"} <= set(parts)


@pytest.mark.parametrize("name", COMPOSED)
def test_words_are_those_of_a_cook(name: str) -> None:
    parts = made_of(load_foods(), COMPOSED[name])
    assert len(parts) <= MOST_PARTS
    assert len(set(parts)) == len(parts)
    for part in parts:
        assert re.fullmatch(r"[A-Za-zéñû -]+(\([a-z, ]+\))?", part), part
        assert part not in ("salt", "water", "spices")
        assert not re.search(r"\b(raw|cooked|NFS|as ingredient)\b", part), part


def test_where_there_is_no_recipe_it_is_said() -> None:
    assert made_of(load_foods(), COMPOSED["kung pao chicken"]) == ()
    said = CookedDish("1", "kung pao chicken", (), "").sentence()
    assert said == "Kung pao chicken: the table has no recipe of it; take your own."


def test_dishes_of_a_menu_come_once_in_their_order(week: Week, someone: str) -> None:
    plan = week(someone)
    found = dishes(plan.menu, load_foods())
    served = dict.fromkeys(zip(plan.menu["food_code"], plan.menu["food"], strict=True))
    told = [name if name in SAUCES else code for code, name in served]
    assert [one.food if one.stirred else one.food_code for one in found] == list(
        dict.fromkeys(one for one in told if one in SPECIAL | {*COMPOSED.values()} | SAUCES.keys())
    )
    assert all(one.sentence().endswith(".") for one in found)


def test_a_sauce_is_told_by_how_it_is_stirred() -> None:
    menu = pd.DataFrame({"food_code": ["82104000"] * 2, "food": ["olive oil", "chimichurri"]})
    (said,) = [dish.sentence() for dish in dishes(menu, load_foods())]
    assert said == "Chimichurri: olive oil with parsley, oregano, garlic and vinegar; the spoon is oil."

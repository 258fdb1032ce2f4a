"""The foods, seasonings and meal templates that menus are made of: reviewed by hand, checked here against the tables."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from food_data import TABLES, table_path

FOLDER = TABLES.parent
TEXT: dict[str, Any] = {"dtype": str, "keep_default_na": False}
palette = pd.read_csv(FOLDER / "palette.csv", **TEXT)
templates = pd.read_csv(FOLDER / "templates.csv", **TEXT)
roles = pd.read_csv(FOLDER / "roles.csv", **TEXT).set_index("role")
seasonings = pd.read_csv(FOLDER / "seasonings.csv", **TEXT)
foods = pd.read_csv(table_path("foods"), **TEXT).set_index("food_code")
diets = pd.read_csv(table_path("tags"), **TEXT).set_index("food_code")
portions = pd.read_csv(table_path("portions"), dtype={"food_code": str})
patterns = pd.read_csv(table_path("food_patterns"), dtype={"food_code": str}).set_index("food_code")


def words(text: str) -> set[str]:
    return set(text.split())


CUISINES = words(
    "any american southern mexican caribbean italian mediterranean middle_eastern indian chinese japanese korean thai"
    " african european"
)
TAGS = words(
    "fruit whole_fruit berry banana avocado dried_fruit juice greens sweet_potato nuts legume soy tofu fish oily_fish"
    " poultry red_meat processed_meat egg whole_grain starch rice pasta cold_cereal hot_cereal milk_drink plant_milk soup composed special stirred"
    " fried spicy sweet sugary cook_free"
)
LEFT_OUT = ["ingredient_only", "infant", "alcoholic", "dry_concentrate", "not_specified", "fast_food", "raw_unsafe"]
# One thing each, or two: no six kinds exist that a person would tell apart.
SMALL_ROLES = {"water": "water is water", "redsauce": "tomato sauce or pesto", "avocado": "an avocado, or guacamole"}
# The table has no portion for these; what the unit was made from.
NO_PORTION_OF_THE_TABLE = {
    "two-egg": "2 portions of '1 egg'",
    "three egg whites": "3 portions of '1 egg white'",
}
TEASPOONS = {"cup": 48, "glass": 48, "tablespoon": 3, "tbsp": 3, "teaspoon": 1, "tsp": 1, "fl oz": 6}
OZ_G = 28.35


def amounts(text: str) -> list[float]:
    return [float(Fraction(part)) for part in text.split(";") if part]


def groups(template: pd.Series[Any]) -> list[list[list[str]]]:
    """The choices of a template: groups of alternatives of roles (``nothing`` is no role)."""
    found = []
    for group in filter(None, template["one_of"].split(";")):
        alternatives = [part.rsplit(":", 1)[0].split("+") for part in group.split("|")]
        found.append([[role for role in names if role != "nothing"] for names in alternatives])
    return found


def required(template: pd.Series[Any]) -> list[str]:
    named = [part.split("*") for part in template["required"].split(";") if part]
    return [part[0] for part in named for _ in range(int(part[1]) if len(part) > 1 else 1)]


def optional(template: pd.Series[Any]) -> list[list[str]]:
    return [part.rsplit(":", 1)[0].split("+") for part in template["optional"].split(";") if part]


def bundles(template: pd.Series[Any]) -> list[list[str]]:
    """Everything the template can put together at once: the required roles with each alternative or extra."""
    base = required(template)
    return [base + names for group in groups(template) for names in group] + [
        base + names for names in optional(template)
    ]


def is_vegan(food: pd.Series[Any]) -> bool:
    return "vegan" in food["diet_by_hand"].split(";") or diets.loc[food["food_code"], "vegan"] == "y"


each_template = pytest.mark.parametrize(
    "template",
    [row for _, row in templates.iterrows()],
    ids=[f"{s} {k}" for s, k in zip(templates.slot, templates.kind, strict=True)],
)


def test_there_are_enough_distinct_foods() -> None:
    assert len(palette[["food_code", "name"]].drop_duplicates()) >= 480


def test_rows_are_sorted_and_none_is_there_twice() -> None:
    keys = [
        (row.role, row.name_.lower(), row.food_code) for row in palette.rename(columns={"name": "name_"}).itertuples()
    ]
    assert keys == sorted(keys)
    assert not palette.duplicated(["role", "name"]).any()


def test_one_name_is_one_food() -> None:
    codes = palette.groupby("name")["food_code"].nunique()
    assert list(codes[codes > 1].index) == []


def test_every_code_is_a_food_to_put_on_a_plate() -> None:
    assert set(palette["food_code"]) <= set(foods.index)
    listed = foods.loc[palette["food_code"].unique()]
    wrong = listed[(listed[LEFT_OUT] != "0").any(axis=1)]
    assert list(wrong["food"]) == []


def test_a_unit_weighs_what_the_table_says_within_a_tenth() -> None:
    by_code = {
        code: list(zip(part["portion"], part["grams"], strict=True)) for code, part in portions.groupby("food_code")
    }
    wrong = []
    for row in palette.itertuples():
        name, grams = str(row[2]), float(row[6])
        known: list[float] = []
        if row.unit == "oz":
            known = [OZ_G]
        elif row.unit in TEASPOONS:
            for portion, weight in by_code.get(row.food_code, []):
                found = re.match(r"1 (cup|tablespoon|teaspoon|fl oz)\b", portion)
                if found:
                    known.append(weight / TEASPOONS[found[1]] * TEASPOONS[str(row.unit)])
        elif not any(words in name for words in NO_PORTION_OF_THE_TABLE):
            known = [weight for _, weight in by_code.get(row.food_code, [])]
        else:
            eggs = [weight for portion, weight in by_code[row.food_code] if portion.startswith("1 egg")]
            known = [weight * (3 if "three" in name else 2) for weight in eggs]
        if not any(abs(grams - weight) <= 0.1 * weight for weight in known):
            wrong.append((row.role, name, row.unit, grams))
    assert wrong == []


def test_amounts_are_measures_a_person_would_use() -> None:
    for row in palette.itertuples():
        usual, big = amounts(str(row.amounts)), amounts(str(row.amounts_big))
        assert usual, row
        assert usual + big == sorted(set(usual + big)), row
        assert all(value > 0 and (value * 4) % 1 == 0 for value in usual + big), row


def test_ordinary_amounts_lie_where_real_ones_do() -> None:
    beyond = []
    for row in palette.itertuples():
        low, high = foods.loc[row.food_code, "portion_p5_g"], foods.loc[row.food_code, "portion_p95_g"]
        grams = [value * float(str(row.grams_per_unit)) for value in amounts(str(row.amounts))]
        if low and (grams[0] < 0.95 * float(low) or grams[-1] > 1.05 * float(high)):
            beyond.append((row[2], grams, low, high))
    assert beyond == []


def test_words_are_known() -> None:
    names = set(palette["name"]) | set(roles.index)
    for row in palette.itertuples():
        assert set(str(row.cuisine).split(";")) <= CUISINES, row
        assert set(filter(None, str(row.tags).split(";"))) <= TAGS, row
        assert set(filter(None, str(row.diet_by_hand).split(";"))) <= {"vegan", "vegetarian", "gluten_free"}, row
        assert {word.removeprefix("-") for word in str(row.companions).split(";") if word} <= names, row
        assert row.role in roles.index, row


def test_tags_agree_with_what_is_in_the_food() -> None:
    columns = {
        "fish": ["seafood_high_n3_oz_eq", "seafood_low_n3_oz_eq"],
        "poultry": ["poultry_oz_eq"],
        "egg": ["eggs_oz_eq"],
        "greens": ["vegetables_dark_green_cup_eq"],
        "nuts": ["nuts_seeds_oz_eq"],
        "whole_grain": ["grains_whole_oz_eq"],
    }
    covered = palette[palette["food_code"].isin(patterns.index[patterns["pattern_basis"] == "fped"])]
    for tag, sources in columns.items():
        tagged = covered[covered["tags"].str.split(";").map(lambda tags, tag=tag: tag in tags)]
        lacking = tagged[patterns.loc[tagged["food_code"], sources].sum(axis=1).to_numpy() <= 0]
        assert list(lacking["name"]) == [], tag


def test_what_is_called_vegan_has_no_flesh_tag() -> None:
    flesh = {"fish", "poultry", "red_meat", "processed_meat", "egg"}
    wrong = [
        row[2]
        for row in palette.itertuples()
        if "vegan" in str(row.diet_by_hand) and flesh & set(str(row.tags).split(";"))
    ]
    assert wrong == []


def test_overruling_a_no_of_the_tags_table_is_said_in_the_note() -> None:
    by_hand = palette[palette["diet_by_hand"].str.contains("vegan")]
    overruled = by_hand[diets.loc[by_hand["food_code"], "vegan"].to_numpy() == "n"]
    silent = overruled[~overruled["note"].str.contains("vegan") & ~overruled["name"].eq("walnuts")]
    assert list(silent["name"]) == []


@pytest.mark.parametrize("role", roles.index)
def test_a_role_offers_a_choice_also_to_vegans(role: str) -> None:
    members = palette[palette["role"] == role]
    assert len(members) >= (2 if role in SMALL_ROLES else 6)
    if roles.loc[role, "plant"] == "1":
        assert members.apply(is_vegan, axis=1).sum() >= (2 if role in SMALL_ROLES else 3)


def test_every_role_has_a_place_in_some_meal() -> None:
    used = {role for _, template in templates.iterrows() for names in bundles(template) for role in names}
    assert used == set(roles.index)


def test_an_ingredient_has_several_codes_and_each_code_one_ingredient() -> None:
    bought = palette[palette["ingredient"] != ""]
    assert (bought.groupby("ingredient")["food_code"].nunique() > 1).all()
    assert (palette.groupby("food_code")["ingredient"].nunique() == 1).all()


def test_kinds_are_named_once_a_slot() -> None:
    assert not templates.duplicated(["slot", "kind"]).any()
    assert list(dict.fromkeys(templates["slot"])) == ["breakfast", "lunch", "dinner", "snack", "evening"]


@each_template
def test_a_template_is_well_formed(template: pd.Series[Any]) -> None:
    assert int(template["week_cap"]) >= 1
    assert float(template["base_cost"]) >= 0
    assert set(filter(None, template["cuisine"].split(";"))) <= CUISINES - {"any"}
    costs = re.findall(r":([^|;]+)", f"{template['one_of']};{template['optional']}")
    assert all(0 <= float(cost) <= 1 for cost in costs)
    used = {role for names in bundles(template) for role in names}
    assert used <= set(roles.index)
    titled = {
        re.split(r"[?!]", part)[0] for field in re.findall(r"{([^}]*)}", template["title"]) for part in field.split("+")
    }
    assert titled <= used


@each_template
def test_plate_rules_hold_in_the_template_itself(template: pd.Series[Any]) -> None:
    main_meal = template["slot"] in ("lunch", "dinner")
    foreign = set(template["cuisine"].split(";")) & {"mexican", "chinese", "japanese", "korean", "thai", "indian"}
    for names in bundles(template):
        together = set(names)
        if "salad" in together:  # two vegetables at least, and a dressing
            assert together >= {"saltop", "dressing"}
        if "roll" in together:  # bread has a spread or a filling
            assert together & {"spread", "cheese", "dip"}
        if "sidebean" in together:  # beans beside a main do not stand for the grain
            assert together & {"rice", "grain", "potato"}
        if foreign:  # the drink fits the cuisine
            assert "milk" not in together
        if "tortilla" in together and main_meal:  # tacos have their toppings
            assert all({"salsa", "cheese"} & set(alternative) for alternative in groups(template)[1])
    if main_meal:
        drinks = [group for group in groups(template) if ["water"] in group]
        assert drinks, "a drink with each meal"
    if {"salad", "protsalad"} <= set(required(template)):  # a bowl of leaves is no meal without bread
        assert any(all({"roll", "crackers"} & set(names) for names in group) for group in groups(template))
    assert "dip" not in required(template) or {"rawveg", "mezze"} & set(required(template)), "a dip is no main"


@pytest.mark.parametrize("slot", ["breakfast", "lunch", "dinner", "snack", "evening"])
def test_vegans_find_at_least_five_kinds_in_every_slot(slot: str) -> None:
    offered = set(palette[palette.apply(is_vegan, axis=1)]["role"])
    kinds = [
        template["kind"]
        for _, template in templates[templates["slot"] == slot].iterrows()
        if set(required(template)) <= offered
        and all(any(set(names) <= offered for names in group) for group in groups(template))
    ]
    assert len(kinds) >= 5


def test_seasonings_carry_no_salt_and_name_known_roles() -> None:
    for row in seasonings.itertuples():
        assert set(str(row.roles).split(";")) <= set(roles.index), row
        assert set(str(row.cuisine).split(";")) <= CUISINES, row
    assert not seasonings["name"].str.contains(r"\bsalt\b|soy sauce|bouillon").any()
    assert seasonings["name"].is_unique


@pytest.mark.parametrize("name", ["palette", "roles", "templates", "seasonings"])
def test_files_are_plain_utf8_with_lf(name: str) -> None:
    raw = Path(FOLDER / f"{name}.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert raw.decode("utf-8")[0] != "\ufeff"

from __future__ import annotations

import pytest

from food_data.names import NUTRIENT_COLUMNS
from planner.errors import UnknownNameError
from planner.nutrition.nutrients import NUTRIENTS, find_nutrient


def test_every_column_of_the_table_is_a_nutrient_and_two_are_derived() -> None:
    assert list(NUTRIENTS) == [*NUTRIENT_COLUMNS, "niacin_ne_mg", "added_sugars_g"]


def test_the_unit_is_the_end_of_the_name() -> None:
    assert {nutrient.unit for nutrient in NUTRIENTS.values()} == {"kcal", "g", "mg", "ug"}
    assert all(name.endswith(f"_{nutrient.unit}") for name, nutrient in NUTRIENTS.items())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("magnesium_mg", "magnesium_mg"),
        ("Magnesium", "magnesium_mg"),
        ("Mg", "magnesium_mg"),
        ("magnesium (mg)", "magnesium_mg"),
        ("K", "potassium_mg"),
        ("vitamin k", "vitamin_k_ug"),
        ("Vitamin B12", "vitamin_b12_ug"),
        ("fibre", "fiber_g"),
        ("niacin", "niacin_ne_mg"),
        ("folate", "folate_dfe_ug"),
        ("folic acid", "folic_acid_ug"),
        ("saturated fat", "saturated_fat_g"),
        ("calories", "energy_kcal"),
    ],
)
def test_people_may_write_a_nutrient_in_their_way(text: str, name: str) -> None:
    assert find_nutrient(text) == name


def test_every_name_and_label_finds_itself() -> None:
    assert all(find_nutrient(name) == name for name in NUTRIENTS)
    assert all(find_nutrient(nutrient.label) == name for name, nutrient in NUTRIENTS.items())


def test_an_unknown_nutrient_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="unknown nutrient 'magnesum'; did you mean 'magnesium_mg'"):
        find_nutrient("magnesum")


def test_another_unit_is_not_read_as_ours() -> None:
    with pytest.raises(UnknownNameError, match="sodium_mg"):
        find_nutrient("sodium_g")

"""Who may eat what: unknown never passes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from planner.errors import InputError, UnknownNameError
from planner.foods.diets import ALLERGENS, DIETS, allergen_names, diet_names, permitted, why_not
from planner.foods.table import load_foods

TABLE = load_foods()
DATA = TABLE.data


def code(food: str) -> str:
    return str(DATA.index[DATA["food"] == food][0])


@pytest.mark.parametrize("diet", [diet for diet in DIETS if diet != "omnivore"])
def test_a_diet_passes_only_what_is_known_to_suit_it(diet: str) -> None:
    passed = permitted(TABLE, [diet])
    assert set(DATA.loc[passed, diet]) == {"y"}
    assert passed.sum() > 500


@pytest.mark.parametrize("allergen", ALLERGENS)
def test_an_allergy_passes_only_what_is_known_to_be_free(allergen: str) -> None:
    passed = permitted(TABLE, allergies=[allergen])
    assert set(DATA.loc[passed, f"has_{allergen}"]) == {"n"}
    assert passed.sum() > 500


def test_stricter_diets_pass_less() -> None:
    for wide, narrow in pairwise(["omnivore", "pescatarian", "vegetarian", "vegan"]):
        assert not (permitted(TABLE, [narrow]) & ~permitted(TABLE, [wide])).any()


def test_diets_combine() -> None:
    both = permitted(TABLE, ["vegan", "gluten_free"])
    assert both.equals(permitted(TABLE, ["vegan"]) & permitted(TABLE, ["gluten_free"]))


def test_what_nobody_eats_as_it_is_never_passes() -> None:
    passed = permitted(TABLE, allow_alcohol=True, allow_fast_food=True, allow_not_specified=True)
    for flag in ("ingredient_only", "infant", "dry_concentrate", "raw_unsafe", "suspect"):
        assert DATA[flag].any()
        assert not (passed & DATA[flag]).any()


@pytest.mark.parametrize(
    ("flag", "option"),
    [("alcoholic", "allow_alcohol"), ("fast_food", "allow_fast_food"), ("not_specified", "allow_not_specified")],
)
def test_some_forms_pass_only_when_asked_for(flag: str, option: str) -> None:
    assert not (permitted(TABLE) & DATA[flag]).any()
    assert (permitted(TABLE, **{option: True}) & DATA[flag]).any()


def test_excluded_words_leave_dishes_too() -> None:
    assert permitted(TABLE)[code("Veal scallopini")]
    assert not permitted(TABLE, exclude=["mushroom"])[code("Veal scallopini")]


@pytest.mark.parametrize(
    ("food", "wishes", "reason"),
    [
        ("Bread, white", {"diet": ["vegan"]}, "not known to be vegan"),
        ("Milk, whole", {"diet": ["vegan"]}, "it is not vegan"),
        ("Milk, whole", {"allergies": ["milk"]}, "it contains milk"),
        ("Bread, white", {"allergies": ["egg"]}, "not known to be free of egg"),
        ("Mushrooms, raw", {"exclude": ["mushroom"]}, "mushroom is excluded"),
        ("Beer", {}, "alcoholic"),
    ],
)
def test_the_reason_is_told(food: str, wishes: dict[str, list[str]], reason: str) -> None:
    assert reason in why_not(TABLE, code(food), **wishes)


def test_the_reason_of_what_nobody_eats_as_it_is_is_told() -> None:
    assert "infants" in why_not(TABLE, str(DATA.index[DATA["infant"]][0]))
    assert "dry powder" in why_not(TABLE, str(DATA.index[DATA["dry_concentrate"]][0]))


def test_a_food_has_a_reason_exactly_when_it_is_not_permitted() -> None:
    wishes = {"diet": ["vegetarian"], "allergies": ["nuts"], "exclude": ["pork", "mushroom"]}
    passed = permitted(TABLE, **wishes)
    for one in DATA.index[::97]:
        assert (why_not(TABLE, one, **wishes) == "") == passed[one]


def test_names_of_diets_are_read_kindly() -> None:
    assert diet_names(["Gluten-Free", "plant based", "omnivore"]) == ("gluten_free", "vegan")
    assert diet_names([]) == ("omnivore",)
    with pytest.raises(UnknownNameError, match="vegetarian"):
        diet_names(["vegetaran"])


def test_names_of_allergens_are_read_kindly() -> None:
    assert allergen_names(["Nuts", "dairy", "peanuts"]) == ("tree_nut", "peanut", "milk")
    assert allergen_names(["none"]) == ()
    with pytest.raises(UnknownNameError, match="can be checked"):
        allergen_names(["celery"])


def test_a_table_without_tags_passes_nobody_with_a_diet_or_an_allergy(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("food_code,food,energy_kcal\n1,Apple,52\n")
    table = load_foods(path)
    assert permitted(table).all()
    assert permitted(table, ["omnivore"], exclude=["apple"]).sum() == 0
    for wishes in ({"diet": ["vegan"]}, {"allergies": ["milk"]}):
        with pytest.raises(InputError, match="no column"):
            permitted(table, **wishes)

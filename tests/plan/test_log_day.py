"""What was eaten, as people say it, against their own targets; and the best sources of a nutrient."""

from __future__ import annotations

import json
from typing import Any

import pytest

from planner import Person, Preferences, best_sources, load_foods, log_day
from planner.cli import run
from planner.errors import InputError, RefusedError
from planner.foods.eaten import read_eaten
from planner.foods.exclude import match_foods

BASE: dict[str, Any] = {"sex": "male", "age_years": 35, "height_cm": 180, "weight_kg": 80, "activity": "low_active"}


def man(**changes: Any) -> Person:
    return Person(**{**BASE, "conditions": "none", "medications": "none", **changes})


@pytest.mark.parametrize(
    ("said", "food", "grams"),
    [
        ("2 cups coffee", "Coffee, brewed", 480),
        ("1 banana", "Banana, raw", 126),
        ("150 g salmon", "Fish, salmon, baked or broiled", 150),
        ("150g of salmon", "Fish, salmon, baked or broiled", 150),
        ("half an avocado", "Avocado, raw", 75),
        ("2 slices whole wheat bread", "Bread, whole wheat", 72),
        ("1/2 cup orange juice", "Orange juice, 100%, canned, bottled or in a carton", 124),
        ("1 1/2 cups milk", "Milk, whole", 366),
        ("1,5 cups milk", "Milk, whole", 366),
        ("3 oz chicken breast", "Chicken breast, baked, broiled, or roasted, skin not eaten, from raw", 85),
        ("a medium apple", "Apple, raw", 200),
        ("two eggs", "Egg, whole, boiled or poached", 100),
    ],
)
def test_amounts_are_read_as_people_say_them(said: str, food: str, grams: float) -> None:
    (one,) = read_eaten(load_foods(), [said])
    assert one.food == food
    assert one.grams == pytest.approx(grams, abs=0.5)


def test_a_pasted_list_is_taken_apart() -> None:
    read = read_eaten(load_foods(), "2 cups coffee, 1 banana; 150 g salmon\n- 1 apple")
    assert [one.said for one in read] == ["2 cups coffee", "1 banana", "150 g salmon", "1 apple"]


def test_what_is_not_sure_is_listed_with_what_else_it_may_be() -> None:
    milk, banana = read_eaten(load_foods(), "1 cup milk, 1 banana")
    assert any("reduced fat" in name for _, name in milk.or_else)
    assert all(code in load_foods() for code, _ in milk.or_else)
    assert banana.or_else == ()


def test_a_usual_portion_is_said_to_be_assumed() -> None:
    (one,) = read_eaten(load_foods(), "yogurt")
    assert one.assumed == f"a usual portion, {one.grams:.0f} g"


def test_what_is_not_found_is_listed_and_not_counted_as_zero() -> None:
    day = log_day(man(), "1 banana, xyzzy")
    assert day.not_counted == ("xyzzy",)
    assert "xyzzy: not found, so not counted" in str(day)
    assert "Magnesium: at least 3" in str(day)
    nothing = log_day(man(), "xyzzy").nutrients.set_index("nutrient")
    assert nothing["amount"].isna().all()
    assert "Magnesium: not known." in str(log_day(man(), "xyzzy"))


def test_the_gap_is_to_ones_own_targets() -> None:
    row = log_day(man(), [("Banana, raw", 100), ("Pumpkin seeds, salted", 50)]).nutrients.set_index("nutrient")
    table = load_foods().data.set_index("food")
    brought = table.at["Banana, raw", "magnesium_mg"] + 0.5 * table.at["Pumpkin seeds, salted", "magnesium_mg"]
    assert row.at["magnesium_mg", "amount"] == pytest.approx(brought)
    assert row.at["magnesium_mg", "lower"] == 420
    assert row.at["magnesium_mg", "gap"] == pytest.approx(420 - brought)
    own = log_day(man(), "1 banana", targets={"magnesium_mg": (500, None)}).nutrients.set_index("nutrient")
    assert own.at["magnesium_mg", "lower"] == 500


def test_the_log_passes_the_gate_and_names_foods_that_stay_out() -> None:
    with pytest.raises(RefusedError):
        log_day(man(conditions="CKD 4"), "1 banana")
    day = log_day(man(medications="simvastatin"), "1 grapefruit")
    assert any("holds grapefruit, which stays out" in notice for notice in day.notices)
    over = log_day(man(conditions="CKD 4", potassium_limit_mg=2000), "1 kg potatoes").nutrients.set_index("nutrient")
    assert over.at["potassium_mg", "over"] > 0


@pytest.mark.parametrize("eaten", ["", [], " , ;", ["0 g banana"], [("banana", -1.0)], ["9 kg rice"]])
def test_nothing_and_impossible_amounts_are_told(eaten: Any) -> None:
    with pytest.raises(InputError):
        log_day(man(), eaten)


def test_best_sources_are_foods_this_person_accepts() -> None:
    found = best_sources("magnesium", man(), Preferences(diet="vegan", exclude="spinach", allergies="peanut"))
    assert len(found) == 15
    assert found["per_100_kcal"].is_monotonic_decreasing
    assert not set(found.index) & match_foods(load_foods(), "spinach")
    assert (load_foods().data.loc[found.index, "vegan"] == "y").all()
    first = found.iloc[0]
    assert first["percent"] == pytest.approx(100 * first["amount"] / 420)


def test_best_sources_per_dollar_know_only_prices_that_are_known() -> None:
    found = best_sources("potassium", per="usd", limit=5)
    assert found["per_usd"].notna().all()
    assert found["per_usd"].is_monotonic_decreasing
    assert found["percent"].isna().all()
    with pytest.raises(InputError, match="nobody"):
        best_sources("magnesium", per="nobody")  # type: ignore[arg-type]


def test_best_sources_pass_the_gate() -> None:
    with pytest.raises(RefusedError):
        best_sources("potassium", man(conditions="dialysis"))
    assert not set(best_sources("potassium", man(medications="phenelzine"), limit=999).index) & match_foods(
        load_foods(), "soy sauce"
    )


FLAGS = [
    "--sex",
    "male",
    "--age",
    "35",
    "--height",
    "180",
    "--weight",
    "80",
    "--condition",
    "none",
    "--medication",
    "none",
]


def test_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["log", *FLAGS, "--format", "json", "2 cups coffee, 1 banana"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [one["food"] for one in said["eaten"]] == ["Coffee, brewed", "Banana, raw"]
    assert {"banner", "disclaimer", "red_flags"} <= said.keys()
    assert run(["log", *FLAGS]) == 2
    assert "nothing was said to be eaten" in capsys.readouterr().err
    assert run(["sources", "magnesium", *FLAGS, "--format", "json", "-n", "3"]) == 0
    assert len(json.loads(capsys.readouterr().out)["foods"]) == 3
    assert run(["sources", "potassium", *FLAGS[:-4], "--condition", "CKD 4"]) == 1
    assert "kidney team" in capsys.readouterr().err

"""``planner foods`` in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from planner.cli.foods import NOT_REPORTED, SHOWN, foods_app
from planner.errors import InputError, UnknownNameError


def run(*arguments: str) -> int:
    command = typer.main.get_command(foods_app)
    return int(command.main(args=list(arguments), prog_name="planner foods", standalone_mode=False) or 0)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("food_code,food,energy_kcal,magnesium_mg,iron_mg\n1,Apple [red],52,,0.04\n2,Pear,57,7,0\n")
    return path


def test_search_forgives_typing_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "brocoli") == 0
    assert "Broccoli, raw" in capsys.readouterr().out


def test_search_takes_several_words_and_a_limit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "whole", "milk", "--limit", "2", "--format", "json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer) == 2
    assert answer[0] == {"food_code": "11111000", "food": "Milk, whole", "category": "Milk, whole"}


def test_search_without_a_result_is_bad_input() -> None:
    with pytest.raises(UnknownNameError, match="unknown food 'xylophone'"):
        run("search", "xylophone")


def test_show_prints_what_matters(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "11111000") == 0
    out = capsys.readouterr().out
    for words in ("Milk, whole", "vegetarian yes", "vegan no", "Contains: milk", "1 cup = 244 g", "per 100 g"):
        assert words in out
    for label in ("Energy", "Magnesium", "Potassium", "Calcium", "Sodium", "Protein", "Fiber", "Saturated fat"):
        assert label in out
    assert "Added sugars" in out
    assert "Iron" in out
    assert "not allergy-safe" in out
    assert len(SHOWN) == 10


def test_show_takes_a_full_name_in_any_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "raw", "banana") == 0
    assert "63107010" in capsys.readouterr().out


def test_show_of_a_name_that_means_several_foods_offers_their_codes() -> None:
    with pytest.raises(UnknownNameError, match=r"Bread, white \(51101000\)"):
        run("show", "bread")


def test_show_as_json_has_portions_and_every_nutrient(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "63107010", "--format", "json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["everyday_portion"] == {"measure": "1 banana", "grams": 126.0}
    potassium = answer["nutrients"]["potassium_mg"]
    assert potassium["per_portion"] == pytest.approx(potassium["per_100g"] * 1.26)
    assert answer["tags"]["vegan"] == "y"
    assert len(answer["nutrients"]) > 60


def test_unknown_is_said_and_never_zero(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "Apple [red]", "--foods", str(mine)) == 0
    out = capsys.readouterr().out
    assert "Apple [red]" in out
    magnesium = next(line for line in out.splitlines() if "Magnesium" in line)
    assert NOT_REPORTED in magnesium
    assert "0" not in magnesium
    assert "Price: not known" in out
    iron = next(line for line in out.splitlines() if "Iron" in line)
    assert "0.04" in iron, "a little must not read like none"
    run("show", "1", "--foods", str(mine), "--format", "json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["nutrients"]["magnesium_mg"] == {"per_100g": None, "per_portion": None}
    assert answer["price_usd_per_100g"] is None


def test_check_of_a_good_table(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(mine)) == 0
    assert "2 foods, no problems" in capsys.readouterr().out
    assert run("check", str(mine), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(mine), "foods": 2, "problems": []}


def test_check_tells_all_problems_and_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("food_code,food,energy_kcal,magnesium\n1,Apple,-52,5\n1,Pear,n/a,7\n")
    assert run("check", str(path)) == 2
    out = capsys.readouterr().out
    for words in ("4 problems", "magnesium_mg", "negative", "n/a", "line 2"):
        assert words in out
    assert run("check", str(path), "--format", "json") == 2
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(one["row"], one["column"]) for one in problems] == [
        (1, "magnesium"),
        (2, "energy_kcal"),
        (3, "energy_kcal"),
        (3, "food_code"),
    ]


def test_a_long_list_of_one_kind_is_cut_in_print_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("food_code,food,energy_kcal\n" + "".join(f"{i},Food {i},-{i}\n" for i in range(1, 201)))
    assert run("check", str(path)) == 2
    out = capsys.readouterr().out
    assert "200 problems" in out
    assert "and 150 more like this" in out
    assert out.count("is negative") == 50
    run("check", str(path), "--format", "json")
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 200


def test_check_of_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        run("check", str(tmp_path / "nothing.csv"))

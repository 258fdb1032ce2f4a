"""``planner foods import``, ``export`` and what ``planner plan`` takes of one's own, in the terminal."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from planner.cli import run
from tests.conftest import ANSWERED

from ..foods.test_own import CHILI, MINE, write


def test_import_reports_writes_and_says_how_to_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "theirs.csv", "name;kJ;Mg (mg)\nHafer;1548;130\nRoggen;1400;-5\n")
    assert run(["foods", "import", str(path), "-o", str(tmp_path / "ours.csv")]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for words in ("rows read: 2; foods kept: 2", "line 3, column magnesium_mg: -5 is negative", "planner plan --foods"):
        assert words in out
    assert run(["foods", "check", str(tmp_path / "ours.csv")]) == 0


def test_the_report_as_json_writes_nothing_without_an_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "theirs.csv", "name,kcal\nOats,370\n,5\n")
    assert run(["foods", "import", str(path), "--report", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["rows_read"], said["kept"], said["dropped"]) == (2, 1, {"the food has no name": 1})
    assert [one.name for one in tmp_path.iterdir()] == ["theirs.csv"]


def test_what_cannot_be_imported_is_one_message_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "theirs.csv", "Zutat,Wert\nHafer,1\n")
    assert run(["foods", "import", str(path), "-o", str(tmp_path / "ours.csv")]) == 2
    assert "no column is known to hold the name of the food" in capsys.readouterr().err
    assert not (tmp_path / "ours.csv").exists()


def test_export_writes_a_table_that_checks(tmp_path: Path) -> None:
    mine = write(tmp_path, "mine.csv", MINE)
    assert run(["foods", "export", str(tmp_path / "out.csv"), "--foods", str(mine)]) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [row["food_code"] for row in csv.DictReader(file)] == ["skyr", "dal"]


def test_a_plan_with_ones_own_is_made_and_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = [
        "--add-foods", str(write(tmp_path, "mine.csv", MINE)), "--recipes", str(write(tmp_path, "recipes.csv", CHILI)),
    ]  # fmt: skip
    pantry = write(tmp_path, "pantry.csv", "food,grams\nwalnuts,60\n")
    saved = tmp_path / "plan.json"
    asked = ["--must", "bean chili once a day", "--pantry", str(pantry), "--pantry", "spinach=150", "--effort", "fast"]
    assert run(["plan", *ANSWERED, *asked, *own, "-o", str(saved)]) == 0
    document = json.loads(saved.read_text(encoding="utf-8"))
    assert "bean chili" in {row["food"] for row in document["menu"]}
    assert [one["food"] for one in document["request"]["preferences"]["pantry"]] == ["walnuts", "spinach"]
    assert run(["verify", str(saved), *own]) == 0
    capsys.readouterr()
    assert run(["verify", str(saved)]) in (1, 2), "the shipped table alone has no such food"


def test_a_pantry_that_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pantry = write(tmp_path, "pantry.csv", "food,grams\n,60\nspinach,lots\n")
    assert run(["plan", *ANSWERED, "--pantry", str(pantry)]) == 2
    said = capsys.readouterr().err
    assert "line 2, column food" in said
    assert "line 3, column grams" in said


FAMILY = """
[[members]]
name = "Ada"
person = {sex = "female", age_years = 34, height_cm = 168, weight_kg = 62, conditions = ["none"], medications = ["none"]}
[[members]]
name = "Ben"
person = {sex = "male", age_years = 36, height_cm = 182, weight_kg = 80, conditions = ["none"], medications = ["none"]}
"""


def test_a_household_takes_ones_own_foods_prices_and_pantry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = write(tmp_path, "home.toml", FAMILY)
    prices = write(tmp_path, "prices.csv", 'food,price_usd_per_100g\n"Spinach, raw",0.9\n')
    mine = write(tmp_path, "mine.csv", MINE)
    asked = ["--prices", str(prices), "--add-foods", str(mine), "--pantry", "walnuts=120", "--effort", "fast"]
    assert run(["household", str(home), *asked, "--format", "shopping"]) == 0
    said = capsys.readouterr().out.lower()
    assert "walnut" in said
    assert "in the pantry" in said


def test_a_plan_with_ones_own_is_explained_from_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prices = write(tmp_path, "prices.csv", 'food,price_usd_per_100g\n"Banana, raw",0.2\n')
    saved = tmp_path / "plan.json"
    own = ["--prices", str(prices), "--menu", "none"]
    assert run(["plan", *ANSWERED, *own, "-o", str(saved)]) == 0
    assert run(["explain", str(saved), "--prices", str(prices)]) == 0
    from_file = capsys.readouterr().out
    assert run(["explain", *ANSWERED, *own]) == 0
    assert capsys.readouterr().out == from_file
    for command in ("explain", "tradeoff"):
        assert run([command, str(saved)]) == 2
        assert "food table of somebody's own" in capsys.readouterr().err


def test_a_trade_off_is_drawn_from_ones_own_foods(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prices = write(tmp_path, "prices.csv", 'food,price_usd_per_100g\n"Banana, raw",0.2\n')
    asked = ["--prices", str(prices), "--pantry", "walnuts=60", "--effort", "fast", "--points", "3", "--format", "csv"]
    assert run(["tradeoff", *ANSWERED, *asked]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert rows
    assert all(float(row["cost_usd"]) > 0 for row in rows)


def test_a_saved_plan_has_its_pantry_already(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = tmp_path / "plan.json"
    assert run(["plan", *ANSWERED, "--menu", "none", "-o", str(saved)]) == 0
    assert run(["explain", str(saved), "--pantry", "spinach=100"]) == 2
    assert "leave out pantry" in capsys.readouterr().err


def test_a_batch_takes_ones_own_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = write(
        tmp_path,
        "people.csv",
        "person_id,sex,age,height_cm,weight_kg,conditions,medications\na,female,34,168,62,none,none\n",
    )
    prices = write(tmp_path, "prices.csv", 'food,price_usd_per_100g\n"Banana, raw",0.2\n')
    out = tmp_path / "out"
    assert run(["batch", str(people), "-o", str(out), "--menu", "none", "--prices", str(prices)]) == 0
    assert "prices: prices.csv" in json.loads((out / "run.json").read_text(encoding="utf-8"))["own files"]
    assert run(["batch", str(people), "--dry-run", "--menu", "none", "--prices", str(tmp_path / "gone.csv")]) == 2
    assert "gone.csv" in capsys.readouterr().err

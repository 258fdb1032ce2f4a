"""``planner plan`` as it is typed: output, exit codes, one clear sentence for bad input, nothing half-written."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ANSWERED, WOMAN, Shell


def test_a_day_is_printed_with_banner_menu_nutrients_and_sources(shell: Shell) -> None:
    done = shell("plan", *ANSWERED)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for words in (
        "Not medical advice",
        "Magnesium (mg)",
        "Potassium (mg)",
        "targets met",
        "Certificate",
        "FNDDS 2021-2023",
    ):
        assert words in done.stdout


def test_csv_has_one_row_per_food(shell: Shell) -> None:
    rows = list(csv.DictReader(io.StringIO(shell("plan", *ANSWERED, "--format", "csv").stdout)))
    assert {"day", "meal", "food_code", "food", "portion", "grams"} <= set(rows[0])
    assert all(len(row["food_code"]) == 8 for row in rows)
    assert 1900 < sum(float(row["energy_kcal"]) for row in rows) < 2400


def test_json_is_the_same_bytes_each_time_and_knows_no_date(shell: Shell) -> None:
    first, second = (shell("plan", *ANSWERED, "--effort", "fast", "--format", "json").stdout for _ in range(2))
    assert first == second
    plan = json.loads(first)
    assert plan["certificate_holds"] is True
    assert {"menu", "nutrients", "targets", "disclaimer", "red_flags", "sources", "food_table_sha256"} <= set(plan)


def test_a_week_is_printed_meal_by_meal(shell: Shell) -> None:
    done = shell("plan", *ANSWERED, "--days", "3", "--effort", "fast", "--snacks", "1")
    assert done.returncode == 0, done.stderr
    for words in ("DAY 1 ", "DAY 3 ", "  Breakfast  ", "  Dinner     ", "  Snack      ", "mean of 3 days", "Quality:"):
        assert words in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_a_menu_can_be_markdown(shell: Shell) -> None:
    done = shell("plan", *ANSWERED, "--format", "md", "--effort", "fast")
    assert done.stdout.startswith("# Menu for a day\n")
    assert "**Breakfast: " in done.stdout


def test_snacks_and_diet_are_those_asked_for(shell: Shell) -> None:
    flags = ("--snacks", "0", "--diet", "vegetarian", "--effort", "fast", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(shell("plan", *ANSWERED, *flags).stdout)))
    assert list(dict.fromkeys(row["meal"] for row in rows)) == ["breakfast", "lunch", "dinner"]
    assert all(row["title"] and row["serving"] for row in rows)


def test_without_menus_it_is_one_table_of_foods(shell: Shell) -> None:
    done = shell("plan", *ANSWERED, "--menu", "none")
    assert done.returncode == 0, done.stderr
    assert "Food " in done.stdout
    assert "DAY" not in done.stdout


def test_wishes_have_flags(shell: Shell) -> None:
    flags = ("--must", "coffee every morning", "--budget-usd", "9", "--rule-off", "avocado", "--no-cook-breakfasts")
    done = shell("plan", *ANSWERED, *flags, "--wholesome", "0.5", "--effort", "fast", "--format", "json")
    assert done.returncode == 0, done.stderr
    plan = json.loads(done.stdout)
    breakfast = [row["food"] for row in plan["menu"] if row["meal"] == "breakfast"]
    coffees = ("coffee", "latte", "espresso", "cappuccino", "café con leche")
    assert any(kind in food for food in breakfast for kind in coffees)
    assert plan["quality"]["cost"]["usd_per_day"] <= 9


def test_unanswered_questions_are_told_with_the_way_to_answer(shell: Shell) -> None:
    done = shell("plan", *WOMAN)
    assert done.returncode == 0
    assert "--condition none --medication none" in done.stdout
    assert "activity low_active assumed" in done.stdout


def test_a_person_can_come_from_a_file_and_flags_win(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "me.toml").write_text(
        '[person]\nsex = "female"\nage_years = 34\nheight_cm = 168\nweight_kg = 62\nconditions = ["none"]\n'
        'medications = ["none"]\n[preferences]\ndiet = "vegetarian"\n[targets]\nmagnesium_mg_min = 400\n',
        encoding="utf-8",
    )
    plan = json.loads(shell("plan", "--person", "me.toml", "--age", "60", "--format", "json").stdout)
    assert plan["person"]["age_years"] == 60
    magnesium = next(t for t in plan["targets"] if t["nutrient"] == "magnesium_mg")
    assert magnesium["lower"] == 400


def test_a_plan_is_written_to_a_file(shell: Shell, tmp_path: Path) -> None:
    done = shell("plan", *ANSWERED, "--format", "json", "-o", "plan.json")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["status"] == "optimal"


def test_a_clash_exits_1_and_names_it(shell: Shell) -> None:
    done = shell("plan", *ANSWERED, "--energy-kcal", "800", "--target", "potassium_mg=20000:", "--format", "json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["status"] == "infeasible"
    assert any("potassium_mg >= 20000" in bound for bound in answer["conflict"])
    assert answer["repair"]


def test_a_refusal_exits_1_and_says_why(shell: Shell) -> None:
    done = shell("plan", *WOMAN, "--condition", "chronic kidney disease stage 4", "--medication", "none")
    assert done.returncode == 1
    assert "kidney" in done.stderr
    assert "Traceback" not in done.stderr


BAD = {
    "unknown flag": (("--sexx", "female"), "--sexx"),
    "unknown food": (("--exclude", "floopsie"), "floopsie"),
    "unknown liked food": (("--like", "floopsie"), "floopsie"),
    "unknown nutrient": (("--target", "unobtainium=1:2"), "unobtainium"),
    "unknown diet": (("--diet", "vegn"), "vegan"),
    "unknown allergy": (("--allergy", "moonlight"), "moonlight"),
    "a baby": (("--age", "0.5"), "age_years 0.5"),
    "no weight": (("--weight", "0"), "weight_kg 0"),
    "height in feet or metres": (("--height", "17"), "centimetres"),
    "too little energy": (("--energy-kcal", "300"), "energy_kcal 300"),
    "text for a number": (("--age", "old"), "--age"),
    "NaN": (("--weight", "nan"), "weight_kg"),
    "min above max": (("--target", "iron_mg=20:10"), "above the maximum"),
    "bad target": (("--target", "iron_mg"), "NAME=MIN:MAX"),
    "no such folder": (("--format", "csv", "-o", "nowhere/plan.csv"), "nowhere"),
    "no such person file": (("--person", "nobody.toml"), "nobody.toml"),
    "zero days": (("--days", "0"), "days 0"),
    "too many days": (("--days", "29"), "1 to 28 days"),
    "too many snacks": (("--snacks", "3"), "snacks 3"),
    "unknown effort": (("--effort", "lazy"), "lazy"),
    "unknown menu": (("--menu", "buffet"), "buffet"),
    "unknown rule": (("--rule-off", "carrots daily"), "carrots daily"),
    "a wish nobody understands": (("--must", "somehow"), "somehow"),
    "another plain day": (("--menu", "none", "--another", "1"), "--another is for meals"),
    "a pantry without grams": (("--pantry", "spinach"), "write FOOD=GRAMS, such as spinach=300"),
    "a week without menus": (("--menu", "none", "--days", "7"), "days 7"),
}


@pytest.mark.parametrize(("flags", "words"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_clear_message(shell: Shell, tmp_path: Path, flags: tuple[str, ...], words: str) -> None:
    done = shell("plan", *ANSWERED, *flags)
    assert done.returncode == 2, done.stdout + done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not list(tmp_path.iterdir()), "nothing is written"


def table(rows: str) -> str:
    return "food_code,food,energy_kcal,magnesium_mg\n" + rows


BAD_TABLES = {
    "missing column": b"food_code,food\n1,apple\n",
    "unit mix-up": table("1,apple,52,5\n2,nuts,600,258000\n").encode(),
    "NaN": table("1,apple,NaN,5\n").encode(),
    "duplicate codes": table("1,apple,52,5\n1,pear,57,7\n").encode(),
    "empty": b"",
    "binary": bytes(range(256)) * 8,
    "text in a number": table("1,apple,plenty,5\n").encode(),
    "negative": table("1,apple,-52,5\n").encode(),
}


@pytest.mark.parametrize("content", BAD_TABLES.values(), ids=BAD_TABLES.keys())
def test_a_bad_food_table_is_refused_with_file_and_place(shell: Shell, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.csv").write_bytes(content)
    for command in (("plan", *ANSWERED, "--foods", "mine.csv"), ("foods", "check", "mine.csv")):
        done = shell(*command)
        assert done.returncode == 2, done.stdout + done.stderr
        assert "mine.csv" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("group", [(), ("foods",), ("habits",)])
def test_a_group_of_commands_alone_says_what_there_is(shell: Shell, group: tuple[str, ...]) -> None:
    done = shell(*group)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(" ".join(["Usage: planner", *group]))
    assert "Commands:" in done.stdout


def test_a_value_that_is_no_choice_is_told_as_we_would(shell: Shell) -> None:
    said = shell("plan", "--effort", "turbo").stderr
    assert said.startswith("planner: Invalid value for '--effort': 'turbo' is not one of 'fast', 'normal', 'best' (")


@pytest.mark.parametrize("command", [("targets", *ANSWERED), ("foods", "search", "milk", "--limit", "100")])
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, command: tuple[str, ...]) -> None:
    """As in ``planner ... | head``."""
    with subprocess.Popen(
        [sys.executable, "-m", "planner", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_help_names_every_command(shell: Shell) -> None:
    out = shell("--help").stdout
    assert all(command in out for command in ("plan", "targets", "foods", "diet"))


def test_version(shell: Shell) -> None:
    import planner

    assert shell("--version").stdout.strip() == planner.__version__

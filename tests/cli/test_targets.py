"""``planner targets`` on an app of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from planner.cli.targets import targets
from planner.errors import InputError, PlannerError, RefusedError, UnknownNameError
from tests.conftest import ANSWERED, WOMAN


def run(*arguments: str) -> Result:
    app = typer.Typer(rich_markup_mode=None)
    app.command()(targets)
    return CliRunner().invoke(app, list(arguments))


def row(output: str, nutrient: str) -> list[str]:
    """The cells of a nutrient's line."""
    (line,) = (line for line in output.splitlines() if re.match(rf"\s*{nutrient}\s", line))
    return re.split(r"\s{2,}", line.strip())


def test_the_table_says_how_much_and_where_from() -> None:
    result = run(*ANSWERED)
    assert result.exit_code == 0
    assert row(result.output, "magnesium_mg") == ["magnesium_mg", "320", "RDA", "total", "IOM_1997"]
    assert row(result.output, "potassium_mg") == ["potassium_mg", "2,600", "AI", "total", "NASEM_2019"]
    assert row(result.output, "sodium_mg") == ["sodium_mg", "1,500", "2,300", "AI / CDRR", "total", "NASEM_2019"]
    assert "Energy: 2,199 kcal a day" in result.output
    assert "575.77 - 7.01 * 34 years" in result.output


def test_what_was_assumed_is_printed() -> None:
    assert "low_active assumed" in run(*ANSWERED).output
    assert "low_active assumed" not in run(*ANSWERED, "--activity", "active").output


def test_open_health_questions_hold_potassium_and_say_how_to_answer() -> None:
    result = run(*WOMAN)
    assert row(result.output, "potassium_mg")[1:3] == ["2,600", "2,990"]
    assert "--condition none --medication none" in " ".join(result.output.split())


def test_json_is_complete_and_knows_null() -> None:
    answer = json.loads(run(*ANSWERED, "--format", "json").output)
    by_name = {target["nutrient"]: target for target in answer["targets"]}
    assert answer["energy"]["kcal"] == pytest.approx(2198.91)
    assert by_name["magnesium_mg"]["lower"] == 320
    assert by_name["magnesium_mg"]["upper"] is None
    assert by_name["magnesium_mg"]["lower_source"] == "IOM_1997"
    assert answer["notices"] == []
    assert "not medical advice" in answer["disclaimer"]


def test_targets_preset_and_authority() -> None:
    own = run(*ANSWERED, "--target", "magnesium_mg=450:", "--target", "Na=:1800")
    assert row(own.output, "magnesium_mg")[1:3] == ["450", "own"]
    assert row(own.output, "sodium_mg")[1:4] == ["1,500", "1,800", "AI / own"]
    boosted = run(*ANSWERED, "--preset", "mg_k_boost", "--energy-kcal", "2100")
    assert row(boosted.output, "potassium_mg")[1] == "4,700"
    assert row(run(*ANSWERED, "--authority", "efsa").output, "magnesium_mg")[1] == "300"


def test_pregnancy() -> None:
    flags = ["--life-stage", "pregnant", "--gestation-weeks", "24", "--prepregnancy-weight", "58"]
    result = run(*ANSWERED, *flags)
    assert row(result.output, "iron_mg")[1] == "27.0"
    assert "24 weeks" in result.output


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        (["--sex", "female", "--age", "34"], InputError, "missing --height, --weight"),
        ([*ANSWERED, "--height", "17"], InputError, "height_cm 17 is below 100: centimetres"),
        ([*ANSWERED, "--energy-kcal", "300"], InputError, "energy_kcal 300 is below 500"),
        ([*ANSWERED, "--age", "0.5"], InputError, "age_years 0.5 is below 1"),
        ([*ANSWERED, "--weight", "0"], InputError, "weight_kg 0 is below 15"),
        ([*ANSWERED, "--target", "magnesum=1:2"], UnknownNameError, "did you mean 'magnesium_mg'"),
        ([*ANSWERED, "--target", "magnesium_mg=500:400"], InputError, "minimum 500 is above the maximum 400"),
        ([*ANSWERED, "--target", "magnesium_mg"], InputError, "write NAME=MIN:MAX"),
        ([*ANSWERED, "--target", "magnesium_mg=4OO:"], InputError, "'4OO' is not a number"),
        ([*ANSWERED, "--preset", "keto"], InputError, "preset 'keto'"),
        ([*WOMAN, "--preset", "mg_k_boost"], InputError, "needs the health questions answered"),
        ([*WOMAN, "--condition", "CKD 4"], RefusedError, "kidney"),
        ([*ANSWERED, "--age", "9", "--height", "135", "--weight", "32"], RefusedError, "under 14"),
    ],
)
def test_bad_input_is_one_of_our_errors(arguments: list[str], error: type[PlannerError], sentence: str) -> None:
    result = run(*arguments)
    assert isinstance(result.exception, error)
    assert sentence in str(result.exception)
    assert not result.output


def test_an_unknown_flag_is_an_error_of_usage() -> None:
    assert run(*ANSWERED, "--hieght", "168").exit_code == 2


def test_a_person_file(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text(
        '[person]\nsex = "female"\nage_years = 34\nheight_cm = 168\nweight_kg = 62\nconditions = "none"\n'
        'medications = ["none"]\n[targets]\nmagnesium_mg_min = 400\n[preferences]\ndiet = "vegan"\n'
    )
    result = run("--person", str(file), "--weight", "70")
    assert result.exit_code == 0
    assert "12.14 * 70 kg" in result.output
    assert row(result.output, "magnesium_mg")[1:3] == ["400", "own"]


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from planner.cli.targets import targets; "
        "assert not {'pandas', 'numpy', 'rapidfuzz', 'highspy', 'pulp'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_height_and_weight_are_typed_and_told_in_either_units() -> None:
    flags = ["--sex", "female", "--age", "34", "--height", "5'6\"", "--weight", "137 lb"]
    assert run(*flags).stdout.startswith("For: female, 34 years, 5 ft 6 in, 137 lb\n")
    assert run(*flags, "--units", "metric").stdout.startswith("For: female, 34 years, 168 cm, 62.14 kg\n")
    assert "unknown units 'imperial'" in str(run(*flags, "--units", "imperial").exception)

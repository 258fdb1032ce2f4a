"""``planner household`` as it is typed: forms, exit codes, one clear sentence for bad input."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import icalendar
import pytest

from tests.conftest import Shell

_HOME = """
[[members]]
name = "Ada"
[members.person]
sex = "female"
age_years = 34
height_cm = 168
weight_kg = 62
conditions = ["none"]
medications = ["none"]

[[members]]
name = "Ben"
[members.person]
sex = "male"
age_years = 36
height_cm = 182
weight_kg = 80
activity = "active"
conditions = [{condition}]
medications = ["none"]
"""


def home(folder: Path, condition: str = '"none"') -> str:
    file = folder / "home.toml"
    file.write_text(_HOME.replace("{condition}", condition), encoding="utf-8")
    return str(file)


def test_a_household_is_printed_with_everybodys_portions(shell: Shell, tmp_path: Path) -> None:
    done = shell("household", home(tmp_path), "--effort", "fast")
    assert done.returncode == 0, done.stderr
    for words in (
        "Not medical advice",
        "DAY 1",
        "Ada",
        "Ben",
        "In all",
        "Breakfast: ",
        "Shopping list for 1 day, 2 people",
    ):
        assert words in done.stdout


def test_a_file_is_written_by_its_name(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "home.json"
    done = shell("household", home(tmp_path), "--effort", "fast", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert [one["name"] for one in json.loads(out.read_text("utf-8"))["people"]] == ["Ada", "Ben"]


def test_a_calendar_has_the_units_and_the_first_day_asked_for(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "home.ics"
    flags = ("--effort", "fast", "--units", "metric", "--start", "2027-03-01", "-o", str(file))
    assert shell("household", home(tmp_path), *flags).returncode == 0
    about, breakfast, *_ = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert about["DTSTART"].dt == date(2027, 3, 1)
    assert re.search(r"Ada [^,]*\(\d+ (g|ml)\)", str(breakfast["DESCRIPTION"]))


@pytest.mark.parametrize("format", ["table", "json"])
def test_a_refusal_names_the_person_and_the_way_out(shell: Shell, tmp_path: Path, format: str) -> None:
    done = shell("household", home(tmp_path, '"on dialysis"'), "--format", format)
    assert done.returncode == 1
    said = done.stderr if format == "table" else json.loads(done.stdout)["message"]
    assert "Ben: " in said
    assert "A plan for Ada alone is possible" in said


def test_bad_input_is_one_sentence(shell: Shell, tmp_path: Path) -> None:
    for arguments, said in (
        (("nowhere.toml",), "cannot be read"),
        ((home(tmp_path), "--days", "40"), "days 40"),
        ((home(tmp_path), "--format", "pdf"), "say where with -o"),
    ):
        done = shell("household", *arguments)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr

"""Wishes on the command line and in a person file: flags, exit codes, one clear sentence each."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import ANSWERED, Shell

QUICK = (*ANSWERED, "--effort", "fast")


def test_flags_reach_the_menu(shell: Shell) -> None:
    done = shell(
        "plan", *QUICK, "--days", "2", "--must", "coffee every morning", "--limit", "cheese=:0/day", "--like", "kiwi:2",
        "--no-cook-breakfast", "--rule-off", "hot morning drink", "--wholesome", "1.5", "--budget", "12", "--format", "csv",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    for day in ("1", "2"):
        assert any("coffee" in row["food"] or "espresso" in row["food"] for row in rows if row["day"] == day)
    assert not any("oatmeal" in row["food"] for row in rows if row["meal"] == "breakfast")


def test_a_person_file_holds_every_wish_and_flags_win(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "me.toml").write_text(
        """
[person]
sex = "female"
age_years = 34
height_cm = 168
weight_kg = 62
conditions = ["none"]
medications = ["none"]
[preferences]
like = ["banana", {food = "kiwi", strength = 2}]
must = ["coffee every morning", {food = "nuts", low = 1, per = "day"}]
snacks = 1
shares = {breakfast = 0.25, dinner = [0.3, 0.4]}
cooking_free_breakfasts = true
rules_off = "juice"
budget_usd_per_day = 12
[preferences.limits]
cheese = {max_per_week = 3}
Coffee = {max_per_day = 2}
""",
        encoding="utf-8",
    )
    plan = json.loads(shell("plan", "--person", "me.toml", "--effort", "fast", "--format", "json").stdout)
    assert {row["meal"] for row in plan["menu"]} == {"breakfast", "lunch", "dinner", "snack"}
    clash = shell("plan", "--person", "me.toml", "--effort", "fast", "--must", "fish every day", "--diet", "vegan")
    assert (clash.returncode, clash.stdout) == (2, "")
    assert "must 'fish every day' clashes with the diet vegan" in clash.stderr


BAD = {
    "vegan and fish": (("--diet", "vegan", "--must", "fish twice a week"), 2, "clashes with the diet vegan"),
    "a must of an allergy": (("--allergy", "milk", "--must", "cheese daily"), 2, "clashes with the allergy to milk"),
    "too much": (("--energy-kcal", "1200", "--must", "25 servings of nuts a day"), 2, "the day has at most 1,260"),
    "unreadable": (("--must", "fish every month"), 2, "such as 'coffee every morning'"),
    "unknown food": (("--must", "bananna every day"), 2, "did you mean 'banana'"),
    "unknown rule": (("--rule-off", "bananna"), 2, "unknown plate rule 'bananna'; did you mean 'banana'"),
    "bad limit": (("--limit", "cheese=3"), 2, "write FOOD=MIN:MAX/day or /week"),
    "min above max": (("--limit", "cheese=3:2/week"), 2, "the minimum is above the maximum"),
    "bad strength": (("--like", "kiwi:9"), 2, "strength '9' is none"),
    "bad slider": (("--wholesome", "5"), 2, "wholesome 5.0 is not on the slider"),
    "no budget": (("--budget", "-3"), 2, "is no amount of money"),
    "too small a budget": (("--budget", "1"), 1, "above the budget of 1.00 USD"),
    "meals of a plain day": (("--menu", "none", "--must", "fish"), 2, "only menus of meals can keep this"),
}


@pytest.mark.parametrize(("flags", "code", "words"), BAD.values(), ids=BAD.keys())
def test_a_wish_that_cannot_be_is_one_clear_sentence(
    shell: Shell, tmp_path: Path, flags: tuple[str, ...], code: int, words: str
) -> None:
    done = shell("plan", *QUICK, *flags)
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not list(tmp_path.iterdir())


def test_a_budget_that_cannot_be_is_json_with_its_repair(shell: Shell) -> None:
    done = shell("plan", *QUICK, "--budget", "1", "--format", "json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["status"] == "infeasible"
    assert answer["conflict"][0] == "price_usd <= 1", "which of the targets it does not pay for comes after"
    assert answer["repair"][0]["to"] > 1

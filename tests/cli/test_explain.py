"""``planner explain``, ``tradeoff`` and ``verify`` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner import Person, plan_meals

from ..conftest import ANSWERED, Shell


@pytest.fixture
def saved(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def text() -> str:
    person = Person(
        sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",)
    )
    return plan_meals(person, menu="none").to_json()


def test_a_saved_plan_is_explained(shell: Shell, saved: Path) -> None:
    food = json.loads(saved.read_text("utf-8"))["menu"][0]["food"]
    done = shell("explain", str(saved))
    assert done.returncode == 0
    assert "What the targets cost" in done.stdout
    assert "less ordinary" in done.stdout
    assert "nats" not in done.stdout
    done = shell("explain", str(saved), "--why", food, "--why-not", "lobster", "--format", "json")
    told = json.loads(done.stdout)
    assert any(price["step_nats"] for price in told["prices"])  # the numbers stand there
    answers = told["answers"]
    assert [one["question"] for one in answers] == [f"why {food}", "why not Lobster"]
    assert all(one["sentences"] for one in answers)


def test_a_plan_is_made_for_a_person_and_explained(shell: Shell) -> None:
    done = shell("explain", *ANSWERED, "--menu", "none", "--why-not", "whiskey")
    assert done.returncode == 0
    assert "left out" in done.stdout


def test_wishes_that_clash_end_with_the_clash(shell: Shell) -> None:
    done = shell(
        "explain", *ANSWERED, "--menu", "none", "--target", "energy_kcal=:900", "--target", "potassium_mg=20000:"
    )
    assert done.returncode == 1
    assert "potassium" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_file_and_a_person_do_not_go_together(shell: Shell, saved: Path) -> None:
    done = shell("explain", str(saved), "--age", "40")
    assert done.returncode == 2
    assert "leave out age" in done.stderr


def test_verify_says_whether_all_is_as_written(shell: Shell, saved: Path) -> None:
    done = shell("verify", str(saved))
    assert done.returncode == 0
    assert done.stdout.startswith("Verified: all")
    saved.write_text(saved.read_text("utf-8").replace('"targets_met": 3', '"targets_met": 4', 1), "utf-8")
    done = shell("verify", str(saved), "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["wrong"][0]["what"] == "targets met"


def test_no_plan_is_bad_input(shell: Shell, tmp_path: Path) -> None:
    assert shell("verify", str(tmp_path / "none.json")).returncode == 2
    (tmp_path / "bad.json").write_bytes(b"\xff\xfe\x00")
    assert shell("explain", str(tmp_path / "bad.json")).returncode == 2
    (tmp_path / "list.json").write_text("[]")
    done = shell("verify", str(tmp_path / "list.json"))
    assert done.returncode == 2
    assert "no plan" in done.stderr


def test_a_frontier_as_a_file(shell: Shell, tmp_path: Path) -> None:
    done = shell("tradeoff", *ANSWERED, "--effort", "fast", "--points", "3", "--x", "cost", "--y", "potassium", "--format", "csv", "-o", "t.csv")  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = (tmp_path / "t.csv").read_text("utf-8").splitlines()
    assert rows[0].startswith("cost_usd,")
    assert 2 <= len(rows) <= 4


def test_what_cannot_be_traded_is_bad_input(shell: Shell) -> None:
    done = shell("tradeoff", *ANSWERED, "--effort", "fast", "--x", "beauty")
    assert done.returncode == 2
    assert "choose of cost, magnesium" in done.stderr

"""``planner diet FOODS.csv PROBLEM.json``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Shell

FOODS = (
    "food,cost,f_min,f_max,integer,B2,NA\nBEEF,3.19,2,10,0,15,938\nHAM,2.89,2,10,0,10,278\nTUR,2.49,2,10,0,10,1397\n"
)


def write(folder: Path, b2: float, sodium: float | None) -> None:
    (folder / "foods.csv").write_text(FOODS, encoding="utf-8")
    problem = {"nutrients": {"B2": {"min": b2}, "NA": {"max": sodium}}}
    (folder / "problem.json").write_text(json.dumps(problem), encoding="utf-8")


def test_json_has_the_published_keys(shell: Shell, tmp_path: Path) -> None:
    write(tmp_path, 200, 15000)
    done = shell("diet", "foods.csv", "problem.json", "--format", "json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    keys = {"status", "objective", "gap", "amounts", "shadow_prices", "reduced_costs", "conflict", "repair"}
    assert set(answer) == keys
    assert answer["status"] == "optimal"
    assert sum(answer["amounts"].values()) >= 6


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_both_solvers_agree(shell: Shell, tmp_path: Path, solver: str) -> None:
    write(tmp_path, 200, 15000)
    answer = json.loads(shell("diet", "foods.csv", "problem.json", "--format", "json", "--solver", solver).stdout)
    assert answer["objective"] == pytest.approx(45.72, abs=3)
    assert answer["shadow_prices"]["B2"] > 0


def test_a_clash_exits_1_with_conflict_and_repair(shell: Shell, tmp_path: Path) -> None:
    write(tmp_path, 340, 12000)
    done = shell("diet", "foods.csv", "problem.json")
    assert done.returncode == 1
    assert "cannot hold together" in done.stdout
    assert "B2 >= 340" in done.stdout
    assert "NA <= 12000" in done.stdout
    assert "alone mends it" in done.stdout


def test_bad_files_exit_2_with_line_and_column(shell: Shell, tmp_path: Path) -> None:
    write(tmp_path, 200, None)
    (tmp_path / "foods.csv").write_text(FOODS.replace("2.89", "dear"), encoding="utf-8")
    done = shell("diet", "foods.csv", "problem.json")
    assert done.returncode == 2
    assert "foods.csv, line 3, column cost: 'dear' is not a number" in done.stderr

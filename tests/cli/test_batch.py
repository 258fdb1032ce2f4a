"""``planner batch`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from tests.conftest import Shell

PEOPLE = """person_id,Sex,Age,height_cm,weight_kg,conditions,medications,notes
1,female,34,168,62,none,none,
2,female,old,168,62,none,none,
"""


def test_a_file_becomes_a_folder_with_a_closing_table(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE)
    done = shell("batch", "people.csv", "-o", "out", "--menu", "none")
    assert done.returncode == 0
    assert "Column 'Age' was read as age_years." in done.stdout
    assert "Columns that were ignored: notes." in done.stdout
    assert "1 x age_years … is not a number" in done.stdout
    assert pd.read_csv(tmp_path / "out" / "summary.csv")["status"].tolist() == ["planned", "bad row"]
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert lines[-1]["done"] == lines[-1]["total"] == 2
    assert lines[-1]["counts"] == {"planned": 1, "bad row": 1}

    again = shell("batch", "people.csv", "-o", "out", "--menu", "none")
    assert again.returncode == 2
    assert again.stderr.startswith("planner: out holds the results of a run")


def test_a_misspelt_column_is_bad_input(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE.replace("medications", "medicatons"))
    done = shell("batch", "people.csv", "-o", "out")
    assert done.returncode == 2
    assert "line 1, column medicatons: unknown column; rename it to medications if that is meant" in done.stderr
    assert not (tmp_path / "out").exists()


def test_all_rows_bad_is_still_a_finished_run(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE.replace(",34,", ",,"))
    done = shell("batch", "people.csv", "-o", "out", "--days", "2", "--jobs", "2", "--csv")
    assert done.returncode == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "menus.csv",
        "menus.parquet",
        "nutrients.csv",
        "nutrients.parquet",
        "run.json",
        "summary.csv",
    ]

"""``planner batch`` as a user runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

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


def test_a_dry_run_says_what_would_happen_and_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    kidneys, word = "3,male,50,180,80,kidney disease,none,", "4,male,50,180,80,none,none,"
    (tmp_path / "people.csv").write_text(PEOPLE.replace("notes", "exclude") + f"{kidneys}\n{word}brocoli\n")
    done = shell("batch", "people.csv", "--dry-run")
    assert done.returncode == 0
    assert "can be planned        1" in done.stdout
    assert "refused" in done.stdout
    assert "2: line 3: age_years 'old' is not a number: write it with digits, without its unit" in done.stdout
    assert "3: No plan was made. Kidney disease" in done.stdout
    assert "4: line 5: exclude: unknown food or ingredient 'brocoli'; did you mean 'broccoli'" in done.stdout
    assert done.stdout.endswith("Nobody was planned, and nothing was written.\n")
    assert [p.name for p in tmp_path.iterdir()] == ["people.csv"]


def test_without_a_folder_nothing_is_planned(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE)
    done = shell("batch", "people.csv")
    assert done.returncode == 2
    assert done.stderr == "planner: name a folder for the results with -o, or check the file with --dry-run\n"


def test_one_kind_of_cluster_at_a_time(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE)
    done = shell("batch", "people.csv", "-o", "out", "--scheduler", "tcp://127.0.0.1:9", "--local-cluster", "2")
    assert done.returncode == 2
    assert "--scheduler and --local-cluster exclude each other" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="terminals")
def test_on_a_terminal_there_is_a_bar_with_rate_and_time_left(tmp_path: Path) -> None:
    import pty

    (tmp_path / "people.csv").write_text(PEOPLE)
    outside, inside = pty.openpty()
    command = [sys.executable, "-m", "planner", "batch", "people.csv", "-o", "out", "--menu", "none"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=inside) as running:
        os.close(inside)
        shown = b""
        try:
            while some := os.read(outside, 4096):
                shown += some
        except OSError:  # the other side is closed
            pass
        assert running.wait(timeout=60) == 0
    os.close(outside)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert re.search(r"Planning .* 2/2 .* a second, 0:00:00 left", text)
    assert '"done"' not in text

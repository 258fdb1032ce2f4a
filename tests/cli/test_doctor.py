"""``planner doctor``: what is there is said, what is missing comes with its command, and nothing is changed."""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path

import pytest

from planner.cli import run
from tests.conftest import Shell


def findings(capsys: pytest.CaptureFixture[str], code: int = 0) -> dict[tuple[str, str], dict[str, str]]:
    assert run(["doctor", "--format", "json"]) == code
    return {(one["part"], one["what"]): one for one in json.loads(capsys.readouterr().out)}


@pytest.fixture(autouse=True)
def _own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{tmp_path / 'saved.sqlite3'}")


def test_solver_table_and_place_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = findings(capsys)
    assert found["solver", "HiGHS"]["said"] == "answers"
    assert "5,432 foods" in found["data", "food table"]["said"]
    assert found["saved", "people and plans"]["said"].startswith(f"{tmp_path / 'saved.sqlite3'}, not there yet")
    assert list(tmp_path.iterdir()) == [], "looking makes nothing"


@pytest.mark.parametrize(
    ("folder", "ready", "state", "said"),
    [
        ("there", True, "ok", "compiled; kept in there"),
        ("there", False, "slow", "some 20 s longer; it will be kept in there"),
        (None, False, "slow", "set NUMBA_CACHE_DIR"),
    ],
)
def test_whether_the_search_is_compiled_is_told(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: str | None,
    ready: bool,
    state: str,
    said: str,
) -> None:
    from planner.model import compiled

    monkeypatch.setattr(compiled, "kept", lambda _: compiled.Kept(None if folder is None else Path(folder), ready))
    found = findings(capsys)["search", "machine code"]
    assert found["state"] == state
    assert said in found["said"]


def test_on_a_terminal_it_is_a_table(shell: Shell) -> None:
    done = shell("doctor")
    assert done.returncode == 0, done.stdout
    assert "Everything that plans need is here." in done.stdout
    assert sys.executable in done.stdout.replace("\n", "")


def test_what_fails_is_said_with_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from planner.model import solver

    def broken(*_: object) -> None:
        raise OSError("no such library")

    monkeypatch.setattr(solver, "solve", broken)
    found = findings(capsys, code=1)["solver", "HiGHS"]
    assert found["state"] == "FAILS"
    assert found["said"] == "OSError: no such library; pip install highspy"


def test_extras_come_with_the_command_that_installs_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = metadata.version

    def version(name: str) -> str:
        if name in ("streamlit", "nobody"):
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "version", version)
    wanted = ["pulp<5,>=3.3.2", "nobody", 'meal-planner[store]; extra == "app"', 'streamlit>=1.67; extra == "app"']
    monkeypatch.setattr(metadata, "requires", lambda name: [*wanted, 'ruff>=0.11; extra == "dev"'])
    found = findings(capsys, code=1)
    assert found["packages", "pulp"]["said"] == real("pulp")
    assert found["extra app", "streamlit"]["said"] == "pip install 'meal-planner[app]'"
    assert found["packages", "nobody"]["state"] == "FAILS"
    assert not any("ruff" in what or "meal-planner" in what for _, what in found)


def test_a_password_is_not_shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_DATABASE_URL", "postgresql://anna:secret@127.0.0.1:1/plans")
    found = findings(capsys, code=1)["saved", "people and plans"]
    assert "127.0.0.1:1" in found["said"]
    assert "cannot be reached" in found["said"]
    assert "secret" not in json.dumps(found)
    assert "anna" not in json.dumps(found)


@pytest.mark.parametrize(
    ("typed", "offered"), [("planner pl", "plan"), ("planner foods sea", "search"), ("planner plan --bud", "--budget")]
)
@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_a_command_goes_on(typed: str, offered: str, name: str) -> None:
    import os
    import subprocess

    given = {
        "_PLANNER_COMPLETE": f"complete_{name}", "COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1),
        "_TYPER_COMPLETE_ARGS": typed, "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "planner"],
        env=os.environ | given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert offered in done.stdout

"""Loops as machine code: kept on disk where a folder can be written, and working all the same where none can."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.model.compiled import compiled, kept

_SOURCE = """
def shares(parts, whole):
    total = 0.0
    for n in range(parts):
        total += (n + 1) / whole
    return total
"""


def loop(folder: Path) -> Callable[[int, float], float]:
    """The function of a module in that folder, compiled."""
    file = folder / "loops.py"
    if not file.exists():
        file.write_text(_SOURCE)
    spec = importlib.util.spec_from_file_location("loops", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return compiled(module.shares)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder beside whose modules nothing can be kept, nor in the user's folder: files stand where folders would be."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    (tmp_path / "__pycache__").write_text("")
    for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "__pycache__"))
    return tmp_path


def test_the_code_is_kept_beside_the_module(tmp_path: Path) -> None:
    shares = loop(tmp_path)
    folder = tmp_path / "__pycache__"
    assert (kept(shares).folder, kept(shares).ready) == (folder, False)
    assert shares(3, 2.0) == 3.0
    assert kept(shares).ready
    assert kept(loop(tmp_path)).ready, "the next process finds it"


def test_code_older_than_its_source_does_not_count(tmp_path: Path) -> None:
    shares = loop(tmp_path)
    shares(3, 2.0)
    later = (tmp_path / "loops.py").stat().st_mtime + 60
    os.utime(tmp_path / "loops.py", (later, later))
    assert not kept(shares).ready


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(nowhere: Path) -> None:
    shares = loop(nowhere)
    assert kept(shares).folder is None
    assert shares(3, 2.0) == 3.0
    assert shares(2, 0.0) == float("inf"), "divides as numpy does, kept or not"
    assert sorted(file.name for file in nowhere.iterdir()) == ["__pycache__", "loops.py"]

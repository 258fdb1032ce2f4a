"""Imports point one way: errors, nutrition, foods <- model <- plan <- batch, store <- ui <- cli, app."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOOR = {
    "errors": 0,
    "nutrition": 1,
    "foods": 2,
    "model": 3,
    "plan": 4,
    "batch": 5,
    "store": 5,
    "ui": 6,
    "cli": 7,  # starts the pages
    "__main__": 8,
}
ONLY_IN = {
    "pulp": {"planner/model/solver.py", "planner/model/pulp_api.py"},
    "highspy": {"planner/model/solver.py"},
    "streamlit": {"app.py", "planner/ui"},
    "sqlalchemy": {"planner/store"},
    "alembic": {"planner/store"},
    "platformdirs": {"planner/store"},
}


def modules() -> list[Path]:
    return sorted((ROOT / "planner").rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path.name} uses a relative import"
            names.add(node.module)
    return names


def room(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[1] if parts[0] == "planner" and len(parts) > 1 else None


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_imports_from_a_room_above_it(path: Path) -> None:
    relative = path.relative_to(ROOT / "planner")
    own = relative.parts[0].removesuffix(".py")
    if own == "__init__":
        return  # the front door names everything, and imports it only when asked
    for name in imported(path):
        other = room(name)
        if other and other != own:
            assert FLOOR[other] < FLOOR[own], f"{relative} imports {name}, which lies above it"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_each_engine_is_known_to_one_place(path: Path) -> None:
    here = str(path.relative_to(ROOT))
    for name in imported(path):
        allowed = ONLY_IN.get(name.split(".")[0])
        assert allowed is None or any(here.startswith(place) for place in allowed), f"{here} imports {name}"


def test_importing_planner_is_light() -> None:
    code = "import sys, planner, planner.errors; print([m for m in ('pandas', 'streamlit', 'pulp', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"

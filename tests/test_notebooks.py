"""The notebooks run from the first cell to the last, with what they show, and are stored without outputs."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))

pytestmark = pytest.mark.slow


def cells(notebook: Path, kind: str) -> list[str]:
    return [
        "".join(cell["source"])
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]
        if cell["cell_type"] == kind
    ]


def shown(value: Any) -> None:
    """As a notebook shows the last line of a cell: every form it offers is made."""
    for name in ("_repr_mimebundle_", "_repr_html_", "__repr__"):
        form = getattr(value, name, None)
        if form is not None:
            assert form() is not None


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("altair", reason="the charts need altair")
    monkeypatch.chdir(tmp_path)  # what a notebook writes stays out of the repository
    names: dict[str, Any] = {"__name__": "notebook"}
    for code in cells(notebook, "code"):
        tree = ast.parse(code, notebook.name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, notebook.name, "exec"), names)
        if last is not None:
            shown(eval(compile(ast.Expression(last.value), notebook.name, "eval"), names))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_without_outputs_and_without_traces_of_a_machine(notebook: Path) -> None:
    stored = json.loads(notebook.read_text("utf-8"))
    assert set(stored["metadata"]) == {"kernelspec", "language_info"}
    assert stored["metadata"]["language_info"] == {"name": "python"}
    for cell in stored["cells"]:
        assert cell.get("outputs", []) == [], "clear all outputs before saving"
        assert cell.get("execution_count") is None
        assert cell["metadata"] == {}


def test_they_are_numbered_and_begin_with_their_number() -> None:
    numbers = [int(path.name.split("-")[0]) for path in NOTEBOOKS]
    assert numbers == list(range(1, len(numbers) + 1))
    for path in NOTEBOOKS:
        assert cells(path, "markdown")[0].startswith(f"# {path.name.split('-')[0]}. ")

"""README and docs are executed: Python blocks must run, console blocks must print what stands under them.

``UPDATE_DOCS=1 python -m pytest tests/test_docs.py`` writes the output into console blocks instead of comparing it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(?P<kind>python|console)\n(?P<body>.*?)^```$", re.M | re.S)


def blocks(kind: str) -> list[tuple[Path, str]]:
    return [(page, m["body"]) for page in PAGES for m in BLOCK.finditer(page.read_text("utf-8")) if m["kind"] == kind]


def name(value: object) -> str:
    return value.name if isinstance(value, Path) else str(value).split("\n")[0][:40]


@pytest.mark.parametrize(("page", "code"), blocks("python"), ids=name)
def test_python_examples_run(page: Path, code: str) -> None:
    exec(compile(code, str(page), "exec"), {"__name__": "example"})


def output_of(command: str, folder: Path) -> str:
    words = shlex.split(command.removeprefix("$ "))
    assert words[0] == "planner", command
    done = subprocess.run(
        [sys.executable, "-m", *words], capture_output=True, text=True, cwd=folder, timeout=120, check=False
    )
    assert "Traceback" not in done.stderr
    return "\n".join(line.rstrip() for line in (done.stdout + done.stderr).split("\n")).strip("\n")


@pytest.mark.parametrize(("page", "body"), blocks("console"), ids=name)
def test_console_examples_print_this(page: Path, body: str, tmp_path: Path) -> None:
    command, _, shown = body.partition("\n")
    printed = output_of(command, tmp_path)
    if os.environ.get("UPDATE_DOCS"):
        text = page.read_text("utf-8")
        page.write_text(text.replace(f"```console\n{body}```", f"```console\n{command}\n{printed}\n```"), "utf-8")
    else:
        assert printed == shown.strip("\n")


LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"

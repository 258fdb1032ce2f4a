"""What several tests share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# As flags of the command line: whom most tests plan for, without and with answers about health.
WOMAN = ("--sex", "female", "--age", "34", "--height", "168", "--weight", "62")
ANSWERED = (*WOMAN, "--condition", "none", "--medication", "none")

Shell = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """``shell("plan", "--age", "34", ...)`` runs the installed command line in an empty folder, as a user would."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "planner", *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=120,
            check=False,
        )

    return run

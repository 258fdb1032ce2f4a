"""What is built from the repository works outside of it: a wheel with its tables, and a complete source archive."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import WOMAN

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def call(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the source archive, and the wheel that was built from it."""
    pytest.importorskip("build", reason="build is not installed")
    folder = tmp_path_factory.mktemp("built")
    left = shutil.ignore_patterns(
        ".git", ".venv", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis"
    )
    shutil.copytree(ROOT, folder / "checkout", ignore=left)  # the build would leave its traces in the checkout
    call(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, folder / "checkout", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path) -> Path:
    """The ``bin`` of a fresh environment with the wheel; what it depends on is lent by this one, without a network."""
    environment = built / "environment"
    call(sys.executable, "-m", "venv", "--without-pip", environment, cwd=built)
    python = environment / "bin" / "python"
    wheel = next(built.glob("*.whl"))
    call(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=built)
    site = Path(call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=built).strip())
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


def test_the_wheel_holds_two_packages_and_nothing_beside_them(built: Path) -> None:
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"planner", "food_data"}
    tables = {path.name for path in (ROOT / "food_data" / "tables").glob("*.csv")}
    assert tables <= {Path(name).name for name in names if name.startswith("food_data/tables/")}
    assert {"planner/py.typed", "planner/ui/style.css", "planner/ui/config.toml", "planner/ui/screens/plan.py"} <= set(
        names
    )
    knowledge = {
        f"planner/nutrition/knowledge/{path.name}" for path in (ROOT / "planner").glob("nutrition/knowledge/*.md")
    }
    assert knowledge
    assert knowledge <= set(names)
    assert {f"food_data/{path.name}" for path in (ROOT / "food_data").glob("*.csv")} <= set(names)
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "planner").rglob("*.py")} <= set(names)
    assert "planner/store/migrations/versions/v0001_people_and_plans.py" in names
    assert "planner/store/migrations/env.py" in names


def test_the_source_archive_holds_tests_docs_and_how_to_run_them(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in (
        "Makefile",
        "mkdocs.yml",
        "website/hooks.py",
        ".ci/run",
        "CHANGELOG.md",
        "docs/model.md",
        "tests/plan/test_day.py",
        "benchmarks/solve.py",
    ):
        assert name in names


def test_it_plans_and_searches_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = call(installed / "python", "-c", "import planner, food_data; print(food_data.TABLES)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)
    plan = call(installed / "planner", "plan", *WOMAN, "--menu", "none", cwd=tmp_path)
    assert "Magnesium (mg)" in plan
    assert str(installed.parent) in call(installed / "planner", "doctor", "--format", "json", cwd=tmp_path)
    assert "Broccoli, raw" in call(installed / "planner", "foods", "search", "broccoli", cwd=tmp_path)


def test_the_app_runs_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    """Every page is drawn, and a plan of a day is made, by the installed command in an empty folder."""
    pytest.importorskip("streamlit")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    home = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | home
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [installed / "planner", "app", "--port", str(port)], cwd=tmp_path, env=environment, stdout=log, stderr=log
        )
    try:
        asyncio.run(visit(port))
    finally:
        server.terminate()
        server.wait(timeout=20)
    said = (tmp_path / "log").read_text()
    assert said.startswith(f"Meal planner: http://127.0.0.1:{port}")
    assert said.count("\n") == 1, said  # nothing else: no fault, and no word of Streamlit's own
    assert not list(tmp_path.glob("*.py"))


async def visit(port: int) -> None:
    from benchmarks.app_client import Client

    for _ in range(300):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        await asyncio.sleep(0.1)
    async with Client(f"ws://127.0.0.1:{port}/_stcore/stream") as client:
        await client.rerun()  # raises when a page shows an exception
        assert len(client.pages) == 6
        for page in client.pages:
            await client.rerun(page=page)
        await client.rerun(page=next(iter(set(client.pages) - {"profile", "foods", "shopping", "ate", "data"})))
        await client.choose("Length", "1 day")
        await client.rerun(press="Make a day")
        while client.screen.has("Stop"):
            await client.next_run()
        assert client.screen.has("Another plan")

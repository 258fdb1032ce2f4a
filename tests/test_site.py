"""The documentation as a site: built without a warning, complete, and loading nothing from elsewhere."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import planner
from planner.cli import build_app

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mkdocs", reason="the site needs the extra docs")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def text(page: Path) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page.read_text("utf-8")))


def test_every_page_of_the_docs_is_reached_from_the_menu(site: Path) -> None:
    home = (site / "index.html").read_text("utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert (site / page.with_suffix(".html").name).exists(), page.name
    linked = set(re.findall(r'href="([\w/-]+\.html)"', home))
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {"404.html", "index.html"}
    reached = linked | {
        one for page in linked for one in re.findall(r'href="([\w-]+\.html)"', (site / page).read_text("utf-8"))
    }
    assert built <= {*reached, *(f"knowledge/{one}" for one in reached)}


def test_every_command_stands_there_with_each_option(site: Path) -> None:
    page = text(site / "commands.html")

    def told(command: typer.core.TyperCommand, name: str) -> None:
        for word, member in getattr(command, "commands", {}).items():
            told(member, f"{name} {word}")
        if not hasattr(command, "commands"):
            assert name in page
            for option in command.params:
                if option.param_type_name == "option" and not option.hidden:
                    assert all(one in page for one in option.opts), f"{name} {option.opts}"

    told(typer.main.get_command(build_app()), "planner")
    assert "--install-completion" not in page


def test_every_public_name_stands_there_from_its_docstring(site: Path) -> None:
    page = (site / "python.html").read_text("utf-8")
    for name, home in planner._HOME.items():
        assert f'id="{home}.{name}"' in page
    assert "InfeasibleError" in page
    assert "age_years" in page


def test_nothing_is_loaded_from_elsewhere_and_no_formula_is_left_as_tex(site: Path) -> None:
    for page in site.rglob("*.html"):
        source = page.read_text("utf-8")
        loaded = re.findall(r"<(?:script|img|iframe|link)[^>]+(?:src|href)=\"?(https?:[^\" >]+)", source)
        assert not loaded, page.name
        assert 'class="arithmatex"' not in source
    assert (site / "model.html").read_text("utf-8").count("<math") > 10


def test_lists_and_tables_are_lists_and_tables(site: Path) -> None:
    for page in site.rglob("*.html"):
        source = page.read_text("utf-8")
        assert not re.search(r"<p>(?:(?!</p>).)*?\n(?:[-*]|\d\.) ", source, re.S), (
            f"{page.name}: a list without a blank line before it"
        )
        assert not re.search(r"<p>[^<]*\|\s*---", source), f"{page.name}: a table that is none"


@pytest.mark.parametrize(
    ("source", "page", "written", "shown"),
    [
        ("README.md", "index.md", "[maths](docs/model.md)", "[maths](model.md)"),
        ("README.md", "index.md", '<img src="docs/images/plan.png"', '<img src="images/plan.png"'),
        ("docs/model.md", "model.md", "[targets](../planner/nutrition/targets.py)", "targets"),
        ("docs/menu.md", "menu.md", "[tables](../food_data/README.md#habits)", "[tables](data.md#habits)"),
        ("docs/menu.md", "menu.md", "[the law](https://example.org/a)", "[the law](https://example.org/a)"),
        (
            "planner/nutrition/knowledge/3-twitches.md",
            "knowledge/3-twitches.md",
            "[x](../../../README.md)",
            "[x](../index.md)",
        ),
    ],
)
def test_links_of_the_repository_become_links_of_the_site(
    source: str, page: str, written: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("latex2mathml", reason="the site needs the extra docs")
    pytest.importorskip("mkdocs", reason="the site needs the extra docs")
    monkeypatch.syspath_prepend(str(ROOT / "website"))
    from hooks import linked

    assert linked(written, source, page) == shown

"""README and docs are executed: Python blocks must run, console blocks must print what stands under them.

A console block that opens with ``console until=WORDS`` shows the output up to the line that begins with WORDS, then "...".
A table between ``<!-- NAME -->`` and ``<!-- end -->`` is written from the code.
``UPDATE_DOCS=1 python -m pytest tests/test_docs.py`` writes outputs and tables instead of comparing them.
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
BLOCK = re.compile(r"^```(?P<kind>python|console)(?: until=(?P<until>[^\n]+))?\n(?P<body>.*?)^```$", re.M | re.S)


def found(kind: str) -> list[tuple[Path, re.Match[str]]]:
    return [(page, m) for page in PAGES for m in BLOCK.finditer(page.read_text("utf-8")) if m["kind"] == kind]


def blocks(kind: str) -> list[tuple[Path, str]]:
    return [(page, block["body"]) for page, block in found(kind)]


def consoles() -> list[tuple[Path, str, str | None]]:
    return [(page, block["body"], block["until"]) for page, block in found("console")]


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


def shortened(printed: str, until: str | None) -> str:
    """Up to the line that begins with ``until``."""
    if until is None:
        return printed
    lines = printed.split("\n")
    end = next(i for i, line in enumerate(lines) if line.startswith(until))
    return "\n".join(lines[:end]).rstrip() + "\n\n..."


def write_instead(page: Path, old: str, new: str) -> None:
    page.write_text(page.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize(("page", "body", "until"), consoles(), ids=name)
def test_console_examples_print_this(page: Path, body: str, until: str | None, tmp_path: Path) -> None:
    command, _, shown = body.partition("\n")
    printed = shortened(output_of(command, tmp_path), until)
    if os.environ.get("UPDATE_DOCS"):
        write_instead(page, f"{body}```", f"{command}\n{printed}\n```")
    else:
        assert printed == shown.strip("\n")


def rules_table() -> str:
    from planner.model.menu.rules import plate_rules

    rows = [f"| {rule.name} | {rule.sentence} |" for rule in plate_rules(2200.0, ("omnivore",))]
    return "\n".join(["| name | rule |", "|---|---|", *rows])


def weights_table() -> str:
    from planner.model.menu import build, items, quantities

    rows = {
        "a reference intake or limit missed altogether, at first": quantities.HARD,
        "energy, magnesium, potassium or a bound of one's own": quantities.FIRST,
        "what the health screening sets": quantities.SAFE,
        "a food group missed altogether": quantities.SOFT_WEIGHT,
        "a serving more or less than a plate rule says, at first": quantities.RULE_WEIGHT,
        "a portion twice the usual": items.PORTION_NATS,
        "one more food on the shopping list": build.Taste().new_food_nats,
        "a cup of another milk than the one poured most": build.Taste().second_milk_nats,
        "a dollar (2017/18)": build.Taste().price_nats_per_usd,
        "the rarest food of its role, before the weight w": items.RARE_NATS,
    }
    shown = [f"| {what} | {nats:g} |" for what, nats in rows.items()]
    return "\n".join(["| what | nats |", "|---|---:|", *shown])


def made_of_table() -> str:
    from planner.foods.palette import load_palette
    from planner.model.menu.patterns import slot_patterns

    palette = load_palette()
    roles = frozenset(food.role for food in palette.foods)
    rows = {"foods of the palette": len({food.code for food in palette.foods})}
    for slot in ("breakfast", "lunch", "dinner", "snack"):
        rows[f"patterns of a {slot}"] = len(slot_patterns(palette, slot, roles).patterns)
    return "\n".join(
        ["| what | how many |", "|---|---:|", *(f"| {what} | {count:,} |" for what, count in rows.items())]
    )


def safety_table() -> str:
    from food_data.safety import BEHAVIOURS
    from planner.nutrition.reference import table

    rows = []
    for rule in table("safety_rules"):
        who = rule["groups"].replace("_", " ") or rule["life_stage"].replace("_", " ")
        if rule["kind"] == "age":
            who = f"{rule['age_min_years']} to under {rule['age_below_years']} years"
        elif rule["kind"] == "body":
            who = f"body mass index under {rule['low']}"
        elif rule["kind"] == "combination":
            who = f"two medicines that raise potassium, or one with: {who}, {rule['age_min_years']} years or more"
        what = BEHAVIOURS[rule["behaviour"]] + (", unless limited" if rule["clinician_limit"] == "1" else "")
        spans = {"CAP": "high", "LIMIT_FOOD": "high", "STEADY": "low high", "HOLD_POTASSIUM": "low high"}
        number = " to ".join(rule[side] for side in spans.get(rule["behaviour"], "").split())
        if number:
            number = f"{rule['nutrient'].replace('_', ' ')}: {number} {rule['unit'].replace('_', ' ')}"
        shown = (
            rule["rule_id"], who or "everybody", what, number, rule["foods"], rule["number_basis"],
            rule["source"].replace("policy", "-").replace("_", " "), rule["evidence"],
        )  # fmt: skip
        rows.append(f"| {' | '.join(shown)} |")
    heads = "| rule | for whom | what follows | number | foods | basis | sources | evidence |"
    return "\n".join([heads, "|" + "---|" * 8, *rows])


def minded_table() -> str:
    from planner.plan.claims import MINDED

    rows = [
        f"| {what} | {price:g} | {why} |" for what, (price, why) in sorted(MINDED.items(), key=lambda one: one[1].price)
    ]
    return "\n".join(["| what | weight | why |", "|---|---:|---|", *rows])


TABLES = {
    "made of": made_of_table,
    "minded": minded_table,
    "plate rules": rules_table,
    "weights": weights_table,
    "safety rules": safety_table,
}
MARKED = re.compile(rf"<!-- (?P<name>{'|'.join(TABLES)}) -->\n(?P<body>(?:(?!<!-- end -->).)*)<!-- end -->", re.S)


@pytest.mark.parametrize(
    ("page", "table", "shown"),
    [(page, m["name"], m["body"]) for page in PAGES for m in MARKED.finditer(page.read_text("utf-8"))],
    ids=name,
)
def test_tables_are_those_of_the_code(page: Path, table: str, shown: str) -> None:
    written = TABLES[table]() + "\n"
    if os.environ.get("UPDATE_DOCS"):
        write_instead(page, f"<!-- {table} -->\n{shown}<!-- end -->", f"<!-- {table} -->\n{written}<!-- end -->")
    else:
        assert shown == written


LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"

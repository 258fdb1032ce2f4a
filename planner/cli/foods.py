"""``planner foods``: search the food table, show a food, check a table of one's own."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.foods_import import export, import_table
from planner.cli.output import console, help_alone, print_table, write_text

if TYPE_CHECKING:
    from planner.errors import Problem
    from planner.foods.table import FoodTable

foods_app = typer.Typer(help="Search and show foods; import and check food tables of your own.")
foods_app.callback(invoke_without_command=True)(help_alone)
foods_app.command("import")(import_table)
foods_app.command()(export)

SHOWN = (
    "energy_kcal", "magnesium_mg", "potassium_mg", "calcium_mg", "sodium_mg",
    "protein_g", "fiber_g", "saturated_fat_g", "added_sugars_g", "iron_mg",
)  # fmt: skip
NOT_REPORTED = "not reported"
MOST_OF_A_KIND = 50  # problems of one kind that are printed; --format json has all
NOT_SAFE = "Tags are derived from recipes and names. They are not allergy-safe: read the label."
_WORDS = {"y": "yes", "n": "no", "?": "not known"}


class FoodsFormat(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    JSON = "json"


Foods = Annotated[Path | None, typer.Option("--foods", help="A food table of your own instead of the shipped one.")]
Format = Annotated[FoodsFormat, typer.Option(help="How to print the answer.")]


@foods_app.command()
def search(
    text: Annotated[list[str], typer.Argument(help="What to look for; typing mistakes are forgiven.")],
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many foods at most.", min=1)] = 20,
    foods: Foods = None,
    format: Format = FoodsFormat.TABLE,
) -> int:
    """Find foods by name, by what they are commonly called, or by the first digits of the code."""
    from planner.errors import UnknownNameError
    from planner.foods.search import search_foods
    from planner.foods.table import load_foods

    wanted = " ".join(text)
    found = search_foods(load_foods(foods), wanted, limit)
    if found.empty:
        nearest = found.attrs.get("nearest", ())
        raise UnknownNameError("food", wanted, nearest, "" if nearest else "try a shorter or more common word")
    rows = [(str(code), row["food"], row["category"]) for code, row in found.iterrows()]
    if format is FoodsFormat.JSON:
        _print_json([{"food_code": code, "food": food, "category": _text(kind) or None} for code, food, kind in rows])
        return 0
    columns = [("code", "left"), ("food", "left"), ("category", "left")]
    print_table(columns, [[code, food, _text(kind)] for code, food, kind in rows])
    return 0


@foods_app.command()
def show(
    food: Annotated[list[str], typer.Argument(help="A food code, or a name that means one food.")],
    foods: Foods = None,
    format: Format = FoodsFormat.TABLE,
) -> int:
    """Show a food: tags, household portions, price and the nutrients that matter."""
    from planner.foods.search import find_food
    from planner.foods.table import load_foods

    table = load_foods(foods)
    facts = food_facts(table, find_food(table, " ".join(food)))
    if format is FoodsFormat.JSON:
        _print_json(facts)
    else:
        _print_food(facts)
    return 0


@foods_app.command()
def check(
    file: Annotated[
        Path, typer.Argument(help="CSV: food_code, food, energy_kcal; optional category, price, nutrients.")
    ],
    format: Format = FoodsFormat.TABLE,
) -> int:
    """Tell everything that is wrong with a food table of your own, at once.

    Exit code 0: it can be used. 2: there are problems.
    """
    from planner.foods.check import read_table

    frame, problems = read_table(file)
    if format is FoodsFormat.JSON:
        listed = [{"file": p.file, "row": p.row, "column": p.column, "what": p.what, "fix": p.fix} for p in problems]
        _print_json({"file": str(file), "foods": None if frame is None else len(frame), "problems": listed})
    elif frame is not None and not problems:
        console().print(f"{file}: {len(frame):,} {'food' if len(frame) == 1 else 'foods'}, no problems", markup=False)
    else:
        _print_problems(str(file), problems)
    return 2 if problems else 0


def food_facts(table: FoodTable, code: str) -> dict[str, Any]:
    """What is known about a food, ready for JSON: unknown is None, amounts per 100 g and per everyday portion."""
    from planner.foods.headers import TAGS
    from planner.foods.measures import measures
    from planner.foods.portions import best_unit

    food = table.food(code)
    portion, grams = best_unit(table, code)
    amounts = {name: _number(food[name]) for name in table.nutrients}
    return {
        "food_code": code,
        "food": food["food"],
        "category": _text(food["category"]) or None,
        "tags": {tag: str(food[tag]) for tag in TAGS if tag in food},
        "price_usd_per_100g": _number(food["price_usd_per_100g"]),
        "price_basis": _text(food["price_basis"]) or None,
        "price_year": _text(food.get("price_year")) or None,
        "everyday_portion": {"measure": portion, "grams": grams},
        "portions": [{"measure": measure.say(1), "grams": measure.grams} for measure in measures(table, code)],
        "nutrients": {
            name: {"per_100g": amount, "per_portion": None if amount is None else amount * grams / 100}
            for name, amount in amounts.items()
        },
        "source": table.source,
    }


def _print_food(facts: dict[str, Any]) -> None:
    from planner.nutrition.nutrients import NUTRIENTS

    out = console()
    out.print(f"{facts['food']}  ({facts['food_code']})", style="bold", markup=False)
    out.print(f"Category: {facts['category'] or NOT_REPORTED}", markup=False)
    tags = facts["tags"]
    diets = [tag for tag in tags if not tag.startswith("has_")]
    if tags:
        out.print("Diets: " + "; ".join(f"{tag.replace('_', '-')} {_WORDS[tags[tag]]}" for tag in diets), markup=False)
        for value, lead in (("y", "Contains"), ("?", "Not known to be free of")):
            held = [
                tag.removeprefix("has_").replace("_", " ")
                for tag in tags
                if tag.startswith("has_") and tags[tag] == value
            ]
            if held:
                out.print(f"{lead}: {', '.join(held)}", markup=False)
    price, portion = facts["price_usd_per_100g"], facts["everyday_portion"]
    unit, grams = portion["measure"], portion["grams"]
    each = f", ${price * grams / 100:.2f} per {unit.removeprefix('1 ')}" if price is not None else ""
    cost = "not known" if price is None else f"${price:.2f} per 100 g{each}"
    basis = ", ".join(filter(None, (facts["price_basis"], facts["price_year"])))
    out.print(f"Price: {cost}{f' ({basis})' if basis else ''}", markup=False)
    said = [f"{row['measure']} = {row['grams']:g} g" for row in facts["portions"][:8]]
    out.print("Portions: " + ("; ".join(said) or NOT_REPORTED), markup=False)
    rows = []
    for name in SHOWN:
        nutrient, amounts = NUTRIENTS[name], facts["nutrients"].get(name, {})
        values = (_amount(amounts.get(basis), nutrient.decimals) for basis in ("per_100g", "per_portion"))
        rows.append([f"{nutrient.label} ({nutrient.unit})", *values])
    per = unit if unit.endswith(" g") else f"{unit} ({grams:g} g)"
    print_table([("", "left"), ("100 g", "right"), (per, "right")], rows)
    if tags:
        out.print(NOT_SAFE, style="dim", markup=False)


def _print_problems(file: str, problems: Sequence[Problem]) -> None:
    """The problems as a table; of one kind the first fifty and how many there are."""
    kinds = Counter(map(_kind, problems))
    printed: Counter[tuple[str | None, str]] = Counter()
    rows = []
    for problem in problems:
        kind = _kind(problem)
        printed[kind] += 1
        if printed[kind] <= MOST_OF_A_KIND:
            line = "" if problem.row is None else str(problem.row)
            rows.append([line, problem.column or "", problem.what, problem.fix])
        elif printed[kind] == MOST_OF_A_KIND + 1:
            more = kinds[kind] - MOST_OF_A_KIND
            rows.append(["", problem.column or "", f"and {more:,} more like this", "--format json lists all"])
    count = f"{len(problems):,} problem{'s' if len(problems) != 1 else ''}"
    console().print(f"{file}: {count}", style="bold", markup=False)
    print_table([("line", "right"), ("column", "left"), ("what is wrong", "left"), ("what to do", "left")], rows)


def _kind(problem: Problem) -> tuple[str | None, str]:
    """Problems of one kind differ only in the value they name."""
    return problem.column, re.sub(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"|[0-9][0-9.,]*", "_", problem.what)


def _number(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _amount(value: float | None, decimals: int) -> str:
    """An amount as printed; one more decimal where rounding would make a little look like none."""
    if value is None:
        return NOT_REPORTED
    if value and round(value, decimals) == 0:
        decimals += 1
    return f"{value:,.{decimals}f}"


def _print_json(answer: Any) -> None:
    write_text(json.dumps(answer, indent=1, ensure_ascii=False) + "\n", None)

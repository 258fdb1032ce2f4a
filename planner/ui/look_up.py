"""What the pages look up in the tables, done in a worker process: foods, words, counts, facts."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.foods.preferences import Preferences
    from planner.nutrition.person import Person
    from planner.plan.plan import MealPlan

_MOST_PROBLEMS = 500


def search(tell: Any, query: str, limit: int) -> list[dict[str, Any]]:
    """Foods that a word means, best first, with energy, magnesium and potassium per 100 g."""
    from planner.foods.search import search_foods
    from planner.foods.table import load_foods

    table = load_foods()
    found = search_foods(table, query, limit)
    names = ["energy_kcal", "magnesium_mg", "potassium_mg"]
    rows = table.data.loc[found.index, names].join(found[["food", "category"]])
    columns = rows.reset_index().rename(columns={"food_code": "code"}).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in columns]


def names(tell: Any, codes: tuple[str, ...]) -> dict[str, str]:
    """What foods are called, by code; unknown codes are left out."""
    from planner.foods.table import load_foods

    table = load_foods()
    return {code: str(table.data.at[code, "food"]) for code in codes if code in table}


def vocabulary(tell: Any) -> list[str]:
    """Words for whole groups such as milk or nuts, plain names of the foods of menus, then the categories of the table."""
    from planner.foods.palette import load_palette
    from planner.foods.table import load_foods
    from planner.foods.words import read_words

    groups = [row["word"] for row in read_words("exclusions")]
    names = sorted({food.name for food in load_palette().foods} - set(groups))
    categories = sorted({str(one) for one in load_foods().data["category"].dropna().unique()})
    return [*groups, *names, *(one for one in categories if one.lower() not in {*groups, *names})]


def offered(tell: Any, person: Person, wishes: Preferences) -> tuple[int, int, int]:
    """How many foods are left: of the table, for menus, and of how many. Raises InputError for unknown words."""
    from planner.foods.diets import permitted
    from planner.foods.palette import load_palette
    from planner.foods.shares import known_words
    from planner.foods.table import load_foods
    from planner.nutrition.screening import screen
    from planner.plan.offered import offered as for_menus

    table = load_foods()
    unsafe = known_words(table, screen(person).exclude_terms)
    left = permitted(table, wishes.diet, wishes.allergies, (*wishes.exclude, *unsafe))
    menus = for_menus(table, load_palette(), wishes, unsafe)
    return int(left.sum()), len({food.code for food in menus}), len(table)


def model(plan: MealPlan) -> dict[str, Any]:
    """How a plan was found: report, what binds, certificate."""
    from planner.ui.view import known

    met, of = plan.targets_met
    gap = "not bounded: meals are searched, not enumerated" if plan.gap is None else f"{100 * plan.gap:.1f} %"
    kept = {
        "optimal": "every target and rule of the plate that must hold, holds",
        "limit": "the best that was found: not every target and rule holds",
    }
    report = [
        ("Status", f"{plan.status}: {kept.get(plan.status, '')}"),
        ("Gap", gap),
        ("Targets met on the mean", f"{met} of {of}"),
        (
            "Certificate",
            "all rows hold" if plan.certificate.holds else _not_held(len(plan.certificate.misses)),
        ),
        ("Energy", f"{plan.targets.energy.kcal:,.0f} kcal: {plan.targets.energy.equation}"),
        ("Food table", f"SHA-256 {plan.table_digest[:16]}…"),
    ]
    prices = []
    for name, price in plan.shadow_prices.items():
        target = plan.targets[name]
        bound = target.lower if price > 0 else target.upper
        if abs(price) > 1e-9 and bound:
            prices.append((name, abs(price) * bound / 100.0))
    rows = plan.certificate.to_frame().to_dict("records")
    for row in rows:
        row["lower"], row["upper"] = known(row["lower"]), known(row["upper"])
    return {"report": report, "prices": sorted(prices, key=lambda one: -one[1]), "certificate": rows}


def _not_held(rows: int) -> str:
    return "1 row does not hold" if rows == 1 else f"{rows} rows do not hold"


def facts(tell: Any) -> dict[str, Any]:
    """What there is to know about the shipped food table."""
    from food_data import TABLES
    from planner.foods.headers import PRICE
    from planner.foods.table import load_foods
    from planner.nutrition.intakes import not_in_table
    from planner.nutrition.nutrients import NUTRIENTS
    from planner.plan.words import SOURCES

    table = load_foods()
    shares = [(name, table.unknown_share(name)) for name in table.nutrients if name in NUTRIENTS]
    shares.append((PRICE, float(table.data[PRICE].isna().mean())))
    with (TABLES / "sources.csv").open(encoding="utf-8", newline="") as file:
        references = [
            [row["source_id"], " ".join(v for k, v in row.items() if k != "source_id" and v)]
            for row in csv.DictReader(file)
        ]
    return {
        "foods": len(table),
        "nutrients": len(table.nutrients),
        "digest": table.digest(),
        "sources": SOURCES,
        "unknown": sorted(((n, s) for n, s in shares if s > 0), key=lambda one: -one[1])[:15],
        "absent": ", ".join(name.rsplit("_", 1)[0].replace("_", " ") for name in not_in_table()),
        "references": references,
    }

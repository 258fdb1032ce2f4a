"""One's own over the shipped table: foods, recipes, prices, household portions, eating records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from planner.errors import InputError
from planner.foods.borrow import borrow
from planner.foods.headers import PRICE
from planner.foods.notes import MOST_PORTION_G
from planner.foods.recipes import read_recipes, recipe_foods
from planner.foods.search import find_food
from planner.foods.side_files import read_side_file
from planner.foods.table import FoodTable, load_foods

MOST_USD_PER_100G = 1000.0
Given = str | Path


def own_foods(
    table: FoodTable | None = None,
    *,
    foods: Sequence[Given | FoodTable] = (),
    recipes: Given | None = None,
    prices: Given | None = None,
    portions: Given | None = None,
    habits: Given | None = None,
) -> FoodTable:
    """The shipped table (or ``table``) with what somebody has of their own laid over it.

    Args:
        foods: tables to add; a food with the code of one that is there takes its place, nutrients and all.
        recipes: CSV ``recipe,ingredient,grams[,servings,ready_g,treat_as]``.
        prices: CSV ``food,price_usd_per_100g`` or ``food,price_usd,grams``.
        portions: CSV ``food,portion,grams``.
        habits: a folder of habit tables, as ``planner habits learn`` writes them.

    Raises:
        TableError: with every problem of a file.
        InputError: a file or folder is not there.
    """
    found = load_foods() if table is None else table
    for one in foods:
        added = one if isinstance(one, FoodTable) else load_foods(one)
        found = _laid_over(
            found, added, f"{len(added):,} food{'s' if len(added) != 1 else ''} from {_name(added.source)}"
        )
    if recipes is not None:
        read = read_recipes(recipes, found)
        found = _laid_over(
            found,
            recipe_foods(read, found),
            f"{len(read):,} recipe{'s' if len(read) != 1 else ''} from {_name(recipes)}",
        )
    if prices is not None:
        found = _with_prices(found, prices)
    if portions is not None:
        found = _with_portions(found, portions)
    if habits is not None:
        folder = Path(habits)
        if not (folder / "habit_foods.csv").is_file():
            raise InputError(
                f"{folder} holds no habit_foods.csv; give the folder that `planner habits learn` has written"
            )
        found = replace(found, habits=folder, changes=(*found.changes, f"eating habits from {folder.name}"))
    return found


def _name(path: Given) -> str:
    """The name of a file without its folders: plans name no places."""
    return Path(path).name


def _laid_over(base: FoodTable, added: FoodTable, said: str) -> FoodTable:
    """Foods added to a table; those of the same code take the place of the old ones, and keep how people eat them."""
    replaced = added.data.index[added.data.index.isin(base.data.index)]
    new = added.data.copy()
    for name in (
        "category_code",
        "category",
        "group",
        "eaten_per_1000",
        "portion_p5_g",
        "portion_p50_g",
        "portion_p95_g",
    ):
        if name in base.data and len(replaced):
            old = base.data[name].reindex(new.index)
            new[name] = new[name].where(new[name].notna(), old)
    kept = base.data.drop(index=replaced)
    new = new.reindex(columns=base.data.columns.union(new.columns, sort=False))
    for name in base.data.columns:
        if base.data[name].dtype.kind == "b":
            new[name] = new[name].eq(True)
        elif isinstance(base.data[name].dtype, pd.CategoricalDtype):
            new[name] = new[name].astype(object).fillna("?").astype(base.data[name].dtype)
    both = pd.concat([kept.astype(object), new.astype(object)])
    data = both.astype({name: (base.data if name in base.data else new)[name].dtype for name in both})
    merged = replace(
        base,
        data=data,
        own_portions={**base.own_portions, **added.own_portions},
        own=base.own | frozenset(added.data.index),
        changes=(*base.changes, said),
    )
    return borrow(merged, frozenset(added.data.index)) if base.folder is not None else merged


def _with_prices(table: FoodTable, path: Given) -> FoodTable:
    file = read_side_file(path, ("food",), (PRICE, "price_usd", "grams"))
    data = table.data.copy()
    found: dict[str, float] = {}
    for line, row in file.rows:
        code = file.food(line, row, "food", lambda text: find_food(table, text))
        price = file.number(line, row, PRICE)
        if price is None:
            usd, grams = file.number(line, row, "price_usd"), file.number(line, row, "grams")
            if usd is None or grams is None:
                if not any(one.row == line for one in file.problems):
                    fix = f"give {PRICE}, or price_usd and the grams it buys"
                    file.say(line, PRICE, "the line has no price", fix)
                continue
            price = 100.0 * usd / grams
        if price > MOST_USD_PER_100G:
            file.say(
                line, PRICE, f"{price:,.0f} dollars for 100 g cannot be", "give US dollars for 100 g, or for the grams"
            )
        elif code is not None and found.setdefault(code, price) != price:
            file.say(line, "food", f"{row['food']!r} has another price on a line above", "keep one of them")
    file.check()
    data[PRICE] = data[PRICE].astype("float64")
    data["price_basis"] = data["price_basis"].astype(object)
    for code, price in found.items():
        data.loc[code, PRICE], data.loc[code, "price_basis"] = price, "own"
    if "price_year" in data:
        data["price_year"] = data["price_year"].astype(object)
        data.loc[list(found), "price_year"] = None
    said = f"{len(found):,} price{'s' if len(found) != 1 else ''} from {_name(path)} (others are of 2017/18)"
    return replace(table, data=data, changes=(*table.changes, said))


def _with_portions(table: FoodTable, path: Given) -> FoodTable:
    file = read_side_file(path, ("food", "portion", "grams"))
    found: dict[str, list[tuple[str, float]]] = {}
    for line, row in file.rows:
        code = file.food(line, row, "food", lambda text: find_food(table, text))
        grams = file.needed(line, row, "grams")
        words = row["portion"]
        if not words:
            file.say(line, "portion", "the cell is blank", 'say it as "1 cup" or "1 slice"')
        elif grams is not None and grams > MOST_PORTION_G:
            file.say(line, "grams", f"{grams:,.0f} g is no portion", "give grams of one portion")
        elif code is not None and grams is not None:
            found.setdefault(code, []).append((words if words[0].isdigit() else f"1 {words}", grams))
    file.check()
    own = {code: (*portions, *table.own_portions.get(code, ())) for code, portions in found.items()}
    said = f"{sum(map(len, found.values())):,} portions from {_name(path)}"
    return replace(table, own_portions={**table.own_portions, **own}, changes=(*table.changes, said))

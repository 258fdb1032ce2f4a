"""USDA SR28 as ASCII files."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.errors import InputError
from planner.foods.importing.clean import with_groups
from planner.foods.importing.contract import BLOCK, LINE, Format, Options, Report
from planner.foods.importing.opened import Opened
from planner.foods.importing.usda import RECORD, add_portion, amounts_of, meanings
from planner.foods.notes import write_portions


def _is_sr28(opened: Opened) -> bool:
    return {"food_des.txt", "nut_data.txt"} <= set(opened.members)


def _ascii(opened: Opened, name: str, columns: int) -> pd.DataFrame:
    """A table of SR28: fields between ``^``, text between ``~``, no header."""
    with opened.text(name) as file:
        try:
            return pd.read_csv(
                file, sep="^", quotechar="~", header=None, usecols=range(columns), dtype=str, keep_default_na=False
            )
        except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
            raise InputError(f"{opened.file(name)} is not a table of SR28 ({str(error).strip()})") from None


def read_sr28(opened: Opened, report: Report, options: Options) -> Iterator[pd.DataFrame]:
    """The 8,789 foods of SR28 in one block."""
    foods = _ascii(opened, "food_des.txt", 3)
    groups: dict[str, str] = (
        dict(_ascii(opened, "fd_group.txt", 2).itertuples(index=False)) if "fd_group.txt" in opened else {}
    )
    units: dict[str, str] = (
        dict(_ascii(opened, "nutr_def.txt", 2).itertuples(index=False)) if "nutr_def.txt" in opened else {}
    )
    values = _ascii(opened, "nut_data.txt", 3)
    place = {code: n for n, code in enumerate(foods[0])}
    known = meanings(units, "number", report)
    values = values[values[0].isin(place) & values[1].isin(known)]
    records = np.empty(len(values), dtype=RECORD)
    rows = np.array([known[one] for one in values[1]], dtype=float).reshape(-1, 3)
    records["food"] = values[0].map(place).to_numpy()
    records["nutrient"], records["rank"] = rows[:, 0], rows[:, 1]
    records["amount"] = pd.to_numeric(values[2], errors="coerce").to_numpy() * rows[:, 2]
    portions: dict[str, list[tuple[str, float]]] = {}
    if "weight.txt" in opened:
        for code, _, amount, words, grams in _ascii(opened, "weight.txt", 5).itertuples(index=False):
            add_portion(portions.setdefault(code, []), amount, words, grams)
    found = pd.DataFrame({LINE: np.arange(1, len(foods) + 1), "food_code": foods[0], "food": foods[2]})
    found["category"] = [groups.get(one, one) for one in foods[1]]
    found["portions"] = [write_portions(portions.get(one, ())) for one in foods[0]]
    whole = with_groups(found, "usda", found["category"]).assign(**amounts_of(len(foods), records))
    for start in range(0, len(whole), BLOCK):
        yield whole.iloc[start : start + BLOCK]


SR28 = Format("sr28", "USDA SR28, ASCII files", _is_sr28, read_sr28, "USDA National Nutrient Database, SR28")

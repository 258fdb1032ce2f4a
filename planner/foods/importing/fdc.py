"""FoodData Central as CSV: Foundation, SR Legacy, FNDDS and branded foods, in memory a block at a time."""

from __future__ import annotations

import csv
import tempfile
from array import array
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.errors import InputError
from planner.foods.importing.clean import with_groups
from planner.foods.importing.contract import BLOCK, LINE, Format, Options, Report, check_size
from planner.foods.importing.opened import Opened
from planner.foods.importing.usda import RECORD, add_portion, amounts_of, meanings
from planner.foods.notes import write_portions

# Other rows are laboratory samples or purchases behind a food, not foods.
DATA_TYPES = ("foundation_food", "sr_legacy_food", "survey_fndds_food", "branded_food", "experimental_food")
_ROWS = 500_000  # of food_nutrient.csv in memory at a time


def _is_fdc(opened: Opened) -> bool:
    return {"food.csv", "food_nutrient.csv"} <= set(opened.members)


def read_fdc(opened: Opened, report: Report, options: Options) -> Iterator[pd.DataFrame]:
    """Foods in blocks. Values are dealt out to a temporary file for each block first, so that memory does not grow with
    the bundle."""
    categories = _lookup(opened, "food_category.csv", "id", "description")
    units = {
        **_lookup(opened, "nutrient.csv", "id", "unit_name"),
        **_lookup(opened, "nutrient.csv", "nutrient_nbr", "unit_name"),
    }
    current = (
        set(_lookup(opened, "foundation_food.csv", "fdc_id", "fdc_id")) if "foundation_food.csv" in opened else set()
    )
    branded = "branded_food.csv" in opened
    ids = array("q")
    for block in _foods(opened, report, current, count=True):
        ids.extend(block["fdc_id"].tolist())
        if options.limit is not None and len(ids) > options.limit:
            break
        check_size(opened, len(ids), options)
    order = np.argsort(np.frombuffer(ids, dtype=np.int64), kind="stable") if ids else np.zeros(0, dtype=np.int64)
    with tempfile.TemporaryDirectory(prefix="planner-import-") as folder:
        files = _deal_out(opened, np.frombuffer(ids, dtype=np.int64), order, _fdc_meanings(units, report), Path(folder))
        portions = _fdc_portions(opened, np.frombuffer(ids, dtype=np.int64)[order]) if not branded else {}
        brands = _Brands(opened) if branded else None
        start = 0
        for block in _foods(opened, report, current, count=False):
            path = files.get(start // BLOCK)
            records = np.fromfile(path, dtype=RECORD) if path is not None else np.zeros(0, dtype=RECORD)
            columns = amounts_of(len(block), records)
            found = pd.DataFrame(
                {LINE: block[LINE], "food_code": block["fdc_id"].astype(str), "food": block["description"]}
            )
            found["category"] = [categories.get(str(one), str(one)) for one in block["food_category_id"].fillna("")]
            found["portions"] = [write_portions(portions.get(one, ())) for one in block["fdc_id"].tolist()]
            if brands is not None:
                found = brands.added_to(found)
            yield with_groups(found, "usda", found["category"]).assign(**columns)
            start += BLOCK


def _lookup(opened: Opened, name: str, key: str, value: str) -> dict[str, str]:
    if name not in opened:
        return {}
    with opened.text(name) as file:
        reader = csv.DictReader(file)
        if reader.fieldnames is None or not {key, value} <= set(reader.fieldnames):
            return {}
        return {row[key]: row[value] for row in reader if row[key]}


def _chunks(opened: Opened, name: str, columns: list[str], rows: int) -> Iterator[pd.DataFrame]:
    """Rows of a member as text, in chunks. Raises InputError for a file that is no such table."""
    with opened.text(name) as file:
        try:
            for chunk in pd.read_csv(file, usecols=lambda one: one in columns, dtype=str, chunksize=rows, na_filter=True, keep_default_na=False, na_values=[""]):  # fmt: skip
                missing = [one for one in columns if one not in chunk]
                if missing:
                    raise InputError(
                        f"{opened.file(name)} has no column {missing[0]}; give the bundle as it was downloaded"
                    )
                yield chunk
        except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise InputError(f"{opened.file(name)} is not a table that can be read ({str(error).strip()})") from None


def _foods(opened: Opened, report: Report, current: set[str], count: bool) -> Iterator[pd.DataFrame]:
    """The foods of food.csv in blocks of ``BLOCK``; what is no food, or an older version of one, is counted once."""
    held = pd.DataFrame()
    line = 2
    columns = ["fdc_id", "data_type", "description", "food_category_id"]
    for chunk in _chunks(opened, "food.csv", columns, 100_000):
        chunk[LINE] = np.arange(line, line + len(chunk))
        line += len(chunk)
        numbers = pd.to_numeric(chunk["fdc_id"], errors="coerce")
        food = chunk["data_type"].isin(DATA_TYPES)
        old = chunk["data_type"].eq("foundation_food") & ~chunk["fdc_id"].isin(current) if current else food & False
        kept = food & ~old & numbers.notna()
        if count:
            report.rows_read += int((~kept).sum())
            report.drop("laboratory samples and purchases, no foods", int((~food).sum()))
            report.drop("older versions of foods in the bundle", int((food & old).sum()))
            report.drop("fdc_id is no number", int((food & ~old & numbers.isna()).sum()))
        held = pd.concat([held, chunk[kept].assign(fdc_id=numbers[kept].astype("int64"))], ignore_index=True)
        while len(held) >= BLOCK:
            yield held.iloc[:BLOCK].reset_index(drop=True)
            held = held.iloc[BLOCK:].reset_index(drop=True)
    if len(held):
        yield held


def _fdc_meanings(units: dict[str, str], report: Report) -> dict[str, tuple[int, int, float]]:
    """By id; by number too, because the bundle of FNDDS gives numbers instead of ids."""
    return {**meanings(units, "number", report), **meanings(units, "fdc_id", report)}


def _deal_out(
    opened: Opened,
    ids: npt.NDArray[np.int64],
    order: npt.NDArray[np.int64],
    meanings: dict[str, tuple[int, int, float]],
    folder: Path,
) -> dict[int, Path]:
    """Writes the values of each block of foods to a file of its own, with the place of the food in its block."""
    ranked = ids[order]
    keys = {key: n for n, key in enumerate(meanings)}
    table = np.array([meanings[key] for key in keys], dtype=float).reshape(-1, 3)
    files: dict[int, Path] = {}
    open_files: dict[int, IO[bytes]] = {}
    try:
        for chunk in _chunks(opened, "food_nutrient.csv", ["fdc_id", "nutrient_id", "amount"], _ROWS):
            which = chunk["nutrient_id"].str.removesuffix(".0").map(keys)
            food = pd.to_numeric(chunk["fdc_id"], errors="coerce")
            amount = pd.to_numeric(chunk["amount"], errors="coerce")
            good = which.notna() & food.notna() & amount.notna()
            wanted = food[good].to_numpy(dtype=np.int64)
            if not len(wanted) or not len(ranked):
                continue
            at = np.minimum(np.searchsorted(ranked, wanted), len(ranked) - 1)
            hit = ranked[at] == wanted
            places = order[at[hit]]
            rows = table[which[good].to_numpy(dtype=np.int64)[hit]]
            records = np.empty(len(places), dtype=RECORD)
            records["food"], records["nutrient"], records["rank"] = places % BLOCK, rows[:, 0], rows[:, 1]
            records["amount"] = amount[good].to_numpy(dtype=np.float64)[hit] * rows[:, 2]
            blocks = places // BLOCK
            for block in np.unique(blocks).tolist():
                if block not in open_files:
                    files[block] = folder / f"{block}.bin"
                    open_files[block] = files[block].open("wb")
                records[blocks == block].tofile(open_files[block])
    finally:
        for file in open_files.values():
            file.close()
    return files


def _fdc_portions(opened: Opened, ranked: npt.NDArray[np.int64]) -> dict[int, list[tuple[str, float]]]:
    """Household measures by food, "1 cup, diced" and its grams."""
    if "food_portion.csv" not in opened or not len(ranked):
        return {}
    words = _lookup(opened, "measure_unit.csv", "id", "name")
    columns = ["fdc_id", "amount", "measure_unit_id", "portion_description", "modifier", "gram_weight"]
    found: dict[int, list[tuple[str, float]]] = {}
    for chunk in _chunks(opened, "food_portion.csv", columns, 100_000):
        ids = pd.to_numeric(chunk["fdc_id"], errors="coerce").fillna(-1).astype("int64")
        rows = chunk[np.isin(ids, ranked)].fillna("").to_dict("records")
        for row in rows:
            unit = words.get(row["measure_unit_id"], "")
            unit = "" if unit == "undetermined" else unit
            text = row["portion_description"] or ", ".join(filter(None, (unit, row["modifier"])))
            add_portion(found.setdefault(int(row["fdc_id"]), []), row["amount"], text, row["gram_weight"])
    return found


class _Brands:
    """Owner, category and household serving of branded foods; both files stand in the same order, so little is held."""

    def __init__(self, opened: Opened) -> None:
        columns = [
            "fdc_id",
            "brand_owner",
            "branded_food_category",
            "serving_size",
            "serving_size_unit",
            "household_serving_fulltext",
        ]
        self._chunks = _chunks(opened, "branded_food.csv", columns, BLOCK)
        self._waiting: dict[str, tuple[str, str, str]] = {}

    def added_to(self, found: pd.DataFrame) -> pd.DataFrame:
        """The foods with their owner in the name, and their category and serving."""
        wanted = set(found["food_code"])
        while not wanted <= self._waiting.keys():
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            for row in chunk.fillna("").to_dict("records"):
                self._waiting[row["fdc_id"]] = (row["brand_owner"], row["branded_food_category"], _serving(row))
        held = [self._waiting.pop(code, ("", "", "")) for code in found["food_code"]]
        names = [f"{name}, {owner}" if owner else name for name, (owner, _, _) in zip(found["food"], held, strict=True)]
        return found.assign(food=names, category=[one[1] for one in held], portions=[one[2] for one in held])


def _serving(row: Mapping[Hashable, Any]) -> str:
    portions: list[tuple[str, float]] = []
    if row["serving_size_unit"].strip().lower() in ("g", "grm"):
        add_portion(portions, "1", row["household_serving_fulltext"] or "serving", row["serving_size"])
    return write_portions(portions)


FDC = Format("fdc", "FoodData Central, CSV bundle", _is_fdc, read_fdc, "USDA FoodData Central")

"""From any table to one of ours: the format is recognised, foods are read in blocks, cleaned, and written at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from planner.errors import InputError, UnknownNameError
from planner.foods.borrow import with_category_habits
from planner.foods.headers import KNOWN, REQUIRED, WORDS
from planner.foods.importing.clean import Cleaner
from planner.foods.importing.contract import Format, Options, Report, check_size
from planner.foods.importing.fdc import FDC
from planner.foods.importing.opened import Opened, open_source
from planner.foods.importing.sr28 import SR28
from planner.foods.table import FoodTable, from_frame
from planner.foods.writing import DERIVED, write_blocks


def formats() -> dict[str, Format]:
    """Every format by name, in the order in which they are tried."""
    from planner.foods.importing.ciqual import CIQUAL
    from planner.foods.importing.plain import TABLE

    return {one.name: one for one in (FDC, SR28, CIQUAL, TABLE)}


def import_foods(
    path: str | Path, format: str = "auto", options: Options | None = None, output: str | Path | None = None
) -> tuple[FoodTable | None, Report]:
    """Reads a food table of any known format.

    With an ``output`` (``.csv`` or ``.parquet``) foods go there block by block, memory does not grow with the table, and the
    table itself is None: ``load_foods(output)`` reads it. Without one all foods are in the table returned.

    Args:
        path: a file, a folder, a zip or a tar archive.
        format: "fdc", "sr28", "ciqual", "table" (plain CSV or Excel), or "auto".

    Raises:
        InputError: what is given cannot be read at all, or holds no food; nothing is written then.
        UnknownNameError: there is no such format.
    """
    options = options or Options()
    opened = open_source(path)
    kind = _format(opened, format)
    report = Report(str(path), kind.title)
    for name, why in opened.left:
        report.tell("member", str(path), None, None, f"{name!r}: {why}", "not read")
    blocks = _cleaned(opened, kind, report, options)
    if output is not None:
        write_blocks(blocks, output)
        return None, report
    frames = list(blocks)
    frame = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    return with_category_habits(from_frame(frame.set_index("food_code"), f"{path} ({kind.source})")), report


def _format(opened: Opened, name: str) -> Format:
    known = formats()
    if name != "auto":
        if name not in known:
            raise UnknownNameError("format", name, (), f"formats are auto, {', '.join(known)}")
        return known[name]
    for one in known.values():
        if one.fits(opened):
            return one
    some = ", ".join(sorted(opened.members)[:5])
    raise InputError(
        f"{opened.path} is no food table that is known (it holds {some}); known are the CSV bundles of FoodData Central, the ASCII "
        "files of SR28, CIQUAL, and tables as CSV or Excel"
    )


def _cleaned(opened: Opened, kind: Format, report: Report, options: Options) -> Iterator[pd.DataFrame]:
    """Blocks of clean foods, all with the same columns; what a table that fits into one block never says is left out."""
    cleaner = Cleaner(report, str(opened.path))
    first: pd.DataFrame | None = None
    blocks = 0
    for raw in kind.read(opened, report, options):
        block = cleaner.clean(raw)
        block = _limited(block, report, options.limit)
        check_size(opened, report.kept, options)
        block["source"] = kind.source
        done = options.limit is not None and report.kept >= options.limit
        if first is None:
            first = block
        elif len(block):
            if blocks == 0:
                yield shaped(first)
            blocks += 1
            yield shaped(block)
        if done:
            report.note(f"Reading stopped after {report.kept:,} foods.")
            break
    if first is None or not report.kept:
        raise InputError(f"{opened.path} holds no food that can be used\n{report}")
    if blocks == 0:
        whole = shaped(first)
        yield whole[[name for name in whole if name in REQUIRED or (whole[name].notna() & whole[name].ne("")).any()]]


def _limited(block: pd.DataFrame, report: Report, limit: int | None) -> pd.DataFrame:
    over = 0 if limit is None else report.kept - limit
    if over <= 0:
        return block
    report.kept -= over
    report.drop(f"beyond the first {limit:,} foods", over)
    return block.iloc[: len(block) - over].copy()


def shaped(block: pd.DataFrame) -> pd.DataFrame:
    """Every column that a table may have, in one order, so that all blocks are alike."""
    columns = {name: block.get(name) for name in KNOWN if name in block or name not in DERIVED}
    words = {name: "" if column is None else column.fillna("") for name, column in columns.items() if name in WORDS}
    numbers = {name: np.nan if column is None else column for name, column in columns.items() if name not in WORDS}
    found = pd.DataFrame(words | numbers, index=block.index)
    return found[list(columns)]

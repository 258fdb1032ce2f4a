"""CIQUAL, the French food table of ANSES: French names, decimal commas, "< 0,5", "traces", "-" for what is missing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.foods.importing.cells import Cells
from planner.foods.importing.clean import with_groups
from planner.foods.importing.contract import BLOCK, LINE, Format, Options, Report
from planner.foods.importing.french import in_english
from planner.foods.importing.opened import Opened
from planner.foods.importing.sheets import WORKBOOKS, rows_of_workbook
from planner.foods.importing.units import factor

# Starts of the French headings, plain letters. Of several columns for one nutrient the first that has a value is taken.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "energy_kcal": ("energie, reglement ue n 1169/2011 (kcal", "energie, n x facteur jones, avec fibres (kcal"),
    "energy_kj": ("energie, reglement ue n 1169/2011 (kj", "energie, n x facteur jones, avec fibres (kj"),
    "protein_g": ("proteines, n x facteur de jones", "proteines, n x 6.25"),
    "available_carbohydrate_g": ("glucides",), "sugars_g": ("sucres",), "fiber_g": ("fibres alimentaires",), "fat_g": ("lipides",),
    "water_g": ("eau (",), "alcohol_g": ("alcool",), "saturated_fat_g": ("ag satures",),
    "monounsaturated_fat_g": ("ag monoinsatures",), "polyunsaturated_fat_g": ("ag polyinsatures",),
    "fatty_acid_4_0_g": ("ag 4:0",), "fatty_acid_6_0_g": ("ag 6:0",), "fatty_acid_8_0_g": ("ag 8:0",),
    "fatty_acid_10_0_g": ("ag 10:0",), "fatty_acid_12_0_g": ("ag 12:0",), "fatty_acid_14_0_g": ("ag 14:0",),
    "fatty_acid_16_0_g": ("ag 16:0",), "fatty_acid_18_0_g": ("ag 18:0",), "fatty_acid_18_1_g": ("ag 18:1",),
    "linoleic_acid_g": ("ag 18:2",), "alpha_linolenic_acid_g": ("ag 18:3",), "fatty_acid_20_4_g": ("ag 20:4",),
    "epa_g": ("ag 20:5",), "dha_g": ("ag 22:6",), "cholesterol_mg": ("cholesterol",),
    "calcium_mg": ("calcium",), "copper_mg": ("cuivre",), "iron_mg": ("fer (",), "magnesium_mg": ("magnesium",),
    "phosphorus_mg": ("phosphore",), "potassium_mg": ("potassium",), "selenium_ug": ("selenium",), "sodium_mg": ("sodium",),
    "zinc_mg": ("zinc",), "retinol_ug": ("retinol",), "carotene_beta_ug": ("beta-carotene",), "vitamin_d_ug": ("vitamine d",),
    "vitamin_e_mg": ("vitamine e",), "vitamin_k_ug": ("vitamine k1",), "vitamin_c_mg": ("vitamine c",),
    "thiamin_mg": ("vitamine b1 ",), "riboflavin_mg": ("vitamine b2 ",), "niacin_mg": ("vitamine b3 ",),
    "vitamin_b6_mg": ("vitamine b6",), "folate_total_ug": ("vitamine b9 ",), "vitamin_b12_ug": ("vitamine b12",),
}  # fmt: skip
_CODE, _NAME = "alim_code", "alim_nom_fr"
_SUBGROUP, _DETAIL = "alim_ssgrp_code", "alim_ssssgrp_code"
_GROUP_NAMES = ("alim_ssssgrp_nom_fr", "alim_ssgrp_nom_fr", "alim_grp_nom_fr")
_EU_KCAL_PER_G = {
    "protein_g": 4.0,
    "fat_g": 9.0,
    "alcohol_g": 7.0,
    "fiber_g": 2.0,
}  # annex XIV; available carbohydrate: 4
_NOTES = (
    "CIQUAL counts carbohydrate without fibre; ours is with it: both are added up, and unknown where the fibre is.",
    "A value given as less than a limit is taken as half of it, traces as 0.",
)


def _fits(opened: Opened) -> bool:
    name = opened.only()
    if name is None:
        return False
    if name.endswith(WORKBOOKS):
        header = next(iter(rows_of_workbook(opened, name, None)), (0, []))[1]
    else:
        header = opened.head(name, 400).decode("latin-1").replace('"', "").replace(";", ",").split(",")
    return {_CODE, _NAME} <= {str(cell).strip().lstrip("\ufeffï»¿") for cell in header}


def _plain(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading.replace("°", "")).encode("ascii", "ignore").decode().lower()
    return " ".join(letters.split())


def read_ciqual(opened: Opened, report: Report, options: Options) -> Iterator[pd.DataFrame]:
    """The foods of the table, as Excel or as CSV."""
    from planner.foods.importing.sheets import rows_of

    name = opened.only() or ""
    rows = rows_of(opened, name, options.sheet, report)
    _, header = next(rows)
    headings = [_plain(str(cell)) for cell in header]
    cells = Cells(report, opened.file(name), decimal=",")
    where = {
        ours: [n for start in starts for n, heading in enumerate(headings) if heading.startswith(start)]
        for ours, starts in _COLUMNS.items()
    }
    held: list[tuple[int, list[str]]] = []
    for note in _NOTES:
        report.note(note)
    for row in rows:
        held.append(row)
        if len(held) == BLOCK:
            yield _block(held, headings, where, cells)
            held = []
    if held:
        yield _block(held, headings, where, cells)


def _block(
    rows: list[tuple[int, list[str]]], headings: list[str], where: dict[str, list[int]], cells: Cells
) -> pd.DataFrame:
    def text(heading: str) -> list[str]:
        at = headings.index(heading) if heading in headings else None
        return ["" if at is None or at >= len(row) else row[at].strip() for _, row in rows]

    def numbers(ours: str) -> pd.Series:
        found = pd.Series(np.nan, index=range(len(rows)))
        for at in where[ours]:
            column = [cells.number(line, ours, row[at] if at < len(row) else "") for line, row in rows]
            found = found.fillna(pd.Series(column))
        return found

    names = [text(one) for one in _GROUP_NAMES]
    category = [next((one for one in held if one not in ("", "-")), "") for held in zip(*names, strict=True)]
    block = pd.DataFrame({LINE: [line for line, _ in rows], "food_code": text(_CODE), "food": text(_NAME)})
    block["also_called"] = [in_english(name) for name in block["food"].tolist()]
    block["category"] = category
    columns = {ours: numbers(ours) for ours in _COLUMNS}
    kj = columns.pop("energy_kj") * (factor("kj", "energy_kcal", "kcal") or np.nan)
    missing = columns["energy_kcal"].isna() & kj.notna()
    cells.report.change("energy in kJ, converted", int(missing.sum()))
    columns["energy_kcal"] = columns["energy_kcal"].fillna(kj)
    available = columns.pop("available_carbohydrate_g")
    worked_out = 4.0 * available
    for name, kcal in _EU_KCAL_PER_G.items():
        worked_out = worked_out + kcal * columns[name]
    missing = columns["energy_kcal"].isna() & worked_out.notna()
    cells.report.change("energy worked out with the factors of Regulation (EU) 1169/2011", int(missing.sum()))
    columns["energy_kcal"] = columns["energy_kcal"].fillna(worked_out)
    columns["carbohydrate_g"] = available + columns["fiber_g"]
    codes = [
        one if one not in ("", "000000") else f"{two}" for one, two in zip(text(_DETAIL), text(_SUBGROUP), strict=True)
    ]
    return with_groups(block, "ciqual", pd.Series(codes)).assign(**columns)


CIQUAL = Format("ciqual", "CIQUAL (ANSES)", _fits, read_ciqual, "ANSES, CIQUAL food composition table")

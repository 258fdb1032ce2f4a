"""Blocks of foods made fit for use: what cannot be is made unknown or left out, and every change is counted and told."""

from __future__ import annotations

import csv
import hashlib
import re
from array import array
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from planner.foods.check import FROM_SPREADSHEET, LONGEST_NAME
from planner.foods.headers import AMOUNTS, EATEN, PATTERNS, PRICE
from planner.foods.importing.contract import LINE, Report
from planner.foods.numbers import shown
from planner.foods.plausible import KCAL_PER_G, MOST_KCAL, implausible

NUMBERS = (*AMOUNTS, PRICE, *EATEN, *PATTERNS)
CAROTENE_PER_RAE, OTHER_CAROTENOIDS_PER_RAE = 12.0, 24.0  # IOM 2001: retinol activity equivalents
DFE_PER_FOLIC_ACID = 1.7  # IOM 1998, folic acid taken with food
_SPACES = re.compile(r"\s+")


class Cleaner:
    """Cleans one block after the other; remembers codes and names, so that no food stands twice in the whole file."""

    def __init__(self, report: Report, file: str) -> None:
        self.report, self.file = report, file
        self._codes, self._names = _Seen(), _Seen()  # of a name: the hash of the food's values

    def clean(self, block: pd.DataFrame) -> pd.DataFrame:
        """The foods of a block that can be used; rows left out are counted in the report."""
        self.report.rows_read += len(block)
        block = self._named(block.reset_index(drop=True))
        block = self._plausible(block)
        block = derive(block, self.report)
        block = self._once(block)
        self.report.kept += len(block)
        if len(block):
            missing = {name: int(block[name].isna().sum()) if name in block else len(block) for name in TOLD}
            self.report.unknown.update(missing)
        return block

    def _named(self, block: pd.DataFrame) -> pd.DataFrame:
        names = (
            block["food"].fillna("").astype(str).map(lambda name: _SPACES.sub(" ", name.replace("\x00", "")).strip())
        )
        long = names.str.len() > LONGEST_NAME
        for line, name in zip(block.loc[long, LINE], names[long], strict=True):
            said = f"the name has {len(name):,} characters"
            self.report.tell("long", self.file, int(line), "food", said, f"cut to {LONGEST_NAME}")
        block = block.assign(food=names.str.slice(0, LONGEST_NAME).str.strip())
        blank = block["food"].eq("")
        self.report.drop("the food has no name", int(blank.sum()))
        block = block[~blank]
        if "food_code" not in block:
            block = block.assign(food_code=None)
        codes = block["food_code"].astype(object).where(block["food_code"].notna(), "").astype(str).str.strip()
        none, rounded = codes.eq(""), codes.str.fullmatch(FROM_SPREADSHEET.pattern)
        codes = codes.mask(none | rounded, block["food"].map(code_of))
        self.report.change("a code made from the name, because none is given", int(none.sum()))
        self.report.change(
            "a code made from the name, because a spreadsheet has rounded the one given", int(rounded.sum())
        )
        return block.assign(food_code=codes).reset_index(drop=True)

    def _plausible(self, block: pd.DataFrame) -> pd.DataFrame:
        """Numbers that no food can have become unknown; foods that weigh more than themselves are marked suspect."""
        names = [name for name in NUMBERS if name in block]
        values = {name: block[name].to_numpy(dtype=np.float64, copy=True) for name in names}
        for name, column in values.items():
            endless = np.isinf(column)
            column[endless] = np.nan
            self.report.change(f"{name}: not a finite number, taken as unknown", int(endless.sum()))
        places = array("q", range(len(block)))
        judged = {name for name in names if name in AMOUNTS or name == PRICE}
        suspect = np.zeros(len(block), dtype=bool)
        found = list(implausible({name: array("d", values[name].tolist()) for name in names}, places, judged))
        lines = block[LINE].to_numpy()
        for place, wrong, what, _ in found:
            at = 0 if place is None else place
            line = int(lines[at]) if len(lines) else None
            if wrong is None:
                suspect[at] = True
                self.report.change("parts weigh more than the food, marked suspect and never planned")
                self.report.tell("overfull", self.file, line, None, what, "the food is kept, and never planned")
            elif "look like" in what and wrong == "energy_kcal":
                known = values[wrong]
                values[wrong] = known / 4.184
                self.report.change("energy in kJ, divided by 4.184", int((~np.isnan(known)).sum()))
                self.report.tell("kj", self.file, line, wrong, what, "divided by 4.184")
            elif "look like" in what:
                self.report.change(f"{wrong}: in another unit, taken as unknown", int((~np.isnan(values[wrong])).sum()))
                values[wrong][:] = np.nan
                self.report.tell(
                    f"unit {wrong}", self.file, line, wrong, what, "taken as unknown; say the unit in a mapping"
                )
            elif "looks like kJ" in what:
                values[wrong][at] /= 4.184
                self.report.change("energy in kJ, divided by 4.184")
                self.report.tell("kj", self.file, line, wrong, what, "divided by 4.184")
            else:
                values[wrong][at] = np.nan
                self.report.change(f"{wrong}: cannot be, taken as unknown")
                self.report.tell(f"cannot {wrong}", self.file, line, wrong, what, "taken as unknown")
        if "energy_kcal" in values:
            values["energy_kcal"][values["energy_kcal"] > MOST_KCAL] = np.nan
        block = block.assign(**values)
        if suspect.any():
            held = block["flags"].fillna("") if "flags" in block else pd.Series("", index=block.index)
            block["flags"] = [
                f"{one}; suspect".strip("; ") if bad else one for one, bad in zip(held, suspect, strict=True)
            ]
        return block

    def _once(self, block: pd.DataFrame) -> pd.DataFrame:
        """No code and no name twice: the same food again is left out, another food of the same name gets its code into it."""
        numbers = block[[name for name in NUMBERS if name in block]].to_numpy(dtype=np.float64)
        numbers = np.where(np.isnan(numbers), np.nan, numbers + 0.0)
        names, codes = block["food"].tolist(), block["food_code"].tolist()
        name_keys = [_hash(" ".join(name.lower().split()).encode()) for name in names]
        code_keys = [_hash(code.encode()) for code in codes]
        seen_names, seen_codes = self._names.among(name_keys), self._codes.among(code_keys)
        before = len(seen_names), len(seen_codes)
        kept = []
        for at, line in enumerate(block[LINE].tolist()):
            values, name, code = _hash(numbers[at].tobytes()), name_keys[at], codes[at]
            if seen_names.get(name) == values:
                self.report.drop("the same food with the same values stands in the file already")
                continue
            if code_keys[at] in seen_codes:
                self.report.drop("its code stands in the file already")
                what = f"{shown(code)} stands in the file already"
                self.report.tell("code", self.file, int(line), "food_code", what, "left out")
                continue
            if name in seen_names:
                what = f"{shown(names[at])} stands in the file already, with other values"
                names[at] = f"{names[at][: LONGEST_NAME - len(code) - 3]} [{code}]"
                self.report.change("the same name with other values, the code added to the name")
                self.report.tell("name", self.file, int(line), "food", what, f"kept as {shown(names[at], 60)}")
            seen_names[name], seen_codes[code_keys[at]] = values, 0
            kept.append(at)
        self._names.add(dict(list(seen_names.items())[before[0] :]))
        self._codes.add(dict(list(seen_codes.items())[before[1] :]))
        return block.assign(food=names).iloc[kept].reset_index(drop=True)


class _Seen:
    """Hashes of all foods so far with a value each, in 16 bytes a food."""

    def __init__(self) -> None:
        self._keys = np.zeros(0, dtype=np.uint64)
        self._values = np.zeros(0, dtype=np.uint64)

    def among(self, keys: list[int]) -> dict[int, int]:
        """Those of ``keys`` that were seen, with their values."""
        if not len(self._keys) or not keys:
            return {}
        wanted = np.unique(np.array(keys, dtype=np.uint64))
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        hit = self._keys[at] == wanted
        return dict(zip(wanted[hit].tolist(), self._values[at[hit]].tolist(), strict=True))

    def add(self, found: dict[int, int]) -> None:
        """New keys, none of which was seen."""
        keys = np.concatenate([self._keys, np.fromiter(found.keys(), dtype=np.uint64, count=len(found))])
        values = np.concatenate([self._values, np.fromiter(found.values(), dtype=np.uint64, count=len(found))])
        order = np.argsort(keys, kind="stable")
        self._keys, self._values = keys[order], values[order]


# Whether these are known decides what can be planned: said of every imported table.
TOLD = (
    "energy_kcal", "magnesium_mg", "potassium_mg", "protein_g", "carbohydrate_g", "fat_g", "fiber_g", "sodium_mg", "calcium_mg",
    "iron_mg", "saturated_fat_g", "added_sugars_g", "vitamin_c_mg", "vitamin_d_ug", "folate_dfe_ug",
)  # fmt: skip


def derive(block: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Adds what follows from other columns where it is not given: energy, folate equivalents, vitamin A activity."""
    block = block.copy()

    def known(name: str) -> pd.Series:
        return block[name] if name in block else pd.Series(np.nan, index=block.index)

    def fill(name: str, values: pd.Series, what: str) -> None:
        new = known(name).isna() & values.notna()
        if new.any():
            block[name] = known(name).mask(new, values)
            report.change(what, int(new.sum()))

    energy = known("protein_g") * KCAL_PER_G["protein_g"] + known("carbohydrate_g") * KCAL_PER_G["carbohydrate_g"]
    energy += known("fat_g") * KCAL_PER_G["fat_g"] + known("alcohol_g").fillna(0.0) * KCAL_PER_G["alcohol_g"]
    fill(
        "energy_kcal",
        energy.where(energy <= MOST_KCAL),
        "energy worked out from protein, carbohydrate, fat and alcohol",
    )
    fortified = known("folate_food_ug") + DFE_PER_FOLIC_ACID * known("folic_acid_ug")
    fill("folate_dfe_ug", fortified, "folate equivalents worked out from food folate and folic acid")
    fill("folate_dfe_ug", known("folate_total_ug"), "folate equivalents taken as total folate, the least they can be")
    others = known("carotene_alpha_ug").fillna(0.0) + known("cryptoxanthin_beta_ug").fillna(0.0)
    activity = known("retinol_ug") + known("carotene_beta_ug") / CAROTENE_PER_RAE + others / OTHER_CAROTENOIDS_PER_RAE
    fill("vitamin_a_rae_ug", activity, "vitamin A worked out from retinol and carotenes")
    return block


def code_of(name: str) -> str:
    """A code for a food that has none: the same name gives the same code."""
    return "n" + hashlib.sha256(" ".join(name.lower().split()).encode()).hexdigest()[:10]


def _hash(content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big")


@cache
def _rules(scheme: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str], str, str, str], ...]:
    with (Path(__file__).parent / "groups.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            (
                re.compile(row["categories"], re.I),
                re.compile(row["words"], re.I),
                row["group"],
                row["like_category"],
                row["flags"],
            )
            for row in csv.DictReader(file)
            if row["scheme"] == scheme
        )


def with_groups(block: pd.DataFrame, scheme: str, categories: pd.Series) -> pd.DataFrame:
    """Adds group, the WWEIA category whose habits it may borrow, and flags, by the source's category and the name.

    The first rule of ``groups.csv`` whose category and words both fit decides; no category fits a rule without one.
    """
    found = [_grouped(scheme, str(category), name) for category, name in zip(categories, block["food"], strict=True)]
    groups, like, flags = (list(part) for part in zip(*found, strict=True)) if found else ([], [], [])
    return block.assign(group=groups, category_code=like, flags=flags)


def _grouped(scheme: str, category: str, name: str) -> tuple[str, str, str]:
    for categories, words, group, like, flags in _rules(scheme):
        if (not categories.pattern or categories.fullmatch(category)) and words.search(name):
            return group, like, flags
    return "", "", ""

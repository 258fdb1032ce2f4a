"""Reading the source files, and remembering which ones were read (for ``tables/provenance.csv``)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

_FILES = {
    "foods": "fndds/fndds_2021_2023_foods.csv.gz",
    "nutrients": "fndds/fndds_2021_2023_nutrients_per_100g.csv.gz",
    "portions": "fndds/fndds_2021_2023_portions.csv.gz",
    "recipes": "fndds/fndds_2021_2023_ingredients.csv.gz",
    "patterns": "fped/fped_2017_2020.csv.gz",
    "prices": "prices/pp_nap_all_cycles.csv.gz",
    "food_cpi": "prices/ers_food_cpi.csv",
    "eating": "nhanes/eating_occasions_2007_2012.parquet",
    "group_caps": "nutrition/consumption_by_group.csv",
}

_CODES = ("Food code", "Ingredient code", "WWEIA Category number", "FOODCODE")


@dataclass
class Sources:
    """The folder of source files. ``read`` holds the rows of every file that was opened, by its relative name."""

    folder: Path
    read: dict[str, int] = field(default_factory=dict)

    def path(self, name: str) -> Path:
        """Where the source ``name`` lies; raises FileNotFoundError with the folder it was looked for in."""
        path = self.folder / _FILES[name]
        if not path.is_file():
            raise FileNotFoundError(
                f"source file {_FILES[name]} is not in {self.folder}: give --sources its parent folder"
            )
        return path

    def frame(self, name: str) -> pd.DataFrame:
        """One source file as it is: codes as text, nothing dropped."""
        path = self.path(name)
        if path.suffix == ".parquet":
            frame = pd.read_parquet(path)
        else:
            frame = pd.read_csv(path, dtype=dict.fromkeys(_CODES, str), encoding="utf-8-sig")
        self.read[_FILES[name]] = len(frame)
        return frame

    def sha256(self, relative: str) -> str:
        """The fingerprint of a file of the folder."""
        return hashlib.sha256((self.folder / relative).read_bytes()).hexdigest()

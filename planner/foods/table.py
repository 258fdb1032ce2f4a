"""The food table: one row per food, everything per 100 g of edible portion."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from food_data import TABLES
from planner.errors import TableError, UnknownNameError
from planner.foods.headers import AMOUNTS, FLAGS, KNOWN, PRICE, TAGS
from planner.foods.notes import read_flags, read_portions

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

SHIPPED = "FNDDS 2021-2023, shipped with the planner"
ADDED_SUGARS_G_PER_TSP = 4.2  # one teaspoon of added sugars in the Food Patterns Equivalents (USDA FPED)
PROTEIN_G_PER_NIACIN_MG = 6.0  # IOM 1998: 60 mg tryptophan give 1 mg niacin, and protein is about 1 % tryptophan
_TEXT = ("food", "category_code", "category", "group", "price_year", "price_basis", "pattern_basis")
_TAG_VALUES = ("y", "n", "?")


@dataclass(frozen=True, eq=False)
class FoodTable:
    """Foods by code. Share it freely and never change it: ``select`` and ``data.copy()`` give tables of your own.

    Attributes:
        data: indexed by ``food_code`` (text); ``food``, ``category``, flags (bool), ``price_usd_per_100g``, usual
            portions in g, nutrients and food-pattern equivalents per 100 g (the unit is in the name), and diet and
            allergen tags 'y' / 'n' / '?'. NaN is unknown, never zero. Derived: ``niacin_ne_mg`` and
            ``added_sugars_g``.
        source: where the rows come from.
        folder: where ``portions.csv``, ``recipes.csv``, ``yields.csv`` and ``ingredients.csv`` lie; None for a table of one's own.
        own_portions: household measures of a table of one's own by food code, words and grams, in their order.
        own: codes of the foods that somebody laid over the shipped ones (``planner.foods.own``).
        changes: what was laid over the shipped table, in words.
        habits: a folder of habit tables learnt from other eating records; None = the shipped ones.
    """

    data: pd.DataFrame
    source: str
    folder: Path | None = field(default=None, repr=False)
    own_portions: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict, repr=False)
    own: frozenset[str] = field(default=frozenset(), repr=False)
    changes: tuple[str, ...] = ()
    habits: Path | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.data)

    def __contains__(self, code: object) -> bool:
        return code in self.data.index

    def __repr__(self) -> str:
        return f"FoodTable({len(self):,} foods x {len(self.nutrients)} nutrients per 100 g, from {self.source})"

    def _repr_html_(self) -> str:
        shown = [
            "food",
            "category",
            *(name for name in ("energy_kcal", "magnesium_mg", "potassium_mg") if name in self.data),
        ]
        head = self.data[shown].head(10)
        return f"<p>{self!r}</p>{head.to_html(na_rep='unknown', border=0)}"

    @property
    def is_own(self) -> bool:
        """Whether it is a table of one's own: it plans plain days, without recipes and records of how people eat."""
        return self.folder is None

    @property
    def has_own(self) -> bool:
        """Whether anything in it is somebody's own: a plan from it is read with this table only."""
        return self.is_own or bool(self.changes)

    def food(self, code: str) -> pd.Series:
        """One food, as a row of its own.

        Raises:
            UnknownNameError: when no food has this code, with the nearest codes.
        """
        if code not in self.data.index:
            raise self._unknown(code)
        return pd.Series(self.data.loc[code].copy())

    def select(self, codes: Iterable[str]) -> FoodTable:
        """The table of these foods only, in the order given.

        Raises:
            UnknownNameError: when a code is not in the table.
        """
        wanted = list(codes)
        for code in wanted:
            if code not in self.data.index:
                raise self._unknown(code)
        return replace(self, data=self.data.loc[wanted].copy())

    def _unknown(self, code: object) -> UnknownNameError:
        near = get_close_matches(str(code), self.data.index, n=3, cutoff=0.7)
        return UnknownNameError("food code", str(code), near, "search by name to find the code")

    @cached_property
    def nutrients(self) -> tuple[str, ...]:
        """Names of the nutrients that the table has, in the order of the source; the unit is in the name."""
        return tuple(name for name in AMOUNTS if name in self.data)

    def places(self, codes: Iterable[str]) -> IntArray:
        """Where foods stand in ``amounts_100g``; the last place for codes that are not in the table."""
        place, none = self._place, len(self)
        return np.array([place.get(code, none) for code in codes], dtype=np.int64)

    def amounts_100g(self, name: str) -> FloatArray:
        """(foods + 1,) a column of amounts or prices; NaN is unknown, and so is the last one, that of no food. Not to be changed."""
        if name not in self._amounts:
            self._amounts[name] = np.append(self.data[name].to_numpy(dtype=float), np.nan)
        return self._amounts[name]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {code: i for i, code in enumerate(self.data.index.tolist())}

    @cached_property
    def _amounts(self) -> dict[str, FloatArray]:
        return {}

    @cached_property
    def has_tags(self) -> bool:
        """Whether any diet or allergen tag is known."""
        return any(name in self.data for name in TAGS)

    def unknown_share(self, nutrient: str) -> float:
        """Share of the foods (0 to 1) whose amount of ``nutrient`` is unknown; 1 when there is no such column."""
        if nutrient not in AMOUNTS:
            raise UnknownNameError("nutrient", nutrient, get_close_matches(nutrient, AMOUNTS, n=3))
        if nutrient not in self.data or not len(self):
            return 1.0
        return float(self.data[nutrient].isna().mean())

    @cached_property
    def portions(self) -> pd.DataFrame:
        """Household measures: ``food_code``, ``seq``, ``portion`` and its ``grams``; one's own come before shipped ones."""
        frame = self._beside("portions", ["food_code", "seq", "portion", "grams"])
        frame = frame[frame["food_code"].isin(self.data.index)]
        own = {code: portions for code, portions in self.own_portions.items() if code in self.data.index}
        if own:
            rows = [(code, n, words, grams) for code in own for n, (words, grams) in enumerate(own[code], start=1)]
            mine = pd.DataFrame(rows, columns=list(frame)).astype({"seq": "int64", "grams": "float64"})
            frame = pd.concat([mine, frame], ignore_index=True) if len(frame) else mine
        return frame.reset_index(drop=True)

    @cached_property
    def measures(self) -> dict[str, list[tuple[str, float]]]:
        """Portions and their grams by food code, in the order of the source."""
        found: dict[str, list[tuple[str, float]]] = {}
        columns = (self.portions[name].tolist() for name in ("food_code", "portion", "grams"))
        for code, portion, grams in zip(*columns, strict=True):
            found.setdefault(code, []).append((portion, grams))
        return found

    @cached_property
    def recipes(self) -> pd.DataFrame:
        """``food_code``, ``seq``, ``ingredient_code`` and ``grams`` of every recipe (of foods left out here, too)."""
        lines = self._beside("recipes", ["food_code", "ingredients"])
        rows = [
            (code, seq, *part.split(":"))
            for code, parts in zip(lines["food_code"].tolist(), lines["ingredients"].tolist(), strict=True)
            for seq, part in enumerate(parts.split(";"), start=1)
        ]
        dtypes = {"food_code": "str", "seq": "int64", "ingredient_code": "str", "grams": "float64"}
        return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)

    @cached_property
    def ingredients(self) -> pd.Series:
        """The name of each ingredient by its code."""
        return self._beside("ingredients", ["ingredient_code", "ingredient"]).set_index("ingredient_code")["ingredient"]

    @cached_property
    def yields(self) -> pd.DataFrame:
        """``food_code``, ``moisture_change_percent``, ``bought_as`` (raw, dry), ``ready_g_per_oz``; see food_data/README.md."""
        columns = ["food_code", "moisture_change_percent", "bought_as", "ready_g_per_oz"]
        return self._beside("yields", columns)

    def _beside(self, name: str, columns: Sequence[str]) -> pd.DataFrame:
        numbers = {"seq": "int64", **dict.fromkeys(("grams", "moisture_change_percent", "ready_g_per_oz"), "float64")}
        if self.folder is None:
            return pd.DataFrame({column: pd.Series(dtype=numbers.get(column, "str")) for column in columns})
        dtypes = {column: numbers.get(column, "str") for column in columns}
        return pd.read_csv(self.folder / f"{name}.csv", dtype=dtypes, usecols=list(columns))

    @cached_property
    def _digest(self) -> str:
        found = hashlib.sha256("\n".join(self.data.index).encode())
        for frame in (self.data, self.portions):
            for name in frame:
                found.update(f"\n{name}\n".encode())
                found.update(_bytes(frame[name]))
        if self.habits is not None:
            for path in sorted(self.habits.glob("habit_*.csv")):
                found.update(path.read_bytes())
        return found.hexdigest()

    def digest(self) -> str:
        """SHA-256 (hex) of everything the table says, so that a plan can name exactly what it was made from."""
        return self._digest


def load_foods(path: str | Path | None = None) -> FoodTable:
    """The shipped food table, or the one in a CSV file of yours (columns: see ``planner.foods.check``).

    Raises:
        TableError: with every problem of the file.
        InputError: when the file cannot be opened.
    """
    if path is None:
        return _shipped()
    from planner.foods.check import read_table

    frame, problems = read_table(path)
    if problems or frame is None:
        raise TableError(problems)
    from planner.foods.borrow import with_category_habits

    return with_category_habits(from_frame(frame, str(path)))


def from_frame(frame: pd.DataFrame, source: str) -> FoodTable:
    """A table of one's own from checked columns (``planner.foods.check``), indexed by food code."""
    portions = frame.pop("portions").fillna("").tolist() if "portions" in frame else ()
    own = {
        code: tuple(found) for code, text in zip(frame.index, portions, strict=False) if (found := read_portions(text))
    }
    flags = [read_flags(text) for text in frame.pop("flags").fillna("").tolist()] if "flags" in frame else []
    for flag in FLAGS if flags else ():
        frame[flag] = [flag in held for held in flags]
    frame = frame[
        [name for name in (*KNOWN, *FLAGS) if name in frame]
    ]  # the same table, whatever the order of the file
    return FoodTable(_complete(frame), source, own_portions=own)


@lru_cache(maxsize=1)
def _shipped() -> FoodTable:
    foods = _read("foods", text=_TEXT, flags=FLAGS)
    parts = [foods, _read("nutrients"), _read("food_patterns", text=_TEXT), _read("tags", text=TAGS)]
    data = pd.concat([part if part is foods else part.reindex(foods.index) for part in parts], axis=1)
    return FoodTable(_complete(data), SHIPPED, TABLES)


def _read(name: str, text: Sequence[str] = (), flags: Sequence[str] = ()) -> pd.DataFrame:
    """One shipped table, its columns typed beforehand: guessing types would take half of the time."""
    path = TABLES / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        columns = file.readline().rstrip("\n").split(",")
    dtypes: dict[str, str] = dict.fromkeys(columns, "float64")
    dtypes.update({column: "str" for column in columns if column in text or column == "food_code"})
    dtypes.update({column: "int8" for column in columns if column in flags})
    frame = pd.read_csv(path, dtype=dtypes, index_col="food_code", engine="c")
    for column in columns:
        if column in flags:
            frame[column] = frame[column].astype(bool)
    return frame


def _bytes(column: pd.Series) -> bytes:
    """The content of a column, the same bytes for the same values."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().tobytes()
    if column.dtype.kind in "biu":
        return column.to_numpy().tobytes()
    if column.dtype.kind == "f":
        numbers = column.to_numpy(dtype=np.float64) + 0.0  # -0.0 becomes 0.0
        numbers[np.isnan(numbers)] = np.nan  # one bit pattern for every unknown
        return numbers.tobytes()
    return "\x1f".join(column.fillna("").tolist()).encode()


def _complete(data: pd.DataFrame) -> pd.DataFrame:
    """Adds what every table has: a category, flags, a price, tags as categories, and the derived nutrients."""
    derived: dict[str, pd.Series] = {}
    unknown = pd.Series(np.nan, index=data.index)
    if "niacin_ne_mg" not in data and {"niacin_mg", "protein_g"} <= set(data):
        derived["niacin_ne_mg"] = data["niacin_mg"] + data["protein_g"] / PROTEIN_G_PER_NIACIN_MG
    if "added_sugars_g" not in data and "added_sugars_tsp_eq" in data:
        derived["added_sugars_g"] = ADDED_SUGARS_G_PER_TSP * data["added_sugars_tsp_eq"]
    for flag in FLAGS:
        if flag not in data:
            derived[flag] = pd.Series(False, index=data.index)
    for column in (PRICE, "eaten_per_1000", "portion_p5_g", "portion_p50_g", "portion_p95_g"):
        if column not in data:
            derived[column] = unknown
    for column in ("category_code", "category", "group", "price_basis"):
        if column not in data:
            derived[column] = pd.Series(None, index=data.index, dtype="object")
    kinds = pd.CategoricalDtype(list(_TAG_VALUES))
    for tag in TAGS:
        if tag in data:
            derived[tag] = data[tag].astype(kinds).fillna("?")
    return pd.concat([data.drop(columns=[name for name in derived if name in data]), pd.DataFrame(derived)], axis=1)

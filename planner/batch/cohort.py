"""What became of a cohort, read from the folder of a run piece by piece: memory does not grow with the people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.batch.columns import PERSON_ID
from planner.batch.final import SUMMARY_FILE
from planner.batch.output import RUN, is_unfinished
from planner.batch.spread import Spread
from planner.batch.work import MISSES, PLANNED
from planner.errors import InputError
from planner.nutrition.nutrients import NUTRIENTS

if TYPE_CHECKING:
    import pyarrow.parquet as pq

FIRST = ("magnesium_mg", "potassium_mg")  # told before all others
NEAR = 0.01  # so close to a bound, as a share of it, an amount lies at it
_AT_A_TIME = 50_000  # rows of the summary
_MOST_FOODS = 25
_WIDTH = {"magnesium_mg": 1.0, "potassium_mg": 10.0, "energy_kcal": 10.0, "hei": 0.1, "cost_usd_per_day": 0.05}
_STATUS = {"met": "met", "below": "missed", "above": "missed", "not known": "not_known"}


@dataclass(frozen=True, eq=False)
class CohortReport:
    """A finished run in numbers.

    ``counts``: people by status. ``reasons``: (status, reason, people), most people first. ``spreads`` by column of the
    summary, of those with a plan. ``targets``: one row a nutrient, magnesium and potassium first, then the hardest:
    people who have the target, of them the percentages whose plan meets it, misses it, does not know, and only just
    keeps to it (within 1 % of the bound); mean amount in the unit of the name; 5th, 50th and 95th percentile of the
    amount in % of the person's own target. ``foods``: the most used ones with % of people who eat them, grams and mg
    per person and day over all people with a plan.
    """

    run: Mapping[str, Any] = field(repr=False)
    counts: Mapping[str, int]
    reasons: tuple[tuple[str, str, int], ...] = field(repr=False)
    spreads: Mapping[str, Spread] = field(repr=False)
    targets: pd.DataFrame = field(repr=False)
    foods: pd.DataFrame = field(repr=False)

    @property
    def people(self) -> int:
        """All rows of the input."""
        return sum(self.counts.values())

    @property
    def with_plan(self) -> int:
        """How many people have a plan, also one with misses."""
        return self.counts.get(PLANNED, 0) + self.counts.get(MISSES, 0)

    def to_frame(self) -> pd.DataFrame:
        """``targets``: one row a nutrient."""
        return self.targets

    def to_html(self) -> str:
        """A page of its own, without scripts or anything from elsewhere."""
        from planner.batch.cohort_page import report_page

        return report_page(self)

    def _repr_html_(self) -> str:
        from planner.batch.cohort_page import report_body

        return report_body(self)


def report(folder: str | Path) -> CohortReport:
    """The report of a finished run; needs the extra ``batch``.

    Raises InputError when the folder holds no finished run, or a file of it is gone or cannot be read.
    """
    path = Path(folder)
    run = _run(path)
    spreads = _summary(path / SUMMARY_FILE)
    days = int(run["settings"]["days"])
    return CohortReport(
        run=run,
        counts={name: count for name, count in run["counts"].items() if count},
        reasons=tuple(
            sorted(
                ((status, one["reason"], one["people"]) for status, known in run["reasons"].items() for one in known),
                key=lambda one: (-one[2], one[0], one[1]),
            )
        ),
        spreads=spreads,
        targets=_targets(_pieces(path / "nutrients.parquet", ("nutrient", "amount", "lower", "upper", "status"))),
        foods=_foods(
            _pieces(path / "menus.parquet", (PERSON_ID, "food_code", "food", "grams", *FIRST)),
            people=run["counts"][PLANNED] + run["counts"][MISSES],
            days=days,
        ),
    )


def _run(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        raise InputError(f"{path} is no folder: name the folder that planner batch wrote")
    try:
        found = json.loads((path / RUN).read_text("utf-8"))
    except FileNotFoundError:
        what = "go on with it with --resume" if is_unfinished(path) else "name the folder that planner batch wrote"
        raise InputError(f"{path} holds no finished run ({RUN} is missing): {what}") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path / RUN} cannot be read ({error}): plan again into another folder") from None
    if not isinstance(found, dict) or not {"counts", "reasons", "settings"} <= found.keys():
        raise InputError(f"{path / RUN} is not of this program: plan again into another folder")
    return found


def _summary(path: Path) -> dict[str, Spread]:
    spreads = {name: Spread(width) for name, width in _WIDTH.items()}
    try:
        for piece in pd.read_csv(path, usecols=["status", *_WIDTH], chunksize=_AT_A_TIME):
            planned = piece[piece["status"].isin((PLANNED, MISSES))]
            for name, spread in spreads.items():
                spread.add(planned[name])
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    return spreads


def _pieces(path: Path, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
    """The row groups of a file, one after the other."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InputError("reports need pyarrow: pip install 'meal-planner[batch]'") from None
    texts = [name for name in ("nutrient", "status", "food_code", "food") if name in columns]
    try:
        with pq.ParquetFile(path, read_dictionary=texts) as file:
            for group in range(file.num_row_groups):
                if file.metadata.row_group(group).num_rows:
                    yield _frame(file, group, columns)
    except (OSError, pa.ArrowException, KeyError) as error:
        raise _unreadable(path, error) from None


def _frame(file: pq.ParquetFile, group: int, columns: Sequence[str]) -> pd.DataFrame:
    found: pd.DataFrame = file.read_row_group(group, columns=list(columns)).to_pandas()
    return found


def _unreadable(path: Path, error: Exception) -> InputError:
    return InputError(f"{path} cannot be read ({error}): put the file back, or plan again into another folder")


class _Nutrient:
    """One target over all people."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.just = 0
        self.amounts, self.percents = Spread(1.0), Spread(0.5)

    def add(self, rows: pd.DataFrame) -> None:
        self.statuses.update({str(name): int(count) for name, count in rows["status"].value_counts().items() if count})
        amount, lower, upper = (rows[name].to_numpy(float) for name in ("amount", "lower", "upper"))
        with np.errstate(invalid="ignore", divide="ignore"):
            at_lower = (lower > 0) & (np.abs(amount / lower - 1) <= NEAR)
            at_upper = (upper > 0) & (np.abs(amount / upper - 1) <= NEAR)
            percent = 100 * amount / np.where(lower > 0, lower, np.where(upper > 0, upper, np.nan))
        self.just += int((at_lower | at_upper).sum())
        self.amounts.add(amount)
        self.percents.add(np.minimum(percent, 1000.0))


def _targets(pieces: Iterator[pd.DataFrame]) -> pd.DataFrame:
    known: dict[str, _Nutrient] = {}
    for piece in pieces:
        for name, rows in piece.groupby("nutrient", observed=True, sort=False):
            known.setdefault(str(name), _Nutrient()).add(rows)
    found = []
    for name, one in known.items():
        people = one.statuses.total()
        share = Counter[str]()
        for status, count in one.statuses.items():
            share[_STATUS[status]] += count
        found.append(
            {
                "nutrient": name,
                "label": NUTRIENTS[name].label if name in NUTRIENTS else name,
                "people": people,
                **{f"{what}_percent": 100.0 * share[what] / people for what in ("met", "missed", "not_known")},
                "just_met_percent": 100.0 * one.just / people,
                "mean": one.amounts.mean,
                **{f"p{q}_percent_of_target": one.percents.quantile(q / 100) for q in (5, 50, 95)},
            }
        )
    columns = [
        "nutrient", "label", "people", "met_percent", "missed_percent", "not_known_percent", "just_met_percent", "mean",
        *(f"p{q}_percent_of_target" for q in (5, 50, 95)),
    ]  # fmt: skip
    frame = pd.DataFrame(found, columns=columns)
    first = {name: at for at, name in enumerate(FIRST)}
    rank = frame["nutrient"].map(lambda name: first.get(name, len(first)))
    frame = frame.assign(_rank=rank).sort_values(
        ["_rank", "met_percent", "just_met_percent"], ascending=[True, True, False], kind="stable"
    )
    return frame.drop(columns="_rank").reset_index(drop=True)


def _foods(pieces: Iterator[pd.DataFrame], people: int, days: int) -> pd.DataFrame:
    eaters: Counter[str] = Counter()
    sums: dict[str, np.ndarray[Any, np.dtype[np.float64]]] = {}
    names: dict[str, str] = {}
    last: tuple[object, frozenset[str]] = (None, frozenset())  # whoever a piece ends with may go on in the next
    for piece in pieces:
        pairs = piece[[PERSON_ID, "food_code"]].drop_duplicates()
        eaters.update(pairs["food_code"].astype(str).tolist())
        again = frozenset(pairs.loc[pairs[PERSON_ID] == last[0], "food_code"].astype(str)) & last[1]
        eaters.subtract(again)
        at_end = piece[PERSON_ID].iloc[-1]
        of_last = frozenset(pairs.loc[pairs[PERSON_ID] == at_end, "food_code"].astype(str))
        last = (at_end, of_last | last[1] if at_end == last[0] else of_last)
        groups = piece.groupby("food_code", observed=True, sort=False)
        summed = groups[["grams", *FIRST]].sum()
        for code, amounts in zip(summed.index.astype(str).tolist(), summed.to_numpy(float), strict=True):
            sums[code] = sums.get(code, np.zeros(3)) + amounts
        names |= {str(code): str(food) for code, food in groups["food"].first().items()}
    most = sorted(eaters.items(), key=lambda one: (-one[1], one[0]))[:_MOST_FOODS]
    return pd.DataFrame(
        [(code, names[code], 100.0 * count / people, *(sums[code] / people / days).tolist()) for code, count in most],
        columns=["food_code", "food", "people_percent", "grams_a_day", "magnesium_mg_a_day", "potassium_mg_a_day"],
    )

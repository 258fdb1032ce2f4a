"""A target: how much of one nutrient a day, at least and at most, and where the numbers come from."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from planner.nutrition.energy import EnergyEstimate
from planner.nutrition.nutrients import NUTRIENTS
from planner.nutrition.units import ML_PER_CUP

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Target:
    """Bounds of one nutrient in its unit per person and day; None is "no bound", never zero.

    ``daily``: the lower bound must hold each day, else on the mean of the plan; ``upper_daily``: so for the upper.
    ``lower_floor``: ``lower`` is for the mean and each single day reaches this; ``day_upper``: the most of a single day,
    where it is not ``upper``. ``hard``: bounds of the health screening that no day of a plan may leave, ``upper`` or both.
    ``*_kind`` is RDA, AI, AMDR, EER, UL, CDRR, guideline, DASH, own, safety and the like; ``*_basis`` what the
    number counts (total, per_kg, percent_energy, retinol_only ...); ``*_source`` a ``source_id`` of sources.csv.
    """

    nutrient: str
    lower: float | None = None
    upper: float | None = None
    lower_kind: str = ""
    upper_kind: str = ""
    lower_basis: str = ""
    upper_basis: str = ""
    lower_source: str = ""
    upper_source: str = ""
    daily: bool = False
    upper_daily: bool = True
    lower_floor: float | None = None
    day_upper: float | None = None
    hard: Literal["", "upper", "both"] = ""
    note: str = ""

    def on_day(self, share: float = 0.0) -> tuple[float | None, float | None]:
        """What each single day must keep to; ``share``: of a lower bound that is for the mean of the plan."""
        low = self.lower if self.daily else (self.lower or 0.0) * share or None
        high = self.upper if self.upper_daily else None
        return (
            low if self.lower_floor is None else self.lower_floor,
            high if self.day_upper is None else self.day_upper,
        )

    def with_lower(self, value: float | None, kind: str = "", basis: str = "", source: str = "") -> Target:
        """The same target with another lower bound."""
        return self.changed(lower=value, lower_kind=kind, lower_basis=basis, lower_source=source, lower_floor=None)

    def with_upper(self, value: float | None, kind: str = "", basis: str = "", source: str = "") -> Target:
        """The same target with another upper bound."""
        return self.changed(upper=value, upper_kind=kind, upper_basis=basis, upper_source=source, day_upper=None)

    def noted(self, sentence: str) -> Target:
        """The same target with one more sentence in its note."""
        return self.changed(note=f"{self.note} {sentence}".strip())

    def changed(self, **fields: Any) -> Target:
        """The same target with other fields: ``dataclasses.replace`` in a tenth of its time, for batches are full of it."""
        new = object.__new__(Target)
        new.__dict__.update(self.__dict__, **fields)
        return new


class Targets(Mapping[str, Target]):
    """A person's targets by nutrient name, in the order in which they are shown; nothing in it changes.

    ``energy`` is the estimate with its equation and assumptions, ``notes`` are sentences for the person,
    ``total_water_l`` is the adequate intake from food and drink together, as information only.
    """

    def __init__(
        self,
        targets: Mapping[str, Target],
        energy: EnergyEstimate,
        *,
        authority: str = "us_canada",
        preset: str = "reference",
        notes: tuple[str, ...] = (),
        total_water_l: float | None = None,
    ) -> None:
        self._targets = dict(targets)
        self.energy, self.authority, self.preset = energy, authority, preset
        self._notes, self.total_water_l = notes, total_water_l

    @property
    def energy_kcal(self) -> float:
        """The day's energy in kcal that the plan aims at."""
        return self.energy.kcal

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person about the targets as a whole."""
        if self.total_water_l is None:
            return self._notes
        amount = f"{self.total_water_l:g} l ({1000 * self.total_water_l / ML_PER_CUP:.0f} cups)"
        water = f"Water, food and drink together: about {amount} a day (AI); information, not a bound."
        return (water, *self._notes)

    def __getitem__(self, name: str) -> Target:
        return self._targets[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._targets)

    def __len__(self) -> int:
        return len(self._targets)

    def items(self) -> ItemsView[str, Target]:
        """Name and target; as every mapping has it, but quick."""
        return self._targets.items()

    def changed(self, *targets: Target, water: bool = True) -> Targets:
        """New targets with some replaced or added; without ``water``, nothing is said about drinking."""
        return Targets(
            self._targets | {target.nutrient: target for target in targets},
            self.energy,
            authority=self.authority,
            preset=self.preset,
            notes=self._notes,
            total_water_l=self.total_water_l if water else None,
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a nutrient: lower, upper, unit, kinds, bases, sources, daily, note; unknown bounds are NaN."""
        import pandas as pd

        rows = [{"unit": NUTRIENTS[name].unit, **vars(target)} for name, target in self.items()]
        frame = pd.DataFrame(rows).set_index("nutrient")
        bounds = ["lower", "upper", "lower_floor", "day_upper"]
        frame[bounds] = frame[bounds].astype(float)
        return frame

    def __repr__(self) -> str:
        lines = [f"Targets({self.authority}, {self.preset}): {self.energy.equation}"]
        for name, target in self.items():
            places = NUTRIENTS[name].decimals
            low = "" if target.lower is None else f"{target.lower:.{places}f}"
            high = "" if target.upper is None else f"{target.upper:.{places}f}"
            lines.append(f"  {name:24} {low:>8} - {high:<8} {target.lower_kind or '-'} / {target.upper_kind or '-'}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from planner.nutrition.targets_html import targets_html

        return targets_html(self)

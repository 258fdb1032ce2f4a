"""What each target costs: shadow prices as sentences, with the range in which they hold.

A plain day has exact prices: its linear program is solved again along each bound (``planner.model.parametric``). Menus have
estimates: the prices of the program over whole meals, in fractions of days, each solved again one step further.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import overload

import pandas as pd

from planner.plan.ordinary import SCALE, degree, less_ordinary
from planner.plan.words import label, number, unit
from planner.plan.words import places as decimals

GOALS = ("magnesium_mg", "potassium_mg")
ESTIMATES = (
    "For menus these are estimates, from the linear program over whole meals in fractions of days; each was checked by "
    "solving that program again one step further."
)
_STEP = 0.05  # a step is about so large a share of the bound, and a round number
_SMALL = 5e-4  # nats or dollars for a step that is not worth a word


@dataclass(frozen=True)
class Price:
    """What moving one bound of one target costs, a day.

    Attributes:
        nutrient, side: which bound, ``lower`` or ``upper``; ``bound``: where it lies, in the unit of the nutrient's name.
        binding: whether the bound shapes the plan at all; if not, ``start`` is where more of it would begin to.
        nats_per_unit: how much less ordinary for each unit tighter, from ``start`` to ``until``; 0 = free.
        until: where that price ends; None where it is an estimate.
        step: a round number of units; ``step_nats`` and ``step_usd`` what one step from ``start`` costs, solved again
            (None: so much cannot be reached, or prices of foods are not known). Dollars of 2017/18.
        less_nats_per_unit: nats saved for each unit looser, down (or up) to ``less_until``; None = not computed.
        estimate: whether it is one, as for menus.
    """

    nutrient: str
    side: str
    bound: float
    binding: bool
    start: float
    nats_per_unit: float
    until: float | None
    step: float
    step_nats: float | None
    step_usd: float | None
    less_nats_per_unit: float | None = None
    less_until: float | None = None
    estimate: bool = False

    def sentence(self) -> str:
        """What it says, for a person."""
        of, least = unit(self.nutrient), self.side == "lower"
        wanted = f"{label(self.nutrient)}, at {'least' if least else 'most'} {number(self.nutrient, self.bound)} {of}"
        step = f"{self.step:,.10g} {of}" + ("" if least else " less")
        if self.step_nats is None and self.estimate and self.binding and self.start != self.bound:
            return f"{wanted}: not met; even fractions of meals bring {number(self.nutrient, self.start)} {of}, the rest weighed against it."
        if self.step_nats is None:
            return f"{wanted}: no {'more' if least else 'less'} than {self._near(self.start)} {of} can be had."
        costs = self._costs()
        if not self.binding:
            more = f"The next {step}{' more' if least else ''} would {costs or 'cost nothing'}"
            return f"{wanted}: costs nothing, {number(self.nutrient, self.start)} {of} come by themselves. {more}."
        if self.until is None:
            return f"{wanted}: the next {step} {costs or 'cost hardly anything'}."
        until = f"{'up' if least else 'down'} to {self._near(self.until)} {of}"
        if abs(self.until - self.start) >= self.step * (1 - 1e-9):
            said = f"each further {step} {_third(costs) or 'costs hardly anything'}, {until}"
        else:
            first = f"{degree(self.nats_per_unit * self.step)} at first, {until}"
            said = f"the next {step} {costs or 'cost hardly anything'} ({first})"
        return f"{wanted}: {said}{self._looser()}."

    def _looser(self) -> str:
        """What asking for less saves."""
        if self.less_nats_per_unit is None or self.less_until is None:
            return ""
        saved, of = self.less_nats_per_unit * self.step, unit(self.nutrient)
        way, to = ("less", "down") if self.side == "lower" else ("more", "up")
        if saved < _SMALL:
            return f"; {way} saves nothing"
        change = f"{way} makes it {less_ordinary(-saved)} for each {self.step:,.10g} {of}"
        return f"; {change}, {to} to {self._near(self.less_until)} {of}"

    def _costs(self) -> str:
        """``make the day a little less ordinary and cost $0.12 more``; empty where it is neither."""
        nats, usd = self.step_nats or 0.0, self.step_usd
        parts = []
        if abs(nats) >= _SMALL:
            parts.append(f"make the day {less_ordinary(nats)}")
        if usd is not None and abs(usd) >= 0.005:
            parts.append(f"cost ${abs(usd):.2f} {'more' if usd > 0 else 'less'}")
        return " and ".join(parts)

    def _near(self, amount: float) -> str:
        """An end of a range, never rounded outwards, with the digits that tell it from the bound."""
        inwards = math.floor if amount >= self.bound else math.ceil
        for places in range(decimals(self.nutrient), 7):
            told = inwards(amount * 10**places + (1e-9 if amount >= self.bound else -1e-9)) / 10**places
            if f"{told:.{places}f}" != f"{self.bound:.{places}f}" or amount == self.bound:
                return f"{told:,.{places}f}"
        return f"{amount:,.6f}"


def _third(costs: str) -> str:
    """``makes the day ... and costs``."""
    return costs.replace("make ", "makes ").replace("cost ", "costs ")


@dataclass(frozen=True)
class Prices(Sequence[Price]):
    """The prices of a plan, those of binding bounds first, dearest first; then magnesium and potassium where they are free."""

    rows: tuple[Price, ...]

    @overload
    def __getitem__(self, at: int) -> Price: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Price, ...]: ...

    def __getitem__(self, at: int | slice) -> Price | tuple[Price, ...]:
        return self.rows[at]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Price]:
        return iter(self.rows)

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each."""
        return tuple(row.sentence() for row in self.rows)

    def to_frame(self) -> pd.DataFrame:
        """One row for each, the fields of ``Price``; NaN = not known."""
        frame = pd.DataFrame([asdict(row) for row in self.rows], columns=list(Price.__dataclass_fields__))
        texts = ("nutrient", "side", "binding", "estimate")
        return frame.astype({name: float for name in frame.columns if name not in texts})

    def __str__(self) -> str:
        notes = [SCALE, *([ESTIMATES] if any(row.estimate for row in self.rows) else [])]
        return "\n".join([*(f"- {one}" for one in self.sentences()), "", *notes])

    def _repr_html_(self) -> str:
        from html import escape

        items = "".join(f"<li>{escape(one)}</li>" for one in self.sentences())
        return f"<ul>{items}</ul><p>{escape(SCALE)}</p>"


def round_step(bound: float) -> float:
    """1, 2 or 5 times a power of ten, about a twentieth of the bound: 100 of 2,600, 10 of 310, 0.5 of 15."""
    about = max(abs(bound), 1e-6) * _STEP
    power = 10.0 ** math.floor(math.log10(about) + 1e-12)
    return float(f"{max(one for one in (1.0, 2.0, 5.0) if one <= about / power + 1e-9) * power:.6g}")


def in_order(found: Sequence[Price]) -> Prices:
    """Binding bounds first, the dearest of them by a step; then what is free."""
    return Prices(tuple(sorted(found, key=lambda one: (not one.binding, -abs(one.nats_per_unit) * one.step))))

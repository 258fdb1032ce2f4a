"""Foods in their roles, in portions a person would serve: the columns that menus are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.foods.palette import ANY, PaletteFood
from planner.model.program import BoolArray, FloatArray

IntArray = npt.NDArray[np.int64]
PairArray = npt.NDArray[np.float32]  # the largest arrays: F × F
BitArray = npt.NDArray[np.uint64]
RowArray = npt.NDArray[np.uint32]  # no sign: a compiled look-up need not ask whether to count from the end

BIG_APPETITE_KCAL = 2600.0  # from here on the larger amounts of the palette are offered (DESIGN: plate rules, amounts)
RARE_NATS = 5.0  # a food that nobody in the records eats at this slot is this surprising, not infinitely
PORTION_NATS = 0.5  # for a portion half or double the usual one
_SURPRISE = 0.8  # weight of a nat of surprise: the plate rules carry the rest of what is ordinary
_ODD_HOUR = 0.09  # a food of which less than this share is eaten at the slot is odd there
_ODD_HOUR_NATS = 5.0


@dataclass(frozen=True, eq=False)
class Items:
    """F foods in a role, J portions of them, over Q quantities.

    Attributes:
        foods: the palette rows, length F.
        role: (F,) index of the role.
        same: (F,) foods with one code, or of one ingredient, share one number: they count as one food in variety and shopping.
        cap: (F,) how often the food may stand in 7 days; a large number = no cap.
        family: (F,) foods of one family (brown rice, white rice) never share a meal.
        surprise: (slots, F) nats; inf = not at this slot.
        food: (J,) index of the food of each portion, ascending, so that a food's portions are neighbours.
        grams: (J,)
        amount: (J,) multiple of the spoken unit.
        content: (J, Q) what the portion brings of each quantity.
        deviation: (J,) nats for being off the usual portion.
    """

    foods: tuple[PaletteFood, ...]
    role: IntArray
    same: IntArray
    cap: IntArray
    family: IntArray
    surprise: FloatArray
    food: IntArray
    grams: FloatArray
    amount: FloatArray
    content: FloatArray
    deviation: FloatArray
    first: IntArray = field(repr=False, default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def cost(self) -> FloatArray:
        """(slots, J): surprise of the food plus deviation of the portion."""
        whole: FloatArray = self.surprise[:, self.food] + self.deviation
        return whole


NO_CAP = 99


def ordinary(
    foods: Sequence[PaletteFood], share: Mapping[str, FloatArray], role: IntArray, slots: Sequence[str]
) -> FloatArray:
    """(slots, F): how much rarer than the favourite of its role each food is, in weighted nats.

    ``share[slot]`` (F,) is how often people eat the food at that slot; a third of its use at all slots counts too,
    so that a food is not impossible where records are few.
    """
    everywhere = np.sum([share[slot] for slot in dict.fromkeys(slots)], axis=0)
    found = np.zeros((len(slots), len(foods)))
    for s, slot in enumerate(slots):
        seen = share[slot] + 0.3 * everywhere
        for r in np.unique(role):
            at = role == r
            most = seen[at].max(initial=0.0)
            if most > 0:
                with np.errstate(divide="ignore"):
                    nats = -np.log(seen[at] / most)
                found[s, at] = _SURPRISE * np.minimum(nats, RARE_NATS)
        part = np.divide(share[slot], everywhere, out=np.zeros_like(everywhere), where=everywhere > 0)
        found[s] += np.where(part < _ODD_HOUR, _ODD_HOUR_NATS, 0.0)
    return found


def borrowed(values: FloatArray, unseen: BoolArray, category: pd.Series) -> FloatArray:
    """``values`` (F,), where a food that the records do not know by its code has the median of its category.

    Records are older than the food table: a renamed dish is not one that nobody eats.
    """
    typical = pd.Series(np.where(unseen, np.nan, values)).groupby(category.to_numpy()).transform("median").fillna(0.0)
    found: FloatArray = np.where(unseen, typical, values)
    return found


def portions(
    foods: Sequence[PaletteFood], usual_g: FloatArray, energy_kcal: float
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    """Food, grams, amount and deviation of every portion. ``usual_g`` (F,) is the median of real portions.

    The portion nearest to the usual one costs nothing; the others cost their distance from it in doublings.
    """
    at: list[int] = []
    grams: list[float] = []
    amounts: list[float] = []
    deviation: list[float] = []
    for i, food in enumerate(foods):
        big = energy_kcal > BIG_APPETITE_KCAL
        offered = sorted({*food.amounts, *(food.amounts_big if big else ())})
        if big and food.role == "main" and len(offered) > 2:
            offered = offered[1:]  # the smallest piece of meat or fish looks mean on a big plate
        weights = [amount * food.grams_per_unit for amount in offered]
        usual = usual_g[i] if usual_g[i] > 0 else weights[0]
        middle = min(weights, key=lambda w: abs(np.log(w / usual)))
        for amount, weight in zip(offered, weights, strict=True):
            at.append(i)
            grams.append(weight)
            amounts.append(amount)
            deviation.append(PORTION_NATS * abs(weight / middle - 1.0))
    return np.array(at, dtype=np.int64), np.array(grams), np.array(amounts), np.array(deviation)


def families(foods: Sequence[PaletteFood], category: Sequence[str]) -> IntArray:
    """(F,) one number for foods of one category whose names end alike: "brown rice" and "white rice"."""
    keys = [f"{category[i]}|{food.name.split()[-1]}" for i, food in enumerate(foods)]
    order = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    return np.array([order[key] for key in keys], dtype=np.int64)


def cuisine_clash(foods: Sequence[PaletteFood], nats: float) -> PairArray:
    """(F, F): ``nats`` where two foods have no cuisine in common; foods of any cuisine go with all."""
    names = sorted({cuisine for food in foods for cuisine in food.cuisines} - {ANY})
    member = np.array([[name in food.cuisines for name in names] for food in foods], dtype=np.float32)
    common = member @ member.T > 0
    free: BoolArray = np.array([ANY in food.cuisines for food in foods])
    return np.where(common | free[:, None] | free[None, :], np.float32(0.0), np.float32(nats))

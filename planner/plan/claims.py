"""What a person asks for, as demands on a program and in words; and how much each change is minded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from planner.errors import Change, Claim, InfeasibleError, Repair
from planner.model.conflict import Explanation, Mending
from planner.model.demands import Bound, Demand, Lever, Side, bound_name
from planner.model.program import BoolArray, LinearProgram
from planner.nutrition.nutrients import bound_in_words
from planner.nutrition.target import Target, Targets
from planner.nutrition.targets import CAPS, ENERGY_TOLERANCE
from planner.plan.words import places

ENERGY = "energy_kcal"


class Minded(NamedTuple):
    """How much one change is minded: ``price`` for moving it by its own size, or for taking it back; ``why`` in short."""

    price: float
    why: str


MINDED: dict[str, Minded] = {
    "own minimum": Minded(1.0, "a number of one's own, easily another"),
    "servings": Minded(1.0, "the food still comes, only less often"),
    "budget": Minded(1.0, "a tenth more money is a tenth more"),
    "own energy": Minded(2.0, "a larger or smaller breakfast changes every meal, and in time the weight"),
    "own maximum": Minded(3.0, "who sets a limit mostly has a reason"),
    "recommended limit": Minded(5.0, "what is good for nearly everybody: sodium, added sugars, saturated fat, shares of energy"),
    "needed energy": Minded(10.0, "eating more or less than one needs"),
    "lock": Minded(0.5, "unlocking one thing; the rest stays"),
    "exclude": Minded(2.0, "a food that somebody does not want to see"),
    "limit": Minded(2.0, "taking back a limit that has several numbers"),
    "diet": Minded(20.0, "a matter of conscience or of health"),
}  # fmt: skip
"""What is not here is never moved: caps of the health screening, upper levels, allergies, reference intakes."""

_NEEDED_MOVES = 0.1  # share of the energy that somebody needs by which a repair may move it; policy
_LEAST_KCAL = 500.0  # as for own bounds

_CALLED = {
    "UL": "the upper level",
    "limit": "the limit for health",
    "safety": "for your safety",
    "CDRR": "the recommended limit",
    "guideline": "the recommended limit",
    "AMDR": "its share of the energy",
    "default": "the default",
}


@dataclass(frozen=True, eq=False)
class Asked:
    """A demand in words: ``said`` as it stands, ``changed`` for another value (None: taken back). ``rounded`` gives the
    nearest value that people write and that still does (the second argument: whether the value went up)."""

    demand: Demand
    said: str
    changed: Callable[[float | None], str]
    rounded: Callable[[float, bool], float | None]
    safety: bool = False


def of_targets(program: LinearProgram, targets: Targets, row_of: Mapping[str, int] | None = None) -> list[Asked]:
    """What the finite bounds of the nutrient rows ask for. References among the lower bounds are asked for, but never moved."""
    rows = row_of or {name: i for i, name in enumerate(program.row_names) if name in targets}
    found = _energy(program, targets, rows) if ENERGY in rows else []
    for name, row in rows.items():
        if name == ENERGY:
            continue
        target = targets[name]
        if np.isfinite(program.row_lower[row]):
            kind = "own minimum" if target.lower_kind == "own" else ""
            found.append(_bound(program, row, "lower", target, kind, _floor(target, program.row_lower[row])))
        if np.isfinite(program.row_upper[row]):
            kind = "own maximum" if target.upper_kind == "own" else "recommended limit"
            found.append(_bound(program, row, "upper", target, "" if target.upper_kind in CAPS else kind))
    return found


def _floor(target: Target, value: float) -> float:
    """How far a lower bound may fall: not under what the screening keeps for a day."""
    return max(value - (target.lower_floor or 0.0), 0.0)


def _bound(program: LinearProgram, row: int, side: Side, target: Target, kind: str, most: float = math.inf) -> Asked:
    """One bound of a nutrient; ``kind`` of MINDED, or nothing for what is never moved."""
    name, up = target.nutrient, side == "upper"
    value = float((program.row_upper if up else program.row_lower)[row])
    set_by = target.upper_kind if up else target.lower_kind
    own = set_by == "own"
    demand = Demand(
        name=bound_name(name, side, value),
        sides=((row, side),),
        value=value,
        levers=(Lever(((row, side, 1.0),), up, most),) if kind else (),
        price=MINDED[kind].price / (abs(value) or 1.0) if kind else 0.0,
        level=0 if own else 1,
        fixed=not kind,
    )
    why = "" if own else f" ({_CALLED.get(set_by, 'the reference intake')})"

    def changed(to: float | None) -> str:
        return f"{bound_in_words(name, side, to or 0.0)} instead of {value:,.6g}"

    return Asked(demand, bound_in_words(name, side, value) + why, changed, _to_decimals(name), set_by in CAPS)


def _to_decimals(name: str) -> Callable[[float, bool], float]:
    """Outward to the decimals that are shown of a nutrient."""
    digits = places(name)

    def rounded(value: float, up: bool) -> float:
        step = 10.0**digits
        return (math.ceil(value * step - 1e-6) if up else math.floor(value * step + 1e-6)) / step

    return rounded


def _energy(program: LinearProgram, targets: Targets, rows: Mapping[str, int]) -> list[Asked]:
    """The energy: one number with its band, or own bounds. The limits that are shares of it move with it."""
    row, target, kcal = rows[ENERGY], targets[ENERGY], targets.energy_kcal
    low, high = program.row_lower[row], program.row_upper[row]
    shares = [
        (rows[name], targets[name].upper or 0.0)
        for name in rows
        if targets[name].upper_basis == "percent_energy" and np.isfinite(program.row_upper[rows[name]])
    ]
    sides: list[Bound] = [(row, side) for side, at in (("lower", low), ("upper", high)) if np.isfinite(at)]  # type: ignore[misc]
    kept_low = target.lower_kind == "safety"
    banded = all(
        at is None or abs(at - kcal * (1 + share)) < 0.1
        for at, share in ((target.upper, ENERGY_TOLERANCE), (None if kept_low else target.lower, -ENERGY_TOLERANCE))
    )
    needed = target.upper_kind != "own"
    price = MINDED["needed energy" if needed else "own energy"].price / kcal
    if banded:

        def lever(up: bool) -> Lever:
            sign = 1.0 if up else -1.0
            moves: list[tuple[int, Side, float]] = [(row, "upper", sign * (1 + ENERGY_TOLERANCE))]
            moves += [(row, "lower", -sign * (1 - ENERGY_TOLERANCE))]
            moves += [(at, "upper", sign * most / kcal) for at, most in shares]
            far = math.inf if up else max(kcal - _LEAST_KCAL, 0.0)
            return Lever(tuple(moves), up, min(far, _NEEDED_MOVES * kcal) if needed else far)

        levers = (lever(True),) if kept_low else (lever(True), lever(False))
        demand = Demand(f"{ENERGY} = {kcal:.6g}", tuple(sides), None, kcal, levers, price)
        said = f"energy about {kcal:,.0f} kcal"
        return [
            Asked(
                demand,
                said,
                lambda to: f"energy about {to or 0:,.0f} kcal instead of {kcal:,.0f}",
                _to_decimals(ENERGY),
            )
        ]
    found = []
    for _, side in sides:
        up = side == "upper"
        value = float(high if up else low)
        sign = 1.0 if up else -1.0
        moves = (
            (row, side, 1.0),
            *((at, "upper", sign * most / kcal) for at, most in shares if abs(value - kcal) < 0.1),
        )
        fixed = not up and kept_low
        demand = Demand(
            bound_name(ENERGY, side, value), ((row, side),), None, value, () if fixed else (Lever(moves, up),), price,
            fixed=fixed,
        )  # fmt: skip

        def changed(to: float | None, side: Side = side, value: float = value) -> str:
            return f"{bound_in_words(ENERGY, side, to or 0.0)} instead of {value:,.6g}"

        found.append(Asked(demand, bound_in_words(ENERGY, side, value), changed, _to_decimals(ENERGY), fixed))
    return found


def of_foods(kind: str, word: str, bars: BoolArray) -> Asked:
    """A wish that leaves foods out; ``kind``: diet, exclude, allergy, or health for what the screening leaves out."""
    said = {"diet": f"the diet {word}", "exclude": f"no {word}", "allergy": f"the allergy to {word.replace('_', ' ')}"}
    mends = {"diet": f"take back the diet {word}", "exclude": f"allow {word} again"}
    fixed = kind not in MINDED
    demand = Demand(f"{kind} {word}", bars=bars, price=0.0 if fixed else MINDED[kind].price, fixed=fixed)
    words = said.get(kind, f"no {word} (your health answers)")
    return Asked(demand, words, lambda _: mends[kind], lambda to, _: to, fixed)


def of_budget(row: int, usd: float) -> Asked:
    """The most that a day may cost."""
    demand = Demand(
        bound_name("price_usd", "upper", usd), ((row, "upper"),), None, usd,
        (Lever(((row, "upper", 1.0),), True),), MINDED["budget"].price / usd,
    )  # fmt: skip
    return Asked(
        demand,
        f"at most {usd:.2f} USD a day",
        lambda to: f"at most {to or 0:.2f} USD a day instead of {usd:.2f}",
        lambda to, _: math.ceil(to * 100 - 1e-6) / 100,
    )


def kept_amount(row: int, name: str, words: str, safety: bool = True) -> Asked:
    """A limit on foods that is never moved."""
    return Asked(Demand(name, ((row, "upper"),), level=1, fixed=True), words, str, lambda to, _: to, safety)


# -- the answer --------------------------------------------------------------------------------------------------------


def infeasible(lead: str, found: Explanation, asked: Sequence[Asked], proof: str) -> InfeasibleError:
    """The error that says which wishes clash and what mends it; ``proof``: for what it is proved."""
    by_demand = {one.demand: one for one in asked}
    conflicts = [[_claim(by_demand[demand]) for demand in members] for members in found.conflicts]
    repairs = sorted((_repair(mending, by_demand) for mending in found.mendings), key=lambda one: one.minded)
    members = [claim.said for claim in conflicts[0]] if conflicts else []
    clash = f"{lead} fits {'all of ' if len(members) > 1 else ''}this: {listed(members)}."
    if not members:
        clash = f"{lead} fits, whatever the wishes: the limits on foods leave nothing."
    elif not repairs:
        clash += " None of this can be moved safely: allow more foods, or ask a doctor or dietitian."
    smallest = f" The smallest change: {repairs[0].said}." if repairs else ""
    error = InfeasibleError(f"{clash}{smallest} {proof}".rstrip(), conflicts, repairs)
    error.clash = clash
    return error


def listed(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    parts = list(words)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _claim(one: Asked) -> Claim:
    return Claim(one.demand.name, one.said, one.safety)


def _repair(mending: Mending, by_demand: Mapping[Demand, Asked]) -> Repair:
    changes, minded = [], 0.0
    for demand, value in ((move.demand, move.to) for move in mending.moves):
        one = by_demand[demand]
        to = None if value is None else one.rounded(value, value > demand.value)
        start = demand.value if demand.levers else None
        minded += demand.price * (1.0 if start is None else abs((to or 0.0) - start))
        changes.append(Change(demand.name, start, to, one.changed(to)))
    return Repair(tuple(changes), round(minded, 6))

"""Plain days by grams for many people: what ``daily.plan_amounts`` plans for one, a hundred times as fast.

For each kind of person (diet, allergies, what the screening leaves out) the program is made ready once
(``model.ready``); whoever comes differs in bounds, and perhaps in a few foods that he likes or will not eat.
A day in which a target must be missed, or an amount is not known, is left to the slow way, which can say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from planner.errors import PlannerError
from planner.foods.headers import PRICE
from planner.foods.preferences import Preferences
from planner.foods.shares import food_shares
from planner.foods.table import FoodTable, load_foods
from planner.model.day import DayModel, cost_per_g, surprise
from planner.model.program import INF, BoolArray, FloatArray, IntArray
from planner.model.ready import ReadyProgram
from planner.nutrition.hei import CONSTITUENTS, hei_2020_total
from planner.nutrition.person import Person
from planner.nutrition.screening import FoodLimit
from planner.nutrition.target import Targets
from planner.plan.certificate import RELATIVE_TOLERANCE
from planner.plan.daily import GRAM_DECIMALS, day_model, plan_amounts
from planner.plan.daily_offer import Offer, not_preferred, offer
from planner.plan.food_masks import FoodMasks
from planner.plan.guard import hard_targets, refusal, unsafe
from planner.plan.plan import MealPlan
from planner.plan.planning import Gate, check_plain, gate
from planner.plan.request import Request

MOST_KINDS = 16  # kinds of people whose programs are kept ready, some 5 to 20 MB each
_HEI = tuple(dict.fromkeys(("energy_kcal", "saturated_fat_g", *(n for parts in CONSTITUENTS.values() for n in parts))))
# The panel that programs are made ready with: sizes and ages, healthy and with health questions unanswered.
_AGES, _BODY_MASS_INDEX, _ACTIVITY = (16, 25, 45, 60, 80), (20, 30), ("inactive", "active")
_HEIGHT_CM = {"female": 164, "male": 177}


@dataclass(frozen=True, eq=False)
class PlainDay:
    """Grams of some foods, the largest first, which meet every target; every amount of it is known.

    ``brings``: energy (kcal), magnesium and potassium (mg) of each food. ``amounts``, ``lower`` and ``upper`` (None is no
    bound) are by nutrient, in the order of the targets.
    """

    codes: tuple[str, ...]
    foods: tuple[str, ...]
    grams: tuple[float, ...]
    brings: tuple[tuple[float, float, float], ...]
    amounts: Mapping[str, float]
    lower: Mapping[str, float | None]
    upper: Mapping[str, float | None]
    hei: float
    cost_usd: float | None
    notices: tuple[str, ...]


class _Kind(NamedTuple):
    """What the programs of some people have in common."""

    diet: tuple[str, ...]
    limits: tuple[FoodLimit, ...]
    names: tuple[str, ...]


@dataclass
class _Round:
    """The foods of one try: the program, and where its foods stand in the table."""

    model: DayModel
    ready: ReadyProgram
    at: IntArray


@dataclass
class _Ready:
    """The rounds of a kind of people, made ready as they are needed."""

    waiting: Iterator[_Round]
    notices: tuple[str, ...]
    permitted: BoolArray
    shares: tuple[tuple[FloatArray, float], ...]
    rounds: list[_Round] = field(default_factory=list)

    def __iter__(self) -> Iterator[_Round]:
        yield from self.rounds
        for one in self.waiting:
            self.rounds.append(one)
            yield one


class PlainDays:
    """Plain days of people with the same authority and preset, from one table (the shipped one by default).

    A day depends on its request alone, never on who was planned before.
    """

    def __init__(self, table: FoodTable | None = None, authority: str = "us_canada", preset: str = "reference") -> None:
        self.table = load_foods() if table is None else table
        self.authority, self.preset = authority, preset
        data = self.table.data
        self._codes, self._foods = data.index.tolist(), data["food"].tolist()
        names = [
            name for name in dict.fromkeys((*data.columns, *_HEI)) if name in data and data[name].dtype.kind == "f"
        ]
        self._column = {name: at for at, name in enumerate(names)}
        self._hei = [(name, self._column[name]) for name in _HEI if name in self._column]
        self._brought = [self._column[name] for name in ("energy_kcal", "magnesium_mg", "potassium_mg")]
        self._per_gram = np.ascontiguousarray(data[names].to_numpy(float) / 100.0)
        self._words = FoodMasks(self.table)
        self._kind = lru_cache(maxsize=MOST_KINDS)(self._made_ready)

    def plan(self, request: Request) -> PlainDay | MealPlan:
        """The day that answers a request (``menu`` "none", one day, this table).

        Raises what ``plan_meals`` raises.
        """
        check_plain(request, self.table)
        passed = gate(request)
        found = self._quick(request.preferences, passed)
        if found is not None:
            return found
        targets, words = passed.targets, passed.unsafe
        plan = plan_amounts(
            request.person, targets, self.table, request.preferences, words, passed.notices, passed.limits
        )
        if told := unsafe(plan.menu, self.table, targets, words, passed.limits):
            raise refusal(told)
        return replace(plan, _request=request)

    def _quick(self, wishes: Preferences, passed: Gate) -> PlainDay | None:
        targets = passed.targets
        names = tuple(name for name, target in targets.items() if name in self._column)
        if any(name not in self._column and (one.lower, one.upper) != (None, None) for name, one in targets.items()):
            return None
        kind = self._kind(_Kind(wishes.diet, passed.limits, names))
        lower, upper = _row_bounds(targets, names, len(names))
        closed = self._closed(wishes, passed)
        liked = {word: self._words.called(word) for word in wishes.like}
        disliked = [self._words.within(word) for word in wishes.dislike]
        for one in kind:
            shut = None if closed is None else closed[one.at]
            cost = self._cost(one, [*liked.values()], disliked) if liked or disliked else None
            found = one.ready.amounts(lower, upper, closed=shut if shut is not None and shut.any() else None, cost=cost)
            if found is not None:
                grams = np.round(found[1], GRAM_DECIMALS)
                order = np.argsort(-grams, kind="stable")[: np.count_nonzero(grams)]
                free = kind.permitted if closed is None else kind.permitted & ~closed
                missed = (not_preferred(word) for word, foods in liked.items() if not (foods & free).any())
                notices = (*passed.notices, *missed, *kind.notices)
                return self._counted(kind, one.at[found[0][order]], grams[order], passed, names, notices)
        return None

    def _closed(self, wishes: Preferences, passed: Gate) -> BoolArray | None:
        """Foods that this one person may not be offered, of those that the diet permits; None where there are none.

        Raises UnknownNameError for a word that nobody knows.
        """
        words = self._words
        shut = [words.allergen(name) for name in wishes.allergies]
        shut += [words.within(word) for word in wishes.exclude]
        shut += [words.holding(word) for word in passed.unsafe if word not in self._always_unsafe]
        shut += [words.unreported(name) for name in hard_targets(passed.targets)]
        return np.logical_or.reduce(shut) if shut else None

    def _cost(self, one: _Round, liked: Sequence[BoolArray], disliked: Sequence[BoolArray]) -> FloatArray:
        none = [np.zeros(len(self._codes), dtype=bool)]
        wanted, unwanted = (np.logical_or.reduce([*none, *some])[one.at] for some in (liked, disliked))
        nats = surprise(self._words.eaten_per_1000[one.at], wanted, unwanted)
        return cost_per_g(nats, one.model.foods.usual_g)

    def _counted(
        self,
        kind: _Ready,
        at: IntArray,
        grams: FloatArray,
        passed: Gate,
        names: Sequence[str],
        notices: tuple[str, ...],
    ) -> PlainDay | None:
        """The day counted again from the table; None where anything does not hold or is not known."""
        targets = passed.targets
        eaten = self._per_gram[at] * grams[:, None]
        known: BoolArray = ~np.isnan(eaten)
        totals: list[float] = np.where(known, eaten, 0.0).sum(axis=0).tolist()
        complete: list[bool] = np.all(known, axis=0).tolist()
        amounts, lower, upper = dict[str, float](), dict[str, float | None](), dict[str, float | None]()
        for name in names:
            low, high = targets[name].lower, targets[name].upper
            if low is None and high is None:
                continue
            column = self._column[name]
            amounts[name], lower[name], upper[name] = totals[column], low, high
            if not complete[column] or not _within(totals[column], low, high):
                return None
        if not all(_within(amounts[name], *target.on_day()) for name, target in hard_targets(targets).items()):
            return None
        if any(self._words.holding(word)[at].any() for word in passed.unsafe):
            return None
        if any(share[at] @ grams > most_g * (1 + RELATIVE_TOLERANCE) for share, most_g in kind.shares):
            return None
        some: list[bool] = np.any(known, axis=0).tolist()
        in_index = [(name, column) for name, column in self._hei if some[column]]
        hei = hei_2020_total(
            {name: totals[column] for name, column in in_index},
            [name for name, column in in_index if not complete[column]],
        )
        price = self._column.get(PRICE)
        return PlainDay(
            codes=tuple(self._codes[i] for i in at),
            foods=tuple(self._foods[i] for i in at),
            grams=tuple(grams.tolist()),
            brings=tuple(map(tuple, eaten[:, self._brought].tolist())),
            amounts=amounts,
            lower=lower,
            upper=upper,
            hei=hei,
            cost_usd=None if price is None or not some[price] else totals[price],
            notices=notices,
        )

    # -- making ready --------------------------------------------------------------------------------------------------

    def _made_ready(self, kind: _Kind) -> _Ready:
        """Raises what ``offer`` raises."""
        offered = offer(self.table, Preferences(diet=kind.diet), self._always_unsafe, kind.names)
        codes = self.table.data.index
        shares = tuple(
            (np.array([found.get(code, 0.0) for code in self._codes]), limit.most_a_day_g)
            for limit in kind.limits
            if limit.most_a_day_g is not None
            for found in (food_shares(self.table, limit.words),)
        )
        return _Ready(self._rounds(kind, offered), offered.notices, codes.isin(offered.codes), shares)

    def _rounds(self, kind: _Kind, offered: Offer) -> Iterator[_Round]:
        for codes in offered.rounds:
            model = day_model(self.table, codes, offered.liked, offered.disliked, kind.names, kind.limits)
            bounds = [_row_bounds(one.targets, kind.names, len(model.program.row_names)) for one in self._panel]
            at = self.table.data.index.get_indexer(pd.Index(codes))
            yield _Round(model, ReadyProgram(model.program, len(kind.names), bounds), at)

    @cached_property
    def _panel(self) -> tuple[Gate, ...]:
        found = []
        for (sex, height), age, mass, activity, told in product(
            _HEIGHT_CM.items(), _AGES, _BODY_MASS_INDEX, _ACTIVITY, (("none",), None)
        ):
            person = Person(
                sex=sex,
                age_years=age,
                height_cm=height,
                weight_kg=mass * (height / 100) ** 2,
                activity=activity,
                conditions=told,
                medications=told,
            )
            try:
                found.append(gate(self._request(person)))
            except PlannerError:
                continue  # the preset is not for everybody
        return tuple(found)

    @cached_property
    def _always_unsafe(self) -> tuple[str, ...]:
        """Words of the screening that hold for everybody."""
        return tuple(word for word in self._panel[0].unsafe if all(word in one.unsafe for one in self._panel))

    def _request(self, person: Person) -> Request:
        return Request(
            person, 1, Preferences(), self.authority, self.preset, table=self.table if self.table.is_own else None
        )


def _within(amount: float, low: float | None, high: float | None) -> bool:
    """Within the tolerance of certificates."""
    above = low is None or amount >= low - RELATIVE_TOLERANCE * max(1.0, abs(low))
    return above and (high is None or amount <= high + RELATIVE_TOLERANCE * max(1.0, abs(high)))


def _row_bounds(targets: Targets, names: Sequence[str], rows: int) -> tuple[FloatArray, FloatArray]:
    """Bounds of the first rows, which are those of ``names``, each (rows,); free where the person has no target."""
    lower, upper = np.full(rows, -INF), np.full(rows, INF)
    for i, name in enumerate(names):
        if (target := targets.get(name)) is not None:
            lower[i] = -INF if target.lower is None else target.lower
            upper[i] = INF if target.upper is None else target.upper
    return lower, upper

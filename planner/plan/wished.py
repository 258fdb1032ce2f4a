"""Wishes over the foods that are offered: what each counts, how often it is asked for, and as which counted rule."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from planner.foods.meaning import meant
from planner.foods.palette import PaletteFood
from planner.foods.preferences import SLOTS, Preferences
from planner.foods.table import FoodTable
from planner.foods.wishes import DAYS_A_WEEK, Limit, Wish
from planner.model.menu.rules import FREE, PlateRule, Span

Codes = frozenset[str]


@dataclass(frozen=True, eq=False)
class Wished:
    """A must-have or a limit over the rows of a menu.

    ``said`` is how messages call it; ``slots`` the meals where servings count; ``day`` and ``plan`` (at least, at most)
    servings on each day and in the whole plan; ``must`` tells a must-have from a limit; ``asks``: for some servings at least,
    though a short plan may come to none.
    """

    said: str
    food: str
    codes: Codes
    slots: frozenset[str]
    day: Span
    plan: Span
    days: int
    must: bool
    asks: bool

    def counts(self, food: PaletteFood) -> float:
        """Servings that one portion of the food counts for."""
        return float(food.code in self.codes and (not food.slots or food.slots <= self.slots))

    @property
    def need(self) -> int:
        """Servings at least in the whole plan."""
        return max(math.ceil((self.day[0] or 0.0) * self.days - 1e-9), math.ceil((self.plan[0] or 0.0) - 1e-9))

    @property
    def need_a_day(self) -> int:
        """Servings that the fullest day must hold."""
        return max(math.ceil((self.day[0] or 0.0) - 1e-9), -(-self.need // self.days))

    def rule(self) -> PlateRule:
        """As a rule over the counts; what each day asks for is said of the plan, too: the linear program sees its mean."""
        (low, high), per_week = self.plan, DAYS_A_WEEK / self.days
        lows = [bound for bound in (low and low * per_week, self.day[0] and self.day[0] * DAYS_A_WEEK) if bound]
        highs = [
            bound
            for bound in (
                None if high is None else high * per_week,
                None if self.day[1] is None else self.day[1] * DAYS_A_WEEK,
            )
            if bound is not None
        ]
        return PlateRule(
            f"{'must' if self.must else 'limit'} {self.said}",
            f"{self.said!r}",
            counts=self.counts,
            day=self.day,
            week=(float(max(lows)) if lows else None, float(min(highs)) if highs else None),
            wish=True,
        )


def read_wishes(table: FoodTable, foods: Sequence[PaletteFood], wishes: Preferences, days: int) -> tuple[Wished, ...]:
    """All must-haves and limits over these rows. Raises UnknownNameError for a word that nobody knows."""
    found = [of_wish(wish, meant(table, foods, wish.food), days) for wish in wishes.must]
    return (*found, *(of_limit(limit, meant(table, foods, limit.food), days) for limit in wishes.limits))


def of_wish(wish: Wish, codes: Codes, days: int) -> Wished:
    """A must-have over the foods that it means."""
    slots = frozenset([wish.slot] if wish.slot else SLOTS)
    day: Span = (wish.low, wish.high) if wish.per == "day" else FREE
    plan: Span = FREE
    if wish.per == "plan":
        plan = (wish.low, wish.high)
    elif wish.per == "week":
        # to the nearest serving: "fish twice a week" is one in four days, none in a single one
        low = None if wish.low is None else math.floor(wish.low * days / DAYS_A_WEEK + 0.5)
        high = None if wish.high is None else math.ceil(wish.high * days / DAYS_A_WEEK - 1e-9)
        plan = (low or None, high)
    return Wished(str(wish), wish.food, codes, slots, day, plan, days, must=True, asks=bool(wish.low))


def of_limit(limit: Limit, codes: Codes, days: int) -> Wished:
    """A limit over the foods that it means."""
    low, high = limit.min_per_week, limit.max_per_week
    plan = (
        None if low is None else math.floor(low * days / DAYS_A_WEEK + 0.5) or None,
        None if high is None else math.ceil(high * days / DAYS_A_WEEK - 1e-9),
    )
    return Wished(
        str(limit),
        limit.food,
        codes,
        frozenset(SLOTS),
        (limit.min_per_day, limit.max_per_day),
        plan,
        days,
        must=False,
        asks=bool(low or limit.min_per_day),
    )


def rows_of(foods: Iterable[PaletteFood], wish: Wished) -> tuple[PaletteFood, ...]:
    """The rows that count for a wish."""
    return tuple(food for food in foods if wish.counts(food))


def split_by_slot(foods: Iterable[PaletteFood], wished: Iterable[Wished]) -> tuple[PaletteFood, ...]:
    """The rows, those of a wish for one meal once for that meal and once for the others, so that they can be counted."""
    rows = tuple(foods)
    for wish in wished:
        if wish.slots == frozenset(SLOTS):
            continue
        parted: list[PaletteFood] = []
        for food in rows:
            at = food.slots or frozenset(SLOTS)
            if food.code in wish.codes and at & wish.slots and at - wish.slots:
                parted += [replace(food, slots=at & wish.slots), replace(food, slots=at - wish.slots)]
            else:
                parted.append(food)
        rows = tuple(parted)
    return rows


def without_cooking(foods: Iterable[PaletteFood]) -> tuple[PaletteFood, ...]:
    """The rows, those that want a stove no longer offered at breakfast."""
    others = frozenset(SLOTS) - {"breakfast"}
    return tuple(
        food if "cook_free" in food.tags else replace(food, slots=(food.slots or frozenset(SLOTS)) & others)
        for food in foods
    )


def asked_together(asked: Iterable[tuple[Codes, float]]) -> float:
    """The sum of what must-haves ask for; those that share foods are met by the same servings."""
    groups: list[tuple[Codes, float]] = []
    for codes, most in asked:
        apart = []
        for other, value in groups:
            if other & codes:
                codes, most = codes | other, max(most, value)
            else:
                apart.append((other, value))
        groups = [*apart, (codes, most)]
    return sum(value for _, value in groups)

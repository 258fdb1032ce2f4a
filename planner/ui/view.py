"""What the pages show of a plan, as plain values: made once where the plan is made, small enough for any session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from planner.nutrition.nutrients import NUTRIENTS

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.plan import MealPlan

GOALS = ("magnesium_mg", "potassium_mg")
LEADING = ("energy_kcal", *GOALS)
_SHOWN_SOURCES = 8
WORDS = {"met": "in range", "below": "short", "above": "over", "not known": "not fully known"}


@dataclass(frozen=True, slots=True)
class Item:
    """One food of a meal; amounts are None where the food does not report them."""

    code: str
    food: str
    serving: str
    grams: float
    kcal: float | None
    magnesium_mg: float | None
    potassium_mg: float | None
    locked: bool = False
    seasoning: str = ""

    @property
    def said(self) -> str:
        """The serving with what it is seasoned with."""
        from planner.plan.seasoning import with_seasoning

        return with_seasoning(self.serving, self.seasoning)


@dataclass(frozen=True, slots=True)
class Meal:
    """A meal as the menu calls it; ``locked`` as a whole. ``seasoning``: what is for none of its foods alone."""

    meal: str
    title: str
    seasoning: str
    items: tuple[Item, ...]
    locked: bool = False

    @property
    def kcal(self) -> float:
        return sum(item.kcal or 0.0 for item in self.items)


@dataclass(frozen=True, slots=True)
class Bar:
    """A nutrient beside its bounds, on the mean (``day`` 0) or on a day.

    ``word`` is short, in range, over or not fully known; ``amount`` is a least one where ``unreported`` foods of
    ``foods`` do not report it. ``sources``: (food, share of the amount), the largest first.
    """

    nutrient: str
    label: str
    unit: str
    day: int
    amount: float | None
    lower: float | None
    upper: float | None
    percent: float | None
    word: str
    foods: int
    unreported: int
    sources: tuple[tuple[str, float], ...] = ()

    @property
    def decimals(self) -> int:
        return NUTRIENTS[self.nutrient].decimals if self.nutrient in NUTRIENTS else 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the menu with its own bars of energy, magnesium and potassium."""

    day: int
    meals: tuple[Meal, ...]
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything that is drawn of a plan.

    ``familiar``: (day, meal, 0 to 100), how familiar the foods of each meal are to people who were asked what they eat.
    """

    summary: str
    met: int
    of: int
    status: str
    days: tuple[Day, ...]
    bars: tuple[Bar, ...] = ()
    misses: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    quality: dict[str, Any] | None = None
    quality_lines: tuple[str, ...] = ()
    dishes: tuple[str, ...] = ()
    proof: str = ""
    sources: str = ""
    has_meals: bool = True
    familiar: tuple[tuple[int, str, float], ...] = ()


def days_of(menu: pd.DataFrame, locks: frozenset[tuple[int, str, str]] = frozenset()) -> tuple[Day, ...]:
    """The days of a menu without their bars; ``locks`` are (day, meal, food code or "")."""
    from planner.plan.cards import WATER
    from planner.plan.seasoning import seasoned

    found = []
    for day, today in menu.groupby("day", sort=False):
        meals = []
        for meal, rows in today.groupby("meal", sort=False):
            number, name = int(str(day)), str(meal)
            first = rows.iloc[0]
            phrases, rest = seasoned(str(first.get("seasoning", "")), rows["food"].tolist())
            items = tuple(
                Item(
                    code=str(row["food_code"]),
                    food=str(row["food"]),
                    serving=str(row.get("serving", f"{row['portion']} {row['food']}")),
                    grams=float(row["grams"]),
                    kcal=known(row.get("energy_kcal")),
                    magnesium_mg=known(row.get("magnesium_mg")),
                    potassium_mg=known(row.get("potassium_mg")),
                    locked=(number, name, str(row["food_code"])) in locks,
                    seasoning=phrase,
                )
                for row, phrase in zip(rows.to_dict("records"), phrases, strict=True)
                if row.get("serving") != WATER
            )
            meals.append(
                Meal(
                    name,
                    str(first.get("title", "")),
                    rest,
                    items,
                    (number, name, "") in locks,
                )
            )
        found.append(Day(int(str(day)), tuple(meals)))
    return tuple(found)


def known(value: Any) -> float | None:
    """A number, or None for what is not known."""
    return None if value is None or value != value else float(value)


def view_of(plan: MealPlan) -> PlanView:
    """Draws a plan; the plan must have its food table."""
    from dataclasses import replace

    from planner.plan.brings import contributions
    from planner.plan.cook import dishes
    from planner.plan.text import proof_line

    menu = plan.menu
    amounts = contributions(plan).fillna(0.0)
    locks = frozenset((one.day, one.meal, one.food_code) for one in plan.locks)
    rows = [_bar(row) for row in plan.nutrients.to_dict("records")]
    means = []
    for bar in rows:
        if bar.day == 0:
            by_food = amounts[bar.nutrient].groupby(menu["food"]).sum().sort_values(ascending=False, kind="stable")
            total = float(by_food.sum())
            top = by_food.head(_SHOWN_SOURCES) / total if total > 0 else by_food.head(0)
            means.append(replace(bar, sources=tuple((str(food), float(share)) for food, share in top.items())))
    days = tuple(
        replace(day, bars=tuple(bar for bar in rows if bar.day == day.day and bar.nutrient in LEADING))
        for day in days_of(menu, locks)
    )
    met, of = plan.targets_met
    return PlanView(
        summary=plan.summary(),
        met=met,
        of=of,
        status=plan.status,
        days=days,
        bars=tuple(means),
        misses=plan.misses,
        notices=tuple(one for one in plan.notices if one not in plan.broken_rules),
        rules=plan.broken_rules,
        quality=plan.quality.to_dict(),
        quality_lines=plan.quality.lines(),
        dishes=tuple(one.sentence() for one in dishes(menu, plan.table)) if plan.has_meals and plan.table else (),
        proof=proof_line(plan),
        sources=plan.sources,
        has_meals=plan.has_meals,
        familiar=_familiar(plan) if plan.has_meals else (),
    )


def _familiar(plan: MealPlan) -> tuple[tuple[int, str, float], ...]:
    """(day, meal, mean percentile of its foods among all foods that people were recorded eating)."""
    from planner.foods.habits import TEEN_YEARS

    of_foods = _familiarity("teen" if plan.person.age_years < TEEN_YEARS[1] + 1 else "adult")
    menu = plan.menu
    known = menu["food_code"].map(of_foods).fillna(0.0)
    means = known.groupby([menu["day"], menu["meal"]], sort=False).mean().reset_index()
    return tuple((int(day), str(meal), float(value)) for day, meal, value in means.itertuples(index=False, name=None))


@cache
def _familiarity(who: str) -> pd.Series[float]:
    from planner.foods.habits import load_habits
    from planner.foods.ordinariness import familiarity_of_foods

    return familiarity_of_foods(load_habits(who))


def _bar(row: Mapping[Any, Any]) -> Bar:
    from planner.plan.words import label, unit

    name = str(row["nutrient"])
    return Bar(
        nutrient=name,
        label=label(name),
        unit=unit(name),
        day=int(row["day"]),
        amount=known(row["amount"]),
        lower=known(row["lower"]),
        upper=known(row["upper"]),
        percent=known(row["percent"]),
        word=WORDS[str(row["status"])],
        foods=int(row["foods"]),
        unreported=int(row["unreported"]),
    )

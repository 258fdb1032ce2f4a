"""A finished plan: the menu, what it brings, what it was made for, and its proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.errors import InputError
from planner.nutrition.target import Targets
from planner.plan.certificate import Certificate, CheckedRow
from planner.plan.explained import Explained
from planner.plan.words import (
    SOURCES,
    label,
    miss_sentence,
    number,
    percent_of_target,
    status_word,
    unit,
    unknown_sentence,
)

if TYPE_CHECKING:
    from datetime import date, time

    from planner.foods.preferences import Preferences
    from planner.foods.table import FoodTable
    from planner.nutrition.person import Person
    from planner.nutrition.targets import Override
    from planner.plan.menus import Progress
    from planner.plan.quality import Quality
    from planner.plan.request import Lock, Request, ServedMeal
    from planner.plan.shopping import ShoppingList
    from planner.plan.standing import StandingMenu

MENU_COLUMNS = ("day", "meal", "food_code", "food", "portion", "grams")
NUTRIENT_COLUMNS = ("energy_kcal", "magnesium_mg", "potassium_mg")
MEAL_COLUMNS = ("title", "serving", "seasoning")  # only in a menu of meals


@dataclass(frozen=True, eq=False)
class MealPlan(Explained):
    """A plan that nothing changes any more; a changed wish is a new plan.

    Attributes:
        person, targets: whom and what it was made for.
        menu: one row per day, meal and food: ``MENU_COLUMNS``, then ``NUTRIENT_COLUMNS``; with meals also
            ``MEAL_COLUMNS``: the title of the meal, the serving as one says it, and what the meal is seasoned with.
        status: ``optimal`` within the searched gap, or ``limit`` when the search was cut short.
        gap: how much more ordinary (relative) another choice among the searched foods might be; None = unknown. Of menus
            only where the search was cut short: then against a bound that no menu reaches.
        certificate: every bound recomputed from the food table without the solver.
        sources: the line on data sources to print with it.
        best_reachable: for each target that no day can meet, the most that one can (same unit).
        best_in_portions: for each target missed though grams could reach it, the most that household portions can.
        shadow_prices: change of the plain program's objective (nats a day) per unit of each target.
        notices: sentences the person must see (health screening, assumptions, what was given up).
        broken_rules: those of the notices that name a plate rule which the menu does not keep.
        table_digest: SHA-256 of the food table the plan was made from.
        table: that table, which ``quality`` and the dishes' ingredients are read from.
    """

    person: Person
    targets: Targets
    menu: pd.DataFrame
    status: str
    gap: float | None
    certificate: Certificate
    sources: str = SOURCES
    best_reachable: Mapping[str, float] = field(default_factory=dict)
    best_in_portions: Mapping[str, float] = field(default_factory=dict)
    shadow_prices: Mapping[str, float] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    broken_rules: tuple[str, ...] = ()
    table_digest: str = ""
    table: FoodTable | None = field(default=None, repr=False)
    _request: Request | None = field(default=None, repr=False)
    _meals: tuple[ServedMeal, ...] = field(default=(), repr=False)
    _found: StandingMenu | None = field(default=None, repr=False)

    @cached_property
    def days(self) -> int:
        return int(self.menu["day"].max())

    @property
    def has_meals(self) -> bool:
        """Whether the day is divided into meals; a plain day is not."""
        return "title" in self.menu

    @property
    def meals(self) -> pd.DataFrame:
        """One row per day and meal: day, meal, title, then energy_kcal, magnesium_mg, potassium_mg (NaN = unknown)."""
        keys = ["day", "meal", "title"] if self.has_meals else ["day", "meal"]
        known = [name for name in NUTRIENT_COLUMNS if name in self.menu]
        summed = self.menu.groupby(keys, sort=False)[known].sum(min_count=1).reset_index()
        if "title" not in summed:
            summed.insert(2, "title", "")
        return summed

    @property
    def titles(self) -> dict[tuple[int, str], str]:
        """What each meal is called, by day and meal; empty for a plain day."""
        if not self.has_meals:
            return {}
        rows = self.meals
        return {
            (int(day), str(meal)): str(title)
            for day, meal, title in zip(rows["day"], rows["meal"], rows["title"], strict=True)
        }

    @cached_property
    def quality(self) -> Quality:
        """How good the plan is beyond its targets, recomputed from menu and table.

        Raises InputError for a plan that was put together without its food table.
        """
        from planner.foods.habits import TEEN_YEARS, load_habits
        from planner.plan.quality import quality

        if self.table is None:
            raise InputError("this plan has no food table to judge it by; plan it with plan_meals")
        habits = None
        if self.has_meals:
            habits = load_habits("teen" if self.person.age_years < TEEN_YEARS[1] + 1 else "adult", self.table.habits)
        return quality(self.menu, self.table, self.targets, habits, self.person.sweat_l_per_day)

    @property
    def nutrients(self) -> pd.DataFrame:
        """Per day and for the mean (``day`` 0): amount, lower, upper, % of target, a word for the status.

        Amounts are in the unit of the nutrient's name; ``unreported`` foods of ``foods`` have no known value,
        so that the amount is then a least one.
        """
        rows = []
        for row in self.certificate.rows:
            if row.quantity not in self.targets:
                continue
            rows.append(
                {
                    "nutrient": row.quantity,
                    "day": row.day,
                    "amount": row.amount,
                    "lower": row.lower,
                    "upper": row.upper,
                    "percent": percent_of_target(row.amount, row.lower, row.upper),
                    "status": status_word(row.amount, row.lower, row.upper, row.unreported),
                    "foods": row.foods,
                    "unreported": row.unreported,
                }
            )
        frame = pd.DataFrame(rows)
        frame[["lower", "upper", "percent"]] = frame[["lower", "upper", "percent"]].astype(float)
        return frame

    @property
    def totals(self) -> pd.Series:
        """Mean amount a day of every target nutrient, by name."""
        nutrients = self.nutrients
        means = nutrients.loc[nutrients["day"] == 0]
        return pd.Series(means["amount"].to_numpy(), index=means["nutrient"].to_numpy())

    @cached_property
    def misses(self) -> tuple[str, ...]:
        """One sentence for each target that is missed or not known to hold; empty when all are met."""
        said: list[str] = []
        unheard = []
        days: dict[tuple[str, bool], list[CheckedRow]] = {}  # a miss on several days is said once, by its worst day
        for row in self.certificate.rows:
            if row.quantity not in self.targets:
                continue
            if row.day and self.days == 1:
                continue  # the mean of one day says the same
            if row.unreported == row.foods:
                unheard += [] if row.day else [row.quantity]
            elif not row.holds and not row.unreported:
                if row.day:
                    days.setdefault((row.quantity, row.is_short), []).append(row)
                else:
                    said.append(self._missed(row))
            elif row.unreported and (not row.holds or row.upper is not None) and not row.day:
                said.append(unknown_sentence(row.quantity, row.amount, row.foods, row.unreported))
        for rows in days.values():
            worst = min(rows, key=lambda row: row.amount if row.is_short else -row.amount)
            when = f"Day {worst.day}" if len(rows) == 1 else f"Days {', '.join(str(r.day) for r in rows)}, at worst"
            said.append(f"{when}: {self._missed(worst)}")
        if unheard:
            said.append(f"Not known, because no food in the plan reports it: {'; '.join(map(label, unheard))}.")
        return tuple(said)

    def _missed(self, row: CheckedRow) -> str:
        best, in_portions = (m.get(row.quantity) for m in (self.best_reachable, self.best_in_portions))
        return miss_sentence(row.quantity, row.amount, row.lower, row.upper, best, in_portions)

    @property
    def targets_met(self) -> tuple[int, int]:
        """How many targets hold on the mean of the plan, of how many."""
        means = [row for row in self.certificate.rows if row.day == 0 and row.quantity in self.targets]
        met = [r for r in means if status_word(r.amount, r.lower, r.upper, r.unreported) == "met"]
        return len(met), len(means)

    @property
    def locks(self) -> tuple[Lock, ...]:
        """What ``replan`` and ``another`` leave as it is, by day and meal."""
        return () if self._request is None else self._request.locks

    def lock(self, day: int | None = None, meal: str | None = None, food: str | None = None) -> MealPlan:
        """The same plan with a day, a meal (on each day) or a food locked; ``replan`` leaves it as it is, to the gram.

        Raises InputError when the plan has nothing of the kind.
        """
        from planner.plan.locking import lock

        return lock(self, day, meal, food)

    def unlock(self, day: int | None = None, meal: str | None = None, food: str | None = None) -> MealPlan:
        """The same plan without these locks; without any argument, without any."""
        from planner.plan.locking import unlock

        return unlock(self, day, meal, food)

    def replan(
        self,
        preferences: Preferences | None = None,
        targets: Mapping[str, Override] | None = None,
        seed: int | None = None,
        progress: Progress | None = None,
        person: Person | None = None,
    ) -> MealPlan:
        """The rest planned again, for other wishes, own targets or another person where they are given, such as the same
        one with less energy; another ``seed``, another plan.

        ``progress`` as for ``plan_meals``.
        Raises InputError for a lock that the wishes forbid, and what ``plan_meals`` raises; this plan stays as it is.
        """
        from planner.plan.locking import replan

        return replan(self, preferences, targets, seed, progress, person)

    def another(self, seed: int | None = None, progress: Progress | None = None) -> MealPlan:
        """A clearly different plan for the same person, the next best; each call on its result gives one more.

        ``progress`` as for ``plan_meals``.
        """
        from planner.plan.locking import another

        return another(self, seed, progress)

    def swaps(self, day: int, meal: str, food: str, limit: int = 5) -> pd.DataFrame:
        """What may stand instead of one food, nearest first: food_code, food, portion, grams, and what would change.

        ``energy_kcal``, ``magnesium_mg``, ``potassium_mg``: change of the day. ``nats``: change in how unusual the meal
        is. ``holds``: whether all that holds now still does, targets and plate rules; ``breaks``: what would not.
        """
        from planner.plan.equals import swaps

        return swaps(self, day, meal, food, limit)

    def swap(self, day: int, meal: str, food: str, to: str, grams: float | None = None) -> MealPlan:
        """The plan with one food in the place of another, in the portion nearest to ``grams`` or to the same energy.

        Raises InputError for a food that diet, allergies, exclusions or safety forbid, or a locked one.
        """
        from planner.plan.swapping import swap

        return swap(self, day, meal, food, to, grams)

    def add(self, day: int, meal: str, food: str, grams: float | None = None) -> MealPlan:
        """The plan with one more food in a meal; errors as for ``swap``."""
        from planner.plan.swapping import add

        return add(self, day, meal, food, grams)

    def remove(self, day: int, meal: str, food: str) -> MealPlan:
        """The plan without one food of a meal. Raises InputError for a locked one, and for a meal's only one."""
        from planner.plan.swapping import remove

        return remove(self, day, meal, food)

    def __getstate__(self) -> dict[str, Any]:
        """A plan that is stored leaves behind what only steering needs: it is large, and built again from the meals."""
        return {**self.__dict__, "_found": None}

    def summary(self) -> str:
        """One line: energy, magnesium, potassium, how many targets hold."""
        (met, of), totals = self.targets_met, self.totals
        parts = [
            f"{label(name)} {number(name, totals[name], 'down')} {unit(name)}"
            for name in ("energy_kcal", "magnesium_mg", "potassium_mg")
            if name in totals
        ]
        mean = f" a day, mean of {self.days} days" if self.days > 1 else ""
        return ", ".join(parts) + f"{mean}; {met} of {of} targets met"

    def __str__(self) -> str:
        from planner.plan.text import plan_text

        return plan_text(self)

    def __repr__(self) -> str:
        return f"<MealPlan: {self.days} day{'s' if self.days > 1 else ''}, {self.summary()}>"

    def _repr_html_(self) -> str:
        from planner.plan.html import plan_html

        return plan_html(self)

    def to_text(self, units: str = "us") -> str:
        """The plan for a terminal, as ``print`` shows it. ``units``: us, or metric with grams and millilitres."""
        from planner.plan.text import plan_text

        return plan_text(self, units)

    def to_markdown(self, units: str = "us", people: int = 1) -> str:
        """The plan and its shopping list for so many ``people`` as Markdown text; ``units``: us or metric."""
        from planner.plan.markdown import plan_markdown

        return plan_markdown(self, units, people)

    def to_html(self, units: str = "us", people: int = 1) -> str:
        """The plan and its shopping list for so many ``people`` as an HTML page of its own; ``units``: us or metric."""
        from planner.plan.html import plan_page

        return plan_page(self, units, people)

    def to_excel(self, units: str = "us", people: int = 1) -> bytes:
        """The plan as an Excel workbook; ``people`` is for its shopping list. Needs the extra ``export``."""
        from planner.plan.excel import plan_xlsx

        return plan_xlsx(self, units, people)

    def to_pdf(self, units: str = "us", people: int = 1, paper: str = "a4") -> bytes:
        """The plan as a PDF to print, on ``a4`` or ``letter``. Needs the extra ``export``."""
        from planner.plan.pdf import plan_pdf

        return plan_pdf(self, units, people, paper)

    def to_ics(
        self,
        start: date,
        units: str = "us",
        times: Mapping[str, time] | None = None,
        reminder_minutes: int | None = None,
    ) -> bytes:
        """The meals as events of a calendar whose first day is ``start``. Needs the extra ``export``."""
        from planner.plan.ics import plan_ics

        return plan_ics(self, start, units, times, reminder_minutes)

    def shopping(self, days: Iterable[int] | None = None, people: int = 1, units: str = "metric") -> ShoppingList:
        """What to buy for ``days`` of the plan (their numbers; None = all) and ``people`` who eat the same.

        ``units``: us or metric. Raises InputError for a day that the plan has not, and for people outside 1 to 100.
        """
        from planner.plan.shopping import shopping_list

        return shopping_list(self, days, people, units)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain numbers, text and lists: the JSON form. No dates, durations or paths."""
        from planner.plan.export import plan_dict

        return plan_dict(self)

    def to_json(self) -> str:
        """``to_dict`` as JSON text, the same bytes for the same plan."""
        from planner.plan.export import plan_json

        return plan_json(self)

    @staticmethod
    def from_json(text: str, table: FoodTable | None = None) -> MealPlan:
        """The plan that ``to_json`` wrote, screened, recomputed and proved again; ``table`` as for ``plan_meals``.

        Raises SavedPlanError for text that is not such a plan or names foods that are gone, and RefusedError when the plan
        would no longer be safe for this person.
        """
        from planner.plan.restore import restore_plan
        from planner.plan.saved import saved_document

        return restore_plan(saved_document(text), table)

    def to_csv(self) -> str:
        """The menu as CSV text."""
        from planner.plan.export import menu_csv

        return menu_csv(self)

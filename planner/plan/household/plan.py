"""A finished household plan: one set of dishes, a plan for each person, one shopping list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.errors import SavedPlanError
from planner.foods.wishes import MOST_STORED_G, Stored
from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.plan.export import safe_cell
from planner.plan.household.members import check_names
from planner.plan.plan import MealPlan
from planner.plan.saved import saved_document
from planner.plan.shopping import shopping_list

if TYPE_CHECKING:
    from datetime import date, time

    from planner.foods.table import FoodTable
    from planner.plan.request import Request
    from planner.plan.shopping import ShoppingList

FORMAT = 1
_DISH = ["day", "meal", "food_code"]  # a food stands once in a meal


@dataclass(frozen=True, eq=False)
class HouseholdPlan:
    """What everybody eats; nothing in it changes.

    Attributes:
        plans: the plan of each person by name, in the order given; each is a ``MealPlan`` like any other, with the
            person's own targets, portions and proof.
        refused: why there is no plan for somebody, by name; empty unless they were left out on wish.
        notices: what holds for the table: for whose sake dishes are as they are, and which wishes cancel out.
    """

    plans: Mapping[str, MealPlan]
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.plans)

    @property
    def first(self) -> MealPlan:
        """The plan of the first person, from which titles are taken."""
        return next(iter(self.plans.values()))

    @property
    def days(self) -> int:
        return self.first.days

    def __getitem__(self, name: str) -> MealPlan:
        return self.plans[name]

    @cached_property
    def laid(self) -> Mapping[str, pd.DataFrame]:
        """The menu of each person by name, all with the dishes in the order of the first."""
        order = pd.MultiIndex.from_frame(self.first.menu[_DISH])
        found = {}
        for name, plan in self.plans.items():
            rows = plan.menu.set_index(_DISH, drop=False)
            found[name] = rows.loc[order].reset_index(drop=True)
        return found

    @property
    def menu(self) -> pd.DataFrame:
        """One row per day, meal, food and person: ``person``, then the columns of ``MealPlan.menu``, as the table is laid."""
        frames = [rows.assign(person=name) for name, rows in self.laid.items()]
        whole = pd.concat(frames).sort_index(kind="stable").reset_index(drop=True)
        return whole[["person", *self.first.menu.columns]]

    @property
    def dishes(self) -> pd.DataFrame:
        """One row per day, meal and food: day, meal, title, food_code, food, the portion of each person by name, ``all_g``."""
        rows = self.first.menu[["day", "meal", "title", "food_code", "food"]].reset_index(drop=True)
        for name, served in self.laid.items():
            rows[name] = _portions(served)
        rows["all_g"] = sum(served["grams"].to_numpy(float) for served in self.laid.values())
        return rows

    def shopping(self, days: Iterable[int] | None = None, units: str = "metric") -> ShoppingList:
        """What to buy for everybody, each thing once; ``days``: their numbers, None = all. ``units``: us or metric.

        Raises InputError for a day that the plan has not.
        """
        together = replace(
            self.first,
            menu=pd.concat([plan.menu for plan in self.plans.values()], ignore_index=True),
            _request=_with_all_pantries(list(self.plans.values())),
        )
        return replace(shopping_list(together, days, 1, units), people=len(self.plans))

    def summary(self) -> str:
        """A line for each person: energy, magnesium, potassium, how many targets hold."""
        return "\n".join(f"{name}: {plan.summary()}" for name, plan in self.plans.items())

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<HouseholdPlan: {self.days} day{'s' if self.days > 1 else ''} for {', '.join(self.names)}>"

    def _repr_html_(self) -> str:
        from planner.plan.household.html import household_html

        return household_html(self)

    def to_text(self, units: str = "us") -> str:
        """Everything for a terminal. ``units``: us, or metric with grams and millilitres."""
        from planner.plan.household.text import household_text

        return household_text(self, units)

    def to_markdown(self, units: str = "us") -> str:
        """Everything as Markdown."""
        from planner.plan.household.text import household_markdown

        return household_markdown(self, units)

    def to_html(self, units: str = "us") -> str:
        """A page of its own, to open, print or send."""
        from planner.plan.household.html import household_page

        return household_page(self, units)

    def to_excel(self, units: str = "us") -> bytes:
        """A workbook: the table, the nutrients of each person, shopping, safety. Needs the extra ``export``."""
        from planner.plan.household.excel import household_xlsx

        return household_xlsx(self, units)

    def to_pdf(self, units: str = "us", paper: str = "a4") -> bytes:
        """A PDF to print, on ``a4`` or ``letter``. Needs the extra ``export``."""
        from planner.plan.household.pdf import household_pdf

        return household_pdf(self, units, paper)

    def to_ics(
        self,
        start: date,
        units: str = "us",
        times: Mapping[str, time] | None = None,
        reminder_minutes: int | None = None,
    ) -> bytes:
        """One event a meal, with everybody's portions; day 1 is ``start``. Needs the extra ``export``."""
        from planner.plan.household.calendar import household_ics

        return household_ics(self, start, units, times, reminder_minutes)

    def to_csv(self) -> str:
        """``menu`` as CSV text; grams and amounts to one decimal."""
        menu = self.menu
        numbers = menu.select_dtypes("float").columns
        menu[numbers] = menu[numbers].round(1)
        texts = [column for column in menu.columns if column not in numbers and column != "day"]
        menu[texts] = menu[texts].map(safe_cell)
        return menu.to_csv(index=False, lineterminator="\n")

    def to_dict(self) -> dict[str, Any]:
        """Plain data: ``people`` with the document of each plan (``docs/plan-format.md``), notices, refusals, safety texts."""
        return {
            "household_format": FORMAT,
            "people": [{"name": name, "plan": plan.to_dict()} for name, plan in self.plans.items()],
            "refused": [{"name": name, "reasons": list(reasons)} for name, reasons in self.refused.items()],
            "notices": list(self.notices),
            "banner": BANNER,
            "disclaimer": DISCLAIMER,
            "red_flags": list(RED_FLAGS),
        }

    def to_json(self) -> str:
        """``to_dict`` as JSON text, the same bytes for the same plan."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"

    @staticmethod
    def from_json(text: str, table: FoodTable | None = None) -> HouseholdPlan:
        """What ``to_json`` wrote; each plan is screened, recomputed and proved again.

        Raises SavedPlanError for what is no such text, and what ``MealPlan.from_json`` raises.
        """
        from planner.plan.restore import restore_plan

        document = saved_document(text)
        if document.get("household_format") != FORMAT:
            raise SavedPlanError(
                f"it is no household plan of format {FORMAT}; give what HouseholdPlan.to_json wrote, whole"
            )
        try:
            check_names([str(one["name"]) for one in document["people"]])
            people = {str(one["name"]): one["plan"] for one in document["people"]}
            refused = {str(one["name"]): tuple(map(str, one["reasons"])) for one in document["refused"]}
            notices = tuple(map(str, document["notices"]))
        except (KeyError, TypeError) as error:
            raise SavedPlanError(f"people, refused or notices are damaged ({error}); give it unchanged") from None
        if not people:
            raise SavedPlanError("it holds nobody; give what to_json wrote, unchanged")
        plans = {name: restore_plan(plan, table) for name, plan in people.items()}
        _check_shared(plans)
        return HouseholdPlan(plans, refused, notices)


def _check_shared(plans: Mapping[str, MealPlan]) -> None:
    """Raises SavedPlanError where somebody's dishes are not those of the others."""
    tables = {name: plan.menu[_DISH].to_numpy().tolist() for name, plan in plans.items()}
    first, dishes = next(iter(tables.items()))
    for name, other in tables.items():
        if sorted(other) != sorted(dishes):
            raise SavedPlanError(f"{name} does not eat the same dishes as {first}; read each plan by itself")


def _with_all_pantries(plans: Sequence[MealPlan]) -> Request | None:
    """The request of the first with what is in the house for all of them."""
    first = plans[0]._request
    if first is None:
        return None
    held: dict[str, float] = {}
    for stored in (one for plan in plans if plan._request for one in plan._request.preferences.pantry):
        held[stored.food] = held.get(stored.food, 0.0) + stored.grams
    pantry = tuple(Stored(food=food, grams=min(grams, MOST_STORED_G)) for food, grams in held.items())
    return replace(first, preferences=first.preferences.model_copy(update={"pantry": pantry}))


def _portions(menu: pd.DataFrame) -> list[str]:
    """``1 1/2 cups``; of what is counted by itself, only how many."""
    said = []
    for portion, serving, food in zip(menu["portion"], menu["serving"], menu["food"], strict=True):
        number = " ".join(takewhile(lambda word: word[0].isdigit(), portion.split()))
        said.append(portion if portion != serving else "1" if portion == food else number)
    return said

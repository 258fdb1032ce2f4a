"""What I ate: the foods of a day against one's own targets, with the gap that is left. No plan, and no advice to take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.foods.eaten import Eaten, Said, read_eaten
from planner.foods.preferences import Preferences
from planner.foods.table import FoodTable, load_foods
from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.plan.certificate import daily_amounts
from planner.plan.guard import too_much_food, unsafe_foods
from planner.plan.words import label, number, unit

if TYPE_CHECKING:
    from planner.nutrition.person import Person
    from planner.nutrition.targets import Override

FIRST = ("energy_kcal", "magnesium_mg", "potassium_mg", "sodium_mg", "calcium_mg")
SHOWN = (*FIRST, "fiber_g", "protein_g", "iron_mg", "vitamin_d_ug", "caffeine_mg")


@dataclass(frozen=True)
class DayLog:
    """A day that was eaten.

    Attributes:
        eaten: what was said, as it was read.
        nutrients: one row a nutrient: nutrient, amount (NaN = no food reports it), lower, upper, gap (to the lower bound,
            0 where it is met), over (above the upper bound), unreported (foods without a known amount).
        notices: sentences the person must see.
    """

    eaten: tuple[Eaten, ...]
    nutrients: pd.DataFrame
    notices: tuple[str, ...]

    @property
    def not_counted(self) -> tuple[str, ...]:
        """What was said and no food was found for."""
        return tuple(one.said for one in self.eaten if not one.food_code)

    @property
    def unsure(self) -> tuple[Eaten, ...]:
        """What may be another food than the one it was read as."""
        return tuple(one for one in self.eaten if one.or_else)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The amounts that matter most, each with what is left to go."""
        return tuple(_amounts(self.nutrients, bool(self.not_counted)))

    def lines(self) -> tuple[str, ...]:
        """The day in sentences: what was read, the gaps, what must be said."""
        return (
            BANNER, *(_read_as(one) for one in self.eaten), "", *self.sentences, "",
            *self.notices, "When to see a doctor:", *RED_FLAGS, DISCLAIMER,
        )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, text and lists; unknown is None."""
        rows = self.nutrients.astype(object).where(self.nutrients.notna(), None).to_dict("records")
        return {
            "eaten": [vars(one) | {"or_else": [list(pair) for pair in one.or_else]} for one in self.eaten],
            "not_counted": list(self.not_counted),
            "nutrients": rows,
            "notices": list(self.notices),
            "banner": BANNER,
            "disclaimer": DISCLAIMER,
            "red_flags": list(RED_FLAGS),
        }

    def __str__(self) -> str:
        return "\n".join(self.lines())


def log_day(
    person: Person,
    eaten: str | Sequence[Said],
    *,
    meant: Mapping[str, str] | None = None,
    preferences: Preferences | None = None,
    targets: Mapping[str, Override] | None = None,
    authority: str = "us_canada",
    preset: str = "reference",
    table: FoodTable | None = None,
) -> DayLog:
    """What a day's food brings, against the person's own targets.

    ``eaten``: pasted text ("2 cups coffee, 1 banana, 150 g salmon"), a list of such words, or (food, grams) pairs.
    ``meant``: food codes for words that are not sure, as {"1 cup milk": "11112110"}. Of ``preferences`` only the diet
    counts: it changes some targets.

    Raises:
        InputError: nothing was given, or an amount is none.
        RefusedError: the health answers leave targets to a clinician.
    """
    from planner.plan.planning import gate
    from planner.plan.request import Request

    wishes = preferences or Preferences()
    passed = gate(Request(person, 1, wishes, authority, preset, dict(targets or {}), table))
    foods = load_foods() if table is None else table
    read = read_eaten(foods, eaten, meant)
    counted = [one for one in read if one.food_code]
    menu = pd.DataFrame(
        [{"day": 1, "food_code": one.food_code, "food": one.food, "grams": one.grams} for one in counted],
        columns=["day", "food_code", "food", "grams"],
    )
    rows = []
    for name, target in passed.targets.items():
        if name not in foods.data:
            continue
        (found,) = daily_amounts(menu, foods, name) if counted else (None,)
        amount = float("nan") if found is None else found.amount
        low, high = target.lower, target.on_day()[1] or target.upper
        known = amount if amount == amount else 0.0
        rows.append(
            {
                "nutrient": name,
                "amount": amount,
                "lower": low,
                "upper": high,
                "gap": None if low is None else max(low - known, 0.0),
                "over": None if high is None else max(known - high, 0.0),
                "unreported": 0 if found is None else found.unreported,
            }
        )
    frame = pd.DataFrame(rows)
    frame[["amount", "lower", "upper", "gap", "over"]] = frame[["amount", "lower", "upper", "gap", "over"]].astype(
        float
    )
    notices = list(passed.notices)
    if counted:
        told = [*unsafe_foods(menu, foods, passed.unsafe), *too_much_food(menu, foods, passed.limits)]
        notices += [f"Your health answers: {sentence}." for sentence in told]
    return DayLog(read, frame, tuple(notices))


def _read_as(one: Eaten) -> str:
    if not one.food_code:
        near = f" such as {' or '.join(one.nearest)}" if one.nearest else ""
        return f"{one.said}: not found, so not counted; try another word{near}, or a food's code."
    line = f"{one.said}: {one.food}, {one.grams:.0f} g" + (f" ({one.assumed})" if one.assumed else "")
    if one.or_else:
        line += "; or did you mean " + ", ".join(f"{name} ({code})" for code, name in one.or_else) + "?"
    return line


def _amounts(frame: pd.DataFrame, incomplete: bool) -> list[str]:
    rows = {str(row["nutrient"]): row for row in frame.to_dict("records")}
    said = []
    for name in (name for name in SHOWN if name in rows):
        row = rows[name]
        least = "at least " if incomplete or row["unreported"] else ""
        if row["amount"] != row["amount"]:
            said.append(f"{label(name)}: not known.")
            continue
        line = f"{label(name)}: {least}{number(name, row['amount'], 'down')} {unit(name)}"
        if (
            name == "sodium_mg" and not row["over"] > 0
        ):  # nobody is short of salt on ordinary food: only the limit counts
            line += "" if row["upper"] != row["upper"] else f", limit {number(name, row['upper'])}"
        elif row["gap"] == row["gap"] and row["gap"] > 0:
            line += f" of {number(name, row['lower'])}: {number(name, row['gap'], 'up')} {unit(name)} to go"
        elif row["over"] == row["over"] and row["over"] > 0:
            line += f", {number(name, row['over'], 'up')} {unit(name)} above {number(name, row['upper'])}"
        elif row["lower"] == row["lower"]:
            line += f" of {number(name, row['lower'])}: reached"
        said.append(line + ".")
    return said

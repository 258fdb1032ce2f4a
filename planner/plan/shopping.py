"""A plan as a list for the shop: one line for each thing to buy, in the order of a walk through the aisles."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import InputError
from planner.foods.measures import ml_per_gram
from planner.foods.palette import load_palette
from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.nutrition.units import Units, mass_to_buy, say_mass, units_from, volume_to_buy
from planner.plan.buying import BREWED, COOKED, DRAINED, DRY, MEAT, RAW, Bought, bought, buy_name, by_aisle
from planner.plan.cook import labels_asked
from planner.plan.packs import PACK_NOTE, packs
from planner.plan.pantry import Store
from planner.plan.seasoning import load_seasonings
from planner.plan.words import SOURCES

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

MOST_PEOPLE = 100
_LEAST_PIECE_G = 15.0  # nobody counts crackers or olives in a shop
_LIQUID = ("milk", "juice", "oil", "broth", "stock", "vinegar", "kefir", "water", "smoothie", "coffee", "tea", "drink")
_MILK = "milk"  # as recipes say, whichever it is; and the role of what is poured
_FORMS = {DRY: "dry", COOKED: "weighed cooked", BREWED: "as drunk", DRAINED: "drained"}
_COLUMNS = ("aisle", "item", "amount", "packs", "grams", "eaten_g", "weighed", "dishes", "meals", "cost_usd")

IN_PANTRY = "in the pantry"
PRICE_NOTE = "national averages of 2017/18, for the amount eaten"
EDIBLE_NOTE = "Weights are of what is eaten: peel, stones, bones and shells come on top."
COOKED_NOTE = (
    "Where a line says so, the table knows only the weight after cooking: meat and fish lose a quarter or more in cooking, "
    "grains and pulses gain."
)
DRY_NOTE = "Dry pulses may be bought cooked in cans instead: take the drained weight that the plan serves."
CUPBOARD_NOTE = "Salt, sugar, spices, baking powder and water of the recipes are not on the list."


@dataclass(frozen=True)
class ShoppingRow:
    """One thing to buy.

    ``grams``: exactly what has to be bought, for all days and people; ``amount``: the same in words, rounded up.
    ``eaten_g``: what of the plan's grams it stands for. ``weighed``: as what ``grams`` are meant: "dry", "raw", "weighed
    cooked" (the table does not say what it weighed before), "drained", "as drunk"; "" as it is eaten.
    ``in_pantry_g``: what is in the pantry already; ``grams`` and ``cost_usd`` are of what is left to buy.
    ``dishes``: foods of the menu that it is for; ``meals``: when, "day 1 dinner". ``cost_usd``: None = not known.
    ``packs``: "2 cans of 400 g", in common sizes; "" for what is bought loose, or weighed in another form than it is sold.
    """

    aisle: str
    item: str
    amount: str
    grams: float
    eaten_g: float
    weighed: str
    dishes: tuple[str, ...]
    meals: tuple[str, ...]
    cost_usd: float | None
    in_pantry_g: float = 0.0
    packs: str = ""


@dataclass(frozen=True)
class ShoppingList:
    """What to buy for some days of a plan and some people.

    ``cupboard``: what the meals are seasoned with, once each. ``cost_usd``: of the foods with a known price, None where none
    has one; ``priced_share``: those foods' share of the grams (0 to 1). ``not_bought_g``: water, and in dishes salt,
    sugar and spices, so that ``eaten_g`` of all rows and it add up to the plan.
    """

    rows: tuple[ShoppingRow, ...]
    days: tuple[int, ...]
    people: int
    units: Units
    cupboard: tuple[str, ...]
    cost_usd: float | None
    priced_share: float
    not_bought_g: float
    notices: tuple[str, ...] = ()
    sources: str = SOURCES

    def to_frame(self) -> pd.DataFrame:
        """A row for each thing: aisle, item, amount, grams, eaten_g, weighed, dishes, meals, cost_usd (NaN = not known)."""
        rows = [
            [
                r.aisle,
                r.item,
                r.amount,
                r.packs,
                r.grams,
                r.eaten_g,
                r.weighed,
                "; ".join(r.dishes),
                "; ".join(r.meals),
                r.cost_usd,
            ]
            for r in self.rows
        ]
        return pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"cost_usd": "float64"})

    def by_aisle(self) -> list[tuple[str, list[ShoppingRow]]]:
        """Each aisle with its rows, in the order of the walk."""
        found: dict[str, list[ShoppingRow]] = {}
        for row in self.rows:
            found.setdefault(row.aisle, []).append(row)
        return list(found.items())

    def heading(self) -> str:
        """``Shopping list for 7 days, 2 people``."""
        days = f"{len(self.days)} day{'s' if len(self.days) > 1 else ''}"
        return f"Shopping list for {days}, {self.people} {'people' if self.people > 1 else 'person'}"

    def to_text(self) -> str:
        """The list to print or to send, with what every form of a plan ends with."""
        return (
            "\n".join((BANNER, "", str(self), "When to see a doctor:", *RED_FLAGS, "", DISCLAIMER, "", self.sources))
            + "\n"
        )

    def __str__(self) -> str:
        lines = [self.heading(), ""]
        for aisle, rows in self.by_aisle():
            lines += [aisle[:1].upper() + aisle[1:], *(f"  [ ] {said(row)}" for row in rows), ""]
        if self.cupboard:
            lines += ["From the cupboard", f"  {', '.join(self.cupboard)}", ""]
        return "\n".join([*lines, *self.notices]) + "\n"


def said(row: ShoppingRow) -> str:
    """``oats, dry: 280 g``."""
    form = f", {row.weighed}" if row.weighed and row.weighed != RAW else " (raw)" if row.weighed else ""
    amount = row.amount + (f", {row.packs}" if row.packs else "")
    if not row.in_pantry_g:
        return f"{row.item}{form}: {amount}"
    held = f"{row.in_pantry_g:,.0f} g in the pantry"
    return f"{row.item}{form}: {held}{f', buy {amount}' if row.grams else ', nothing to buy'}"


@dataclass
class _Line:
    """Rows of the menu that come to one thing to buy."""

    first: Bought
    grams: dict[str, float] = field(default_factory=dict)
    eaten_g: float = 0.0
    ml: float = 0.0
    dishes: dict[str, None] = field(default_factory=dict)
    meals: dict[str, None] = field(default_factory=dict)
    cost_usd: float | None = 0.0
    label: str = ""


def shopping_list(
    plan: MealPlan, days: Iterable[int] | None = None, people: int = 1, units: str = "metric"
) -> ShoppingList:
    """What to buy for ``days`` of the plan (their numbers; None = all) and ``people`` who eat the same.

    Raises InputError for a day that the plan has not, for people outside 1 to 100 and for a plan without its food table.
    """
    told = units_from(units)
    chosen = tuple(sorted(set(range(1, plan.days + 1) if days is None else days)))
    if not chosen or not set(chosen) <= set(range(1, plan.days + 1)):
        raise InputError(f"days {list(chosen)} cannot be shopped for: the plan has the days 1 to {plan.days}")
    if isinstance(people, bool) or not isinstance(people, int) or not 1 <= people <= MOST_PEOPLE:
        raise InputError(f"people {people!r}: give a whole number from 1 to {MOST_PEOPLE}")
    if plan.table is None:
        raise InputError("this plan has no food table to shop from; plan it with plan_meals")
    menu = plan.menu[plan.menu["day"].isin(chosen)]
    price = plan.table.data["price_usd_per_100g"]
    lines: dict[str, _Line] = {}
    poured, labels = _poured(plan.menu), labels_asked(plan.menu)
    priced_g = cost = total_g = not_bought_g = 0.0
    for row in menu.to_dict("records"):
        grams = float(row["grams"]) * people
        things = bought(plan.table, row["food_code"], row["food"])
        not_bought_g += grams * (1.0 - sum(one.eaten for one in things))
        if not things:
            continue
        total_g += grams
        usd = float(price[row["food_code"]]) * grams / 100.0
        if not math.isnan(usd):
            priced_g, cost = priced_g + grams, cost + usd
        for one in things:
            name = poured if one.name == _MILK and poured else one.name
            line = lines.setdefault(name, _Line(one))
            line.label = line.label or labels.get(row["food"], "")
            form = one.form if one.form != RAW or one.aisle == MEAT else ""
            line.grams[form] = line.grams.get(form, 0.0) + grams * one.grams
            line.eaten_g += grams * one.eaten
            if one.name.endswith(_LIQUID):
                line.ml += grams * one.grams * (ml_per_gram(plan.table, one.code) or math.nan)
            line.dishes[row["food"]] = None
            line.meals[f"day {row['day']} {row['meal']}"] = None
            known = one.own and not math.isnan(usd) and line.cost_usd is not None
            line.cost_usd = (line.cost_usd or 0.0) + usd if known else None
    store = Store.of(plan._request.preferences.pantry if plan._request is not None else ())
    rows = [_row(name, line, told, store.take(name, sum(line.grams.values()))) for name, line in lines.items()]
    cost -= sum(_spared(row, line) for row, line in zip(rows, lines.values(), strict=True))
    cupboard = _cupboard(menu)
    share = priced_g / total_g if total_g else 0.0
    return ShoppingList(
        rows=tuple(sorted(rows, key=lambda r: (by_aisle(r.aisle), r.item.lower()))),
        days=chosen,
        people=people,
        units=told,
        cupboard=cupboard,
        cost_usd=cost if priced_g else None,
        priced_share=share,
        not_bought_g=not_bought_g,
        notices=(*_notices(rows, cost if priced_g else None, share), *store.rest()),
        sources=plan.sources,
    )


def _poured(menu: pd.DataFrame) -> str:
    """The milk in the fridge, which the milk of the dishes is, too: the one that is drunk most, "" where none is."""
    drunk = menu[menu["food_code"].isin(_milks())]
    grams = drunk.groupby("food", sort=True)["grams"].sum()
    return buy_name(str(grams.idxmax())) if len(grams) else ""


@cache
def _milks() -> frozenset[str]:
    """Codes of the cow's milks that are poured; buttermilk cooks another dish."""
    foods = (food for food in load_palette().foods if food.role == _MILK and "plant_milk" not in food.tags)
    return frozenset(food.code for food in foods if food.name.split()[-1] == _MILK)


def _row(name: str, line: _Line, units: Units, in_pantry_g: float) -> ShoppingRow:
    whole = sum(line.grams.values())
    grams = whole - in_pantry_g if in_pantry_g < whole - 1e-9 else 0.0
    share = grams / whole if whole else 1.0
    form = max(line.grams, key=lambda one: line.grams[one])
    weighed = _FORMS.get(form, form)
    for other, part in line.grams.items():
        if other != form and other in (COOKED, DRY):
            weighed += f"{', ' if weighed else ''}{say_mass(part, units)} of it {_FORMS[other]}"
    return ShoppingRow(
        aisle=line.first.aisle,
        item=f"{name} ({line.label})" if line.label else name,
        amount=_amount(name, line, grams, units, share) if grams else IN_PANTRY,
        grams=grams,
        eaten_g=line.eaten_g,
        weighed=weighed,
        dishes=tuple(line.dishes),
        meals=tuple(line.meals),
        cost_usd=None if line.cost_usd is None else line.cost_usd * share,
        in_pantry_g=in_pantry_g,
        packs=packs(name, grams, line.ml * share, _pieces().get(name, ("", 0.0))[1], units)
        if form in (DRY, "")
        else "",
    )


def _spared(row: ShoppingRow, line: _Line) -> float:
    """What the part in the pantry would cost."""
    return (line.cost_usd or 0.0) * row.in_pantry_g / (row.grams + row.in_pantry_g) if row.in_pantry_g else 0.0


def _amount(name: str, line: _Line, grams: float, units: Units, share: float) -> str:
    """Pieces where they are counted, volume of what flows, else the weight; always rounded up."""
    piece = _pieces().get(name)
    if piece is not None and set(line.grams) == {""}:
        count, unit = math.ceil(grams / piece[1] - 0.05), piece[0]
        counted = f"{count}" if not unit else f"{count} {unit}{'s' if count != 1 else ''}"
        return f"{counted} ({mass_to_buy(grams, units)})"
    if line.ml > 0:
        return volume_to_buy(line.ml * share, units)
    return mass_to_buy(grams, units)


@cache
def _pieces() -> dict[str, tuple[str, float]]:
    """Things that are counted in a shop or a kitchen: the word for one ("" = the thing itself) and its grams."""
    found: dict[str, tuple[str, float]] = {}
    for food in load_palette().foods:
        name = buy_name(food.name)
        counted = not food.unit or (food.unit == "slice" and name.endswith("bread"))
        counted = counted and food.grams_per_unit >= _LEAST_PIECE_G
        if counted and "composed" not in food.tags and not food.name.startswith(("small ", "large ", "sliced ")):
            found.setdefault(name, (food.unit, food.grams_per_unit))
    return found


def _cupboard(menu: pd.DataFrame) -> tuple[str, ...]:
    """What the seasonings of these meals are bought as, once each."""
    if "seasoning" not in menu:
        return ()
    said = " and ".join(dict.fromkeys(menu["seasoning"])).split(" and ")
    return tuple(sorted({one.buy for one in load_seasonings() if one.phrase in said}))


def _notices(rows: list[ShoppingRow], cost_usd: float | None, share: float) -> tuple[str, ...]:
    notices = [EDIBLE_NOTE]
    if any("cooked" in row.weighed for row in rows):
        notices.append(COOKED_NOTE)
    if any(row.weighed == "dry" and row.item.endswith(("beans", "peas", "lentils")) for row in rows):
        notices.append(DRY_NOTE)
    if any(row.packs for row in rows):
        notices.append(PACK_NOTE)
    notices.append(CUPBOARD_NOTE)
    if cost_usd is None:
        notices.append("No price is known.")
    else:
        known = math.floor(100 * share + 1e-9)
        notices.append(
            f"About ${cost_usd:,.2f} ({PRICE_NOTE}), counting the {known} % of the grams whose price is known."
        )
    return tuple(notices)

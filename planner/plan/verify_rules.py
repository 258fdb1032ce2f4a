"""Plate rules, must-haves, limits and the budget of a saved plan, counted again from its meals.

What a rule is stands in one place (``model.menu.rules``, a list of words and numbers). How often it is met is counted here by
itself: servings by the tags and roles of the foods in the meals as they are written, per day and in the whole plan.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from planner.errors import PlannerError
from planner.foods.adopt import adopt
from planner.foods.diets import diet_names
from planner.foods.headers import PRICE
from planner.foods.meaning import meant
from planner.foods.palette import Palette, PaletteFood, Template, load_palette
from planner.foods.preferences import MEALS, Preferences
from planner.foods.table import FoodTable
from planner.foods.wishes import Limit, Wish
from planner.model.menu.rules import PlateRule, plate_rules
from planner.nutrition.target import Targets
from planner.plan.offered import offered
from planner.plan.verified import Check, per_100g

_WEEK = 7
_FEWER_ITEMS = 4  # that a left-out meal would have held; policy (docs/menu.md)
_CENT = 0.0051
_READ = 0.005  # of a number that is written with three digits
_GAVE_WAY = re.compile(r"^Plate rule '(?P<name>[^']+)' \(.*\) gives way to (?P<cause>.+?)(?:: (?P<moved>up to .+))?\.$")
_UP_TO = re.compile(r"up to (?P<most>[\d.e+]+) instead of \S+ a (?P<per>day|week)")
_SAID = re.compile(
    r"^(?:Plate rule|Wish) not kept (?P<when>on day [\d, ]+|over the plan): (?P<what>.+) \((?P<times>\S+) times\)\.$"
)
_AGAIN = re.compile(r"^few dishes of earlier plan (\d+) again$")


@dataclass(frozen=True)
class _Meal:
    day: int
    slot: str
    kind: str
    foods: tuple[PaletteFood, ...]


class _Wished(NamedTuple):
    """A wish that counts servings: how it is called, the codes it means (among foods on offer, or with those of the plan), its
    meal (empty: any), servings a day and in the plan."""

    said: str
    codes: list[frozenset[str]]
    slot: str
    day: Any
    plan: Any


def rule_checks(
    document: Mapping[str, Any], table: FoodTable, wanted: Targets, unsafe: Sequence[str]
) -> Iterator[Check]:
    """For each rule and each wish that counts servings: what is said to be broken is what is broken, and nothing else is."""
    asked = document["request"]
    if asked.get("menu") == "none" or not asked.get("meals"):
        return
    palette, days = load_palette(), int(asked["days"])
    try:
        wishes = Preferences(**(asked.get("preferences") or {}))
        foods = offered(table, palette, wishes, unsafe)
    except (PlannerError, ValueError) as error:
        yield Check("plate rules", "wishes", "can be read", str(error), False)
        return
    meals = _meals(asked["meals"], table, palette)
    written = [str(one) for one in document.get("plate_rules_broken") or ()]
    standing = _standing(palette, foods, wishes, meals)
    known: set[str] = set()
    for variants, unsure in _rules(document, wanted, wishes, table, foods, standing):
        rule = variants[0]
        known.add(rule.sentence)
        mine = _about(written, rule.sentence)
        each = [_broken_rule(one, meals, days) for one in variants]
        yield _same("plate rules", rule.name, mine, next((one for one in each if one == mine), each[0]), unsure)
    for one in _wished(wishes, table, foods, meals, days):
        known.add(one.said)
        both = [_broken_wish(one, meals, days, codes) for codes in one.codes]
        mine = _about(written, one.said)
        yield _same("wishes", one.said, mine, next((each for each in both if each == mine), both[0]), False)
    known |= {
        f"{one.food!r}, which is in the pantry" for one in wishes.pantry
    }  # how much is in the house is not in a plan
    yield from _budget(wishes, table, document, written, days)
    for line in written:
        match = _SAID.match(line)
        what = match["what"] if match else ""
        again = _AGAIN.match(what)
        if match and what not in known and not (again and int(again[1]) <= len(asked.get("earlier") or ())):
            yield Check("plate rules", line, "broken", "no such rule or wish", False)


def _meals(written: Sequence[Mapping[str, Any]], table: FoodTable, palette: Palette) -> list[_Meal]:
    """The meals with the row of each food: its tags and what it does in the meal. Unknown foods are told elsewhere."""
    found = []
    for meal in written:
        rows = []
        for one in meal["foods"]:
            code = str(one["food_code"])
            own = [food for food in palette.foods if food.code == code] or (
                adopt(table, palette, code) if code in table else ()
            )
            of_role = [food for food in own if food.role == one["role"]]
            named = [food for food in of_role if food.name == one["food"]][:1] or of_role[:1]
            # A dish that is cooked once is composed once: as a leftover it does not count again.
            rows += [replace(food, tags=food.tags - {"composed"}) if one.get("leftover") else food for food in named]
        found.append(_Meal(int(meal["day"]), str(meal["slot"]), str(meal["kind"]), tuple(rows)))
    return found


def _rules(
    document: Mapping[str, Any],
    wanted: Targets,
    wishes: Preferences,
    table: FoodTable,
    foods: Sequence[PaletteFood],
    standing: Sequence[PaletteFood],
) -> Iterator[tuple[list[PlateRule], bool]]:
    """The rules that hold for this person and these wishes, each as the three digits of a number allow it to be read; and whether
    it is not said how far it gave way."""
    vitamin_d = wanted["vitamin_d_ug"].lower if "vitamin_d_ug" in wanted else None
    gave_way: dict[str, list[tuple[str, str]]] = {}
    for notice in document.get("notices") or ():
        if found := _GAVE_WAY.match(str(notice)):
            gave_way.setdefault(found["name"], []).append((found["cause"], found["moved"] or ""))
    for rule in plate_rules(wanted.energy_kcal, diet_names(wishes.diet), vitamin_d or 0.0):
        if rule.name in wishes.rules_off:
            continue
        asks = bool(rule.day[0] or rule.week[0]) and not rule.kinds
        if asks and not any(map(rule.counts, standing)):
            continue  # nothing of it is on offer: no fish for a vegan
        variants, unsure = [rule], False
        for cause, moved in gave_way.get(rule.name, ()):
            if not _is_cause(cause, rule, wishes, table, foods):
                continue
            for part in _UP_TO.finditer(moved if cause != "a dislike" else ""):
                read = [float(part["most"]) * (1 + off) for off in (0.0, -_READ, _READ)]
                variants = [_up_to(one, part["per"], most) for one in variants for most in read]
            if not moved or cause == "a dislike":
                variants = [replace(one, day=(None, one.day[1]), week=(None, one.week[1])) for one in variants]
                unsure = unsure or cause != "a dislike"
        if rule.name == "items" and len(wishes.meals) < len(MEALS):
            low = max((rule.day[0] or 0.0) - _FEWER_ITEMS * (len(MEALS) - len(wishes.meals)), 0.0)
            variants = [replace(one, day=(low, one.day[1])) for one in variants]
        yield variants, unsure


def _up_to(rule: PlateRule, per: str, most: float) -> PlateRule:
    return replace(rule, day=(rule.day[0], most)) if per == "day" else replace(rule, week=(rule.week[0], most))


def _is_cause(cause: str, rule: PlateRule, wishes: Preferences, table: FoodTable, foods: Sequence[PaletteFood]) -> bool:
    """Whether what a rule is said to give way to is among the wishes, and about foods that the rule counts."""
    if cause == "a dislike":
        return bool(wishes.dislike)
    for one in (*wishes.must, *wishes.limits):
        if repr(str(one)) in cause:
            codes = _meanings(table, foods, str(getattr(one, "food", "")))
            if rule.kinds or any(food.code in codes and rule.counts(food) for food in foods):
                return True
    return False


def _meanings(table: FoodTable, foods: Sequence[PaletteFood], word: str) -> frozenset[str]:
    try:
        return meant(table, foods, word)
    except PlannerError:
        return frozenset()


def _standing(
    palette: Palette, foods: Sequence[PaletteFood], wishes: Preferences, meals: Sequence[_Meal]
) -> list[PaletteFood]:
    """The foods on offer that some meal of these slots may hold."""
    roles: dict[str, set[str]] = {}
    for one in palette.templates:
        roles.setdefault(one.slot, set()).update(_roles(one))
    found = []
    for food in foods:
        at = {meal.slot for meal in meals if not food.slots or _eaten_at(meal.slot) in food.slots}
        if wishes.cooking_free_breakfasts and "cook_free" not in food.tags:
            at -= {"breakfast"}
        if any(food.role in roles.get(slot, ()) for slot in at):
            found.append(food)
    return found


def _roles(template: Template) -> set[str]:
    choices = [choice for group in template.one_of for choice in group] + list(template.optional)
    return {*template.required, *(role for choice in choices for role in choice.roles)}


def _eaten_at(slot: str) -> str:
    return "snack" if slot == "evening" else slot


def _broken_rule(rule: PlateRule, meals: Sequence[_Meal], days: int) -> list[str]:
    def count(meal: _Meal) -> float:
        return sum(map(rule.counts, meal.foods)) + float(f"{meal.slot}:{meal.kind}" in rule.kinds)

    found = _broken("Plate rule", rule.sentence, meals, days, rule.day, True, count)
    return found + _broken("Plate rule", rule.sentence, meals, days, rule.week, False, count)


def _broken(
    what: str, sentence: str, meals: Sequence[_Meal], days: int, span: Any, daily: bool, count: Callable[[_Meal], float]
) -> list[str]:
    """The sentence that a plan should hold where a span of servings, a day or in 7 days, is left."""
    low, high = span
    by_day = [sum(count(meal) for meal in meals if meal.day == day) for day in range(1, days + 1)]
    if daily:
        off = [day for day, n in enumerate(by_day, start=1) if _outside(n, low, high)]
        if not off:
            return []
        return [f"{what} not kept on day {', '.join(map(str, off))}: {sentence} ({by_day[off[0] - 1]:g} times)."]
    least = None if low is None else math.floor(low * days / _WEEK + 1e-9)
    most = None if high is None else math.ceil(high * days / _WEEK - 1e-9)
    total = sum(by_day)
    return [f"{what} not kept over the plan: {sentence} ({total:g} times)."] if _outside(total, least, most) else []


def _outside(count: float, low: float | None, high: float | None) -> bool:
    return (low is not None and count < low - 1e-9) or (high is not None and count > high + 1e-9)


# -- wishes ------------------------------------------------------------------------------------------------------------


def _wished(
    wishes: Preferences, table: FoodTable, foods: Sequence[PaletteFood], meals: Sequence[_Meal], days: int
) -> Iterator[_Wished]:
    """Each must-have, limit and like."""
    eaten = tuple(dict.fromkeys(food for meal in meals for food in meal.foods))

    def meanings(word: str) -> list[frozenset[str]]:
        return [_meanings(table, among, word) for among in (foods, (*foods, *eaten))]

    for wish in wishes.must:
        yield _Wished(repr(str(wish)), meanings(wish.food), wish.slot or "", *_spans(wish, days))
    for limit in wishes.limits:
        yield _Wished(repr(str(limit)), meanings(limit.food), "", *_spans(limit, days))
    for word in wishes.like:
        codes = meanings(word)
        if codes[0]:  # of a liked food one serving a week or in a shorter plan is asked for, of a much liked one more
            strong, weeks = round(wishes.strength(word)), days / _WEEK
            least = (
                math.floor(max(1.0, strong) * weeks + 1e-9)
                if weeks >= 1
                else math.floor(max(1.0, strong * weeks) + 1e-9)
            )
            yield _Wished(f"{word!r}, as liked", codes, "", (None, None), (least, None))


def _spans(one: Wish | Limit, days: int) -> tuple[Any, Any]:
    """Servings at least and at most on a day and in the whole plan."""
    if isinstance(one, Limit):
        low, high = one.min_per_week, one.max_per_week
        return (one.min_per_day, one.max_per_day), _in_plan(low, high, days)
    if one.per == "day":
        return (one.low, one.high), (None, None)
    return (None, None), (one.low, one.high) if one.per == "plan" else _in_plan(one.low, one.high, days)


def _in_plan(low: float | None, high: float | None, days: int) -> tuple[float | None, float | None]:
    """A week's servings in so many days: the least to the nearest one, the most rounded up."""
    least = None if low is None else math.floor(low * days / _WEEK + 0.5)
    return least or None, None if high is None else math.ceil(high * days / _WEEK - 1e-9)


def _broken_wish(one: _Wished, meals: Sequence[_Meal], days: int, codes: frozenset[str]) -> list[str]:
    def count(meal: _Meal) -> float:
        counts = one.slot in ("", _eaten_at(meal.slot))
        return float(sum(food.code in codes for food in meal.foods)) if counts else 0.0

    day, plan = one.day, one.plan
    # What each day asks for is said of the plan, too.
    lows = [bound for bound in (plan[0], day[0] and day[0] * days) if bound]
    highs = [bound for bound in (plan[1], None if day[1] is None else day[1] * days) if bound is not None]
    whole = (max(lows) * _WEEK / days if lows else None, min(highs) * _WEEK / days if highs else None)
    found = _broken("Wish", one.said, meals, days, day, True, count)
    return found + _broken("Wish", one.said, meals, days, whole, False, count)


def _budget(
    wishes: Preferences, table: FoodTable, document: Mapping[str, Any], written: Sequence[str], days: int
) -> Iterator[Check]:
    """What a day costs on the mean: water from the tap nothing, an unknown price the median of its category."""
    most = wishes.budget_usd_per_day
    if most is None or PRICE not in table.data:
        return
    tap = {food.code for food in load_palette().foods if food.role == "water"}
    prices = per_100g(table, PRICE)
    overall = float(table.data[PRICE].median())
    typical = {
        str(name): float(value)
        for name, value in table.data[PRICE].groupby(table.data["category_code"]).median().items()
    }
    cost = []
    for row in document["menu"]:
        code = str(row.get("food_code"))
        if code in table and isinstance(row.get("grams"), int | float):
            price = prices[code]
            if code in tap:
                continue
            price = typical.get(str(table.data.at[code, "category_code"]), math.nan) if math.isnan(price) else price
            cost.append((overall if math.isnan(price) else price) * row["grams"] / 100.0)
    a_day = math.fsum(cost) / days
    said = [one for one in written if one.startswith(f"Wish not kept: the budget of {most:.2f} USD")]
    over = a_day > most + 0.005
    right = bool(said) == over or abs(a_day - most - 0.005) < _CENT
    right &= all(abs(_number(one) - a_day) < _CENT + 0.005 for one in said)
    yield Check(
        "wishes", f"the budget of {most:.2f} USD a day", "; ".join(said) or "kept", f"{a_day:.2f} USD a day", right
    )


def _number(sentence: str) -> float:
    found = re.search(r"costs ([\d.]+) USD", sentence)
    return float(found[1]) if found else math.inf


def _about(written: Sequence[str], sentence: str) -> list[str]:
    return [one for one in written if (match := _SAID.match(one)) and match["what"] == sentence]


def _same(part: str, what: str, written: list[str], found: list[str], unsure: bool) -> Check:
    """``unsure``: more may be said to be broken than was found, where a wish lowered a rule by an unknown amount."""
    right = set(written) == set(found) or (unsure and set(found) <= set(written))
    return Check(part, what, " ".join(written) or "kept", " ".join(found) or "kept", right)

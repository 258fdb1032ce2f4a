"""The quality of a plan in plain sentences. Nothing is rounded into compliance, and nothing unknown is left out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.nutrition.hei import US_MEAN, HeiComponent
from planner.plan.words import label, number

if TYPE_CHECKING:
    from planner.plan.quality import Amount, Quality

# WHO 2012: less than 2 g sodium and at least 3.51 g potassium a day are 87 and 90 mmol, about one to one.
WHO_SODIUM_TO_POTASSIUM = 1.0
# Of a litre of sweat: about, and from to (ACSM 2007, doi.org/10.1249/mss.0b013e31802ca597, rounded).
SWEAT_SODIUM_MG_PER_L, SWEAT_POTASSIUM_MG_PER_L = (1000.0, 230.0, 1600.0), (230.0, 120.0, 590.0)

LATE_CAFFEINE_MG = 100.0

# Real adults by the same judges, habits of the other half of the people (benchmarks/real_people.py).
REAL_FAMILIARITY, REAL_PORTIONS, REAL_SLOTS = 90.0, 0.91, 0.97


def quality_lines(found: Quality) -> tuple[str, ...]:
    """One sentence or two for each part."""
    parts = (_hei, _electrolytes, _ratios, _water, _sweat, _caffeine, _variety, _cost, _ordinariness)
    return tuple(line for part in parts for line in part(found))


def _hei(found: Quality) -> Iterator[str]:
    score = found.hei
    least = "" if score.is_known else "at least "
    line = f"Healthy Eating Index 2020: {least}{math.floor(score.total)} of 100 (US mean {US_MEAN:.0f})"
    short = [_points(part) for part in score.components if part.points is not None and not part.is_full]
    if short:
        line += "; below full points: " + ", ".join(short)
    if score.unknown:
        line += "; not known: " + ", ".join(name.replace("_", " ") for name in score.unknown)
    yield line + "."


def _points(part: HeiComponent) -> str:
    assert part.points is not None
    return f"{part.label} {math.floor(10 * part.points) / 10:.1f} of {part.max_points:g}"


def _electrolytes(found: Quality) -> Iterator[str]:
    yield "Electrolytes, mean a day: " + ", ".join(_electrolyte(amount) for amount in found.electrolytes) + "."


def _electrolyte(amount: Amount) -> str:
    name = label(amount.name).lower()
    if amount.mean is None:
        return f"{name} not known"
    low = amount.lower is not None and amount.mean < amount.lower
    high = amount.upper is not None and amount.mean > amount.upper
    shown = number(amount.name, amount.mean, "up" if high else "down" if low else "nearest")
    line = f"{name} {'at least ' if amount.at_least else ''}{shown} mg"
    bounds = []
    if amount.percent is not None:
        bounds.append(f"{math.floor(amount.percent)} % of {number(amount.name, amount.lower)}")
    if amount.upper is not None:
        bounds.append(f"limit {number(amount.name, amount.upper)}")
    return line + (f" ({'; '.join(bounds)})" if bounds else "")


def _ratios(found: Quality) -> Iterator[str]:
    ratio = found.sodium_to_potassium
    if ratio is None:
        yield "Sodium to potassium: not known."
    else:
        yield (
            f"Sodium to potassium: {ratio:.2f} molecules to one; the WHO guidelines for both together come to "
            f"about {WHO_SODIUM_TO_POTASSIUM:g} or less."
        )
    ratio = found.calcium_to_magnesium
    shown = "not known" if ratio is None else f"{ratio:.1f} to 1 by mass"
    yield f"Calcium to magnesium: {shown}; for information, no target exists for this ratio."


def _water(found: Quality) -> Iterator[str]:
    if found.water_l is None:
        yield "Water in food and drink: not known."
        return
    line = f"Water in the food and drink of the menu: {found.water_l:.1f} l a day"
    if found.water_adequate_l is not None:
        line += f"; the adequate intake is {found.water_adequate_l:g} l, so about {found.drink_besides_l:.1f} l more to drink"
    yield line + "."


def _sweat(found: Quality) -> Iterator[str]:
    """What sweat takes along, and how far people differ."""
    litres = found.sweat_l
    if not litres:
        return

    def lost(per_l: tuple[float, float, float], name: str) -> str:
        about, least, most = (litres * one for one in per_l)
        return f"about {about:,.0f} mg {name} ({least:,.0f} to {most:,.0f})"

    yield (
        f"Sweat of {litres:g} l a day takes along {lost(SWEAT_SODIUM_MG_PER_L, 'sodium')} and "
        f"{lost(SWEAT_POTASSIUM_MG_PER_L, 'potassium')}: people differ widely. Targets and limits of the plan stay as they "
        "are; a drink with salts is of use only beyond an hour or so of exercise, or in heavy sweat, and never against a "
        "doctor's limit."
    )


def _caffeine(found: Quality) -> Iterator[str]:
    amount = found.caffeine
    if amount.mean is None or amount.most is None:
        yield "Caffeine: not known."
        return
    least = "at least " if amount.at_least else ""
    limit = "" if amount.upper is None else f" (limit {number(amount.name, amount.upper)} mg)"
    most = "" if found.days == 1 else f", {number(amount.name, amount.most, 'up')} mg on the day with the most"
    yield f"Caffeine: {least}{number(amount.name, amount.mean, 'up')} mg a day{most}{limit}."
    if amount.most >= LATE_CAFFEINE_MG:
        yield f"Have it early: {LATE_CAFFEINE_MG:.0f} mg of caffeine close to bedtime can keep you awake (EFSA 2015)."


def _variety(found: Quality) -> Iterator[str]:
    seen = found.variety
    time = "one day" if found.days == 1 else f"{found.days} days"
    line = (
        f"Variety: {_count(seen.foods, 'food')} from {_count(seen.groups, 'food group')} in {time}, "
        f"{seen.items_a_day:.1f} items a day, water and seasonings aside"
    )
    if found.days > 1 and seen.most_repeated:
        line += f"; most often: {seen.most_repeated}, on {_count(seen.most_repeated_days, 'day')}"
    yield line + "."


def _count(number_of: int, name: str) -> str:
    return f"{number_of} {name}{'' if number_of == 1 else 's'}"


def _cost(found: Quality) -> Iterator[str]:
    cost = found.cost
    if cost.usd_per_day is None:
        yield "Cost: not known, no food of the menu has a price."
        return
    dollars = f"${math.ceil(100 * cost.usd_per_day - 1e-9) / 100:.2f} a day in US prices of 2017/18"
    if not cost.unpriced:
        yield f"Cost: {dollars}."
        return
    share = math.floor(100 * cost.energy_share_known + 1e-9)
    yield (
        f"Cost: at least {dollars}; {_count(cost.unpriced, 'food')} without a known price, which is not free "
        f"(prices are known for {share} % of the energy)."
    )


def _ordinariness(found: Quality) -> Iterator[str]:
    seen = found.ordinariness
    if seen is None:
        return
    yield (
        f"Beside what people really eat (US records of 2007-2012): foods more familiar than {seen.familiarity:.0f} % of "
        f"all (theirs {REAL_FAMILIARITY:.0f}), {_percent(seen.portions_in_range)} of portions of a usual size (theirs "
        f"{_percent(REAL_PORTIONS)}), {_percent(seen.at_usual_slot)} of foods at their usual meal (theirs "
        f"{_percent(REAL_SLOTS)})."
    )


def _percent(share: float) -> str:
    return "an unknown share" if math.isnan(share) else f"{math.floor(100 * share + 1e-9)} %"

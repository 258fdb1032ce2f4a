"""What was eaten and where a nutrient comes from, worked out in a worker process and drawn elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.ui.asked import Ask
from planner.ui.view import Bar, known

if TYPE_CHECKING:
    import pandas as pd

    from planner.foods.eaten import Said

_PORTIONS = 6


@dataclass(frozen=True)
class Line:
    """One thing that was said: the food it is counted as (no code: not found), and the foods it may be."""

    said: str
    code: str
    food: str
    grams: float
    assumed: str
    choices: tuple[tuple[str, str], ...]
    nearest: tuple[str, ...]


@dataclass(frozen=True)
class EatenDay:
    """A day as it is drawn. ``sentences``: what is left to go."""

    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    sentences: tuple[str, ...]
    notices: tuple[str, ...]


def day(tell: Any, ask: Ask, said: tuple[Said, ...], meant: Mapping[str, str]) -> EatenDay:
    """A day that was eaten; ``meant``: food codes chosen for words that are not sure. Raises as ``log_day``."""
    from planner.foods.eaten import read_eaten
    from planner.foods.table import load_foods
    from planner.plan.log_day import log_day

    log = log_day(
        ask.person,
        said,
        meant=meant,
        preferences=ask.preferences,
        targets=ask.targets,
        authority=ask.authority,
        preset=ask.preset,
    )
    lines = []
    for one, guess in zip(log.eaten, read_eaten(load_foods(), said), strict=True):
        choices = ((guess.food_code, guess.food), *guess.or_else) if guess.or_else else ()
        lines.append(Line(one.said, one.food_code, one.food, one.grams, one.assumed, choices, one.nearest))
    bars = _bars(log.nutrients, len(lines), len(log.not_counted))
    return EatenDay(tuple(lines), bars, log.sentences, log.notices)


def _bars(nutrients: pd.DataFrame, foods: int, not_counted: int) -> tuple[Bar, ...]:
    """Bars as for a plan; what was not found reports nothing, so that every amount is then a least one."""
    from planner.plan.words import label, percent_of_target, status_word, unit
    from planner.ui.view import WORDS

    found = []
    for row in nutrients.to_dict("records"):
        name, amount = str(row["nutrient"]), row["amount"]
        lower, upper = known(row["lower"]), known(row["upper"])
        if name == "sodium_mg":
            lower = None  # nobody is short of salt on ordinary food: only the limit counts
        unreported = int(row["unreported"]) + not_counted
        found.append(
            Bar(
                nutrient=name,
                label=label(name),
                unit=unit(name),
                day=1,
                amount=known(amount),
                lower=lower,
                upper=upper,
                percent=known(percent_of_target(amount, lower, upper)),
                word=WORDS[status_word(amount, lower, upper, unreported)],
                foods=foods,
                unreported=unreported,
            )
        )
    return tuple(found)


def understood(tell: Any, said: tuple[Said, ...]) -> int:
    """How many things a list names. Raises InputError for amounts that are none."""
    from planner.foods.eaten import read_eaten
    from planner.foods.table import load_foods

    return len(read_eaten(load_foods(), said))


def portions(tell: Any, code: str) -> list[tuple[str, float]]:
    """Measures of a food with their grams, the everyday one first, one gram last."""
    from planner.foods.measures import NEVER, measures
    from planner.foods.portions import best_unit
    from planner.foods.table import load_foods

    table = load_foods()
    others = sorted((one for one in measures(table, code) if one.rank < NEVER), key=lambda one: one.rank)
    found = dict([best_unit(table, code), *((one.say(1), one.grams) for one in others)][:_PORTIONS])
    return [*found.items(), ("1 g", 1.0)]


def best(tell: Any, ask: Ask, nutrient: str, per: str, limit: int) -> list[dict[str, Any]]:
    """The best foods for a nutrient among those accepted, as rows. Raises as ``best_sources``."""
    from planner.plan.best_sources import best_sources

    found = best_sources(
        nutrient,
        ask.person,
        ask.preferences,
        per=per,  # type: ignore[arg-type]
        limit=limit,
        targets=ask.targets,
        authority=ask.authority,
        preset=ask.preset,
    )
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]

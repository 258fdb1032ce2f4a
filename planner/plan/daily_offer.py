"""Which foods of any table a person may be offered on a plain day, and how the wishes for some of them are read."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planner.errors import InputError
from planner.foods.amounts import LARGEST_G, LARGEST_KCAL, amounts
from planner.foods.diets import OMNIVORE, permitted
from planner.foods.exclude import match_foods
from planner.foods.preferences import Preferences
from planner.foods.shares import is_known
from planner.foods.table import FoodTable
from planner.model.program import BoolArray
from planner.plan.guard import BY_TAG

COMMON_PER_1000 = 1.0  # eaten on at least one of 1,000 adult days: tried first, the rest only where these fall short
NOT_OFFERED = ("nutritional_drinks", "infant_foods")  # food before supplements


@dataclass(frozen=True)
class Offer:
    """Who may be offered what. ``rounds`` are food codes in the order of the table, few first: what people do eat or
    this person likes and what reports everything that is planned; then whatever does; then every permitted food
    (``codes``). A round is tried where those before it fall short. ``notices`` are sentences for the person."""

    rounds: tuple[tuple[str, ...], ...]
    liked: frozenset[str]
    disliked: frozenset[str]
    notices: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return self.rounds[-1]


def offer(
    table: FoodTable,
    wishes: Preferences,
    unsafe: tuple[str, ...],
    quantities: tuple[str, ...],
    limited: tuple[str, ...] = (),
) -> Offer:
    """The foods of ``table`` for these wishes; ``unsafe`` are words of the health screening, ``limited`` nutrients that
    it limits: foods that do not report them stay out.

    Raises:
        UnknownNameError: a wish names a food, diet or allergy that nobody knows.
        InputError: the table cannot answer (no tags), or no food is left.
    """
    data = table.data
    by_tag = [word for word in unsafe if word in BY_TAG]
    named = [word for word in unsafe if word not in BY_TAG and is_known(table, word)]
    allowed = permitted(
        table, diet=wishes.diet, allergies=(*wishes.allergies, *by_tag), exclude=(*wishes.exclude, *named)
    )
    allowed &= ~data["group"].isin(NOT_OFFERED)
    known_energy = data["energy_kcal"].notna()
    notices = []
    if not known_energy[allowed].all():
        left_out = int((allowed & ~known_energy).sum())
        notices.append(f"Foods whose energy is not known are left out: {left_out} of {int(allowed.sum())}.")
    allowed &= known_energy & data[list(limited)].notna().all(axis=1)
    if not allowed.any():
        raise InputError("no food is left after diet, allergies and exclusions; allow more foods")
    liked: set[str] = set()
    for word in wishes.like:
        called = match_foods(table, word, inside=False)
        liked |= called
        if not allowed[list(called)].any():
            notices.append(not_preferred(word))
    disliked: set[str] = set().union(*(match_foods(table, word) for word in wishes.dislike))
    eaten = data["eaten_per_1000"]
    common = (eaten >= COMMON_PER_1000) | data.index.isin(liked) | bool(eaten.isna().all())
    said = [
        name for name in quantities if data.loc[allowed, name].notna().any()
    ]  # what no food reports none is missing for
    complete = allowed & data[said].notna().all(axis=1)
    if amounts(table).assumed[allowed.to_numpy()].any():
        notices.append(
            f"Where nothing says how much of a food people eat at a time, at most {LARGEST_G:g} g or "
            f"{LARGEST_KCAL:g} kcal of it is planned, whichever is less."
        )

    def codes_of(chosen: pd.Series) -> tuple[str, ...]:
        return tuple(data.index[chosen.to_numpy()])

    return Offer(
        rounds=tuple(dict.fromkeys(codes for codes in map(codes_of, (common & complete, complete, allowed)) if codes)),
        liked=frozenset(liked),
        disliked=frozenset(disliked),
        notices=tuple(notices),
    )


def not_preferred(word: str) -> str:
    """The sentence for a liked food that may not be offered."""
    return f"No food called {word!r} fits diet, allergies and exclusions, so none is preferred."


def everything(table: FoodTable, limited: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Codes of all foods that could be offered to somebody without a wish; ``limited`` as in ``offer``."""
    data = table.data
    allowed = permitted(table) & ~data["group"].isin(NOT_OFFERED)
    allowed &= data["energy_kcal"].notna() & data[list(limited)].notna().all(axis=1)
    return tuple(data.index[allowed.to_numpy()])


def left_out(
    table: FoodTable, wishes: Preferences, unsafe: tuple[str, ...], codes: tuple[str, ...]
) -> list[tuple[str, str, BoolArray]]:
    """What leaves some of ``codes`` out: its kind (diet, allergy, exclude, health), its word, and which of them (k,)."""
    words = [("diet", name) for name in wishes.diet if name != OMNIVORE]
    words += [("allergy", name) for name in wishes.allergies]
    words += [("exclude", word) for word in wishes.exclude]
    words += [("health", word) for word in unsafe if word in BY_TAG or is_known(table, word)]
    found = []
    for kind, word in words:
        allowed = permitted(
            table,
            diet=[word] if kind == "diet" else (),
            allergies=[word] if kind == "allergy" or (kind == "health" and word in BY_TAG) else (),
            exclude=[word] if kind == "exclude" or (kind == "health" and word not in BY_TAG) else (),
        )
        barred = ~allowed.loc[list(codes)].to_numpy(bool)
        if barred.any():
            found.append((kind, word, barred))
    return found

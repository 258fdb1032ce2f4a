"""Diets and allergies: which foods may stand in somebody's plan, and why the others may not.

Tags are derived from names and recipes. They have three values; what is not known never passes. They are no promise
of safety: recipes, traces and brands differ, and added vitamin D3 may come from animals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from planner.errors import InputError, UnknownNameError
from planner.foods.exclude import match_foods
from planner.foods.table import FoodTable
from planner.foods.words import nearest_names

OMNIVORE = "omnivore"
DIETS = (OMNIVORE, "pescatarian", "vegetarian", "vegan", "gluten_free", "dairy_free")
ALLERGENS = ("milk", "egg", "fish", "shellfish", "tree_nut", "peanut", "wheat", "gluten", "soy", "sesame")

_ALSO_DIETS = {
    "": OMNIVORE, "none": OMNIVORE, "any": OMNIVORE, "all": OMNIVORE, "pescetarian": "pescatarian",
    "veggie": "vegetarian", "plant_based": "vegan", "no_gluten": "gluten_free", "coeliac": "gluten_free",
    "celiac": "gluten_free", "no_dairy": "dairy_free", "milk_free": "dairy_free",
}  # fmt: skip
_ALSO_ALLERGENS = {
    "dairy": ("milk",), "lactose": ("milk",), "eggs": ("egg",), "seafood": ("fish", "shellfish"),
    "crustacean": ("shellfish",), "crustaceans": ("shellfish",), "mollusc": ("shellfish",),
    "molluscs": ("shellfish",), "mollusk": ("shellfish",), "mollusks": ("shellfish",), "shrimp": ("shellfish",),
    "nut": ("tree_nut", "peanut"), "nuts": ("tree_nut", "peanut"), "tree_nuts": ("tree_nut",),
    "treenut": ("tree_nut",), "treenuts": ("tree_nut",), "peanuts": ("peanut",), "soya": ("soy",),
    "soybean": ("soy",), "soybeans": ("soy",), "celiac": ("gluten",), "coeliac": ("gluten",),
}  # fmt: skip
_ASIDE = {
    "ingredient_only": "it is an ingredient, not a food to eat as it is",
    "infant": "it is food for infants",
    "dry_concentrate": "it is a dry powder or concentrate, not eaten as it is",
    "raw_unsafe": "it is not safe to eat raw",
    "suspect": "a value of it in the source looks wrong",
}
_CHOICES = {
    "alcoholic": "it is an alcoholic drink",
    "fast_food": "it is a fast-food or restaurant form",
    "not_specified": "its name is an average of several foods (not further specified)",
}


def diet_names(given: Iterable[str]) -> tuple[str, ...]:
    """The known diets that the words ask for, once each; no word at all is omnivore.

    Raises:
        UnknownNameError: with the nearest diet.
    """
    found: list[str] = []
    for word in given:
        name = _plain(word)
        name = _ALSO_DIETS.get(name, name)
        if name not in DIETS:
            raise UnknownNameError("diet", word.strip(), nearest_names(name, DIETS), f"diets are {', '.join(DIETS)}")
        if name not in found and name != OMNIVORE:
            found.append(name)
    return tuple(found) or (OMNIVORE,)


def allergen_names(given: Iterable[str]) -> tuple[str, ...]:
    """The known allergens that the words ask for, once each; "none" asks for nothing.

    Raises:
        UnknownNameError: with the nearest allergen; the table cannot clear a food of any other.
    """
    found: list[str] = []
    for word in given:
        name = _plain(word).removesuffix("_allergy")
        if name in ("", "none", "no"):
            continue
        names = _ALSO_ALLERGENS.get(name, (name,))
        if names[0] not in ALLERGENS:
            near = nearest_names(name, (*ALLERGENS, *_ALSO_ALLERGENS))
            hint = f"allergies that can be checked are {', '.join(ALLERGENS)}; leave other foods out with exclude"
            raise UnknownNameError("allergy", word.strip(), near, hint)
        found += [name for name in names if name not in found]
    return tuple(found)


def permitted(
    table: FoodTable,
    diet: Iterable[str] = (),
    allergies: Iterable[str] = (),
    exclude: Iterable[str] = (),
    *,
    allow_alcohol: bool = False,
    allow_fast_food: bool = False,
    allow_not_specified: bool = False,
) -> pd.Series:
    """Whether each food may stand in a plan: True or False by food code.

    Never permitted are ingredients, infant foods, dry concentrates, what is unsafe raw, and foods with a suspect
    value. Alcohol, fast-food forms and "not further specified" averages are left out unless allowed.

    Args:
        diet: any of ``DIETS``; all must hold.
        allergies: any of ``ALLERGENS``; "unknown" does not pass.
        exclude: words, food codes or categories, as ``match_foods`` takes them; recipes are walked.

    Raises:
        UnknownNameError: for a diet, allergy or excluded word that nobody knows.
        InputError: when the table has no tag to answer with.
    """
    passed = pd.Series(True, index=table.data.index, name="permitted")
    allowed = _allowed(allow_alcohol, allow_fast_food, allow_not_specified)
    for keep, _ in _rules(table, diet, allergies, exclude, allowed):
        passed &= keep
    return passed


def why_not(
    table: FoodTable,
    code: str,
    diet: Iterable[str] = (),
    allergies: Iterable[str] = (),
    exclude: Iterable[str] = (),
    *,
    allow_alcohol: bool = False,
    allow_fast_food: bool = False,
    allow_not_specified: bool = False,
) -> str:
    """Why the food is not permitted, in a sentence; empty when it is. Arguments and errors as for ``permitted``."""
    name = table.food(code)["food"]
    allowed = _allowed(allow_alcohol, allow_fast_food, allow_not_specified)
    reasons = [
        reason[str(table.data.at[code, tag])] if tag is not None else reason[""]
        for keep, (tag, reason) in _rules(table, diet, allergies, exclude, allowed)
        if not keep[code]
    ]
    return f"{name} is left out: {'; '.join(reasons)}." if reasons else ""


def _allowed(alcohol: bool, fast_food: bool, not_specified: bool) -> set[str]:
    choices = {"alcoholic": alcohol, "fast_food": fast_food, "not_specified": not_specified}
    return {flag for flag, allow in choices.items() if allow}


_Reason = tuple[str | None, dict[str, str]]  # the tag whose value picks the sentence, or None: the sentence of ""


def _rules(
    table: FoodTable, diet: Iterable[str], allergies: Iterable[str], exclude: Iterable[str], allowed: set[str]
) -> Iterator[tuple[pd.Series, _Reason]]:
    """Each rule as who passes it, and the sentence for who does not."""
    data = table.data
    for flag, sentence in (_ASIDE | _CHOICES).items():
        if flag not in allowed:
            yield ~data[flag], (None, {"": sentence})
    for name in diet_names(diet):
        if name != OMNIVORE:
            shown = name.replace("_", "-")
            reason = {"n": f"it is not {shown}", "?": f"it is not known to be {shown}"}
            yield _tag(table, name, f"the diet {name}") == "y", (name, reason)
    for name in allergen_names(allergies):
        tag, shown = f"has_{name}", name.replace("_", " ")
        reason = {"y": f"it contains {shown}", "?": f"it is not known to be free of {shown}"}
        yield _tag(table, tag, f"an allergy to {shown}") == "n", (tag, reason)
    for word in exclude:
        codes = match_foods(table, word)
        yield ~data.index.to_series().isin(codes), (None, {"": f"{word.strip()} is excluded"})


def _tag(table: FoodTable, tag: str, purpose: str) -> pd.Series:
    if tag not in table.data:
        raise InputError(
            f"this table has no column {tag!r}, so no food in it is known to suit {purpose}; "
            "add the column with y, n or ? for each food, or plan from the shipped table"
        )
    return table.data[tag]


def _plain(word: str) -> str:
    return "_".join(word.lower().replace("-", " ").replace("_", " ").split())

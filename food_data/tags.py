"""Diet and allergen tags: y, n or ? for every food, by walking its recipe down to the ingredients.

A fact is ``y`` as soon as one ingredient has it, ``?`` as soon as one may have it, else ``n``. Recipes of the source
are models for computing nutrients, not labels: what is bought ready-made or eaten out may hold more than the model,
so such foods get ``?`` where the model says nothing (``FOOD_RULES``). Not a statement of allergy safety:
contact with other foods ("may contain") is not known to any table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from food_data.tag_food_rules import FOOD_RULES, NAME_CLAIMS
from food_data.tag_rules import ANYTHING, INGREDIENTS

Facts = dict[str, str]  # fact -> "y" or "?"; a fact that is absent is "n"

HAS = [
    "milk", "egg", "fish", "shellfish", "tree_nut", "peanut", "wheat", "gluten", "soy", "sesame", "pork", "beef",
    "alcohol",
]  # fmt: skip
_FLESH = ("meat", "pork", "beef", "gelatin")
_NOT_VEGETARIAN = (*_FLESH, "fish", "shellfish", "other")
_DIETS: dict[str, tuple[str, ...]] = {
    "vegan": (*_NOT_VEGETARIAN, "milk", "egg", "honey"),
    "vegetarian": _NOT_VEGETARIAN,
    "pescatarian": (*_FLESH, "other"),
    "gluten_free": ("gluten", "wheat"),
    "dairy_free": ("milk",),
}
COLUMNS = [*_DIETS, *(f"has_{fact}" for fact in HAS)]
_IMPLIES = {"wheat": "gluten", "pork": "meat", "beef": "meat"}

# Plants have practically no cholesterol: a "vegan" food with more than this contradicts itself.
VEGAN_CHOLESTEROL_UP_TO_MG = 1.0


def parse_facts(text: str) -> Facts:
    """``"milk egg?"`` -> {"milk": "y", "egg": "?"}, with what they imply (wheat is gluten, pork is meat)."""
    facts: Facts = {}
    for word in text.split():
        name = word.rstrip("?")
        value = "?" if word.endswith("?") else "y"
        facts = merged([facts, {name: value}])
        if name in _IMPLIES:
            facts = merged([facts, {_IMPLIES[name]: value}])
    return facts


def merged(parts: Iterable[Facts]) -> Facts:
    """Facts of things put together: y wins over ?, ? over n."""
    whole: Facts = {}
    for part in parts:
        for fact, value in part.items():
            if whole.get(fact) != "y":
                whole[fact] = value
    return whole


def _table(text: str) -> list[tuple[re.Pattern[str], re.Pattern[str], Facts]]:
    rows = []
    for line in text.strip().splitlines():
        codes, words, facts = (cell.strip() for cell in re.split(r"\s+\|(?:\s+|$)", line + " ", maxsplit=2))
        rows.append((re.compile(f"(?:{codes})"), re.compile(words, re.IGNORECASE), parse_facts(facts)))
    return rows


def ingredient_facts(names: pd.Series[str]) -> dict[str, Facts]:
    """Facts of each basic ingredient (index: USDA number, value: name); what no rule knows may be anything."""
    rules = _table(INGREDIENTS)
    known: dict[str, Facts] = {}
    for code, name in names.items():
        number = str(code).zfill(5) if len(str(code)) <= 5 else f"x{code}"
        fits = (facts for codes, words, facts in rules if codes.match(number) and words.search(name))
        known[str(code)] = next(fits, parse_facts(ANYTHING))
    return known


def recipe_facts(recipes: pd.DataFrame, basic: dict[str, Facts]) -> dict[str, Facts]:
    """Facts of each food from its recipe lines; a line that is itself a food is walked down."""
    lines: dict[str, list[str]] = {}
    for food, part in zip(recipes["food_code"], recipes["ingredient_code"], strict=True):
        lines.setdefault(food, []).append(part)
    done: dict[str, Facts] = {}

    def walk(code: str, above: tuple[str, ...]) -> Facts:
        if code in done:
            return done[code]
        if code in above:
            raise ValueError(f"recipe of {code} contains itself")
        if code in lines:
            done[code] = merged(walk(part, (*above, code)) for part in lines[code])
            return done[code]
        return basic.get(code, parse_facts(ANYTHING))

    return {code: walk(code, ()) for code in lines}


def food_facts(foods: pd.DataFrame, from_recipes: dict[str, Facts]) -> dict[str, Facts]:
    """Recipe facts, and what category and name of the food itself say (every rule that fits adds to them)."""
    rules = _table(FOOD_RULES)
    facts: dict[str, Facts] = {}
    for code, name, category, fast_food in zip(
        foods.index, foods["food"], foods["category_code"], foods["fast_food"], strict=True
    ):
        added = [extra for codes, words, extra in rules if codes.match(category) and words.search(name)]
        if fast_food:
            added.append(parse_facts(ANYTHING))
        facts[code] = merged([from_recipes.get(code, parse_facts(ANYTHING)), *added])
        for words, settled, values in NAME_CLAIMS:
            if re.search(words, name, re.IGNORECASE):
                facts[code] = {
                    fact: value for fact, value in facts[code].items() if fact not in settled or value not in values
                }
    return facts


def _free_of(facts: Facts, unwanted: tuple[str, ...]) -> str:
    values = {facts.get(fact, "n") for fact in unwanted}
    return "n" if "y" in values else "?" if "?" in values else "y"


def tags(
    foods: pd.DataFrame, recipes: pd.DataFrame, ingredients: pd.DataFrame, cholesterol_mg: pd.Series[float]
) -> pd.DataFrame:
    """The table of tags. ``foods``: food, category_code, fast_food by food_code; cholesterol per 100 g, same index."""
    names = ingredients.set_index("ingredient_code")["ingredient"]
    basic = ingredient_facts(names[names.index.str.len() < 8])
    facts = food_facts(foods, recipe_facts(recipes, basic))
    table = pd.DataFrame(index=foods.index)
    for diet, unwanted in _DIETS.items():
        table[diet] = [_free_of(facts[code], unwanted) for code in foods.index]
    for fact in HAS:
        table[f"has_{fact}"] = [facts[code].get(fact, "n") for code in foods.index]
    contradiction = table["vegan"].eq("y") & (cholesterol_mg > VEGAN_CHOLESTEROL_UP_TO_MG)
    table["vegan"] = table["vegan"].mask(contradiction, "?")
    return table.reset_index()

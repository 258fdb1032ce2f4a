"""A menu in the words of a person: servings ("2 fried eggs", "1 1/2 cups oatmeal") and the titles of meals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planner.foods.palette import PaletteFood

_FRACTIONS = {0.25: "1/4", 0.33: "1/3", 0.5: "1/2", 0.67: "2/3", 0.75: "3/4"}
_UNIT_PLURALS = {"leaf": "leaves", "tbsp": "tbsp", "tsp": "tsp", "oz": "oz", "glass": "glasses"}
_SIBILANT = ("s", "x", "ch", "sh")
_O_WITH_ES = ("potato", "tomato")
_DRINKS = frozenset({"water", "milk", "hot", "tea", "juice"})
_LATE = ("oil", "spread", "dressing", "sandspread", "sauce")


def amount_words(amount: float) -> str:
    """``1 1/2``."""
    whole, part = int(amount), round(amount - int(amount), 2)
    if part < 0.02:
        return str(whole)
    fraction = _FRACTIONS.get(part) or f"{part:g}"
    return fraction if whole == 0 else f"{whole} {fraction}"


def plural(name: str) -> str:
    """The regular plural of the thing counted: the last word before "with", "in", "on" and the like."""
    head, link, rest = _split(name)
    if head.endswith(_O_WITH_ES) or head.endswith(_SIBILANT):
        head += "es"
    elif head.endswith("y") and head[-2:-1] not in "aeiou":
        head = head[:-1] + "ies"
    else:
        head += "s"
    return head + link + rest


def _split(name: str) -> tuple[str, str, str]:
    found = re.search(r" (with|in|on|of|and|over|stuffed|cooked|made) ", f"{name} ")
    return (
        (name, "", "")
        if found is None
        else (name[: found.start()], name[found.start() : found.end() - 1], name[found.end() - 1 :])
    )


def serving(food: PaletteFood, amount: float) -> str:
    """The whole serving: "2 fried eggs", "1 1/2 cups oatmeal", "2 tsp olive oil"; water is not measured out."""
    if food.role == "water":
        return "water"
    if food.unit:
        return f"{portion(food, amount)} {food.name}"
    return portion(food, amount)


def portion(food: PaletteFood, amount: float) -> str:
    """The amount in household words; for things that are counted, the things themselves."""
    number = amount_words(amount)
    if not food.unit:
        return f"{number} {food.name if amount <= 1 else food.plural or plural(food.name)}"
    if amount <= 1:
        return f"{number} {food.unit}"
    return f"{number} {_UNIT_PLURALS.get(food.unit, food.unit + 's')}"


def in_order(foods: Sequence[tuple[PaletteFood, float]], title: str) -> list[tuple[PaletteFood, float]]:
    """As a cook would list them: as the title names them, then what dresses them, drinks last."""
    named = [word for braces in re.findall(r"\{([^}?]*)", title) for word in braces.split("+")]

    def rank(one: tuple[PaletteFood, float]) -> tuple[int, int]:
        role = one[0].role
        if role in _DRINKS:
            return (3, 0 if role == "juice" else 1)
        if role in _LATE:
            return (2, _LATE.index(role))
        return (0, named.index(role)) if role in named else (1, 0)

    return sorted(foods, key=rank)


def _label(food: PaletteFood, amount: float) -> str:
    if food.label:
        return food.label
    return food.name if food.unit or amount <= 1 else food.plural or plural(food.name)


def _joined(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def title(template: str, foods: Sequence[tuple[PaletteFood, float]]) -> str:
    """The title of a meal: its template (``food_data/MENUS.md``) filled with the labels of its foods."""
    by_role: dict[str, list[str]] = {}
    for food, amount in foods:
        by_role.setdefault(food.role, []).append(_label(food, amount))

    def fill(match: re.Match[str]) -> str:
        words: list[str] = []
        for part in match[1].split("+"):
            role, _, instead = part.partition("?")
            if role in by_role:
                words += [instead] if instead else by_role[role]
        return _joined(list(dict.fromkeys(words))) if words else "\0"

    text = re.sub(r"\{([^}]*)\}", fill, template)
    text = re.sub(r"\[([^\]]*)\]", lambda m: "" if "\0" in m[1] else m[1], text)
    text = text.replace("\0", "")
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"( (with|and|on|over))+$", "", text)
    text = re.sub(r"^(with|and) ", "", text)
    return text[:1].upper() + text[1:]

"""A menu in the words of a person: servings ("2 fried eggs", "1 1/2 cups oatmeal") and the titles of meals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from planner.foods.palette import PaletteFood
from planner.foods.words import stems

_FRACTIONS = {0.25: "1/4", 0.33: "1/3", 0.5: "1/2", 0.67: "2/3", 0.75: "3/4"}
_UNIT_PLURALS = {"leaf": "leaves", "tbsp": "tbsp", "tsp": "tsp", "oz": "oz", "glass": "glasses"}
_SIBILANT = ("s", "x", "ch", "sh")
_O_WITH_ES = ("potato", "tomato")
_TIED = "\x01"  # around a "with" that belongs to a label
_COUNTED = ("two-", "three-")  # "two-egg omelet": the name says how many
_DRINKS = frozenset({"water", "milk", "hot", "tea", "juice"})
_LATE = ("oil", "spread", "dressing", "sandspread", "sauce", "redsauce", "platesauce", "bowlsauce")


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
    found = re.search(r" (with|in|on|of|over|stuffed|cooked|made) ", f"{name} ")
    return (
        (name, "", "")
        if found is None
        else (name[: found.start()], name[found.start() : found.end() - 1], name[found.end() - 1 :])
    )


def serving(food: PaletteFood, amount: float, slot: str = "") -> str:
    """The whole serving: "2 fried eggs", "1 1/2 cups oatmeal", "1 pear for dessert"; water is not measured out."""
    if food.role == "water":
        return "water"
    if food.role == "fruit" and slot == "dinner":
        return f"{serving(food, amount)} for dessert"
    if food.unit == "leaf":
        return f"{amount_words(amount)} {food.name} {_units(food, amount)}"
    if food.unit:
        return f"{portion(food, amount)} {food.name}"
    return portion(food, amount)


def portion(food: PaletteFood, amount: float) -> str:
    """The amount in household words; for things that are counted, the things themselves."""
    number = amount_words(amount)
    if amount == 1 and food.name.startswith(_COUNTED):
        return food.name
    if not food.unit:
        return f"{number} {food.name if amount <= 1 else food.plural or plural(food.name)}"
    return f"{number} {_units(food, amount)}"


def _units(food: PaletteFood, amount: float) -> str:
    return food.unit if amount <= 1 else _UNIT_PLURALS.get(food.unit, f"{food.unit}s")


def in_order(foods: Sequence[tuple[PaletteFood, float]], title: str) -> list[tuple[PaletteFood, float]]:
    """As a cook would list them: as the title names them, then what dresses them, drinks last."""
    named = [word for braces in re.findall(r"\{([^}?]*)", title) for word in braces.split("+")]

    def rank(one: tuple[PaletteFood, float]) -> tuple[int, int]:
        role = one[0].role
        if role in _DRINKS:
            return (3, 0 if role == "juice" else 1)
        if role in _LATE:
            return (2, _LATE.index(role))
        if role == "fruit" and role not in named:
            return (2, len(_LATE))
        return (0, named.index(role)) if role in named else (1, 0)

    return sorted(foods, key=rank)


def _label(food: PaletteFood, amount: float, in_full: bool = False) -> str:
    if food.label and not in_full:
        return food.label
    return food.name if food.unit or amount <= 1 else food.plural or plural(food.name)


def _joined(words: Sequence[str]) -> str:
    """With commas and "and"; what holds an "and" itself comes last, behind a comma."""
    plain = [word for word in words if " and " not in word]
    twofold = [word for word in words if " and " in word]
    if twofold:
        return ", ".join([*plain, *twofold])
    return " and ".join([", ".join(plain[:-1]), plain[-1]] if len(plain) > 1 else plain)


class _Said:
    """The labels that a title has used: nothing is named twice, not as a part of something either."""

    def __init__(self) -> None:
        self._labels: list[frozenset[str]] = []

    def new(self, labels: Iterable[str]) -> list[str]:
        found = []
        for label in labels:
            words = frozenset(stems(label))
            if not any(words <= said for said in self._labels):
                found.append(label)
                self._labels.append(words)
        return found


def title(template: str, foods: Sequence[tuple[PaletteFood, float]]) -> str:
    """The title of a meal: its template (``food_data/MENUS.md``) filled with the labels of its foods."""
    said = _Said()

    def fill(match: re.Match[str]) -> str:
        words: list[str] = []
        for part in match[1].split("+"):
            name, _, instead = part.partition("?")
            role = name.removesuffix("!")
            held = [(food, amount) for food, amount in foods if food.role == role]
            words += [instead] if instead and held else [_label(*one, in_full=name != role) for one in held]
        return _joined([word.replace(" with ", f"{_TIED}with{_TIED}") for word in said.new(words)]) or "\0"

    text = re.sub(r"\{([^}]*)\}", fill, template)
    text = re.sub(r"\[([^\]]*)\]", lambda m: "" if "\0" in m[1] else m[1], text)
    text = re.sub(r"\s+", " ", text.replace("\0", "")).strip()
    text = re.sub(r"( (with|and|on|over))+$", "", text)
    text = _with_once(re.sub(r"^(with|and) ", "", text)).replace(_TIED, " ")
    return text[:1].upper() + text[1:]


def _with_once(text: str) -> str:
    """ "Spaghetti with meat sauce with broccoli": the second one, the template's, becomes "and"."""
    first, link, rest = text.partition(" with ")
    if not link or f"{_TIED}with{_TIED}" not in first:
        return text
    return f"{first}{', ' if ' and ' in rest else ' and '}{rest}"

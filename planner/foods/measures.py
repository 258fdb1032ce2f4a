"""Household measures as a person says them, made from the portion descriptions of the food table."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from planner.foods.table import FoodTable
from planner.foods.words import read_words, singular
from planner.nutrition.units import ML_PER_CUP

GRAMS_PER_OZ = 28.35  # avoirdupois, as FNDDS rounds it
TABLESPOONS_PER_CUP, TEASPOONS_PER_TABLESPOON, FL_OZ_PER_CUP = 16.0, 3.0, 8.0  # US measures
NEVER = 9.0  # rank of a measure that nobody says
_OTHER_RANK = 2.2  # of a measure that is understood but not listed in measures.csv

_COUNT = re.compile(r"([0-9]+/[0-9]+|[0-9]+) (?=\D|[0-9.]+ oz )")
_OUNCES = re.compile(r"(?:[0-9]+ )?([0-9.]+) oz ((?:container|package|can|bottle|bag|cup|bar|jar)\b.*)")
_VOLUME = re.compile(r"\(([0-9.]+ (?:fl )?oz)\b[^)]*\)")
_SIZE_NOTE = re.compile(r"\([^)]*[0-9][^)]*\)")
_PAREN = re.compile(r"\s*\([^)]*\)")
_LOOSE = re.compile(r"(?:,? (?:NFS|any size)|, NS as to [a-z ]+|, cooked|, prepared)+$")
_UNSAID = re.compile(
    r"\byields?\b|\binch\b|\bskin\b|topping|juice of|\bdry\b|unpopped|in shell|with ice|calorie|crust not|snack-size"
    r"|\bFO\b|not specified|guideline|\braw\b|[0-9]-[0-9]|\bincludes?\b|\bstack\b|\bfilled with\b|\bboneless\b",
    re.IGNORECASE,
)
_YIELD_NOTE = re.compile(r"\s*\((?:[^()]*, )?yield after[^)]*\)|\(NFS\)|\(no ice\)|\(8 fl oz\)|\s*\(approx[^)]*\)")
_CAPITALS = re.compile(r"\b(?!English\b|Belgian\b|French\b|Italian\b|Texas\b)[A-Z]")
_SHAPES = frozenset(
    [
        "diced",
        "sliced",
        "shredded",
        "mashed",
        "chopped",
        "crumbled",
        "cubed",
        "cubes",
        "pieces",
        "halves",
        "melted",
        "crushed",
        "grated",
        "whipped",
        "pureed",
        "popped",
        "nuggets",
    ]
)
_SIZES = frozenset(
    [
        "small",
        "medium",
        "large",
        "regular",
        "miniature",
        "mini",
        "thin",
        "thick",
        "jumbo",
        "double",
        "single",
        "standard",
        "size",
    ]
)
_CUTS = frozenset(["steak", "chop", "roast", "rib", "cutlet"])
_MEATS = frozenset(
    ["red_meat_unprocessed", "processed_meat", "poultry", "fish_seafood", "fish_high_mercury", "liver_organ_meat"]
)
_WEIGHED = _MEATS | frozenset(["cheese", "nuts", "seeds", "brazil_nuts", "tofu_soy_meat_substitutes"])
_NOT_SPOONED = _MEATS | frozenset(
    ["candy", "dark_chocolate", "cookies", "crackers", "snacks", "water", "fried_potatoes"]
)
_PRODUCE = frozenset(
    [
        "fruit_fresh",
        "banana",
        "avocado",
        "other_vegetables",
        "red_orange_vegetables",
        "starchy_vegetables",
        "leafy_greens_raw",
        "leafy_greens_cooked",
        "fresh_herbs_aromatics",
    ]
)
_NOUNS = {
    "kiwi fruit": "kiwi", "cake or cupcake": "cupcake", "chocolate candy": "chocolate bar",
    "dark chocolate candy": "chocolate bar", "white chocolate candy": "chocolate bar", "candy": "",
    "water chesnut": "water chestnut", "jerusalem artichoke": "Jerusalem artichoke", "french toast": "French toast slice",
    "danish pastry": "Danish pastry", "belgian waffle": "Belgian waffle",
}  # fmt: skip
_DRINKS = re.compile(r"\b(?:coffee|tea|drink|cocoa|chocolate milk|soda)\b", re.IGNORECASE)
_PLURALS = {"leaf": "leaves", "loaf": "loaves", "half": "halves", "fish": "fish", "shrimp": "shrimp", "oz": "oz"}


@dataclass(frozen=True)
class Measure:
    """One household measure of a food: its words for one, its grams, and how naturally it is said (0 best)."""

    unit: str
    grams: float
    rank: float
    halves: bool = True

    def say(self, count: float) -> str:
        """The measure counted, in halves: "1/2 cup", "1 1/2 cups", "2 slices"."""
        whole, half = divmod(round(count * 2), 2)
        number = " ".join(part for part in (str(whole) if whole else "", "1/2" if half else "") if part)
        return f"{number} {plural(self.unit) if count > 1 else self.unit}"


def plural(unit: str) -> str:
    """``unit`` for more than one: the noun before any ", diced", " of a pizza" or "(12 fl oz)" changes."""
    head = re.match(r"[^,(]*?(?= of | with |,| \(|$)", unit)
    noun = head.group() if head else unit
    rest = unit[len(noun) :]
    start, _, last = noun.rpartition(" ")
    if last in _PLURALS:
        many = _PLURALS[last]
    elif re.search(r"[^aeiou]y$", last):
        many = last[:-1] + "ies"
    elif re.search(r"(?:s|x|z|ch|sh)$", last) or last in ("potato", "tomato", "mango"):
        many = last + "es"
    else:
        many = last + "s"
    return f"{start} {many}{rest}".strip()


@lru_cache(maxsize=50_000)
def measures(table: FoodTable, code: str) -> tuple[Measure, ...]:
    """The measures of a food that a person would say, most natural first."""
    name, group = str(table.data.at[code, "food"]), str(table.data.at[code, "group"])
    noun = head_noun(name)
    found: dict[str, Measure] = {}
    for portion, grams in table.measures.get(code, ()):
        measure = read_measure(portion, grams, noun)
        if measure is not None and measure.unit not in found and measure.unit not in _not_of(name):
            found[measure.unit] = measure
    _add_standard(found, group)
    counted = noun and any(one.unit.endswith(noun) and one.rank < 1 and one.grams >= 30 for one in found.values())
    ranked = (replace(one, rank=one.rank + _less_natural(one, group, bool(counted))) for one in found.values())
    return tuple(sorted(ranked, key=lambda one: one.rank))


def ml_per_gram(table: FoodTable, code: str) -> float | None:
    """Millilitres of a gram, from the weight of a cup or a spoon; None where the table knows neither."""
    known = {one.unit: one.grams for one in measures(table, code)} if code in table else {}
    cups = {"cup": 1.0, "tablespoon": TABLESPOONS_PER_CUP}
    return next((ML_PER_CUP / parts / known[unit] for unit, parts in cups.items() if unit in known), None)


def _not_of(name: str) -> tuple[str, ...]:
    """Shapes of french fries that are other foods by name."""
    return ("waffle", "wedge") if "fries" in name else ()


def _less_natural(measure: Measure, group: str, counted: bool) -> float:
    """How much less naturally a measure is said of this food: a cup of steak, of burrito; a slice of radish."""
    kind = measure.unit.partition(",")[0]
    if kind == "cup":
        return 2.0 if group in _MEATS else 0.6 if counted else 0.0
    if kind == "slice" and (group in _PRODUCE or (measure.grams < 15 and group not in _WEIGHED)):
        return 2.5
    return 0.0


def read_measure(portion: str, grams: float, noun: str = "") -> Measure | None:
    """What a portion description such as "1 cup, diced" measures; None when nobody would say it.

    ``noun`` is the food's own word, for descriptions such as "1 medium".
    """
    text = _YIELD_NOTE.sub("", portion).strip().replace("miniature/bite size ", "mini ")
    if not grams > 0 or _UNSAID.search(_SIZE_NOTE.sub("", text)):
        return None
    sized = _OUNCES.fullmatch(text)
    if sized:
        text = f"1 {sized[2]} ({sized[1]} oz)"
    counted = _COUNT.match(text)
    if counted is None:
        return None
    count, phrase = _fraction(counted[1]), text[counted.end() :]
    volume = _VOLUME.search(phrase)
    bare = _LOOSE.sub("", _PAREN.sub("", phrase)).strip()
    listed = _listed()
    for key in (phrase, f"{bare} ({volume[1]})" if volume else bare, bare):
        row = listed.get(_key(key))
        if row is not None:
            say, rank = row
            if "{noun}" in say and not noun:
                return None
            unit = say.replace("{noun}", noun)
            if volume and key == bare and unit != "cup":
                unit = f"{unit} ({volume[1]})"
            return Measure(unit, grams / count, rank, _halves(unit, grams / count)) if rank < NEVER else None
    other = _other(bare)
    if other is None:
        return None
    unit = other if count <= 1 else " ".join([*other.split()[:-1], singular(other.split()[-1])])
    if volume and not unit.startswith("cup"):
        unit = f"{unit} ({volume[1]})"
    rank = 0.6 if unit.startswith("cup") else _OTHER_RANK
    if noun and unit.split()[-1] == noun.split()[-1]:
        rank = 0.0 if len(unit.split()) == 1 or unit.startswith("medium") else 0.6
    return Measure(unit, grams / count, rank, _halves(unit, grams / count))


def head_noun(food: str) -> str:
    """What one piece of the food is called: "Banana, raw" -> "banana", "Beef, steak, sirloin" -> "steak"; '' if unclear."""
    head, _, rest = food.partition(",")
    plain = head.strip().lower()
    if plain in _NOUNS:
        return _NOUNS[plain]
    if "sandwich" in plain:
        return "sandwich"
    if _DRINKS.search(plain) or "candy" in rest:
        return ""
    if plain in ("beef", "pork", "veal", "lamb", "steak"):
        cut = singular(rest.split(",")[0].strip().split(" ")[-1].lower()) if rest else ""
        return cut if cut in _CUTS else ("steak" if plain == "steak" else "")
    if plain == "muffin" and rest.strip().startswith("English"):
        return "English muffin"
    plain = re.split(r" (?:with|without|on|from|only|in|made|for|or|and) ", plain)[0]
    words = plain.split()
    if plain in _NOUNS:
        return _NOUNS[plain]
    if not words or len(words) > 3:
        return ""
    return " ".join([*words[:-1], singular(words[-1])])


def _add_standard(found: dict[str, Measure], group: str) -> None:
    """Measures that follow from others: cups from fluid ounces, spoons from cups, ounces by weight."""
    if "cup" not in found and "fl oz" in found:
        found["cup"] = Measure("cup", FL_OZ_PER_CUP * found["fl oz"].grams, 0.0)
    if "teaspoon" not in found and "tablespoon" in found:
        found["teaspoon"] = Measure("teaspoon", found["tablespoon"].grams / TEASPOONS_PER_TABLESPOON, 1.2)
    # A tablespoon of lettuce, steak or cookies is nothing that anybody measures.
    if "cup" in found and "tablespoon" not in found and found["cup"].grams >= 100 and group not in _NOT_SPOONED:
        found["tablespoon"] = Measure("tablespoon", found["cup"].grams / TABLESPOONS_PER_CUP, 1.5)
    if group in _WEIGHED and "oz" not in found:
        found["oz"] = Measure("oz", GRAMS_PER_OZ, 0.7)


def _other(bare: str) -> str | None:
    """A measure that is not listed, if it is short and names no brand."""
    if _CAPITALS.search(bare) or '"' in bare:
        return None
    head, _, rest = bare.partition(", ")
    if head == "cup":
        shapes = [word for word in re.split(r"[ ,]+", rest) if word in _SHAPES]
        return f"cup, {shapes[0]}" if shapes else ("cup" if not rest else None)
    words = re.sub(r"(\w+)/\S+", r"\1", head.partition(" or ")[0]).split()
    if not words or words[-1] in _SIZES:
        return None
    return " ".join(words) if len(words) <= 4 and all(re.fullmatch(r"[A-Za-z'-]+", word) for word in words) else None


def _halves(unit: str, grams: float) -> bool:
    """Whether half of one can be served: not of an egg or a nut."""
    if re.match(r"(?:cup|tablespoon|teaspoon|oz|fl oz|slice|.*\bpat)\b", unit):
        return True
    return grams >= 20 and not re.search(r"\b(?:egg|shrimp|oyster|clam|can|bottle|packet|bag|box|carton)\b", unit)


def _fraction(text: str) -> float:
    top, _, bottom = text.partition("/")
    return float(top) / float(bottom or 1)


def _key(phrase: str) -> str:
    return " ".join(phrase.lower().replace(",", "").replace('"', "").split())


@lru_cache(maxsize=1)
def _listed() -> dict[str, tuple[str, float]]:
    return {row["source"]: (row["say"], float(row["rank"])) for row in read_words("measures")}

"""Plain names by rule, from the official ones: "Fish, cod, baked or broiled, no added fat" is baked cod."""

from __future__ import annotations

import re

from planner.foods.words import singular

_VAGUE = re.compile(
    r"^(?:NFS|fresh|whole|\d.*|NS as to .*|from (?:fresh|frozen|canned|dried|restaurant|fast food|school|raw)\b.*|no added fat|fat added|no sauce"
    r"|(?:lean|skin)\b.*eaten|home recipe|regular or quick|regular|prepared|ready-to-.*|for use .*|as ingredient.*|all flavors|plain"
    r"|fat not added|added fat|unsalted|salted|drained|made with.*|with or without.*|any type|bottled|reconstituted|raw|peel (?:not )?eaten)$"
)
_DONE = re.compile(
    r"^(?:baked|broiled|boiled|fried|grilled|roasted|roast|steamed|stewed|cooked|canned|dried|frozen|smoked|pickled|toasted|mashed|breaded|"
    r"stuffed|diet|scrambled|poached|glazed|sweetened|unsweetened|light|low ?fat|reduced fat|fat free|nonfat|instant|ground|"
    r"hot|iced|creamed|scalloped|candied|marinated|air-popped|decaffeinated|gluten free)\b"
)
_UNSAID = re.compile(
    r"\s*\([^)]*\)|\s*/ .*$|;.*$|,? (?:excluding|including)\b.*$|,? (?:made from )?home recipe(?: or purchased at (?:a )?bakery)?"
    r"|, (?:no added fat|fat (?:not )?added|NFS|NS as to [^,]*)"
)
_SAID_ALONE = frozenset(["fish", "shellfish", "candy", "cereal"])  # "Fish, cod" is cod
_OWN_WORDS = frozenset(["french fries", "hash brown", "home fries", "tots", "potato skins"])
_MEATS = frozenset(["beef", "pork", "lamb", "veal", "turkey", "chicken", "goat", "venison"])


def plain_name(official: str) -> str:
    """The name a person says: "Fish, cod, baked or broiled, no added fat" -> "baked cod", "Bread, rye" -> "rye bread"."""
    said = _UNSAID.sub("", official)
    if re.search(r", (?:and|or) ", said):  # a list, no name with qualifiers
        return lower_case(re.sub(r",? (and|or) ", r" \1 ", said))
    head, *rest = (part.strip() for part in said.split(","))
    head = re.sub(r"^(\w+) or \w+\b(?= \w)", r"\1", head).partition(" or ")[0]
    done: list[str] = []
    kind: list[str] = []
    after: list[str] = []
    for part in (re.sub(r" or \w+$", "", part) for part in rest if part and not _VAGUE.match(part)):
        if re.match(r"(?:with|in|on|without|made)\b", part):
            after.append(part)
        elif _DONE.match(part):
            done.append(part.partition(" with ")[0].partition(" from ")[0])
        elif len(part.split()) <= 4 and not re.search(r"\b(?:no|not|and/or)\b", part):
            kind.append(part)
    first = head.lower()
    if not kind:
        thing = head
    elif (first, kind[0]) == ("fish", "stick"):
        thing = "fish stick"
    elif first in _SAID_ALONE or kind[0].lower() in _OWN_WORDS:
        thing = kind[0]
    elif first in _MEATS:
        thing = f"{head} {kind[0]}"
    else:
        thing = f"{kind[0]} {head}"
    return lower_case(" ".join([*done[-1:], thing, *after[:1]]))


def lower_case(words: str) -> str:
    """Lower case, but for names: "Greek yogurt", "baked cod"."""
    return " ".join(word if word in _NAMES or word.isupper() else word.lower() for word in words.split())


_NAMES = frozenset(
    [
        "American",
        "Asian",
        "Boston",
        "Brazil",
        "Brie",
        "Brussels",
        "Buffalo",
        "Caesar",
        "Cajun",
        "Canadian",
        "Caribbean",
        "Chinese",
        "Cuban",
        "Danish",
        "English",
        "French",
        "German",
        "Gouda",
        "Greek",
        "Hawaiian",
        "Indian",
        "Irish",
        "Italian",
        "Japanese",
        "Korean",
        "Manhattan",
        "Mexican",
        "Monterey",
        "Jack",
        "New",
        "England",
        "Parmesan",
        "Philly",
        "Polish",
        "Puerto",
        "Rican",
        "Russian",
        "Spanish",
        "Swedish",
        "Swiss",
        "Thai",
        "Thousand",
        "Island",
        "Vietnamese",
        "Waldorf",
    ]
)


def singular_name(name: str) -> str:
    """The name of one of the things: "butter crackers" -> "butter cracker"."""
    found = re.match(r"(.*?)(\w+)((?: with| in| on| made)\b.*)?$", name)
    return name if found is None else f"{found[1]}{singular(found[2])}{found[3] or ''}"

"""Which palette rows a person may be offered, and foods beyond the palette that a wish brings in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from planner.errors import InputError, UnknownNameError
from planner.foods.adopt import adopt, adopt_all
from planner.foods.diets import OMNIVORE, diet_names, permitted, why_not
from planner.foods.exclude import is_named, match_foods
from planner.foods.meaning import meant
from planner.foods.palette import Palette, PaletteFood
from planner.foods.preferences import Preferences
from planner.foods.remembered import remembered
from planner.foods.search import search_foods
from planner.foods.stand_in import STANDS_IN, stands_in
from planner.foods.table import FoodTable

NOT_OFFERED = ("nutritional_drinks", "infant_foods")  # food before supplements
_ADOPTED = 2  # foods that a word outside the palette brings in, the most ordinary ones
_MOST_OWN = 150  # foods of one's own that all menus may use; the palette has twice as many
_CONSIDERED, _SEARCHED = 8, 60
_PROMISES = {
    "vegan": {"vegan"},
    "vegetarian": {"vegetarian", "vegan"},
    "pescatarian": {"vegetarian", "vegan"},
    "dairy_free": {"vegan"},
    "gluten_free": {"gluten_free"},
}


def foods_for(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str] = ()
) -> tuple[PaletteFood, ...]:
    """The palette rows this person may be offered. A diet promised by hand counts; an allergy never rests on it.

    What is excluded is in neither the food, its recipe, the name it goes by nor what a sauce is stirred from.
    """
    return _foods_for(table, palette, tuple(wishes.diet), tuple(wishes.allergies), tuple(wishes.exclude), tuple(unsafe))


@lru_cache(maxsize=24)  # all diets of a clinic
def _foods_for(
    table: FoodTable,
    palette: Palette,
    diets: tuple[str, ...],
    allergies: tuple[str, ...],
    exclude: tuple[str, ...],
    unsafe: tuple[str, ...],
) -> tuple[PaletteFood, ...]:
    base = permitted(table, (), allergies, (*exclude, *unsafe))
    base &= ~table.data["group"].isin(NOT_OFFERED)
    codes = frozenset(base.index[base])
    keeping = {
        diet: frozenset(table.data.index[table.data[diet] == "y"] if diet in table.data else ())
        for diet in diet_names(diets)
        if diet != OMNIVORE
    }
    return tuple(
        food
        for food in palette.foods
        if food.code in codes
        and all(food.code in keep or _promised(food, diet) for diet, keep in keeping.items())
        and not any(is_named(word, said) for word in exclude for said in _said_of(food))
    )


def _said_of(food: PaletteFood) -> tuple[str, ...]:
    """The name, and what a sauce is stirred from: garlic and herbs are in no recipe of the table."""
    return (food.name, food.note) if "stirred" in food.tags else (food.name,)


def _promised(food: PaletteFood, diet: str) -> bool:
    return bool(_PROMISES[diet] & set(food.diet_by_hand.split(";")))


def reported(table: FoodTable, foods: Iterable[PaletteFood]) -> tuple[PaletteFood, ...]:
    """Only foods whose added sugars and food groups are known: with others no limit on them is known to hold."""
    known = _reported_codes(table)
    return tuple(food for food in foods if food.code in known)


@lru_cache(maxsize=4)
def _reported_codes(table: FoodTable) -> frozenset[str]:
    return frozenset(table.data.index[table.data["added_sugars_g"].notna()])


_reported = remembered(24)(reported)


def offered(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str] = ()
) -> tuple[PaletteFood, ...]:
    """What the palette has for this person, and rows made for the foods beyond it that are liked or a must.

    Raises UnknownNameError for a word of the wishes that nobody knows.
    """
    foods, own = foods_for(table, palette, wishes, unsafe), _own(table, palette, wishes, unsafe)
    foods = _reported(table, foods) + reported(table, own)
    asked = {*(wish.food for wish in wishes.must if wish.low), *wishes.like, *(one.food for one in wishes.pantry)}
    for word in dict.fromkeys(_wished_words(wishes)):
        if not meant(table, foods, word) and word in asked:
            foods += _brought_in(table, palette, wishes, unsafe, word)
    return foods


def _own(table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str]) -> tuple[PaletteFood, ...]:
    """Rows of the foods that somebody laid over the table: what is one's own is offered without asking for it.

    Of more than ``_MOST_OWN`` none is: then a wish brings in the ones that are wanted.
    """
    known = {food.code for food in palette.foods}
    if stands_in(table):
        codes = table.data.index[table.data[STANDS_IN]].tolist()
    else:
        codes = [code for code in table.data.index if code in table.own and code not in known] if table.own else []
        if not codes or len(codes) > _MOST_OWN:
            return ()
    allowed = permitted(table, wishes.diet, wishes.allergies, (*wishes.exclude, *unsafe))
    allowed &= ~table.data["group"].isin(NOT_OFFERED) & table.data["energy_kcal"].notna()
    return adopt_all(table, palette, [code for code in codes if allowed[code]])


def all_unknown(table: FoodTable, palette: Palette, wishes: Preferences, first: UnknownNameError) -> InputError:
    """The error for every word of the wishes that nobody knows: ``first`` where it is the only one."""
    said = []
    for word in dict.fromkeys([*wishes.exclude, *_wished_words(wishes)]):
        try:
            meant(table, palette.foods, word)
        except UnknownNameError as error:
            said.append(str(error))
    return InputError("\n".join(said)) if len(said) > 1 else first


def _wished_words(wishes: Preferences) -> list[str]:
    musts, limits = (wish.food for wish in wishes.must), (limit.food for limit in wishes.limits)
    return [*musts, *limits, *wishes.like, *wishes.dislike, *(one.food for one in wishes.pantry)]


def _brought_in(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str], word: str
) -> tuple[PaletteFood, ...]:
    """Rows of the most ordinary permitted foods that ``word`` names."""
    called = match_foods(table, word, inside=False)
    allowed = permitted(table, wishes.diet, wishes.allergies, (*wishes.exclude, *unsafe))
    allowed &= ~table.data["group"].isin(NOT_OFFERED)
    eaten = table.data["eaten_per_1000"].fillna(0.0).to_dict()
    known_energy = table.data["energy_kcal"].notna()
    found = [code for code in search_foods(table, word, _SEARCHED).index if code in called]
    found += sorted(called - set(found), key=lambda code: (-eaten[code], code))
    rows: tuple[PaletteFood, ...] = ()
    for code in found:
        if allowed[code] and known_energy[code]:
            rows += reported(table, adopt(table, palette, code))
        if len({row.code for row in rows}) == _CONSIDERED:
            break
    # "Lobster" is lobster before it is a lobster salad.
    itself = meant(table, rows, word)
    kept = [code for code in dict.fromkeys(row.code for row in rows) if code in itself][:_ADOPTED]
    return tuple(row for row in rows if row.code in kept)


Blamed = tuple[str, str, str]  # kind (diet, allergy, exclude, health), word, and how it is said


def blame(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str], word: str
) -> tuple[list[Blamed], bool]:
    """What leaves out all that ``word`` means, for words of which nothing is offered; and whether each of them alone does,
    else it is a minimal set that does together. Nothing where no menu has it at all."""
    known = _all_called(table, palette, word)
    every = [("diet", name, f"the diet {name}") for name in wishes.diet if name != OMNIVORE]
    every += [("allergy", name, f"the allergy to {name.replace('_', ' ')}") for name in wishes.allergies]
    every += [("exclude", other, f"exclude {other!r}") for other in wishes.exclude]
    every += [("health", other, f"your health answers ({other})") for other in unsafe]

    def left(some: Sequence[Blamed]) -> bool:
        by_kind = {kind: [name for of, name, _ in some if of == kind] for kind, _, _ in every}
        one = Preferences(
            diet=by_kind.get("diet", ()), allergies=by_kind.get("allergy", ()), exclude=by_kind.get("exclude", ())
        )
        return _left(table, palette, one, by_kind.get("health", ()), word, known)

    if not left([]):
        return [], True
    alone = [one for one in every if not left([one])]
    if alone:
        return alone, True
    needed = list(every)
    for one in every:
        fewer = [other for other in needed if other != one]
        needed = needed if left(fewer) else fewer
    return needed, False


def _all_called(table: FoodTable, palette: Palette, word: str) -> set[str]:
    """Codes that a word means in the palette, or names in the table."""
    return set(meant(table, reported(table, palette.foods), word)) | match_foods(table, word, inside=False)


def barred_by(table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str], word: str) -> str:
    """Why nothing that ``word`` means is offered, as what it clashes with; for words of which nothing is."""
    found, alone = blame(table, palette, wishes, unsafe, word)
    blamed = [said for _, _, said in found]
    if not blamed:
        called = _all_called(table, palette, word)
        near = search_foods(table, word, _SEARCHED).index.tolist()
        best = next((code for code in near if code in called), next(iter(near), min(called, default="")))
        why = why_not(table, best).rstrip(".").partition(" is left out: ")[2] if best else ""
        if not why and best in called and adopt(table, palette, best):
            named = table.food(best)["food"]
            return f"names no food as menus call it; ask for one by its code, such as {best} ({named})"
        return f"asks for what is in no menu: {why or 'it is only cooked with, no meal has a place for it by itself'}"
    return f"clashes with {(' and with ' if alone else ' together with ').join(blamed)}"


def _left(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str], word: str, known: Iterable[str]
) -> bool:
    """Whether a food of ``known`` that ``word`` names could be offered under these wishes alone."""
    called = set(known)
    if any(food.code in called for food in reported(table, foods_for(table, palette, wishes, unsafe))):
        return True
    return bool(_brought_in(table, palette, wishes, unsafe, word))

"""Wishes that contradict each other, found before any search: one sentence each, what clashes with what."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import combinations

from planner.errors import Change, Claim, ContradictionError, InputError, Repair, UnknownNameError
from planner.foods.diets import OMNIVORE, allergen_names
from planner.foods.palette import Palette, PaletteFood
from planner.foods.preferences import SLOTS, Preferences
from planner.foods.table import FoodTable
from planner.foods.wishes import times
from planner.model.conflict import MOST_SETS
from planner.plan.claims import MINDED, listed
from planner.plan.offered import barred_by, blame, offered
from planner.plan.room import Room, eaten_at
from planner.plan.wished import Wished, asked_together, rows_of, without_cooking
from planner.plan.wishes_to_rules import WishedMenu

_SHOWN = 4  # words in a sentence


def check_words(
    table: FoodTable,
    palette: Palette,
    wishes: Preferences,
    unsafe: Sequence[str],
    menu: WishedMenu,
    most_kcal: float | None = None,
) -> None:
    """Raises InputError, one sentence a line, where wishes contradict each other; ``most_kcal`` is what a day may bring.

    It is a ContradictionError, with the clash and what to leave out, where only must-haves and limits are in the way.
    """
    said = {wish: _against(table, palette, wishes, unsafe, menu.room, wish) for wish in menu.wished if wish.asks}
    contradicted = {wish: sentence for wish, sentence in said.items() if sentence}
    empty = [slot for slot in menu.room.slots if not menu.room.possible(slot)]
    sentences = list(contradicted.values())
    if empty:
        sentences.append(_nothing_left(table, palette, wishes, unsafe, menu.room, empty))
    sentences += _too_much(table, menu, most_kcal)
    if not sentences:
        _check_together(menu)
        return
    message = "\n".join(dict.fromkeys(sentences))
    if len(sentences) > len(contradicted):
        raise InputError(message)
    raise ContradictionError(
        message,
        [_claims(table, palette, wishes, unsafe, wish) for wish in contradicted],
        [_left_out(list(contradicted))],
    )


def _against(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str], room: Room, wish: Wished
) -> str:
    return _allergic(wishes, wish) or _barred(table, palette, wishes, unsafe, room, wish) or _too_often(room, wish)


def _allergic(wishes: Preferences, wish: Wished) -> str:
    """A must-have that is called like an allergy: "fish" also means seafood, but not for who is allergic to fish."""
    with suppress(UnknownNameError):
        same = [name for name in allergen_names([wish.food]) if name in wishes.allergies]
        if same:
            return f"{_called(wish)} clashes with the allergy to {same[0].replace('_', ' ')}"
    return ""


def _claims(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str], wish: Wished
) -> list[Claim]:
    """The wish, and what leaves out every food that it means."""
    found = [Claim(_bound(wish), repr(wish.said))]
    if _allergic(wishes, wish):
        name = next(name for name in allergen_names([wish.food]) if name in wishes.allergies)
        return [*found, Claim(f"allergy {name}", f"the allergy to {name.replace('_', ' ')}", safety=True)]
    if not wish.codes:
        blamed, alone = blame(table, palette, wishes, unsafe, wish.food)
        blamed = blamed[:1] if alone else blamed  # each alone is a clash; one is told, the sentence names all
        found += [Claim(f"{kind} {word}", said, kind in ("allergy", "health")) for kind, word, said in blamed]
    return found


def _bound(wish: Wished) -> str:
    return f"{'must' if wish.must else 'limit'} {wish.said}"


def _left_out(contradicted: Sequence[Wished]) -> Repair:
    changes = tuple(Change(_bound(one), None, None, f"leave out {one.said!r}") for one in contradicted)
    return Repair(changes, MINDED["servings"].price * len(changes))


def _called(wish: Wished) -> str:
    return f"{'must' if wish.must else 'limit'} {wish.said!r}"


def _barred(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str], room: Room, wish: Wished
) -> str:
    """A must-have of which diet, allergies or exclusions leave nothing, or for which no meal has a place."""
    if not wish.codes:
        return f"{_called(wish)} {barred_by(table, palette, wishes, unsafe, wish.food)}"
    here = [slot for slot in room.slots if eaten_at(slot) in wish.slots]
    where = _where(wish)
    if not here:
        return f"{_called(wish)} asks for a {where}, and this plan has none; change the meal, or plan a {where}"
    rows = rows_of(room.foods, wish)
    if any(room.holders(rows, slot) for slot in here):
        return ""
    if wishes.cooking_free_breakfasts and where == "breakfast":
        return f"{_called(wish)} clashes with cooking_free_breakfasts: there is no breakfast of it without cooking"
    at = f"no kind of {where} has a place for {wish.food}" if where else f"no meal has a place for {wish.food}"
    return f"{_called(wish)} cannot be met: {at}; leave the meal open, or choose another"


def _where(wish: Wished) -> str:
    return "" if wish.slots == frozenset(SLOTS) else next(iter(wish.slots))


def _too_often(room: Room, wish: Wished) -> str:
    """A must-have more often than there are meals that can hold it."""
    rows = rows_of(room.foods, wish)
    a_day, in_plan = room.most(rows, wish.slots)
    if (wish.day[0] or 0) <= a_day and wish.need <= in_plan:
        return ""
    meals = _where(wish) or "meal"
    if (wish.day[0] or 0) > a_day:
        return f"{_called(wish)} is more than a day holds: there is room for {wish.food} {times(a_day)} a day at most"
    days = "1 day" if room.days == 1 else f"{room.days} days"
    return (
        f"{_called(wish)} is more than there are {meals}s for: {wish.food} can come {times(in_plan)} in {days} at most"
    )


def _check_together(menu: WishedMenu) -> None:
    """Raises ContradictionError where must-haves, each of which fits, want the same places of a day's meals."""
    asking = [one for one in menu.wished if one.asks and one.need]
    crowds = [set(each) for n in (2, 3) for each in combinations(asking, n) if _crowd(menu, each)]
    minimal = [one for one in crowds if not any(less < one for less in crowds)]
    if not minimal:
        return
    told = [[wish for wish in asking if wish in one] for one in minimal[:MOST_SETS]]
    raise ContradictionError(
        "\n".join(_crowd(menu, one) for one in told),
        [[Claim(_bound(wish), repr(wish.said)) for wish in one] for one in told],
        [_left_out(out) for out in _ways_out(asking, minimal)],
    )


def _ways_out(asking: Sequence[Wished], crowds: Sequence[set[Wished]]) -> list[list[Wished]]:
    """The fewest must-haves without which nothing is crowded; where that takes more than three, those in most crowds."""
    for n in (1, 2, 3):
        found = [list(out) for out in combinations(asking, n) if all(one & set(out) for one in crowds)]
        if found:
            return found[:_SHOWN]
    out: list[Wished] = []
    left = list(crowds)
    while left:
        out.append(max(asking, key=lambda wish: sum(wish in one for one in left)))
        left = [one for one in left if out[-1] not in one]
    return [out]


def _crowd(menu: WishedMenu, wishes: Sequence[Wished]) -> str:
    """What is too much about must-haves together; empty where there is room for them all."""
    slots = frozenset().union(*(one.slots for one in wishes))
    rows = tuple(dict.fromkeys(row for one in wishes for row in rows_of(menu.foods, one)))
    a_day, in_plan = menu.room.most(rows, slots)
    together = listed(repr(one.said) for one in wishes)
    need = asked_together((one.codes, float(one.day[0] or 0.0)) for one in wishes)
    if need > a_day:
        return f"{together} are more than a day holds: its meals have room for {_of_these(a_day)}"
    need = asked_together((one.codes, float(one.need)) for one in wishes)
    if need > in_plan:
        span = "1 day" if menu.room.days == 1 else f"{menu.room.days} days"
        return f"{together} are more than {span} hold: their meals have room for {_of_these(in_plan)}"
    return ""


def _of_these(count: int) -> str:
    return "one of these" if count == 1 else f"{count} of these"


def _too_much(table: FoodTable, menu: WishedMenu, most_kcal: float | None) -> list[str]:
    """Must-haves whose smallest servings already bring more than the day's energy."""
    asked = [one for one in menu.wished if one.need and rows_of(menu.foods, one)]
    kcal = asked_together((one.codes, _least_kcal(table, rows_of(menu.foods, one), one)) for one in asked)
    if most_kcal is None or kcal <= most_kcal:
        return []
    said = ", ".join(repr(one.said) for one in asked)
    return [
        f"the must-haves ({said}) bring at least {kcal:,.0f} kcal a day, and the day has at most {most_kcal:,.0f}: "
        "ask for fewer, or for more energy"
    ]


def _least_kcal(table: FoodTable, rows: Sequence[PaletteFood], wish: Wished) -> float:
    """Energy of the smallest servings that meet a must-have on a mean day, each food once before any comes again."""
    energy = dict(zip(table.data.index.tolist(), table.data["energy_kcal"].tolist(), strict=True))
    smallest: dict[str, float] = {}
    for food in rows:
        kcal = energy[food.code] / 100.0 * min(food.amounts) * food.grams_per_unit
        smallest[food.code] = min(kcal, smallest.get(food.code, kcal))
    each = sorted(smallest.values())
    whole, part = divmod(wish.need / wish.days, 1.0)
    return sum(each[i % len(each)] for i in range(int(whole))) + part * each[int(whole) % len(each)]


def _nothing_left(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str], room: Room, slots: Sequence[str]
) -> str:
    """Which wishes leave nothing to make a meal of, and without which of them there would be something."""
    diet = [name for name in wishes.diet if name != OMNIVORE]
    parts: list[tuple[str, str, dict[str, object]]] = [
        ("the diet", name, {"diet": [other for other in diet if other != name]}) for name in diet
    ]
    for kind, words in (("allergies", wishes.allergies), ("exclude", wishes.exclude)):
        parts += [(kind, word, {kind: [other for other in words if other != word]}) for word in words]
    if wishes.cooking_free_breakfasts:
        parts.append(("", "cooking_free_breakfasts", {"cooking_free_breakfasts": False}))
    meals = " and no ".join(dict.fromkeys(map(eaten_at, slots)))
    by_kind: dict[str, list[str]] = {}
    for kind, word, _ in parts:
        by_kind.setdefault(kind, []).append(word)
    every = " and ".join(f"{kind} {_some(words)}".strip() for kind, words in by_kind.items()) or "this food table"
    mends = [
        word
        for _, word, fields in parts
        if _could(table, palette, wishes.model_copy(update=fields), unsafe, room, slots)
    ]
    way = f"taking back one of {_some(mends)} would do" if mends else "take back several of them"
    return f"no {meals} can be made of what is left after {every}: {way}"


def _some(words: Sequence[str]) -> str:
    shown = ", ".join(repr(word) for word in words[:_SHOWN])
    return shown + (f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else "")


def _could(
    table: FoodTable, palette: Palette, wishes: Preferences, unsafe: Sequence[str], room: Room, slots: Sequence[str]
) -> bool:
    foods = offered(table, palette, wishes.model_copy(update={"must": (), "like": ()}), unsafe)
    if wishes.cooking_free_breakfasts:
        foods = without_cooking(foods)
    again = Room(palette, foods, room.slots, room.days)
    return all(again.possible(slot) for slot in slots)

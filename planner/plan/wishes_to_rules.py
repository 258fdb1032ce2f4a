"""From a person's wishes to what a menu is searched with: foods, rules, bounds, tastes, shares, and who gives way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.errors import InputError, UnknownNameError
from planner.foods.exclude import match_foods
from planner.foods.meaning import meant
from planner.foods.palette import Palette, PaletteFood
from planner.foods.preferences import MEALS, Preferences
from planner.foods.table import FoodTable
from planner.foods.words import nearest_names
from planner.model.constraints import AmountBound
from planner.model.menu.build import SHARES, TWO_SNACKS_FROM_KCAL, Leeway, Taste
from planner.model.menu.quantities import COST, HARD, RULE_WEIGHT, WeighedBound, rule_bounds
from planner.model.menu.rules import PlateRule
from planner.plan.giving_way import fewer_items, give_way, leeway_said, rules_left
from planner.plan.liking import likes, with_tastes
from planner.plan.offered import all_unknown, barred_by, offered
from planner.plan.pantry import pantry_notices, pantry_rules, pantry_tastes
from planner.plan.room import Room, eaten_at, together
from planner.plan.wished import Wished, read_wishes, rows_of, split_by_slot, without_cooking

_MUST_WEIGHT = 2.0 * RULE_WEIGHT  # a stated must-have comes before the rules of the plate

Shares = dict[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class WishedMenu:
    """What wishes make of a menu; ``rules`` hold the plate rules that are left and the wishes, ``bounds`` all their bounds."""

    foods: tuple[PaletteFood, ...]
    rules: tuple[PlateRule, ...]
    bounds: tuple[WeighedBound, ...]
    taste: Taste
    leeway: Leeway
    shares: Shares
    wished: tuple[Wished, ...]
    room: Room
    notices: tuple[str, ...]


def wished_menu(
    table: FoodTable,
    palette: Palette,
    wishes: Preferences,
    unsafe: Sequence[str],
    rules: Sequence[PlateRule],
    *,
    energy_kcal: float,
    days: int,
    snacks: int | None = None,
    taste: Taste | None = None,
) -> WishedMenu:
    """Everything that a menu takes from wishes; ``rules`` are the plate rules of this energy and diet.

    A wish beats the rules of variety and of the plate, and it is said which; it never beats diets, allergies or limits of safety.

    Raises:
        UnknownNameError: a word, or a rule to switch off, that nobody knows.
        InputError: shares of the energy that cannot add up.
    """
    shares = energy_shares(wishes, snacks, energy_kcal)
    try:
        foods = offered(table, palette, wishes, unsafe)
    except UnknownNameError as first:
        raise all_unknown(table, palette, wishes, first) from None
    if wishes.cooking_free_breakfasts:
        foods = without_cooking(foods)
    wished = read_wishes(table, foods, wishes, days)
    foods = split_by_slot(foods, wished)
    room = Room(palette, foods, tuple(shares), days)
    lifted = [(one, room.lift(rows_of(foods, one), one.slots, one.need, one.need_a_day)) for one in wished if one.need]
    again = {kind: cap for slot in shares for kind, cap in room.repeats(slot).items()}
    repeated = Leeway(kind_caps=again, kinds_running=frozenset(again))
    leeway = together([*(part for _, part in lifted), repeated])
    disliked = frozenset().union(
        *(meant(table, foods, word) | match_foods(table, word, inside=False) for word in wishes.dislike)
    )
    kept, notices = rules_left(switched_off(rules, wishes.rules_off), room.standing(), disliked, wishes.dislike)
    kept, more = give_way(kept, foods, wished, room)
    if len(wishes.meals) < len(MEALS):
        kept = tuple(fewer_items(rule, len(MEALS) - len(wishes.meals)) for rule in kept)
    notices += more + leeway_said(lifted, repeated, foods, days)
    span = "1 day" if days == 1 else f"{days} days"
    notices += [
        f"{one.said!r} comes to less than one serving in {span}." for one in wished if one.asks and not one.need
    ]
    notices += [
        f"like {word!r} {barred_by(table, palette, wishes, unsafe, word)}, so none is offered."
        for word in wishes.like
        if not meant(table, foods, word)
    ]
    liked, like_bounds = likes(table, foods, wishes, days)
    stored, stored_bounds = pantry_rules(table, foods, wishes, days)
    notices += pantry_notices(table, foods, wishes)
    musts = [one.rule() for one in wished]
    bounds = [*rule_bounds(kept, days), *like_bounds, *stored_bounds]
    bounds += [WeighedBound(bound, _MUST_WEIGHT) for rule in musts for bound in rule.bounds(days)]
    if wishes.budget_usd_per_day is not None:
        bounds.append(WeighedBound(AmountBound(COST, None, wishes.budget_usd_per_day, per="mean"), HARD))
    return WishedMenu(
        foods=foods,
        rules=(*kept, *liked, *stored, *musts),
        bounds=tuple(bounds),
        taste=pantry_tastes(
            with_tastes(taste or Taste(wholesome=wishes.wholesome), table, foods, wishes), table, foods, wishes
        ),
        leeway=leeway,
        shares=shares,
        wished=wished,
        room=room,
        notices=tuple(notices),
    )


def energy_shares(wishes: Preferences, snacks: int | None, energy_kcal: float) -> Shares:
    """Least and most share of the energy by slot; meals without a wish make room for those with one.

    Raises InputError when the shares that are wished cannot add up to the day.
    """
    count = wishes.snacks if snacks is None else snacks
    base = SHARES[(2 if energy_kcal >= TWO_SNACKS_FROM_KCAL else 1) if count is None else count]
    used = {slot: span for slot, span in base.items() if slot in wishes.meals or slot not in MEALS}
    own = {one.slot: (one.low, one.high) for one in wishes.shares}
    given = {slot: own[eaten_at(slot)] for slot in used if eaten_at(slot) in own}
    for name in own:
        if not any(eaten_at(slot) == name for slot in used):
            raise InputError(f"shares: there is no {name} in this plan; leave its share out, or plan a {name}")

    def middle(spans: Mapping[str, tuple[float, float]]) -> float:
        return sum(low + high for low, high in spans.values()) / 2.0

    rest = {slot: span for slot, span in used.items() if slot not in given}
    factor = (1.0 - middle(given)) / middle(rest) if rest and (given or len(used) < len(base)) else 1.0
    found = {
        slot: given.get(slot, (max(factor, 0.0) * low, min(max(factor, 0.0) * high, 1.0)))
        for slot, (low, high) in used.items()
    }
    least, most = (sum(span[side] for span in found.values()) for side in (0, 1))
    if least > 1.0 + 1e-9 or most < 1.0 - 1e-9:
        said = ", ".join(f"{name} {low:.0%} to {high:.0%}" for name, (low, high) in own.items())
        sums = f"at least {least:.0%}" if least > 1.0 else f"at most {most:.0%}"
        raise InputError(f"shares: {said} make the meals of a day add up to {sums} of its energy; change one of them")
    return found


def switched_off(rules: Sequence[PlateRule], names: Sequence[str]) -> tuple[PlateRule, ...]:
    """The rules without those named. Raises UnknownNameError with the nearest names."""
    known = {rule.name: rule for rule in rules}
    for name in names:
        if name not in known:
            near = nearest_names(name, known)
            raise UnknownNameError("plate rule", name, near, "" if near else f"rules are {', '.join(known)}")
    return tuple(rule for rule in rules if rule.name not in names)

"""Rules of the plate and of variety that give way to a wish, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.foods.palette import PaletteFood
from planner.foods.wishes import DAYS_A_WEEK, times
from planner.foods.words import stems
from planner.model.menu.build import Leeway
from planner.model.menu.rules import PlateRule, counted
from planner.plan.room import Room, eaten_at
from planner.plan.wished import Wished, asked_together, rows_of

_FEWER_ITEMS = 4.0  # that a left-out meal would have held
_INF = float("inf")


def rules_left(
    rules: Sequence[PlateRule], foods: tuple[PaletteFood, ...], disliked: frozenset[str], words: Sequence[str]
) -> tuple[tuple[PlateRule, ...], list[str]]:
    """Without rules that ask for foods this person does not eat (no fish for a vegan), or only for disliked ones.

    ``disliked`` are the codes that ``words`` name; a rule that is called like one of the words is about that food.
    """
    kept, said = [], []
    for rule in rules:
        asks = bool(rule.week[0] or rule.day[0]) and not rule.kinds
        held = counted(rule.counts, foods) > 0 if asks else np.zeros(0)
        if asks and not held.any():
            continue
        by_name = stems(rule.name) in map(stems, words)
        if asks and (by_name or all(foods[i].code in disliked for i in np.flatnonzero(held).tolist())):
            said.append(f"Plate rule {rule.name!r} ({rule.sentence}) gives way to a dislike.")
            rule = replace(rule, day=(None, rule.day[1]), week=(None, rule.week[1]))
        kept.append(rule)
    return tuple(kept), said


def give_way(
    rules: Sequence[PlateRule], foods: Sequence[PaletteFood], wished: Sequence[Wished], room: Room
) -> tuple[tuple[PlateRule, ...], list[str]]:
    """The rules with their bounds moved as far as must-haves and limits need, and what is to be said of it."""
    found, said = [], []
    asking = [one for one in wished if one.need and one.codes]
    capped = [one for one in wished if one.day[1] is not None or one.plan[1] is not None]
    days = room.days
    for rule in rules:
        moved = rule
        shares = [_counted(rule, foods, one, room) for one in asking]
        counted = list(zip(asking, shares, strict=True))
        a_week = asked_together((one.codes, one.need * DAYS_A_WEEK / days * share) for one, share in counted)
        a_day = asked_together((one.codes, one.need_a_day * share) for one, share in counted)
        (day_low, day_high), (week_low, week_high) = rule.day, rule.week
        if week_high is not None and a_week > week_high + 1e-9:
            moved = replace(moved, week=(week_low, a_week))
        if day_high is not None and a_day > day_high + 1e-9:
            moved = replace(moved, day=(day_low, a_day))
        if moved is not rule:
            causes = " and ".join(repr(one.said) for one, share in counted if share)
            said.append(f"Plate rule {rule.name!r} ({rule.sentence}) gives way to {causes}: {_moved(rule, moved)}.")
        lowered = _lowered(moved, foods, capped, days)
        if lowered is not moved:
            rows = [food for food in foods if rule.counts(food)]
            causes = " and ".join(repr(one.said) for one in capped if any(map(one.counts, rows)))
            said.append(f"Plate rule {rule.name!r} ({rule.sentence}) gives way to {causes}.")
        found.append(lowered)
    return tuple(found), said


def _moved(rule: PlateRule, moved: PlateRule) -> str:
    parts = []
    for per, old, new in (("day", rule.day[1], moved.day[1]), ("week", rule.week[1], moved.week[1])):
        if old != new:
            parts.append(f"up to {new:.3g} instead of {old:g} a {per}")
    return ", ".join(parts)


def _counted(rule: PlateRule, foods: Sequence[PaletteFood], wish: Wished, room: Room) -> float:
    """What one serving of a must-have counts for in a rule, for most of its foods and in all meals that can hold them."""
    rows = rows_of(foods, wish)
    if not rule.kinds:
        counts = sorted(rule.counts(food) for food in rows)
        return counts[len(counts) // 2] if counts else 0.0
    kinds = [one for slot in room.slots if eaten_at(slot) in wish.slots for one in room.holders(rows, slot)]
    return float(bool(kinds) and all(f"{one.slot}:{one.kind}" in rule.kinds for one in kinds))


def _lowered(rule: PlateRule, foods: Sequence[PaletteFood], capped: Sequence[Wished], days: int) -> PlateRule:
    """The rule asking for no more than limits allow."""
    if not (rule.day[0] or rule.week[0]) or not capped:
        return rule
    day = week = 0.0
    left = [food for food in foods if rule.counts(food)]
    for one in capped:
        held = [food for food in left if one.counts(food)]
        if not held:
            continue
        most = max(rule.counts(food) for food in held)
        a_day, in_plan = one.day[1], one.plan[1]
        week += most * min(
            in_plan * DAYS_A_WEEK / days if in_plan is not None else _INF,
            a_day * DAYS_A_WEEK if a_day is not None else _INF,
        )
        day += most * (a_day if a_day is not None else in_plan / days if in_plan is not None else _INF)
        left = [food for food in left if not one.counts(food)]
    if left:
        return rule
    (day_low, day_high), (week_low, week_high) = rule.day, rule.week
    lower = replace(
        rule,
        day=(None if day_low is None else min(day_low, float(int(day + 1e-9))) or None, day_high),
        week=(None if week_low is None else min(week_low, week) or None, week_high),
    )
    return rule if (lower.day, lower.week) == (rule.day, rule.week) else lower


def fewer_items(rule: PlateRule, meals: int) -> PlateRule:
    low, high = rule.day
    return replace(rule, day=(max((low or 0.0) - _FEWER_ITEMS * meals, 0.0), high)) if rule.name == "items" else rule


def leeway_said(
    lifted: Sequence[tuple[Wished, Leeway]], repeated: Leeway, foods: Sequence[PaletteFood], days: int
) -> list[str]:
    """Which rules of variety give way: to which wish, or because few foods are left."""
    said = []
    for one, leeway in lifted:
        raised = {food.name for food in rows_of(foods, one) if food.code in leeway.caps}
        if raised:
            said.append(f"{one.said!r} comes before variety: {_some(raised)} may stand on more days than others.")
        said += [f"{one.said!r} comes before variety: {again}" for again in _kinds_said(leeway, days)]
    return said + [f"Few foods are left: {again}" for again in _kinds_said(repeated, days)]


def _kinds_said(leeway: Leeway, days: int) -> list[str]:
    by_slot: dict[str, list[str]] = {}
    for slot, kind in leeway.kind_caps:
        by_slot.setdefault(slot, []).append(kind)
    said = []
    for slot, kinds in by_slot.items():
        most = max(leeway.kind_caps[slot, kind] for kind in kinds) * days // DAYS_A_WEEK
        said.append(f"the same {slot} ({_some(kinds)}) may come up to {times(max(most, 1))}, also on days running.")
    return said


def _some(names: Sequence[str] | set[str], most: int = 3) -> str:
    ordered = sorted(names)
    return ", ".join(ordered[:most]) + (" and others" if len(ordered) > most else "")

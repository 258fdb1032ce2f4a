"""How often meals have room for a food: kinds of meals by slot, how often each may come, and what may run on."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from planner.foods.palette import Palette, PaletteFood, Template
from planner.foods.remembered import remembered
from planner.model.menu.build import APART_ROLES, Leeway, food_cap, kind_apart
from planner.model.menu.items import NO_CAP

_EATEN_AT = {"evening": "snack"}  # the second snack

_NOW_AND_THEN = 0.25  # of its times, how often a kind of meal is counted on for a food that it holds at a price

Kind = tuple[str, str]  # (slot, name)


@dataclass(frozen=True)
class Room:
    """The meals of a plan: ``slots`` by name, ``days``, and the foods that may be offered in them."""

    palette: Palette
    foods: tuple[PaletteFood, ...]
    slots: tuple[str, ...]
    days: int

    def roles_at(self, slot: str) -> frozenset[str]:
        """Roles that some food may play at this slot."""
        return _roles_at(self.foods, slot)

    def possible(self, slot: str) -> tuple[Template, ...]:
        """Kinds of meals that can be made for a slot."""
        roles = self.roles_at(slot)
        return tuple(one for one in self.palette.templates if one.slot == slot and _can_be_made(one, roles))

    def standing(self) -> tuple[PaletteFood, ...]:
        """The foods that have a place in some meal."""
        return _standing(self.palette, self.foods, self.slots)

    def holders(self, rows: Iterable[PaletteFood], slot: str) -> tuple[Template, ...]:
        """Kinds of meals at a slot in which one of the rows has a place."""
        roles = {food.role for food in rows if may_stand(food, slot)}
        return tuple(one for one in self.possible(slot) if roles & _roles_of(one))

    def at_once(self, rows: Sequence[PaletteFood], slot: str) -> int:
        """How many of the rows one meal of a slot can hold, each food once."""
        codes = {food.code for food in rows if may_stand(food, slot)}
        roles = {food.role for food in rows if may_stand(food, slot)}
        most = max((_most(one, roles, self.palette) for one in self.holders(rows, slot)), default=0)
        return min(most, len(codes))

    def most(self, rows: Sequence[PaletteFood], slots: Collection[str]) -> tuple[int, int]:
        """(a day, in the plan): how often the rows can be had at all, variety aside."""
        a_day = sum(self.at_once(rows, slot) for slot in self.slots if eaten_at(slot) in slots)
        return a_day, a_day * self.days

    def lift(self, rows: Sequence[PaletteFood], slots: Collection[str], need: int, a_day: int) -> Leeway:
        """Leeway so that the rows can come ``need`` times in the plan and ``a_day`` times on a day."""
        caps, running = self._food_leeway(rows, need, a_day)
        kinds = self._kind_leeway(rows, slots, need)
        return Leeway(caps, kinds, running, frozenset(kinds))

    def _food_leeway(self, rows: Sequence[PaletteFood], need: int, a_day: int) -> tuple[dict[str, int], frozenset[str]]:
        cap: dict[str, int] = {}
        apart: set[str] = set()
        for food in rows:
            cap[food.code] = max(cap.get(food.code, 0), food_cap(self.palette, food))
            if food.role in APART_ROLES:
                apart.add(food.code)
        if a_day > len(cap):
            return dict.fromkeys(cap, NO_CAP), frozenset(cap)
        # A code in a role that never comes twice running stands every other day at most.
        in_plan = {
            code: min(_in_plan(week, self.days), -(-self.days // 2) if code in apart else self.days * max(a_day, 1))
            for code, week in cap.items()
        }
        if sum(in_plan.values()) >= need:
            return {}, frozenset()
        # Enough even where one of them is held back by something else.
        each = -(-need // max(len(cap) - 1, 1))
        return dict.fromkeys(cap, _per_week(each, self.days)), frozenset(apart)

    def _kind_leeway(self, rows: Sequence[PaletteFood], slots: Collection[str], need: int) -> dict[Kind, int]:
        found: dict[Kind, int] = {}
        roles = {food.role for food in rows}
        here = [slot for slot in self.slots if eaten_at(slot) in slots]
        # The kinds that are about the food first, the most everyday first; the others hold it only now and then.
        ranked = sorted(
            (
                (not roles & set(one.required), one.base_cost, slot, one)
                for slot in here
                for one in self.holders(rows, slot)
            ),
            key=lambda each: each[:3],
        )
        room = sum(self._times(one) * (1.0 if _at_ease(one, roles) else _NOW_AND_THEN) for *_, one in ranked)
        for _, _, slot, one in ranked:
            if room >= need:
                break
            times = min(self.days, self._times(one) + math.ceil(need - room))
            found[slot, one.kind] = _per_week(times, self.days)
            room += times - self._times(one)
        return found

    def _times(self, kind: Template) -> int:
        """How often a kind may come in the plan."""
        times = _in_plan(kind.week_cap, self.days)
        return min(times, -(-self.days // 2)) if kind_apart(kind.slot, kind.kind) else times

    def repeats(self, slot: str) -> dict[Kind, int]:
        """Leeway for the kinds of a slot where so few are left that they cannot fill the days."""
        kinds = self.possible(slot)
        if not kinds or sum(map(self._times, kinds)) >= self.days:
            return {}
        return {(slot, one.kind): _per_week(-(-self.days // len(kinds)), self.days) for one in kinds}


@remembered(64)
def _roles_at(foods: tuple[PaletteFood, ...], slot: str) -> frozenset[str]:
    return frozenset(food.role for food in foods if may_stand(food, slot))


@remembered(32)
def _standing(palette: Palette, foods: tuple[PaletteFood, ...], slots: tuple[str, ...]) -> tuple[PaletteFood, ...]:
    room = Room(palette, foods, slots, 1)
    used = {slot: {role for one in room.possible(slot) for role in _roles_of(one)} for slot in room.slots}
    return tuple(
        food for food in foods if any(may_stand(food, slot) and food.role in used[slot] for slot in room.slots)
    )


def eaten_at(slot: str) -> str:
    """The meal that a slot belongs to: the evening snack is a snack."""
    return _EATEN_AT.get(slot, slot)


def may_stand(food: PaletteFood, slot: str) -> bool:
    """Whether the food may be offered at a slot."""
    return not food.slots or eaten_at(slot) in food.slots


def together(parts: Iterable[Leeway]) -> Leeway:
    """The most that any of them asks for."""
    caps: dict[str, int] = {}
    kinds: dict[Kind, int] = {}
    running: set[str] = set()
    kinds_running: set[Kind] = set()
    for part in parts:
        caps |= {code: max(cap, caps.get(code, 0)) for code, cap in part.caps.items()}
        kinds |= {kind: max(cap, kinds.get(kind, 0)) for kind, cap in part.kind_caps.items()}
        running |= part.running
        kinds_running |= part.kinds_running
    return Leeway(caps, kinds, frozenset(running), frozenset(kinds_running))


def _in_plan(week_cap: int, days: int) -> int:
    return NO_CAP * days if week_cap >= NO_CAP else max(1, -(-week_cap * days // 7))


def _per_week(times: int, days: int) -> int:
    """The weekly cap that gives at least so many in the plan."""
    return -(-times * 7 // days)


def _roles_of(template: Template) -> set[str]:
    """Roles that a kind of meal may hold."""
    choices = [choice for group in template.one_of for choice in group] + list(template.optional)
    return {*template.required, *(role for choice in choices for role in choice.roles)}


def _at_ease(template: Template, roles: Collection[str]) -> bool:
    """Whether a kind of meal holds one of the roles always, or at no price."""
    free = (choice for group in template.one_of for choice in group if choice.cost == 0)
    return bool(set(roles) & {*template.required, *(role for choice in free for role in choice.roles)})


def _can_be_made(template: Template, roles: Collection[str]) -> bool:
    return set(template.required) <= set(roles) and all(
        any(set(choice.roles) <= set(roles) for choice in group) for group in template.one_of
    )


def _most(template: Template, roles: Collection[str], palette: Palette) -> int:
    """How many foods of these roles one meal of a kind holds at most."""

    def count(held: Iterable[str]) -> int:
        return sum(role in roles for role in held)

    whole = count(template.required)
    whole += sum(max(count(choice.roles) for choice in group) for group in template.one_of)
    whole += sum(count(choice.roles) for choice in template.optional)
    seconds = sum(
        palette.roles[role].foods_a_meal - template.required.count(role)
        for role in set(template.required) & set(roles)
        if template.required.count(role) < palette.roles[role].foods_a_meal
    )
    return whole + seconds

"""Whether wishes are kept: ``python -m benchmarks.preferences [--people N] [--jobs N] [--foods N]``.

For 30 common foods and some people of the panel: liked, disliked and excluded; must-haves against the rules of variety; and
weeks of people with opposite likes. Weeks are searched with effort "fast".
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from benchmarks.panel import Member, some
from planner.errors import InfeasibleError, InputError, UnknownNameError
from planner.foods.exclude import is_named, match_foods
from planner.foods.meaning import meant
from planner.foods.preferences import Preferences
from planner.foods.table import load_foods
from planner.plan.menu_table import broken_rules
from planner.plan.menus import FoundMenu, find_menu
from planner.plan.planning import gate
from planner.plan.request import Request

FOODS = (
    "banana", "apple", "orange", "strawberries", "grapes", "avocado", "broccoli", "spinach", "carrots", "tomato", "sweet potato",
    "potato", "rice", "pasta", "oatmeal", "whole wheat bread", "milk", "yogurt", "cheese", "eggs", "chicken", "beef", "pork",
    "salmon", "tuna", "tofu", "black beans", "lentils", "almonds", "peanut butter",
)  # fmt: skip
MUSTS = (
    "banana every day", "oatmeal every morning", "eggs every morning", "yogurt every day", "fish 5 times a week",
    "2 servings of nuts a day", "soup for lunch every day", "coffee every morning", "avocado every day", "black beans 5 times a week",
    "salad for lunch every day", "chicken 6 times a week", "dark chocolate every day", "tofu 5 times a week", "pasta 4 times a week",
)  # fmt: skip
OPPOSITES = (
    ("oatmeal; yogurt; banana; chicken; rice; broccoli; carrots; almonds; apple; milk; coffee",
     "eggs; toast; orange; fish; potato; spinach; tomato; peanuts; grapes; cheese; tea"),
    ("black beans; brown rice; tacos; avocado; corn; mango; pumpkin seeds; cereal; stew; cabbage; tuna; bell peppers",
     "pasta; salmon; soup; whole wheat bread; pear; walnuts; green beans; oatmeal; omelet; zucchini; turkey; mushrooms"),
    ("tofu; rice; stir-fry; edamame; kiwi; cashews; smoothie; soy milk; spinach; lentils",
     "beef; potato; sandwich; cheese; apple; peanut butter; pancake; milk; peas; black beans"),
)  # fmt: skip


class Week(NamedTuple):
    """What one wish made of a week: ``servings`` of the food, ``holding`` foods that have it inside, what was said."""

    member: str
    wish: str
    servings: int
    holding: tuple[str, ...]
    faults: float
    broken: tuple[str, ...]
    codes: frozenset[str]
    impossible: str = ""


def planned(member: Member, **wishes: object) -> FoundMenu:
    """A week of the member with more wishes."""
    own = member.preferences.model_dump(exclude_defaults=True)
    exclude = [*own.pop("exclude", ()), *([wishes.pop("exclude")] if "exclude" in wishes else [])]
    asked = Preferences(**own, exclude=exclude, **wishes)
    passed = gate(Request(member.person, days=7, preferences=asked))
    return find_menu(member.person, passed.targets, load_foods(), asked, passed.unsafe, effort="fast")


def week(member: Member, kind: str, food: str) -> Week:
    """One week with one wish, and how often the food it speaks of stands in it."""
    table = load_foods()
    try:
        found = planned(member, **({kind: food} if kind else {}))
    except UnknownNameError:
        raise  # a word that nobody knows is no wish that cannot be kept
    except (InputError, InfeasibleError) as error:
        return Week(member.label, food, 0, (), 0.0, (), frozenset(), str(error))
    rows = [
        found.problem.items.foods[int(found.problem.items.food[portion])]
        for meals in found.menu
        for _, portions in meals
        for portion in portions
    ]
    word = food if kind != "must" else ""
    codes = meant(table, found.problem.items.foods, word) if word else frozenset()
    inside = match_foods(table, word) if word else set()
    return Week(
        member.label,
        food,
        sum(row.code in codes for row in rows),
        tuple(sorted({row.name for row in rows if row.code in inside or (word and is_named(word, row.name))})),
        found.faults,
        broken_rules(found),
        frozenset(row.code for row in rows if row.role not in ("water", "oil")),
        next((said for said in found.gave_way if said.startswith(f"like {food!r}")), ""),
    )


def _task(task: tuple[Member, str, str]) -> Week:
    return week(*task)


def weeks(tasks: Sequence[tuple[Member, str, str]], jobs: int) -> list[Week]:
    """All of them, in their order."""
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(_task, tasks, chunksize=4))


def shared(one: frozenset[str], two: frozenset[str]) -> float:
    """Share of the foods of two weeks that stand in both."""
    return 2 * len(one & two) / (len(one) + len(two))


def _told(title: str, kept: Sequence[Week], of: Sequence[Week], why: Callable[[Week], str]) -> None:
    print(f"{title}: {len(kept)} of {len(of)} ({len(kept) / max(len(of), 1):.0%})")
    for one in of:
        if one not in kept:
            print(f"  not: {one.wish} for {one.member}: {why(one)}")


def main() -> None:
    """Measure, and print what was kept and what was not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preferences", description=__doc__)
    parser.add_argument("--people", type=int, default=3)
    parser.add_argument("--foods", type=int, default=len(FOODS))
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    people, foods = some(given.people), FOODS[: given.foods]
    print(f"{len(people)} people ({'; '.join(one.label for one in people)}), 7 days each, {len(foods)} foods\n")

    liked = weeks([(one, "like", food) for one in people for food in foods], given.jobs)
    possible = [one for one in liked if not one.impossible]
    _told(
        "liked, and in the week", [one for one in possible if one.servings], possible, lambda one: "; ".join(one.broken)
    )
    plain = weeks([(one, "dislike", food) for one in people for food in foods], given.jobs)
    excluded = weeks([(one, "exclude", food) for one in people for food in foods], given.jobs)
    needed = [
        one
        for one, without in zip(plain, excluded, strict=True)
        if one.servings and (without.impossible or without.faults > 0)
    ]
    gone = [one for one in plain if not one.servings or one in needed]
    _told("disliked, and gone unless needed", gone, plain, lambda one: f"{one.servings} servings")
    print(f"  of these needed (no week without it meets everything): {', '.join(one.wish for one in needed) or 'none'}")
    made = [one for one in excluded if not one.impossible]
    _told(
        "excluded, and in no dish", [one for one in made if not one.holding], made, lambda one: ", ".join(one.holding)
    )
    musts = [
        one
        for one in weeks([(one, "must", text) for one in people for text in MUSTS], given.jobs)
        if not one.impossible
    ]
    kept = [one for one in musts if not any(said.startswith("Wish") for said in one.broken)]
    _told("must-haves against variety, kept", kept, musts, lambda one: "; ".join(one.broken))
    print(f"  with no plate rule broken: {sum(not one.broken for one in musts)} of {len(musts)}")

    table: list[tuple[str, float, float]] = []
    for first, second in OPPOSITES:
        for member in people:
            try:
                pair = [codes_of(planned(member, like=a, dislike=b)) for a, b in ((first, second), (second, first))]
            except (InputError, InfeasibleError):
                continue
            table.append((member.label, shared(*pair), len(pair[0] | pair[1])))
    print("\nopposite likes, share of foods in both weeks (under 50 % wanted):")
    for label, share, count in table:
        print(f"  {label}: {share:.0%} of {count}")


def codes_of(found: FoundMenu) -> frozenset[str]:
    """The foods of a week, water and oil aside."""
    items = found.problem.items
    rows = [
        items.foods[int(items.food[portion])] for meals in found.menu for _, portions in meals for portion in portions
    ]
    return frozenset(row.code for row in rows if row.role not in ("water", "oil"))


if __name__ == "__main__":
    main()

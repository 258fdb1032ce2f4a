"""Servings and titles in the words of a person: every label of the palette, and meals of every template."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from planner.foods.palette import ANY, PaletteFood, Template, load_palette
from planner.model.menu.patterns import expand
from planner.plan.titles import amount_words, in_order, plural, portion, serving, title

PALETTE = load_palette()


def food(name: str, role: str = "") -> PaletteFood:
    return next(one for one in PALETTE.foods if one.name == name and role in ("", one.role))


def meals(template: Template, count: int) -> Iterator[list[tuple[PaletteFood, float]]]:
    """Meals that the template can make, of foods whose cuisines go together; the same ones each time."""
    chance = random.Random(f"{template.slot} {template.kind}")
    patterns = list(expand(template, PALETTE))
    for _ in range(count):
        held: list[tuple[PaletteFood, float]] = []
        for role in chance.choice(patterns):
            fitting = [
                one
                for one in PALETTE.foods
                if one.role == role
                and all(one.code != other.code and _together(one, other) for other, _ in held)
                and (ANY in one.cuisines or not template.cuisines or one.cuisines & template.cuisines)
            ]
            if not fitting:
                break
            one = chance.choice(fitting)
            held.append((one, chance.choice(one.amounts)))
        else:
            yield held


def _together(one: PaletteFood, other: PaletteFood) -> bool:
    return ANY in one.cuisines or ANY in other.cuisines or bool(one.cuisines & other.cuisines)


@pytest.mark.parametrize(("amount", "words"), [(1, "1"), (0.5, "1/2"), (1.5, "1 1/2"), (0.25, "1/4"), (2.75, "2 3/4")])
def test_amounts_are_said_in_fractions(amount: float, words: str) -> None:
    assert amount_words(amount) == words


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("pear", "pears"), ("peach", "peaches"), ("baked sweet potato", "baked sweet potatoes"), ("cherry", "cherries"),
        ("egg sandwich on a bagel", "egg sandwiches on a bagel"), ("chicken and bean taco", "chicken and bean tacos"),
        ("tomato stuffed with rice", "tomatoes stuffed with rice"), ("turkey", "turkeys"),
    ],
)  # fmt: skip
def test_plurals_are_of_the_thing_itself(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(
    ("name", "role", "amount", "said"),
    [
        ("fried egg", "egg", 2, "2 fried eggs"),
        ("oatmeal", "hotcereal", 1.5, "1 1/2 cups oatmeal"),
        ("olive oil", "oil", 2, "2 tsp olive oil"),
        ("baked salmon", "main", 5, "5 oz baked salmon"),
        ("lettuce", "sandveg", 2, "2 lettuce leaves"),
        ("two-egg vegetable omelet", "omelet", 1, "two-egg vegetable omelet"),
        ("avocado", "avocado", 0.5, "1/2 avocado"),
        ("avocado, mashed", "spread", 0.25, "1/4 avocado, mashed"),
        ("dried peach half", "dfruit", 2, "2 dried peach halves"),
    ],
)
def test_a_serving_is_said_as_at_the_table(name: str, role: str, amount: float, said: str) -> None:
    assert serving(food(name, role), amount) == said


def test_water_is_not_measured_out() -> None:
    water = next(one for one in PALETTE.foods if one.role == "water")
    assert serving(water, 1) == "water"
    assert portion(water, 1) == "1 glass"


def test_fruit_after_dinner_is_dessert_and_comes_before_the_drink_only() -> None:
    pear = food("pear", "fruit")
    assert serving(pear, 1, "dinner") == "1 pear for dessert"
    assert serving(pear, 1, "lunch") == "1 pear"
    foods = [(food(name, role), 1.0) for name, role in (("pear", "fruit"), ("2% milk", "milk"), ("olive oil", "oil"))]
    assert [one.role for one, _ in in_order(foods, "{main} with {veg}")] == ["oil", "fruit", "milk"]
    assert [one.role for one, _ in in_order(foods, "{fruit+nuts}")] == ["fruit", "oil", "milk"]


def test_drinks_come_last_and_what_dresses_just_before() -> None:
    foods = [(food(name, role), 1.0) for name, role in (
        ("2% milk", "milk"), ("olive oil", "oil"), ("steamed broccoli", ""), ("baked salmon", "main"), ("brown rice", "rice"),
    )]  # fmt: skip
    ordered = in_order(foods, "{main} with {rice+veg}")
    assert [one.name for one, _ in ordered] == [
        "baked salmon",
        "brown rice",
        "steamed broccoli",
        "olive oil",
        "2% milk",
    ]


TITLES = [
    ("{pastadish} with {veg+salad?a side salad}", [("spaghetti with meat sauce", "pastadish"), ("garden salad", "salad")],
     "Spaghetti with meat sauce and a side salad"),
    ("{ricebeans} with {veg+avocado}", [("red beans and white rice", "ricebeans"), ("sautéed peppers and onions", "veg"), ("avocado", "avocado")],
     "Red beans and rice with avocado, peppers and onions"),
    ("{stirfry} with {rice+noodle!+veg}", [("tofu and broccoli stir-fry", "stirfry"), ("glass noodles", "noodle"), ("steamed broccoli", "veg")],
     "Tofu and broccoli stir-fry with glass noodles"),
    ("{legume} and {rice+grain} bowl with {veg}", [("black beans", "legume"), ("quinoa", "grain")], "Black bean and quinoa bowl"),
    ("{choc+fruit+nuts}", [("chocolate-covered almond", "choc"), ("almonds", "nuts")], "Chocolate-covered almonds"),
    ("{potbean+ricebeans}[ over {rice}] with {veg}", [("red beans and white rice", "ricebeans")], "Red beans and rice"),
]  # fmt: skip


@pytest.mark.parametrize(("template", "held", "said"), TITLES, ids=[said for _, _, said in TITLES])
def test_titles_read_as_written(template: str, held: list[tuple[str, str]], said: str) -> None:
    assert title(template, [(food(*one), 6.0 if one[1] == "choc" else 1.0) for one in held]) == said


ODD = {
    "a word twice running": r"\b(\w+) \1\b",
    "with ... with": r" with .* with ",
    "an empty place": r"[{}\[\]!?\x00\x01]|  |,,| ,|^\s*$",
    "a loose end": r"\b(with|and|on|over)$|,$|^(with|and) ",
}


@pytest.mark.parametrize("template", PALETTE.templates, ids=[f"{one.slot} {one.kind}" for one in PALETTE.templates])
def test_no_meal_of_a_template_reads_oddly(template: Template) -> None:
    for held in meals(template, 25):
        said = title(template.title, held)
        assert said[0].isupper()
        assert not [why for why, pattern in ODD.items() if re.search(pattern, said)], said


def test_every_food_has_a_serving_that_names_it() -> None:
    for one in PALETTE.foods:
        for amount in (*one.amounts, *one.amounts_big):
            said = serving(one, amount)
            assert said == said.strip()
            if one.role != "water":
                assert re.match(r"(\d|two-|three-)", said), said

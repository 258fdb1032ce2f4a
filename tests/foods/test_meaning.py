"""What a wished word means among the foods of menus."""

from __future__ import annotations

import pytest

from planner.errors import UnknownNameError
from planner.foods.adopt import adopt
from planner.foods.exclude import match_foods
from planner.foods.meaning import meant
from planner.foods.palette import PaletteFood, load_palette
from planner.foods.preferences import Preferences
from planner.foods.search import search_foods
from planner.foods.table import load_foods
from planner.plan.titles import serving

FOODS = load_palette().foods
NAMES: dict[str, str] = {}
for food in FOODS:
    NAMES.setdefault(food.code, food.name)


def names(word: str) -> set[str]:
    return {NAMES[code] for code in meant(load_foods(), FOODS, word)}


# word | some foods it means | foods it does not mean
MEANINGS = """
coffee         | coffee; espresso; decaf coffee          | black tea
milk           | whole milk; 2% milk                     | milk chocolate; soy milk; buttermilk
banana         | banana                                  | banana bread
orange         | orange                                  | orange juice
carrots        | steamed carrots                         | carrot juice
fish           | baked salmon; baked cod; canned tuna    | grilled shrimp; beef curry
salmon         | baked salmon; canned salmon             | baked cod
eggs           | fried egg; boiled egg                   | French toast; egg noodles
nuts           | almonds; walnuts                        | flax seeds; chia seeds; kung pao chicken
chicken        | grilled chicken breast                  | chicken noodle soup; chickpea scramble
rice           | brown rice; white rice                  | rice noodles
potato         | mashed potatoes; roasted potatoes       | baked sweet potato
berries        | strawberries; blueberries               | banana
legumes        | lentils; black beans                    | green beans
fruit          | banana; apple; pear                     | orange juice
whole grains   | oatmeal; brown rice                     | white rice
sweet potato   | baked sweet potato                      | mashed potatoes
peanut butter  | peanut butter                           | almond butter
kiwi fruits    | kiwi                                    | mango
prawns         | grilled shrimp                          | baked cod
courgette      | sautéed zucchini                        | sliced cucumber
skim milk      | fat-free milk                           | 2% milk; whole milk
2 percent milk | 2% milk                                 | 1% milk; whole milk
low-fat milk   | 1% milk                                 | low-fat chocolate milk; whole milk
oat drink      | oat milk                                | soy milk
feta cheese    | crumbled feta                           | mozzarella
fries          | oven-baked fries                        | mashed potatoes
creamy oatmeal | oatmeal cooked with milk                | oatmeal
green salad    | garden salad                            | sautéed green beans
wholemeal bread | whole wheat bread                      | rye bread
hard-boiled eggs | boiled egg                            | fried egg
"""


@pytest.mark.parametrize("line", MEANINGS.strip().splitlines(), ids=lambda line: line.split("|")[0].strip())
def test_a_word_means_the_food_itself(line: str) -> None:
    word, yes, no = (part.strip() for part in line.split("|"))
    known = set(NAMES.values())
    wanted, unwanted = (set(map(str.strip, part.split(";"))) & known for part in (yes, no))
    assert wanted, "the palette has none of these"
    found = names(word)
    assert wanted <= found
    assert not unwanted & found


def test_a_code_means_that_food_and_a_category_all_of_it() -> None:
    assert meant(load_foods(), FOODS, "63107010") == {"63107010"}
    category = load_foods().data["category"]
    assert {code for code in NAMES if category[code] == "Coffee"} <= meant(load_foods(), FOODS, "Coffee")


def test_a_known_word_that_no_food_of_menus_is_called_means_none_of_them() -> None:
    assert meant(load_foods(), FOODS, "lobster") == frozenset()


def test_an_unknown_word_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="banana"):
        meant(load_foods(), FOODS, "bananna")


def printed(food: PaletteFood, amount: float) -> str:
    """What stands in a plan without its amount: "boiled eggs", "lettuce leaves", and of what is measured the name."""
    return food.name if food.unit not in ("", "leaf") else serving(food, amount).lstrip("0123456789/ ")


PRINTED = sorted({(printed(food, amount), food.code) for food in FOODS for amount in (1.0, 2.0)})


def test_every_name_that_a_plan_prints_is_a_word_for_that_food() -> None:
    """Liked, asked for, limited, swapped; disliked and excluded; and looked for."""
    table = load_foods()
    lost = []
    for name, code in PRINTED:
        wish = Preferences(must=[f"{name} twice a week"]).must[0]
        ways = (
            meant(table, FOODS, name),
            meant(table, FOODS, wish.food),
            match_foods(table, name, inside=False),
            match_foods(table, name),
            search_foods(table, name, 60).index if " " in name else [code],
        )
        lost += [(name, at) for at, codes in enumerate(ways) if code not in codes]
    assert len(PRINTED) > 900
    assert lost == []


def test_a_name_of_several_words_means_no_food_of_another_name() -> None:
    assert names("fat-free milk") == {"fat-free milk"}
    assert names("2% milk") == {"2% milk"}
    assert names("steamed broccoli") == {"steamed broccoli"}


def test_foods_beyond_the_palette_are_known_by_the_names_that_plans_give_them() -> None:
    table = load_foods()
    for code in table.data.index[::50].tolist():
        for row in adopt(table, load_palette(), code):
            assert code in match_foods(table, row.name, inside=False), row.name
            assert code in meant(table, [row], row.name), row.name


def test_a_name_misspelt_is_answered_with_that_name() -> None:
    with pytest.raises(UnknownNameError, match="steamed broccoli"):
        meant(load_foods(), FOODS, "steemed broccoly")

"""What a wished word means among the foods of menus."""

from __future__ import annotations

import pytest

from planner.errors import UnknownNameError
from planner.foods.meaning import meant
from planner.foods.palette import load_palette
from planner.foods.table import load_foods

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

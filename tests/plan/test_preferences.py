"""Wishes in menus: kept, before variety, and told when they contradict each other."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from planner import Person, Preferences, load_foods, plan_meals
from planner.errors import InfeasibleError, InputError, UnknownNameError
from planner.foods.exclude import is_named, match_foods
from planner.foods.meaning import meant
from planner.foods.palette import PaletteFood, load_palette
from planner.model.menu.build import SHARES
from planner.model.menu.rules import PlateRule, plate_rules
from planner.nutrition.targets import targets_for
from planner.plan.menu_table import broken_rules
from planner.plan.menus import FoundMenu, find_menu
from planner.plan.offered import foods_for
from planner.plan.wishes_to_rules import WishedMenu, energy_shares, wished_menu

TABLE, PALETTE = load_foods(), load_palette()
WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",))
SMALL = WOMAN.model_copy(update={"energy_kcal": 1200.0})
RULES = plate_rules(2100, ("omnivore",))


def menu_of(days: int = 7, **wishes: Any) -> WishedMenu:
    """What wishes make of a menu, before any search."""
    return wished_menu(TABLE, PALETTE, Preferences(**wishes), (), RULES, energy_kcal=2100, days=days)


def week_with(person: Person = WOMAN, days: int = 7, **wishes: Any) -> FoundMenu:
    """A menu that was searched."""
    asked = Preferences(**wishes)
    return find_menu(person, targets_for(person, diet=asked.diet), TABLE, asked, days=days, effort="fast")


@cache
def week(**wishes: Any) -> FoundMenu:
    return week_with(**wishes)


def served(found: FoundMenu, day: int | None = None, slot: str | None = None) -> list[PaletteFood]:
    """The foods of a menu, of one day, of one slot."""
    items = found.problem.items
    return [
        items.foods[int(items.food[portion])]
        for at, meals in enumerate(found.menu)
        for name, (_, portions) in zip(found.problem.slots, meals, strict=True)
        for portion in portions
        if day in (None, at) and slot in (None, name)
    ]


def named(menu: WishedMenu, name: str) -> PlateRule:
    (rule,) = (rule for rule in menu.rules if rule.name == name)
    return rule


# -- kept ------------------------------------------------------------------------------------------------------------


def test_must_haves_come_as_often_and_at_the_meal_that_is_said() -> None:
    found = week(must="coffee every morning; fish twice a week; 2 servings of nuts a day")
    coffee, fish, nuts = (meant(TABLE, PALETTE.foods, word) for word in ("coffee", "fish", "nuts"))
    for day in range(7):
        assert any(food.code in coffee for food in served(found, day, "breakfast"))
        assert sum(food.code in nuts for food in served(found, day)) >= 2
    assert sum(food.code in fish for food in served(found)) >= 2
    assert not any(said.startswith("Wish") for said in broken_rules(found))


@pytest.mark.parametrize("must", ["banana every day", "oatmeal every morning", "2 bananas a day"])
def test_a_must_have_comes_before_variety_and_the_plan_says_which_rule_gave_way(must: str) -> None:
    found = week(must=must)
    assert not any(said.startswith("Wish") for said in broken_rules(found))
    assert any(repr(must) in said for said in found.gave_way)


def test_a_liked_food_is_in_the_week_and_a_disliked_one_hardly_ever() -> None:
    found, usual = week(like="kiwi; lentils", dislike="banana; milk"), week()

    def times(menu: FoundMenu, word: str) -> int:
        codes = meant(TABLE, PALETTE.foods, word)
        return sum(food.code in codes for food in served(menu))

    assert times(found, "kiwi") >= 1
    assert times(found, "lentils") >= 1
    assert times(found, "banana") < 0.5 * times(usual, "banana")
    assert times(found, "milk") < 0.5 * times(usual, "milk")


def milks(menu: FoundMenu) -> set[str]:
    """What is poured as milk."""
    return {food.name for food in served(menu) if food.role == "milk"}


@pytest.mark.parametrize(
    ("wishes", "poured"),
    [
        ({"like": "skim milk"}, {"fat-free milk"}),
        ({"like": "fat-free milk"}, {"fat-free milk"}),
        ({"like": "2 percent milk"}, {"2% milk"}),
        ({"must": "1% milk twice a week"}, {"1% milk"}),
    ],
)
def test_the_milk_that_is_wished_for_in_any_words_is_the_only_one_poured(
    wishes: dict[str, Any], poured: set[str]
) -> None:
    assert milks(week(**wishes)) == poured


def test_a_plant_drink_that_is_wished_for_stands_beside_the_milk_of_the_house() -> None:
    assert "oat milk" in milks(week(like="oat drink"))


@pytest.mark.parametrize("wish", ["dislike", "exclude"])
def test_a_milk_that_is_not_wanted_is_not_poured(wish: str) -> None:
    (usual,) = milks(week())
    assert usual not in milks(week(**{wish: usual}))


def test_an_excluded_food_is_in_no_dish_and_in_no_name() -> None:
    found = week(exclude="pork; mushrooms", like="soup")
    for word in ("pork", "mushrooms"):
        codes = match_foods(TABLE, word)
        assert not [food.name for food in served(found) if food.code in codes or is_named(word, food.name)]


@pytest.mark.parametrize(
    ("word", "gone"), [("garlic", "chimichurri"), ("dill", "lemon-dill sauce"), ("cilantro", "garlic-lime dressing")]
)
def test_what_is_excluded_is_in_no_sauce_that_the_cook_stirs(word: str, gone: str) -> None:
    def sauces(exclude: tuple[str, ...]) -> dict[str, str]:
        offered = foods_for(load_foods(), load_palette(), Preferences(exclude=exclude))
        return {food.name: food.note for food in offered if "stirred" in food.tags}

    assert gone in sauces(())
    assert gone not in sauces((word,))
    assert sauces((word,)) == {name: note for name, note in sauces(()).items() if word not in f"{name} {note}"}


def test_excluded_words_keep_out_foods_that_only_their_plain_name_betrays() -> None:
    left = {food.name for food in foods_for(TABLE, PALETTE, Preferences(exclude="pork"))}
    assert not {name for name in left if {"ham", "bacon", "pork"} & set(name.split())}


def test_limits_hold_on_each_day_and_over_the_week() -> None:
    found = week(limits="cheese=:1/week; coffee=:1/day; yogurt=3:/week")
    counts = {word: meant(TABLE, PALETTE.foods, word) for word in ("cheese", "coffee", "yogurt")}
    assert sum(food.code in counts["cheese"] for food in served(found)) <= 1
    assert all(sum(food.code in counts["coffee"] for food in served(found, day)) <= 1 for day in range(7))
    assert sum(food.code in counts["yogurt"] for food in served(found)) >= 3


def test_breakfasts_without_cooking() -> None:
    found = week_with(days=3, cooking_free_breakfasts=True)
    assert all("cook_free" in food.tags for day in range(3) for food in served(found, day, "breakfast"))


def test_any_food_of_the_table_can_be_wished_for() -> None:
    found = week_with(days=2, must="lobster")
    assert any("lobster" in food.name for food in served(found))


def test_meals_can_be_left_out_and_snacks_counted() -> None:
    found = week_with(days=1, meals="lunch; dinner", snacks=2)
    assert found.problem.slots == ("lunch", "dinner", "snack", "evening")


# -- translated ------------------------------------------------------------------------------------------------------


def test_rules_are_lifted_only_as_far_as_needed() -> None:
    menu = menu_of(must="fish 5 times a week")
    assert named(menu, "fish").week == (2.0, 5.0)
    assert named(menu, "banana").week == (1.0, 4.0)
    assert [said for said in menu.notices if "'fish'" in said] == [
        "Plate rule 'fish' (fish two or three times a week) gives way to 'fish 5 times a week': "
        "up to 5 instead of 3 a week."
    ]


def test_must_haves_that_share_foods_are_not_added_up() -> None:
    assert named(menu_of(must="fish 4 times a week; salmon 4 times a week"), "fish").week == (2.0, 4.0)


def test_a_wish_within_the_rules_moves_nothing() -> None:
    menu = menu_of(must="fish twice a week; coffee every morning", like="banana")
    assert menu.notices == ()
    assert menu.leeway.caps == {}
    assert menu.leeway.kind_caps == {}


def test_a_rule_asks_for_no_more_than_a_limit_allows() -> None:
    menu = menu_of(limits={"banana": {"max_per_week": 0}, "sweet potato": {"max_per_week": 1}})
    assert named(menu, "sweet potato").week == (1.0, 2.0)
    assert named(menu_of(dislike="banana"), "banana").week == (None, 4.0)
    assert "gives way to a dislike" in menu_of(dislike="banana").notices[0]


def test_rules_can_be_switched_off_by_name() -> None:
    names = {rule.name for rule in menu_of(rules_off="banana; fish").rules}
    assert not {"banana", "fish"} & names
    with pytest.raises(UnknownNameError, match="unknown plate rule 'bananna'; did you mean 'banana'"):
        menu_of(rules_off="bananna")


def test_rules_for_foods_that_a_diet_has_not_are_dropped() -> None:
    menu = menu_of(exclude="avocado", diet="vegan")
    assert not {"fish", "avocado"} & {rule.name for rule in menu.rules}


def test_a_strong_like_weighs_more_and_asks_for_more() -> None:
    once, thrice = (menu_of(like=like) for like in ("kiwi", "kiwi:3"))
    (code,) = meant(TABLE, once.foods, "kiwi")
    assert thrice.taste.liked[code] == 3 * once.taste.liked[code] < 0
    assert named(once, "like kiwi").week[0] == 1
    assert named(thrice, "like kiwi").week[0] == 3


def test_dishes_with_a_disliked_food_weigh_less_than_the_food_itself() -> None:
    liked = menu_of(dislike="broccoli").taste.liked
    itself = meant(TABLE, PALETTE.foods, "broccoli")
    dishes = match_foods(TABLE, "broccoli") - match_foods(TABLE, "broccoli", inside=False)
    assert min(liked[code] for code in itself) > max(liked[code] for code in dishes) > 0


@pytest.mark.parametrize(("days", "need"), [(1, 0), (3, 1), (4, 1), (7, 2), (14, 4)])
def test_a_weekly_wish_is_counted_for_the_days_of_the_plan(days: int, need: int) -> None:
    menu = menu_of(days=days, must="fish twice a week")
    assert menu.wished[0].need == need
    assert any("less than one serving" in said for said in menu.notices) == (need == 0)


def test_a_food_wished_at_one_meal_is_counted_there_alone() -> None:
    menu = menu_of(must="yogurt at breakfast 3 times a week")
    (wish,) = menu.wished
    rows = [food for food in menu.foods if food.code in wish.codes]
    assert {food.slots for food in rows if wish.counts(food)} == {frozenset({"breakfast"})}
    assert all(food.slots.isdisjoint({"breakfast"}) for food in rows if not wish.counts(food))


# -- shares ----------------------------------------------------------------------------------------------------------


def test_without_wishes_meals_share_the_energy_as_by_default() -> None:
    assert energy_shares(Preferences(), 1, 2000) == SHARES[1]
    assert energy_shares(Preferences(snacks=0), None, 2000) == SHARES[0]


@pytest.mark.parametrize(
    "wishes", [{"shares": {"dinner": 0.6}}, {"meals": "lunch; dinner"}, {"shares": {"snack": 0.1}}]
)
def test_other_meals_make_room_for_a_wished_share(wishes: dict[str, Any]) -> None:
    shares = energy_shares(Preferences(**wishes), 2, 2000)
    assert sum(low for low, _ in shares.values()) <= 1 <= sum(high for _, high in shares.values())


def test_shares_that_cannot_add_up_are_told() -> None:
    with pytest.raises(InputError, match="add up to at least"):
        energy_shares(Preferences(shares={"breakfast": 0.5, "lunch": 0.4, "dinner": 0.4}), 0, 2000)
    with pytest.raises(InputError, match="there is no snack in this plan"):
        energy_shares(Preferences(shares={"snack": 0.1}), 0, 2000)


# -- contradictions --------------------------------------------------------------------------------------------------

CLASHES: dict[str, tuple[dict[str, Any], str]] = {
    "diet": ({"diet": "vegan", "must": "fish twice a week"}, "must 'fish twice a week' clashes with the diet vegan"),
    "exclusion": ({"exclude": "pork", "must": "ham once a week"}, "must 'ham once a week' clashes with exclude 'pork'"),
    "allergy": (
        {"allergies": "milk", "must": "cheese twice a week"},
        "must 'cheese twice a week' clashes with the allergy to milk",
    ),
    "limit": (
        {"diet": "vegan", "limits": "cheese=2:/week"},
        "limit 'cheese at least 2 a week' clashes with the diet vegan",
    ),
    "alcohol": ({"must": "vodka once a week"}, "must 'vodka once a week' asks for what is in no menu"),
    "meal": ({"must": "pizza at breakfast"}, "no kind of breakfast has a place for pizza"),
    "no such meal": ({"must": "yogurt at breakfast", "meals": "lunch; dinner"}, "this plan has none"),
    "days": (
        {"must": "coffee at breakfast 9 times a week"},
        "more than there are breakfasts for: coffee can come 7 times",
    ),
    "room": ({"must": "12 servings of nuts a day"}, "more than a day holds"),
    "stove": (
        {"must": "oatmeal every morning", "cooking_free_breakfasts": True},
        "clashes with cooking_free_breakfasts",
    ),
    "unknown": ({"must": "bananna every day"}, "unknown food or ingredient 'bananna'; did you mean 'banana'"),
}


@pytest.mark.parametrize(("wishes", "sentence"), CLASHES.values(), ids=CLASHES.keys())
@pytest.mark.parametrize("days", [1, 7])
def test_a_contradiction_is_one_sentence_before_any_search(wishes: dict[str, Any], sentence: str, days: int) -> None:
    if sentence.startswith("more than there are") and days == 1:
        pytest.skip("9 times a week are once in a day")
    with pytest.raises(InputError) as caught:
        week_with(days=days, **wishes)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_must_haves_above_the_energy_are_told_with_both_numbers() -> None:
    many = "5 servings of nuts a day; 4 servings of bread a day; 4 servings of fruit a day; 3 servings of cheese a day"
    with pytest.raises(InputError, match=r"bring at least [\d,]+ kcal a day, and the day has at most 1,260"):
        week_with(
            SMALL,
            days=1,
            must=f"{many}; 3 servings of yogurt a day; 3 servings of rice a day; 3 servings of milk a day",
        )


def test_everything_excluded_names_the_meals_and_what_to_take_back() -> None:
    words = "beef;pork;chicken;turkey;fish;shellfish;egg;bean;lentil;chickpea;soy;cheese;wheat;rice;potato;sweet potato"
    with pytest.raises(InputError) as caught:
        week_with(exclude=f"{words};soup;lamb;quinoa;vegetable dishes;nut;corn")
    said = str(caught.value)
    assert said.startswith("no lunch and no dinner can be made of what is left after exclude 'beef', 'pork'")
    assert "taking back one of" in said


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        week_with(exclude="floopsie", must="gloop", like="blorp")
    assert len(str(caught.value).splitlines()) == 3
    with pytest.raises(InputError) as caught:
        week_with(exclude="coffee; fish", must="coffee every morning; salmon twice a week")
    assert len(str(caught.value).splitlines()) == 2


def test_a_must_have_above_a_limit_is_infeasible_with_repairs() -> None:
    with pytest.raises(InfeasibleError) as caught:
        week_with(must="fish 3 times a week", limits="fish=:2/week")
    assert "'fish 3 times a week' and 'fish at most 2 a week'" in str(caught.value)
    fewer, more = (repair.said for repair in caught.value.repairs)
    assert fewer == "fish at least twice a week instead of 'fish 3 times a week'"
    assert more == "fish at most 3 a week instead of 'fish at most 2 a week'"


def test_a_budget_below_the_cheapest_day_is_told_with_its_cost() -> None:
    with pytest.raises(
        InfeasibleError, match=r"costs at least \d\.\d\d USD in 2017/18 prices, above the budget of 1\.00"
    ) as caught:
        week_with(budget_usd_per_day=1)
    (repair,) = caught.value.repair
    assert 1 < repair["to"] < 5


def test_a_budget_is_kept_where_it_can_be() -> None:
    found = week_with(days=3, budget_usd_per_day=6)
    price = found.problem.quantities.index("price_usd")
    bought = [portion for meals in found.menu for _, portions in meals for portion in portions]
    assert found.problem.items.content[bought, price].sum() / 3 <= 6.0 + 1e-6


def test_a_like_that_nothing_fits_is_a_notice_and_no_error() -> None:
    menu = menu_of(diet="vegan", like="salmon; banana")
    assert menu.notices == ("like 'salmon' clashes with the diet vegan, so none is offered.",)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("caraway", "asks for what is in no menu: it is only cooked with"),
        ("triscuit", "ask for one by its code, such as 54337020 (Crackers, woven wheat, plain (Triscuit))"),
    ],
)
def test_a_like_that_menus_do_not_know_is_a_notice_that_says_why(word: str, why: str) -> None:
    for others in ({}, {"exclude": "fat-free milk", "diet": "vegetarian"}):  # which are not to blame
        (notice,) = menu_of(like=word, **others).notices
        assert why in notice
    assert menu_of(like="54337020").taste.liked.keys() == {"54337020"}


def test_a_plain_day_refuses_wishes_that_only_meals_can_keep() -> None:
    with pytest.raises(InputError, match="must, limits: only menus of meals can keep this"):
        plan_meals(WOMAN, 1, Preferences(must="fish", limits="nuts=1:/day"), menu="none")


def test_upper_limits_of_a_single_day_come_before_a_weekly_wish() -> None:
    with pytest.raises(InfeasibleError, match="'beef liver once a week' and retinol at most 3,000"):
        week_with(must="beef liver once a week")


def test_a_wish_that_only_breaks_a_limit_on_some_days_is_dropped_there_and_said() -> None:
    found = week_with(must="pizza every day; hot dog every day; potato chips every day")
    items, quantities = found.problem.items, found.problem.quantities
    sodium = quantities.index("sodium_mg")
    for meals in found.menu:
        assert sum(items.content[j, sodium] for _, portions in meals for j in portions) <= 2300 * 1.001
    assert any(said.startswith("Wish not kept") for said in broken_rules(found))

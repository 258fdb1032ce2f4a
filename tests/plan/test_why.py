"""Why this food and not that one: checked against the plan, its certificate and a plan made again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import MealPlan, Person, Preferences, plan_meals
from planner.errors import InputError, UnknownNameError
from planner.model.solver import solve
from planner.plan.certificate import certify
from planner.plan.comparing import changed_meals, newly_missed, side_by_side, surprise_nats
from planner.plan.day_prices import priced_model
from planner.plan.guard import unsafe
from planner.plan.planning import gate
from planner.plan.words import label

from .conftest import HEALTHY

MAN = Person(sex="male", age_years=40, height_cm=183, weight_kg=85, **HEALTHY)
WISHES = Preferences(exclude=("mushroom",), allergies=("peanut",), must=("banana once a week",))


@pytest.fixture(scope="module")
def plan() -> MealPlan:
    return plan_meals(MAN, 3, WISHES, effort="fast")


@pytest.fixture(scope="module")
def day() -> MealPlan:
    return plan_meals(MAN, 1, Preferences(exclude=("mushroom",), allergies=("peanut",)), menu="none")


@pytest.fixture(scope="module")
def main(plan: MealPlan) -> str:
    """The food that brings most magnesium, wishes aside."""
    rows = plan.menu[plan.menu["food"] != "banana"]
    return str(rows.groupby("food")["magnesium_mg"].sum().idxmax())


def test_without_a_food_something_else_stands_in_its_place(plan: MealPlan, main: str) -> None:
    answer = plan.why(main)
    codes = set(plan.menu.loc[plan.menu["food"] == main, "food_code"])
    assert answer.places
    assert all(0.1 <= share <= 1 for share in answer.brings.values())
    assert answer.without is not None
    assert not codes & set(answer.without.menu["food_code"])
    assert 1 <= answer.replans <= 2
    assert answer.changes == changed_meals(plan, answer.without)
    changed = {(one.day, one.meal) for one in answer.changes}
    held = set(zip(*(plan.menu.loc[plan.menu["food"] == main, name] for name in ("day", "meal")), strict=True))
    assert held <= changed
    if answer.replans == 1:
        assert changed == held
        assert len(answer.without.misses) <= len(plan.misses)
    assert answer.without.locks == plan.locks
    assert main in str(answer)


def test_what_is_missed_without_a_food_is_what_the_certificate_of_the_rest_says(plan: MealPlan, main: str) -> None:
    assert plan.table is not None
    rest = plan.menu[plan.menu["food"] != main]
    held = {row.quantity for row in plan.certificate.rows if not row.day and row.holds}
    means = [row for row in certify(rest, plan.table, plan.targets).misses if not row.day and row.is_short]
    said = [one for one in plan.why(main).missed if " on day " not in one]
    wanted = [label(row.quantity) for row in means if row.quantity in held]
    assert [one.partition(f" {_first_digit(one)}")[0] for one in said] == wanted


def _first_digit(text: str) -> str:
    return next(word for word in text.split() if word[0].isdigit())


def test_a_food_that_was_asked_for_says_by_whom(plan: MealPlan) -> None:
    answer = plan.why("banana")
    assert answer.wished == ("banana once a week",)
    assert answer.without is None
    assert answer.replans == 0
    assert "You asked for it" in str(answer)


def test_why_a_food_that_is_not_there_is_an_error(plan: MealPlan, day: MealPlan) -> None:
    with pytest.raises(InputError, match="lobster"):
        plan.why("lobster")
    with pytest.raises(UnknownNameError, match="lobster"):
        day.why("lobster")


@pytest.mark.parametrize(
    ("food", "said"), [("sautéed mushrooms", "exclude 'mushroom'"), ("peanut butter", "peanut allergy")]
)
def test_what_is_forbidden_says_by_which_wish(plan: MealPlan, food: str, said: str) -> None:
    answer = plan.why_not(food)
    assert answer.verdict == "forbidden"
    assert said in str(answer)
    assert answer.with_it is None
    assert answer.replans == 0


def test_a_food_forced_in_is_in_the_plan_beside_it(plan: MealPlan) -> None:
    answer = plan.why_not("baby kale" if "kale" in " ".join(plan.menu["food"]) else "kale")
    assert answer.verdict == "less fitting"
    assert answer.reduced_cost_nats is not None
    assert answer.reduced_cost_nats > 0
    assert answer.with_it is not None
    assert any("kale" in food for food in answer.with_it.menu["food"])
    assert answer.replans <= 2
    passed = gate(answer.with_it._request)  # type: ignore[arg-type]
    assert plan.table is not None
    assert not unsafe(answer.with_it.menu, plan.table, passed.targets, passed.unsafe, passed.limits)
    row = answer.compared.set_index("measure").loc["Surprise"]
    assert row["change"] == pytest.approx(
        surprise_nats(plan, answer.with_it._meals) - surprise_nats(plan, plan._meals), abs=1e-9
    )


def test_what_is_in_the_plan_is_said_to_be(plan: MealPlan, main: str) -> None:
    assert plan.why_not(main).verdict == "in the plan"


def test_a_plan_beside_itself_does_not_differ(plan: MealPlan) -> None:
    assert changed_meals(plan, plan) == ()
    assert (side_by_side(plan, plan)["change"].dropna() == 0).all()


def test_an_unknown_word_is_an_error(plan: MealPlan, day: MealPlan) -> None:
    for one in (plan, day):
        with pytest.raises(UnknownNameError):
            one.why_not("brrrzt")


def test_the_reduced_cost_of_a_plain_day_is_what_its_first_grams_cost(day: MealPlan) -> None:
    answer = day.why_not("lobster")
    assert answer.verdict == "less fitting"
    assert answer.with_it is not None
    code = next(
        code for code in answer.with_it.menu["food_code"] if "obster" in answer.with_it.table.data.at[code, "food"]
    )  # type: ignore[union-attr]
    model, bounds = priced_model(day, code)
    at, grams = model.foods.codes.index(code), 0.5
    lower = model.program.lower.copy()
    lower[at] = grams
    forced = replace(model.program.with_rows(), lower=lower)
    low, high = model.row_bounds(bounds)
    more = solve(forced.with_rows(row_lower=low, row_upper=high)).objective
    base = model.amounts(bounds).objective
    assert more is not None
    assert base is not None
    assert answer.reduced_cost_nats == pytest.approx((more - base) / grams * model.foods.usual_g[at], rel=1e-4)


def test_a_plain_day_without_a_food(day: MealPlan) -> None:
    food = str(day.menu["food"].iloc[0])
    answer = day.why(food)
    assert answer.without is not None
    assert food not in set(answer.without.menu["food"])
    assert day.why_not("peanut butter").verdict == "forbidden"
    assert day.why_not("mushrooms").verdict == "forbidden"


def test_only_what_the_other_plan_misses_anew_is_said_to_be_missed(plan: MealPlan, main: str) -> None:
    assert newly_missed(plan, plan) == ()
    assert plan.table is not None
    rest = plan.menu[plan.menu["food"] != main]
    poorer = replace(plan, menu=rest, certificate=certify(rest, plan.table, plan.targets))
    assert set(newly_missed(plan, poorer)) == set(poorer.misses) - set(plan.misses)


def test_answers_are_shown_in_notebooks(day: MealPlan) -> None:
    html = day.why_not("mushrooms")._repr_html_()
    assert html.startswith("<h4>Why not")
    assert "<ul>" in html

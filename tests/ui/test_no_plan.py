"""When there is no plan: the clash and its repairs, a refusal, a fault; each a page of its own, none a traceback."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from planner import Person, Preferences
from planner.ui.asked import Ask, Failure
from planner.ui.no_plan import app_words
from planner.ui.session import Profile, Shown, example
from planner.ui.workers import solvers
from tests.ui.conftest import PATIENCE_S, Visit, button, text, until

HEALTHY = Person(
    sex="female", age_years=34, height_cm=168, weight_kg=62, activity="active", conditions="none", medications="none"
)


def planning(visit: Visit, profile: Profile, page: str = "plan"):  # type: ignore[no-untyped-def]
    at = visit(page, profile=replace(profile, effort="fast", days=1, example=False))
    button(at, "make").click().run()
    until(at, lambda at: at.session_state["running"] is None)
    return at.run()


def repaired(at: AppTest, key: str) -> None:
    """Press a repair, and wait for the plan."""
    button(at, key).click().run()
    until(at, lambda at: at.session_state["running"] is None)
    at.run()
    assert not at.exception
    assert at.session_state["failure"] is None


def test_a_clash_is_named_and_one_button_repairs_it(visit: Visit) -> None:
    small = HEALTHY.model_copy(update={"energy_kcal": 800.0})
    at = planning(visit, Profile("Ann", small, targets={"potassium_mg": (20000.0, None)}))
    assert "do not fit together" in text(at)
    assert "- Energy about 800 kcal\n- Potassium at least 20,000 mg" in at.error[0].value
    assert button(at, "repair-0").label.startswith("Potassium at least ")
    assert "instead of 20,000, and plan again" in button(at, "repair-0").label
    assert "not ruled out" in text(at)  # proved for parts of meals, and said to be
    assert "Whole servings may need more" in text(at)
    assert "Energy about" in button(at, "repair-1").label
    repaired(at, "repair-0")
    low, _ = at.session_state["profile"].targets["potassium_mg"]
    plan = at.session_state["plan"]
    assert low < 8000  # a plan of whole servings holds less than the proved most
    assert plan.ask.targets == {"potassium_mg": (low, None)}
    assert "Changed so that a plan is possible: potassium at least" in text(at)
    shown = next(bar for bar in plan.made.view.bars if bar.nutrient == "potassium_mg")
    assert shown.amount >= low


def test_a_minimum_above_what_is_safe_is_told_with_the_reason_and_lowered(visit: Visit) -> None:
    unasked = HEALTHY.model_copy(update={"conditions": None, "medications": None})
    at = planning(visit, Profile("Ann", unasked, targets={"potassium_mg": (4000.0, None)}))
    assert "which safety sets as the most" in at.error[0].value
    assert "Answer them on the profile page" in at.error[0].value
    assert [one.key for one in at.button if (one.key or "").startswith("repair")] == ["repair-0"]
    assert button(at, "repair-0").label == "Potassium at least 2,990 mg instead of 4,000, and plan again"
    repaired(at, "repair-0")
    assert at.session_state["profile"].targets["potassium_mg"][0] <= 2990


def test_a_budget_too_small_is_answered_with_the_least(visit: Visit) -> None:
    at = planning(visit, Profile("Ann", HEALTHY, Preferences(budget_usd_per_day=1)))
    assert "At most 1.00 USD a day" in at.error[0].value
    assert "USD a day instead of 1.00" in button(at, "repair-0").label
    repaired(at, "repair-0")
    assert 1 < at.session_state["profile"].preferences.budget_usd_per_day < 6


@pytest.fixture(scope="module")
def with_desserts() -> Shown:
    """A small day with three desserts put in by hand and locked: more added sugars than its energy allows."""
    small = HEALTHY.model_copy(update={"energy_kcal": 1400.0})
    ask = Ask(small, days=1, effort="fast")
    steps = [("add", {"day": 1, "meal": meal, "food": food}) for meal, food in DESSERTS]
    steps += [("lock", {"day": 1, "meal": meal, "food": food}) for meal, food in DESSERTS]
    blob = solvers().ask("make", ask, timeout_s=PATIENCE_S).blob
    return Shown(solvers().ask("steer", blob, tuple(steps), timeout_s=PATIENCE_S), ask, "Ann")


DESSERTS = (("lunch", "custard"), ("dinner", "chocolate ice cream"), ("snack", "angel food cake"))


def locked_clash(visit: Visit, shown: Shown) -> AppTest:
    profile = Profile("Ann", shown.ask.person, days=1, effort="fast")
    at = visit("plan", profile=profile, plan=shown)
    button(at, "replan").click().run()
    until(at, lambda at: at.session_state["running"] is None)
    return at.run()


def test_locks_that_clash_are_named_and_one_button_unlocks_one(visit: Visit, with_desserts: Shown) -> None:
    at = locked_clash(visit, with_desserts)
    assert "- The locked custard (day 1, lunch)" in at.error[0].value
    unlock = next(one for one in at.button if one.label.startswith("Unlock custard (day 1, lunch)"))
    repaired(at, unlock.key)
    meals = at.session_state["plan"].made.view.days[0].meals
    locked = {item.food for meal in meals for item in meal.items if item.locked}
    assert locked == {"chocolate ice cream", "angel food cake"}
    assert at.session_state["plan"].ask == with_desserts.ask


def test_another_repair_keeps_what_is_locked(visit: Visit, with_desserts: Shown) -> None:
    at = locked_clash(visit, with_desserts)
    energy = next(one for one in at.button if one.label.startswith("Energy about"))
    repaired(at, energy.key)
    plan = at.session_state["plan"]
    assert plan.ask.person.energy_kcal > 1400
    assert at.session_state["profile"].person.energy_kcal == plan.ask.person.energy_kcal
    locked = {item.food for meal in plan.made.view.days[0].meals for item in meal.items if item.locked}
    assert locked == {"custard", "chocolate ice cream", "angel food cake"}


def test_wishes_that_contradict_each_other_can_be_left_out(visit: Visit) -> None:
    at = planning(visit, Profile("Ann", HEALTHY, Preferences(allergies="fish", must="fish twice a week")))
    assert "- The allergy to fish" in at.error[0].value
    assert "What keeps you safe stays as it is" in text(at)
    repaired(at, "repair-0")
    assert at.session_state["profile"].preferences.must == ()
    assert at.session_state["profile"].preferences.allergies == ("fish",)


def test_a_refusal_says_why_and_where_to_go(visit: Visit) -> None:
    ill = HEALTHY.model_copy(update={"conditions": ("chronic kidney disease stage 4",)})
    at = planning(visit, Profile("Ann", ill))
    shown = text(at)
    assert "for your safety" in shown
    assert "kidney team" in shown
    assert "This is no diagnosis" in shown
    assert "potassium_limit_mg" not in shown
    assert "plan" not in at.session_state


def test_a_fault_is_a_sentence_and_a_way_on(visit: Visit) -> None:
    at = visit("plan", failure=(Failure("crash", "the process that was planning ended twice"), None))
    assert "Nothing you entered or saved is lost" in text(at)
    assert button(at, "again").label == "Try again"


def test_the_plan_before_is_still_there(planned: Visit) -> None:
    at = planned("plan", failure=(Failure("infeasible", "no day fits"), None))
    button(at, "back-to-plan").click().run()
    assert "targets met" in text(at)


def test_words_of_the_command_line_stay_there() -> None:
    said = app_words(
        "potassium_mg: your minimum of 5000 is above 2990 a day. Health questions not answered, so it stays. If there are none, say "
        "so: --condition none --medication none, or in Python conditions=('none',)."
    )
    assert "--condition" not in said
    assert said.startswith("Potassium: your minimum")


def test_the_example_needs_no_answer() -> None:
    assert example().person.conditions is None

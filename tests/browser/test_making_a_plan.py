"""From the first look at the app to a plan, or to a clear word on why there is none."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from planner import Person, targets_for
from tests.browser.steps import answer, bars, choose, click, drawn, go, make_plan, planned, press, set_cell, visit


def test_the_first_week_takes_one_click(page: Page) -> None:
    press(visit(page), "make")
    planned(page)
    expect(page.get_by_role("radio", name="Day 7")).to_be_visible()
    expect(page.locator(".mp-status")).to_contain_text("targets met")


def test_a_week_of_ones_own_takes_two_clicks_and_what_one_types(page: Page) -> None:
    visit(page).get_by_role("link", name="Or first say who you are").click()
    page.get_by_role("heading", name="Profile & targets", level=1).wait_for()
    drawn(page).get_by_label("Age (years)").fill("51")
    press(page, "use-and-plan")
    planned(page)
    expect(page.locator(".mp-status")).to_contain_text("You")
    expect(page.get_by_role("radio", name="Day 7")).to_be_visible()


def test_every_target_is_shown_with_amount_unit_and_percent_and_is_inside_its_limits(page: Page) -> None:
    make_plan(visit(page))
    shown = bars(page)
    asked = targets_for(Person(sex="female", age_years=34, height_cm=168, weight_kg=62, activity="low_active"))
    assert set(asked) <= set(shown)
    missed = page.get_by_test_id("stExpander").filter(has_text="not met").all_inner_texts()
    for name in asked:
        bar = shown[name]
        assert bar.unit
        assert bar.lower is not None or bar.upper is not None, f"{name} has no limit"
        assert bar.percent is not None or not bar.upper, f"{name} has no per cent"
        if bar.word == "in range":
            assert bar.lower is None or bar.amount >= bar.lower, bar
            assert bar.upper is None or bar.amount <= bar.upper, bar
        else:
            assert f"{bar.amount:g}" in " ".join(missed), f"{name} is missed, and no sentence says so"
    met = sum(shown[name].word == "in range" for name in asked)
    expect(page.locator(".mp-status")).to_contain_text(f"targets met {met}/{len(asked)}")
    assert all(shown[name].word == "in range" for name in ("energy_kcal", "magnesium_mg", "potassium_mg", "sodium_mg"))
    assert met >= len(asked) - 2


def test_a_keyboard_is_enough_for_a_plan(page: Page) -> None:
    visit(page)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.st-key-make') !== null"):
            break
    assert page.evaluate("document.activeElement.matches(':focus-visible')")
    page.keyboard.press("Enter")
    planned(page)


def test_a_search_can_be_stopped_with_the_best_so_far(page: Page) -> None:
    visit(page)
    choose(page, "days", "28 days")
    press(page, "make")
    page.locator(".mp-card").first.wait_for()  # the best so far
    press(page, "stop")
    planned(page)
    expect(page.locator(".mp-solved")).to_contain_text("Stopped after")


def healthy_with(page: Page, kcal: int) -> None:
    """A profile with its own energy, and nothing that the health questions ask for."""
    visit(page, "profile")
    page.get_by_text("More, where it applies").click()
    page.locator(".st-key-energy_kcal input").fill(str(kcal))
    for question in ("conditions", "medications"):
        answer(page, question, "None")
    press(page, "use-profile")


def test_what_cannot_be_met_names_the_clash_and_a_button_repairs_it(page: Page) -> None:
    healthy_with(page, kcal=800)
    expect(page.locator(".mp-status")).to_contain_text("You")
    set_cell(page, "Potassium (mg)", "At least", "20000")
    expect(page.get_by_role("button", name="Back to the standard")).to_be_visible()
    go(page, "plan")
    choose(page, "days", "1 day")
    press(page, "make")
    alert = page.get_by_role("alert")
    alert.first.wait_for()
    said = drawn(page).locator("[data-testid=stMain]").inner_text()
    assert "Energy about 800 kcal" in said
    assert "Potassium at least 20,000 mg" in said
    expect(
        page.get_by_role("button", name=re.compile("Energy about .* instead of 800, and plan again"))
    ).to_be_visible()
    repair = page.locator("[class*='st-key-repair-'] button").first
    assert "Potassium" in repair.inner_text()
    click(page, repair)
    planned(page)


def test_what_is_locked_and_does_not_fit_can_be_unlocked_with_a_button(page: Page) -> None:
    healthy_with(page, kcal=1400)
    go(page, "plan")
    make_plan(page)
    for meal, dessert in (("lunch", "custard"), ("dinner", "chocolate ice cream"), ("snack", "angel food cake")):
        press(page, f"add-1-{meal}")
        word = page.locator(".st-key-add-word input")
        word.fill(dessert)
        word.press("Enter")
        press(page, "add-show")
        press(page, "accept")
        expect(page.get_by_role("dialog")).to_have_count(0)
        press(page, f"lock-1-{meal}")
    press(page, "replan")
    page.get_by_role("alert").first.wait_for()
    assert "The locked " in drawn(page).locator("[data-testid=stMain]").inner_text()
    unlock = page.get_by_role(
        "button", name=re.compile(r"Unlock .*\(day 1, (lunch|dinner|snack)\), and plan again")
    ).first
    freed = re.search(r"\(day 1, (\w+)\)", unlock.inner_text())
    assert freed
    click(page, unlock)
    planned(page)
    labels = {
        meal: page.locator(f".st-key-lock-1-{meal} button:visible").first.inner_text()
        for meal in ("lunch", "dinner", "snack")
    }
    assert "Unlock" not in labels[freed[1]]
    assert sum("Unlock" in label for label in labels.values()) == 2

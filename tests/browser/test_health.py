"""Answers on health decide what may be planned, and are never skipped silently."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.steps import add, answer, bars, choose, go, make_plan, press, visit


def test_open_questions_are_said_and_keep_potassium_close_to_the_adequate_intake(page: Page) -> None:
    make_plan(visit(page))
    expect(page.get_by_text("Health questions are open")).to_be_visible()
    potassium = bars(page)["potassium_mg"]
    assert potassium.lower == 2600
    assert potassium.upper == 2990
    assert potassium.amount <= 2990


def test_a_kidney_disease_blocks_a_plan_high_in_potassium(page: Page) -> None:
    visit(page, "profile")
    answer(page, "conditions", "Yes, these")
    add(page, "conditions-list", "chronic kidney disease")
    answer(page, "medications", "None")
    press(page, "use-profile")
    expect(page.locator(".mp-status")).to_contain_text("You")
    go(page, "plan")
    choose(page, "days", "1 day")
    press(page, "make")
    expect(page.get_by_role("heading", name="No plan was made, for your safety")).to_be_visible()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert page.locator("[class*='st-key-meal-']").count() == 0


def test_no_conditions_and_no_medicines_open_the_boost(page: Page) -> None:
    visit(page, "profile")
    choose(page, "preset", "Magnesium & potassium boost (as in the DASH trials)")
    expect(page.get_by_text("needs both health questions answered")).to_be_visible()
    answer(page, "conditions", "None")
    answer(page, "medications", "None")
    press(page, "use-profile")
    expect(page.locator(".mp-status")).to_contain_text("You")
    expect(page.get_by_text("needs both health questions answered")).to_have_count(0)
    go(page, "plan")
    make_plan(page)
    assert bars(page)["potassium_mg"].amount > 4000


def test_numbers_out_of_range_are_said_in_words_and_nothing_typed_is_lost(page: Page) -> None:
    visit(page, "profile")
    for key, value in (("age_years", "7"), ("height_cm", "17"), ("weight_kg", "900 kg")):
        page.locator(f".st-key-{key} input").fill(value)
    page.locator(".st-key-profile-name input").fill("Kim")
    press(page, "use-profile")
    alert = page.get_by_role("alert").filter(has_text="Not taken over yet")
    expect(alert).to_contain_text("Height")
    expect(alert).to_contain_text("Weight")
    expect(page.locator(".st-key-height_cm input")).to_have_value("17")
    expect(page.locator(".st-key-profile-name input")).to_have_value("Kim")
    expect(page.locator(".mp-status")).not_to_contain_text("Kim")

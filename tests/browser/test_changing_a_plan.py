"""A plan is steered: exclude, lock, swap, undo. What is changed shows everywhere."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import add, bars, click, drawn, foods, go, make_plan, planned, press, visit


def names(word: str, text: str) -> bool:
    return re.search(rf"\b{word}(s|es)?\b", text, re.IGNORECASE) is not None


def harmless_swap(page: Page) -> tuple[str, Locator]:
    """A food of the day and the row of a swap for it after which everything still holds; its dialog is open."""
    for n, food in enumerate(foods(page)):
        click(page, page.locator("[class*='st-key-food-'] button").nth(n))
        page.get_by_role("tab", name="Swap").click()
        offers = page.locator("[class*='st-key-swap-row-']")
        offers.or_(page.get_by_text("Nothing else plays this part")).first.wait_for()
        harmless = offers.filter(has_text="Everything still holds.")
        if harmless.count():
            return food, harmless.first
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    raise AssertionError("no food of the day can be swapped")


def shopping(page: Page) -> str:
    go(page, "shopping")
    return " ".join(page.locator(".mp-list li").all_inner_texts())


def test_what_is_excluded_is_in_no_meal_and_not_on_the_list(page: Page) -> None:
    make_plan(visit(page))
    before = " ".join(foods(page)) + shopping(page)
    word = next(
        word for word in ("egg", "chicken", "bean", "peanut", "potato", "fish", "butter") if names(word, before)
    )

    go(page, "foods")
    add(page, "wish-exclude", word)
    press(page, "use-wishes")
    go(page, "plan")
    expect(page.get_by_text("changed since this plan").first).to_be_visible()
    press(page, "remake")
    planned(page)

    assert page.get_by_text("changed since this plan").count() == 0
    assert not names(word, " ".join(foods(page)))
    assert not names(word, shopping(page))


def test_a_locked_meal_keeps_its_grams_when_the_rest_is_planned_again(page: Page) -> None:
    make_plan(visit(page))
    kept, others = foods(page, "dinner"), foods(page, "breakfast") + foods(page, "lunch")
    press(page, "lock-1-dinner")
    press(page, "replan")
    planned(page)
    assert foods(page, "dinner") == kept
    assert foods(page, "breakfast") + foods(page, "lunch") != others


def test_a_swap_changes_totals_and_list_and_undo_restores_both(page: Page) -> None:
    make_plan(visit(page))
    meals, totals, bought = foods(page), bars(page), shopping(page)

    go(page, "plan")
    old, offer = harmless_swap(page)
    promised = offer.inner_text()
    click(page, offer.locator("button"))
    expect(page.get_by_role("dialog")).to_have_count(0)

    assert foods(page) != meals
    assert foods(page).count(old) < meals.count(old)
    changed = bars(page)
    said = re.search(r"potassium ([+−±])([\d,]+) mg", promised)
    assert said, promised
    difference = float(said[2].replace(",", "")) * (-1 if said[1] == "−" else 1)
    moved = changed["potassium_mg"].amount - totals["potassium_mg"].amount
    assert abs(moved - difference) <= 2, "what was promised is what happens"
    assert shopping(page) != bought

    go(page, "plan")
    press(page, "undo")
    expect(page.locator(".st-key-redo button")).to_be_enabled()
    drawn(page)
    assert foods(page) == meals
    assert bars(page) == totals
    assert shopping(page) == bought

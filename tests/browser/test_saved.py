"""Saved plans and people: there again later, for this browser alone, and never lost between two tabs."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.steps import drawn, foods, go, make_plan, press, visit


def save(page: Page, name: str) -> None:
    page.locator(".st-key-save button").first.click()
    page.locator(".st-key-save-name input").fill(name)
    page.locator(".st-key-save-name input").press("Tab")
    press(page, "save-now")
    saved(page)


def saved(page: Page) -> None:
    expect(page.get_by_role("button", name="Saved", exact=True)).to_be_visible()


def test_a_saved_plan_is_there_after_a_reload_and_invisible_to_another_browser(new_page: NewPage) -> None:
    mine = make_plan(visit(new_page()))
    eaten = foods(mine)
    save(mine, "My quiet day")
    expect(mine.locator(".mp-status")).to_contain_text("saved")

    mine.reload()
    drawn(mine)
    assert foods(mine) == eaten
    expect(mine.get_by_text("Saved plans (1)")).to_be_visible()

    other = visit(new_page())
    assert other.get_by_text("Saved plans").count() == 0
    assert other.get_by_text("My quiet day").count() == 0
    expect(other.locator(".mp-status")).to_contain_text("no plan yet")


def test_two_tabs_that_save_the_same_plan_lose_nothing(new_page: NewPage) -> None:
    first = make_plan(visit(new_page()))
    save(first, "Ours")
    second = visit(first.context.new_page())
    breakfast = foods(second, "breakfast")
    assert breakfast == foods(first, "breakfast")

    press(first, "lock-1-breakfast")
    expect(first.locator(".mp-status")).to_contain_text("unsaved")
    press(first, "save")
    saved(first)

    second.locator("[class*='st-key-food-1-dinner-'] button").first.click()
    second.get_by_role("tab", name="Lock or remove").click()
    press(second, "food-lock")
    expect(second.get_by_role("dialog")).to_have_count(0)
    press(second, "save")
    expect(second.locator(".st-key-stale-save")).to_be_visible()
    press(second, "stale-copy")
    saved(second)

    first.reload()
    expect(drawn(first).get_by_text("Saved plans (2)")).to_be_visible()


def test_a_profile_is_kept_for_the_next_visit(new_page: NewPage) -> None:
    page = visit(new_page(), "profile")
    page.locator(".st-key-profile-name input").fill("Kim")
    press(page, "use-profile")
    expect(page.locator(".mp-status")).to_contain_text("Kim")
    press(page, "save-person")
    expect(page.get_by_role("button", name="Profile saved")).to_be_visible()
    page.reload()
    expect(drawn(page).locator(".mp-status")).to_contain_text("Kim")
    go(page, "plan")
    expect(page.get_by_text("For Kim")).to_be_visible()

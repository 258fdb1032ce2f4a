"""Why this food, what the targets cost, and what one wish costs in another: asked in the browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.steps import click, drawn, foods, go, make_plan, press, visit


def test_a_food_is_asked_about_prices_are_said_and_a_trade_is_taken(page: Page) -> None:
    make_plan(visit(page))
    before = foods(page)
    click(page, page.locator("[class*='st-key-food-'] button").first)
    page.locator(".st-key-food-without button").click()
    expect(page.get_by_text("Only left out").first).to_be_visible(timeout=90_000)
    take = page.locator(".st-key-food-without-take button")
    expect(take).to_be_visible()
    take.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert foods(drawn(page)) != before

    go(page, "data")
    press(page, "prices")
    expect(page.get_by_text("less ordinary").first).to_be_visible(timeout=90_000)

    press(page, "trade-off-start")
    expect(page.get_by_test_id("stVegaLiteChart").last).to_be_visible(timeout=180_000)
    expect(page.locator(".st-key-trade-off-take button")).to_be_visible()

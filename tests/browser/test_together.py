"""Two saved people eat together: one set of dishes, portions for each, one file, and each one's own plan."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.steps import go, planned, press, visit


def saved_person(page: Page, name: str) -> None:
    page.locator("[class*='st-key-profile-name'] input").fill(name)  # the fields of a new person have keys of their own
    for question in ("conditions", "medications"):
        page.locator(f"[class*='st-key-{question}-answer']").get_by_text("None", exact=True).click()
    press(page, "use-profile")
    press(page, "save-person")
    expect(page.get_by_role("button", name="Profile saved")).to_be_visible()


def test_two_people_eat_the_same_dishes_in_portions_of_their_own(new_page: NewPage) -> None:
    page = visit(new_page(), "profile")
    saved_person(page, "Kim")
    press(page, "new-person")
    saved_person(page, "Robin")
    go(page, "plan")

    page.get_by_text("Eat together", exact=True).click()
    press(page, "together-go")
    table = page.locator("[data-testid=stExpander]").filter(has_text="Eat together")
    expect(table.get_by_text("Shopping list for 3 days, 2 people")).to_be_visible()
    for words in ("Kim", "Robin", "Breakfast", "Not medical advice"):
        expect(table.get_by_text(words).first).to_be_visible()

    with page.expect_download() as taken:
        page.locator(".st-key-together-csv button").click()
    text = taken.value.path().read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()]
    assert {row[0] for row in rows[1:]} == {"Kim", "Robin"}

    press(page, "together-show-1")
    planned(page)
    expect(page.get_by_text("For Robin")).to_be_visible()

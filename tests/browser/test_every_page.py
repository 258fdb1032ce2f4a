"""What holds for every page: it can be read by everybody, on every screen."""

from __future__ import annotations

import pytest

from tests.browser.accessibility import violations
from tests.browser.conftest import NewPage
from tests.browser.steps import PAGES, drawn, go, link_to, make_plan, visit

TOO_WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(one).position !== 'fixed')
    .filter(one => { for (let up = one.parentElement; up; up = up.parentElement)
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)
            && up.dataset.testid !== 'stMain' && up.getBoundingClientRect().right <= innerWidth + 1) return false; return true; })
    .slice(0, 5).map(one => one.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_without_a_plan_meets_wcag_aa(new_page: NewPage, name: str, dark: bool) -> None:
    assert violations(visit(new_page(dark=dark), name)) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_with_a_plan_meets_wcag_aa(new_page: NewPage, dark: bool) -> None:
    page = make_plan(visit(new_page(dark=dark)), "2 days")
    assert violations(page) == []
    page.locator("[class*='st-key-food-'] button").first.click()
    page.get_by_role("tab", name="Swap").click()
    page.locator("[class*='st-key-swap-row-']").first.wait_for()
    assert violations(drawn(page)) == []
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    for name in PAGES:
        if name != "plan":
            assert violations(go(page, name)) == [], name


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_an_eaten_day_meets_wcag_aa_and_fits(new_page: NewPage, width: int, dark: bool) -> None:
    page = visit(new_page(dark=dark, width=width, height=844), "ate")
    page.get_by_label("What you ate and drank").fill("2 cups coffee, 1 cup milk, bannanarama, 150 g salmon")
    page.locator(".st-key-ate-add button").click()
    page.get_by_role("heading", name="What it brings").wait_for()
    assert violations(drawn(page)) == []
    assert page.evaluate(TOO_WIDE) == []


def test_a_phone_shows_a_plan_without_sideways_scroll(new_page: NewPage) -> None:
    page = make_plan(visit(new_page(width=390, height=844)), "2 days")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.evaluate(TOO_WIDE) == []


def test_on_a_phone_the_pages_are_chosen_at_the_lower_edge_and_nothing_covers_them(new_page: NewPage) -> None:
    page = visit(new_page(width=390, height=844))
    assert not page.get_by_test_id("stExpandSidebarButton").is_visible()
    for name in ("profile", "data", "plan"):
        link = link_to(page, name).bounding_box()
        assert link is not None
        assert link["height"] >= 40
        assert link["y"] + link["height"] <= 844
        go(page, name)
        in_the_middle = "document.querySelector('[data-testid=stMain]').contains(document.elementFromPoint(150, 300))"
        assert page.evaluate(in_the_middle)
    wide = visit(new_page())
    assert not wide.locator(".st-key-tabs").is_visible()


def test_on_a_phone_every_day_can_be_seen_to_be_chosen(new_page: NewPage) -> None:
    page = make_plan(visit(new_page(width=390, height=844)), "7 days")
    for day in range(1, 8):
        box = page.get_by_role("radio", name=f"Day {day}").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_needs_no_sideways_scroll(new_page: NewPage, name: str) -> None:
    page = visit(new_page(width=390, height=844), name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.evaluate(TOO_WIDE) == []

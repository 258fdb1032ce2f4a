"""What holds for every page: it can be read by everybody, on every screen."""

from __future__ import annotations

import pytest

from tests.browser.accessibility import violations
from tests.browser.conftest import NewPage
from tests.browser.steps import PAGES, visit

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


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_needs_no_sideways_scroll(new_page: NewPage, name: str) -> None:
    page = visit(new_page(width=390, height=844), name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.evaluate(TOO_WIDE) == []

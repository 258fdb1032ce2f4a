"""What a visitor does and sees, in the words of the page."""

from __future__ import annotations

from playwright.sync_api import Page

PAGES = {"plan": "/", "profile": "/profile", "foods": "/foods", "shopping": "/shopping", "data": "/data"}
DRAWN = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.getAttribute('data-test-script-state') === 'notRunning'
        && app.getAttribute('data-test-connection-state') === 'CONNECTED'
        && document.querySelector('h1')
        && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
}"""


def drawn(page: Page) -> Page:
    """Waits until the script has ended and everything it said is on the screen."""
    page.wait_for_function(DRAWN)
    return page


def visit(page: Page, name: str = "plan") -> Page:
    """Opens a page by its address, as a new visit."""
    page.goto(PAGES[name])
    return drawn(page)


def make_plan(page: Page) -> Page:
    """Presses the button on the plan's page and waits for the plan."""
    page.locator(".st-key-make button").click()
    page.locator(".st-key-another").wait_for()
    return drawn(page)

"""What a visitor does and sees, in the words of the page."""

from __future__ import annotations

from playwright.sync_api import Page

DRAWN = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.getAttribute('data-test-script-state') === 'notRunning'
        && app.getAttribute('data-test-connection-state') === 'CONNECTED'
        && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
}"""


def drawn(page: Page) -> Page:
    """Waits until the script has ended and everything it said is on the screen."""
    page.wait_for_function(DRAWN)
    return page

"""What a visitor does and sees, in the words of the page."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from playwright.sync_api import Locator, Page, TimeoutError, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PAGES = {
    "plan": "Plan",
    "profile": "Profile & targets",
    "foods": "Foods",
    "shopping": "Shopping",
    "ate": "What I ate",
    "data": "Data & model",
}
SHORT = {"plan": "Plan", "profile": "Profile", "foods": "Foods", "shopping": "Shop", "ate": "Ate", "data": "Data"}
DRAWN = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.getAttribute('data-test-script-state') === 'notRunning'
        && app.getAttribute('data-test-connection-state') === 'CONNECTED'
        && document.querySelector('h1')
        && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
}"""
PATIENCE_MS = 90_000  # a slow machine is no failure; what never comes is
RAN = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
SOCKETS: WeakKeyDictionary[Page, WebSocket] = WeakKeyDictionary()
NUMBER = r"[\d,]+(?:\.\d+)?"


@dataclass(frozen=True)
class Bar:
    """A nutrient as it stands on the page."""

    nutrient: str
    amount: float
    unit: str
    percent: float | None
    lower: float | None
    upper: float | None
    word: str


def drawn(page: Page) -> Page:
    """Waits until the script has ended and everything it said is on the screen."""
    page.wait_for_function(DRAWN)
    return page


def visit(page: Page, name: str = "plan") -> Page:
    """Opens a page by its address, as a new visit."""
    page.goto("/" if name == "plan" else f"/{name}")
    return drawn(page)


def go(page: Page, name: str) -> Page:
    """Follows the link to a page; the visit goes on."""
    heading = page.get_by_role("heading", name=PAGES[name], level=1, exact=True)
    for _ in range(5):  # a field that tells its last change while the page is left calls the page back
        link_to(drawn(page), name).click()
        with suppress(TimeoutError):
            heading.wait_for(timeout=30_000)
        if drawn(page) and heading.is_visible():
            return page
    raise AssertionError(f"the page {name!r} does not stay")


def link_to(page: Page, name: str) -> Locator:
    """The link to a page: at the upper edge, or on a phone at the lower one."""
    tabs = page.locator(".st-key-tabs")
    if tabs.is_visible():
        return tabs.get_by_role("link", name=SHORT[name], exact=True)
    return page.get_by_role("link", name=PAGES[name], exact=True).first


def choose(page: Page, key: str, option: str) -> None:
    """Chooses an option of the select box with this key."""
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(10):  # a list that opens while the page is drawn anew is closed again
        try:
            page.locator(f".st-key-{key}").get_by_role("combobox").click(timeout=10_000)
            wanted.click(timeout=3_000)
            break
        except TimeoutError:
            page.keyboard.press("Escape")
    drawn(page)


def add(page: Page, key: str, word: str) -> None:
    """Adds a word of one's own to a field that takes several."""
    field = page.locator(f".st-key-{key}").get_by_role("combobox")
    field.click()
    field.fill(word)
    options = page.get_by_role("option")
    options.get_by_text(word, exact=True).or_(options.get_by_text(f"Add: {word}")).first.click()
    page.locator(f".st-key-{key}").get_by_text(word, exact=True).first.wait_for()
    field.press("Escape")


def answer(page: Page, question: str, choice: str) -> None:
    """Answers a health question ("conditions", "medications") on the profile's page."""
    page.locator(f".st-key-{question}-answer").get_by_text(choice, exact=True).click()


def ends_a_run(payload: str | bytes) -> bool:
    """Whether the server says with this message that the script has run to its end."""
    message = ForwardMsg()
    message.ParseFromString(payload if isinstance(payload, bytes) else payload.encode())
    return message.WhichOneof("type") == "script_finished" and message.script_finished in RAN


def press(page: Page, key: str) -> Page:
    """Presses the button with this key and waits until the page has answered."""
    return click(page, drawn(page).locator(f".st-key-{key} button:visible").first)


def click(page: Page, button: Locator) -> Page:
    """Clicks and waits for the script to run and end."""
    for last in (False, False, True):  # a click that comes while the page is drawn anew is lost
        drawn(page)
        try:
            with SOCKETS[page].expect_event("framereceived", ends_a_run, timeout=PATIENCE_MS / 3):
                button.click()
            break
        except TimeoutError:
            if last:
                raise
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return drawn(page)


def make_plan(page: Page, length: str | None = "1 day") -> Page:
    """Presses the button on the plan's page and waits for the plan."""
    if length is not None:
        choose(page, "days", length)
    press(page, "make")
    return planned(page)


def planned(page: Page) -> Page:
    """Waits for a search to end with a plan."""
    page.locator(".st-key-another").wait_for()
    return drawn(page)


def bars(page: Page, within: str = "[data-testid=stTabs]") -> dict[str, Bar]:
    """The bars on the page, by nutrient."""
    found = [read_bar(one) for one in page.locator(f"{within} .mp-bar:visible").all()]
    return {one.nutrient: one for one in found}


def read_bar(bar: Locator) -> Bar:
    amount, note = bar.locator(".mp-amount").inner_text(), " ".join(bar.locator(".mp-note").all_inner_texts())
    said = re.search(rf"({NUMBER}) (\S+?)(?:, ({NUMBER}) %(?: of the limit)?)?$", amount)
    assert said, f"no amount with unit in {amount!r}"
    word = bar.locator(".mp-word").inner_text()
    assert word in ("in range", "short", "over", "not fully known")
    return Bar(
        nutrient=bar.get_attribute("data-nutrient") or "",
        amount=number(said[1]),
        unit=said[2],
        percent=number(said[3]) if said[3] else None,
        lower=first_number(rf"at least ({NUMBER})", note),
        upper=first_number(rf"at most ({NUMBER})", note),
        word=word,
    )


def number(text: str) -> float:
    return float(text.replace(",", ""))


def first_number(pattern: str, text: str) -> float | None:
    found = re.search(pattern, text)
    return number(found[1]) if found else None


def foods(page: Page, meal: str | None = None) -> list[str]:
    """What is eaten on the day on show: the servings, of one meal or of all."""
    place = f"[class*='st-key-meal-'][class*='-{meal}']" if meal else "[class*='st-key-meal-']"
    return page.locator(f"{place} [class*='st-key-food-'] button p").all_inner_texts()


def set_cell(page: Page, row: str, column: str, value: str) -> None:
    """Types into a cell of an editable table. It is drawn on a canvas, so the way there goes by the arrow keys."""
    grid = drawn(page).get_by_test_id("data-grid-canvas")
    grid.scroll_into_view_if_needed()
    grid.locator("td").first.wait_for(state="attached")
    at = grid.locator("td[aria-colindex='1']").all_text_contents().index(row)
    across = grid.locator("th").all_text_contents().index(column)
    for _ in range(10):  # a click that comes while the table is drawn anew is lost
        page.locator(".dvn-scroller").click(position={"x": 20, "y": 50})
        try:
            grid.locator("td[aria-selected=true]").first.wait_for(state="attached", timeout=2_000)
            break
        except TimeoutError:
            continue
    for key, times in (("ArrowRight", across), ("ArrowDown", at)):
        for _ in range(times):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.locator(".gdg-input").fill(value)
    with SOCKETS[page].expect_event("framereceived", ends_a_run, timeout=PATIENCE_MS):
        page.locator(".gdg-input").press("Enter")
    drawn(page)

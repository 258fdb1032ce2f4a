"""Pictures of the app, from the server and the browser of its tests.

python -m tests.browser.pictures             the two of the README, into docs/images/
python -m tests.browser.pictures --all DIR   every page and state, on a desk and a phone, light and dark
"""

from __future__ import annotations

import argparse
import io
import shutil
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.app_server import ROOT, AppServer
from tests.browser.conftest import FLAGS
from tests.browser.steps import PAGES, PATIENCE_MS, SOCKETS, answer, drawn, planned, press, visit

DESK, PHONE, README_DESK = (1280, 900), (390, 844), (1280, 1150)
UNDER_THE_TOP = "one => { one.style.scrollMarginTop = '4.5rem'; one.scrollIntoView({block: 'start'}); }"
WHOLE = "() => Math.ceil(document.querySelector('[data-testid=stMain]').scrollHeight)"
TALLEST = 8000
COLOURS = 128  # enough for flat areas and their edges; a third of the bytes


def open_page(browser: Browser, server: AppServer, size: tuple[int, int], dark: bool) -> Page:
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("websocket", lambda socket: SOCKETS.update({page: socket}))
    return page


def save(page: Page, file: Path, whole: bool = False) -> None:
    """The screen, or the whole page, as a small PNG."""
    size = page.viewport_size
    assert size is not None
    if whole:
        page.set_viewport_size(
            {"width": size["width"], "height": min(TALLEST, max(size["height"], page.evaluate(WHOLE)))}
        )
        drawn(page)
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    taken.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    page.set_viewport_size(size)


def readme(browser: Browser, server: AppServer, folder: Path) -> None:
    """A week on a desk, health questions answered; the meals of its first day on a phone."""
    for name, size in (("plan", README_DESK), ("plan-phone", PHONE)):
        page = visit(open_page(browser, server, size, dark=False), "profile")
        for question in ("conditions", "medications"):
            answer(page, question, "None")
        press(page, "use-profile")
        follow(page, "plan")
        press(page, "make")
        planned(page).get_by_test_id("stToast").wait_for(state="detached")
        if size == PHONE:
            page.locator(".mp-day").first.evaluate(UNDER_THE_TOP)
        page.mouse.move(0, 0)
        save(page, folder / f"{name}.png")
        page.context.close()


def everything(browser: Browser, server: AppServer, folder: Path) -> None:
    """Every page before and after a plan, and what opens over it."""
    for size, dark in ((size, dark) for size in (DESK, PHONE) for dark in (False, True)):
        kind = f"{size[0]}-{'dark' if dark else 'light'}"
        page = open_page(browser, server, size, dark)
        save(visit(page), folder / f"{kind}-1-empty.png", whole=True)
        page.locator(".st-key-make button").click()
        page.locator(".mp-card").first.or_(page.locator(".st-key-another")).first.wait_for()
        save(page, folder / f"{kind}-2-solving.png")  # later ones are answered at once: the question is the same
        save(planned(page), folder / f"{kind}-3-plan.png", whole=True)
        for name in PAGES:
            if name != "plan":
                follow(page, name)
                save(page, folder / f"{kind}-{name}.png", whole=True)
        follow(page, "plan")
        page.locator("[class*='st-key-food-1-dinner-'] button").first.click()
        page.get_by_role("tab", name="Swap").click()
        page.locator("[class*='st-key-swap-row-']").first.wait_for()
        save(drawn(page), folder / f"{kind}-4-swap.png")
        page.context.close()


def follow(page: Page, name: str) -> None:
    """Goes to a page; on a phone the list of pages is opened and closed again."""
    drawer = page.get_by_test_id("stExpandSidebarButton")
    if drawer.is_visible():
        drawer.click()
    page.get_by_role("link", name=PAGES[name], exact=True).first.click()
    page.get_by_role("heading", name=PAGES[name], level=1, exact=True).wait_for()
    closer = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if closer.is_visible():
        closer.click()
    drawn(page)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="DIR")
    wanted: Path | None = parser.parse_args().all
    take: Callable[[Browser, AppServer, Path], None] = readme if wanted is None else everything
    folder = ROOT / "docs" / "images" if wanted is None else wanted
    folder.mkdir(parents=True, exist_ok=True)
    with AppServer() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        take(browser, server, folder)
        browser.close()


if __name__ == "__main__":
    main()

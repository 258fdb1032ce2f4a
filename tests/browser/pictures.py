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
from tests.browser.steps import (
    PAGES,
    PATIENCE_MS,
    SOCKETS,
    add,
    answer,
    choose,
    click,
    drawn,
    go,
    make_plan,
    planned,
    press,
    set_cell,
    visit,
)

Take = Callable[..., None]
DESK, PHONE, README_DESK = (1280, 900), (390, 844), (1280, 1150)
UNDER_THE_TOP = "one => { one.style.scrollMarginTop = '4.5rem'; one.scrollIntoView({block: 'start'}); }"
AT_THE_TOP = UNDER_THE_TOP.replace("4.5rem", "1rem")
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
        go(page, "plan")
        press(page, "make")
        planned(page).locator(".st-key-save button").first.click()
        press(page, "save-now")
        page.reload()  # as one finds it again; how long the search took depends on the machine
        planned(page).get_by_test_id("stToast").wait_for(state="detached")
        if size == PHONE:
            page.locator(".mp-day").first.evaluate(AT_THE_TOP)
        else:  # down to the last of the day's meals, whatever they are
            last = page.locator("[class*='st-key-add-1-']").last.bounding_box()
            assert last is not None
            page.set_viewport_size({"width": size[0], "height": round(last["y"] + last["height"]) + 40})
            drawn(page)
        page.mouse.move(0, 0)
        save(page, folder / f"{name}.png")
        page.context.close()


def everything(browser: Browser, server: AppServer, folder: Path, only: str = "") -> None:
    """Every page before and after a plan, and what opens over it."""
    for n, (size, dark) in enumerate((size, dark) for size in (DESK, PHONE) for dark in (False, True)):
        kind = f"{size[0]}-{'dark' if dark else 'light'}"
        if not kind.startswith(only):
            continue

        def take(page: Page, name: str, whole: bool = True, kind: str = kind) -> None:
            save(drawn(page), folder / f"{kind}-{name}.png", whole)

        page = visit(open_page(browser, server, size, dark))
        take(page, "plan-1-empty")
        page.get_by_text("something twitches").click()
        take(page, "plan-1-twitches")
        choose(page, "days", f"{(14, 21, 28, 10)[n]} days")  # a question asked before would be answered at once
        page.locator(".st-key-make button").click()
        page.locator(".mp-day").filter(has_text="the best so far").wait_for()
        save(page, folder / f"{kind}-plan-2-solving.png")
        press(page, "stop")
        planned(page)
        page.locator(".st-key-new-plan button").first.click()
        take(page, "plan-3-new", whole=False)
        choose(page, "days", "7 days")
        press(page, "make")
        planned(page)
        take(page, "plan-4-week")
        states_of_a_plan(page, take)
        for name in PAGES:
            if name != "plan":
                go(page, name)
                take(page, name)
        states_of_pages(page, take)
        page.context.close()
        page = visit(open_page(browser, server, size, dark), "profile")
        states_without_a_plan(page, take)
        page.context.close()


def states_of_a_plan(page: Page, take: Take) -> None:
    """What opens on the plan's page, and what changes it."""
    for key in ("save", "take-away"):
        page.locator(f".st-key-{key} button").first.click()
        take(page, f"plan-5-{key}", False)
        page.keyboard.press("Escape")
        page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    for tab in ("Sources of Mg and K", "Quality"):
        page.get_by_role("tab", name=tab).click()
        page.get_by_role("tab", name=tab).evaluate(UNDER_THE_TOP)
        take(page, f"plan-6-{tab.split()[0].lower()}", False)
    for words in ("In the dishes", "When to see a doctor"):
        page.get_by_test_id("stExpander").get_by_text(words).first.click()
    take(page, "plan-6-unfolded")
    page.get_by_role("radio", name="Week table").click()
    page.get_by_role("radio", name="Week table").evaluate(UNDER_THE_TOP)
    take(page, "plan-7-table", False)
    page.get_by_role("radio", name="Cards").click()
    press(page, "lock-1-lunch")
    side = page.locator("[class*='st-key-food-1-dinner-'] button").nth(1)  # a main may have nothing in its place
    side.click()
    page.get_by_role("dialog").get_by_role("listitem").first.wait_for()
    take(page, "plan-8-why", False)
    page.get_by_role("tab", name="Swap").click()
    page.locator("[class*='st-key-swap-row-']").first.wait_for()
    take(page, "plan-8-swap", False)
    page.get_by_role("tab", name="Lock or remove").click()
    click(page, page.locator(".st-key-food-remove button"))
    page.locator(".st-key-accept").wait_for()
    take(page, "plan-8-remove", False)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.locator(".st-key-add-1-lunch button, .st-key-add-1-dinner button").last.click()
    page.get_by_role("dialog").get_by_label("Which food?").fill("lentils")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("radio").first.wait_for(state="attached")
    take(page, "plan-8-add", False)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")


def states_of_pages(page: Page, take: Take) -> None:
    """The other pages with something on them; the visit has a plan."""
    go(page, "ate")
    page.get_by_label("What you ate and drank").fill("2 cups coffee, 1 cup milk, bannanarama, 150 g salmon")
    click(page, page.locator(".st-key-ate-add button"))
    page.get_by_role("heading", name="What it brings").wait_for()
    take(page, "ate-2-day")
    go(page, "foods")
    page.get_by_label("Name, category or code").fill("brocoli")
    page.keyboard.press("Enter")
    page.locator("[class*='st-key-found-']").first.wait_for()
    take(page, "foods-2-found")
    go(page, "data")
    page.get_by_text("Certificate: every bound").click()
    click(page, page.locator(".st-key-trade-off-start button"))
    page.get_by_test_id("stVegaLiteChart").last.wait_for()
    take(page, "data-2-curve")
    page.locator(".st-key-own-file input[type=file]").set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": b"food_code,food,energy_kcal\n1,oats,many\n2,beans,-5\n"}
    )
    page.get_by_role("alert").first.wait_for()
    take(page, "data-3-table")


def states_without_a_plan(page: Page, take: Take) -> None:
    """Wrong numbers, a clash, a refusal, a plan that is older than its targets, a person who is saved."""
    page.get_by_label("Age (years)").fill("300")
    press(page, "use-profile")
    take(page, "profile-2-wrong")
    page.get_by_label("Age (years)").fill("45")
    for words in ("More, where it applies", "Limits from a clinician"):
        page.get_by_text(words).click()
    for question in ("conditions", "medications"):
        answer(page, question, "None")
    press(page, "use-profile")
    press(page, "save-person")
    take(page, "profile-3-saved")
    make_plan(go(page, "plan"))
    set_cell(go(page, "profile"), "Potassium (mg)", "At least", "20000")
    go(page, "plan")
    take(page, "plan-9-stale", False)
    press(page, "remake")
    page.get_by_role("alert").first.wait_for()
    take(page, "plan-9-clash")
    go(page, "profile")
    answer(page, "conditions", "Not answered")
    press(page, "use-profile")
    take(page, "profile-4-over-the-cap")
    add(page, "conditions-list", "chronic kidney disease stage 4")
    press(page, "use-and-plan")
    page.locator(".st-key-refused").wait_for()
    take(page, "plan-9-refused")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="DIR")
    parser.add_argument("--only", default="", metavar="KIND", help="such as 390-dark")
    given = parser.parse_args()
    folder: Path = given.all or ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with AppServer() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        if given.all:
            everything(browser, server, folder, given.only)
        else:
            readme(browser, server, folder)
        browser.close()


if __name__ == "__main__":
    main()

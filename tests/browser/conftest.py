"""The app in a real browser: one server and one browser for all tests, a fresh visitor for each.

Both end with this folder: playwright holds an event loop open that other tests would fall over.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from benchmarks.app_server import AppServer
from tests.browser.steps import PATIENCE_MS, SOCKETS

HERE = Path(__file__).parent
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)

PICTURES = HERE.parents[1] / ".screenshots"
REPORT = pytest.StashKey[pytest.TestReport]()

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[REPORT] = report
    return report


@pytest.fixture(scope="package")
def server() -> Iterator[AppServer]:
    """The app, running; no test may leave a traceback in its log."""
    with AppServer() as running:
        yield running
        assert running.process.poll() is None, f"the app ended by itself:\n{running.log[-3000:]}"
        assert "Traceback" not in running.log, running.log


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def new_page(server: AppServer, browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """``new_page(width=390, dark=True)`` is another visitor with a blank page; at the end none may have met an error."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(width: int = 1280, height: int = 900, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="en-US",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.on("page", watch)
        return context.new_page()

    def watch(page: Page) -> None:
        page.on("request", asked)
        page.on("pageerror", lambda error: problems.append(f"page error: {error}"))
        page.on("console", said)
        page.on("websocket", lambda socket: SOCKETS.update({page: socket}))

    def asked(request: Request) -> None:
        if not request.url.startswith((server.url, server.url.replace("http", "ws", 1), "data:", "blob:")):
            problems.append(f"asks another machine: {request.url}")

    def said(message: ConsoleMessage) -> None:
        # On an address such as /foods, Streamlit first asks for its server under that address.
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            problems.append(f"console: {message.text} {message.location['url']}")

    yield open_page
    if REPORT in request.node.stash and request.node.stash[REPORT].failed:
        PICTURES.mkdir(exist_ok=True)
        for n, page in enumerate(page for context in contexts for page in context.pages):
            page.screenshot(path=PICTURES / f"failed {request.node.name} {n}.png")
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()

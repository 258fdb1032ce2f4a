"""Sign-in by OpenID Connect, from end to end: nothing is seen without it, and each sees their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("authlib", reason="authlib is not installed: pip install 'meal-planner[sign-in]'")

from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks.app_server import AppServer
from tests.browser.provider import Provider
from tests.browser.steps import PAGES, PATIENCE_MS, SOCKETS, drawn, go, make_plan
from tests.browser.test_saved import save

Visitor = Callable[[], Page]


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture(scope="module")
def hosted(provider: Provider) -> Iterator[AppServer]:
    """The app as others use it: only who signs in gets in."""
    with AppServer(secrets=provider.secrets_toml()) as running:
        yield running
        assert running.process.poll() is None, running.log[-3000:]


@pytest.fixture
def visitor(hosted: AppServer, browser: Browser) -> Iterator[Visitor]:
    """``visitor()`` is somebody else, with a blank page."""
    contexts: list[BrowserContext] = []

    def come() -> Page:
        context = browser.new_context(base_url=hosted.url, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("websocket", lambda socket: SOCKETS.update({page: socket}))
        return page

    yield come
    for context in contexts:
        context.close()


def at_the_door(visitor: Visitor, address: str = "/") -> Page:
    page = visitor()
    page.goto(address)
    page.get_by_role("button", name="Sign in").wait_for()
    return drawn(page)


def sign_in(page: Page, name: str) -> Page:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=name).click()
    page.get_by_role("heading", name="Plan", level=1, exact=True).wait_for()
    return drawn(page)


def test_each_sees_their_own_plans_and_nobody_else_anything(visitor: Visitor, hosted: AppServer) -> None:
    stranger = at_the_door(visitor, "/profile")
    assert stranger.locator(".st-key-profile-form").count() == 0
    assert all(stranger.get_by_role("link", name=title).count() == 0 for title in PAGES.values())

    ann = make_plan(sign_in(at_the_door(visitor), "ann"))
    save(ann, "What Ann eats")
    ann.reload()
    expect(drawn(ann).get_by_text("Saved plans (1)")).to_be_visible()

    bob = sign_in(at_the_door(visitor), "bob")
    assert bob.get_by_text("What Ann eats").count() == 0
    expect(bob.locator(".mp-status")).to_contain_text("no plan yet")

    go(ann, "profile")
    expect(ann.get_by_text("Signed in as ann@example.org")).to_be_visible()
    ann.locator(".st-key-sign-out button").click()
    ann.get_by_role("button", name="Sign in").wait_for()
    ann.goto("/shopping")  # on the same computer, the next person
    ann.get_by_role("button", name="Sign in").wait_for()
    assert drawn(ann).get_by_text("What Ann eats").count() == 0
    assert "Traceback" not in hosted.log


@pytest.mark.parametrize("how", ["denied", "refused"])
def test_who_is_not_let_in_is_back_at_the_door(visitor: Visitor, provider: Provider, how: str) -> None:
    page = at_the_door(visitor)
    provider.refuse = how == "refused"
    try:
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="ann" if how == "refused" else "nobody").click()
        page.get_by_role("button", name="Sign in").wait_for()
    finally:
        provider.refuse = False
    assert drawn(page).locator(".st-key-make").count() == 0

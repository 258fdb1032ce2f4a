"""What is taken away says the same as the screen."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page
from pypdf import PdfReader

from tests.browser.steps import NUMBER, bars, go, make_plan, number, visit


def download(page: Page, button: Locator) -> bytes:
    with page.expect_download() as coming:
        button.click()
    return Path(coming.value.path()).read_bytes()


def rows(page: Page, button: Locator) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(download(page, button).decode("utf-8-sig"))))


def take_away(page: Page, form: str) -> bytes:
    page.locator(".st-key-take-away button").first.click()
    return download(page, page.locator(f".st-key-download-{form} button"))


def test_the_csv_adds_up_to_the_screen(page: Page) -> None:
    make_plan(visit(page))
    shown = bars(page)
    table = list(csv.DictReader(io.StringIO(take_away(page, "csv").decode("utf-8-sig"))))
    for name in ("energy_kcal", "magnesium_mg", "potassium_mg"):
        total = sum(float(row[name]) for row in table)
        assert total == pytest.approx(shown[name].amount, rel=0.01), name


def test_the_page_to_print_and_the_calendar_name_each_meal(page: Page) -> None:
    make_plan(visit(page))
    titles = page.locator("[class*='st-key-meal-1-'] h3").all_inner_texts()
    assert len(titles) >= 3
    printed = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(take_away(page, "pdf"))).pages)
    words = " ".join(printed.split())
    entries = Calendar.from_ical(download(page, page.locator(".st-key-download-ics button"))).walk("VEVENT")
    said = " ".join(f"{one.get('SUMMARY')} {one.get('DESCRIPTION')}" for one in entries)
    for title in titles:
        assert title in words
        assert title in said


def test_shopping_is_the_plan_times_days_times_people(page: Page) -> None:
    make_plan(visit(page), "2 days")
    go(page, "shopping")
    of_one = rows(page, page.locator(".st-key-shop-csv button"))
    people = page.locator(".st-key-shop-people input")
    people.fill("3")
    people.press("Enter")
    page.get_by_text("3 people").first.wait_for()
    of_three = rows(page, page.locator(".st-key-shop-csv button"))
    assert [row["item"] for row in of_three] == [row["item"] for row in of_one]
    for one, three in zip(of_one, of_three, strict=True):
        assert float(three["grams"]) == pytest.approx(3 * float(one["grams"]), abs=0.03)

    days = page.locator("[class*='st-key-shop-days']")
    days.get_by_role("button", name="2").or_(days.get_by_role("radio", name="2")).first.click()
    page.get_by_text("1 day, 3 people").first.wait_for()
    first_day = rows(page, page.locator(".st-key-shop-csv button"))
    assert sum(float(row["grams"]) for row in first_day) < sum(float(row["grams"]) for row in of_three)


def test_the_list_shows_the_grams_of_its_file(page: Page) -> None:
    make_plan(visit(page))
    go(page, "shopping")
    table = rows(page, page.locator(".st-key-shop-csv button"))
    shown = page.locator(".mp-list li").all_inner_texts()
    assert len(shown) == len(table)
    for row in table:
        assert any(row["item"] in one and row["amount"] in one for one in shown), row
    for row in table:
        if said := re.search(rf"({NUMBER}) g\b", row["amount"]):
            assert number(said[1]) >= float(row["grams"]) - 5, row  # what is bought is enough for what is eaten
            assert number(said[1]) <= 1.2 * float(row["grams"]) + 10, row

"""A food table of one's own: what cannot be used is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import drawn, visit

HEADER = "food_code,food,energy_kcal,magnesium_mg,potassium_mg\n"


def upload(page: Page, file: Path) -> Page:
    visit(page, "data")
    page.locator(".st-key-own-file input[type=file]").set_input_files(file)
    return drawn(page)


def test_a_pdf_that_calls_itself_csv(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "foods.csv"
    file.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n")
    upload(page, file)
    expect(page.get_by_role("alert")).to_contain_text("foods.csv")
    assert page.locator(".st-key-own-use").count() == 0


@pytest.mark.parametrize("megabytes", [6, 200])
def test_a_file_that_is_too_big(page: Page, tmp_path: Path, megabytes: int) -> None:
    file = tmp_path / "big.csv"
    with file.open("wb") as big:
        big.write(HEADER.encode())
        big.truncate(megabytes * 1024 * 1024)
    upload(page, file)
    expect(page.get_by_text("5.0MB").or_(page.get_by_text("5MB or smaller")).first).to_be_visible()
    assert page.locator(".st-key-own-use").count() == 0


def test_fifty_thousand_foods_are_checked(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    lines = [f"{n},food number {n},{100 + n % 300},{n % 200},{n % 900}\n" for n in range(50_000)]
    file.write_text(HEADER + "".join(lines), encoding="utf-8")
    upload(page, file)
    expect(page.get_by_text("50,000 foods")).to_be_visible()


def test_each_wrong_cell_is_named(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(HEADER + "1,oats,379,138,362\n2,beans,-5,many,1400\n", encoding="utf-8")
    upload(page, file)
    expect(page.get_by_role("alert")).to_contain_text("mine.csv")
    said = page.locator("[data-testid=stMain]").inner_text()
    assert "energy_kcal" in said
    assert "magnesium_mg" in said
    assert page.locator(".st-key-own-use").count() == 0

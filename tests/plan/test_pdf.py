"""The PDF, read back: every part is there, pages are full and numbered, names of the world survive."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf
import pytest

from planner import MealPlan, Person, plan_meals
from planner.errors import InputError, UnknownNameError
from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.plan import pdf_page
from planner.plan.pdf import LACKING
from planner.plan.pdf_page import MISSING, readable
from tests.plan.conftest import HEALTHY, Week


def pages(content: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_everything_is_in_it(week: Week) -> None:
    plan = week("woman")
    text = " ".join(pages(plan.to_pdf()))
    for words in (
        "Menu for 7 days", "Day 7", "Shopping list for 7 days, 1 person", "Nutrients a day, mean of 7 days", "Magnesium (mg)",
        "In the dishes", "From the cupboard", "When to see a doctor", "Disclaimer and sources", "100 % of the lower bound",
    ):  # fmt: skip
        assert words in text, words
    for sentence in (BANNER, DISCLAIMER, plan.sources, *RED_FLAGS, *plan.notices):
        assert sentence in text, sentence
    for title in plan.titles.values():
        assert title in text


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_paper_has_its_size_and_its_pages_are_numbered(week: Week, paper: str, size: tuple[int, int]) -> None:
    content = week("woman").to_pdf(paper=paper)
    box = pypdf.PdfReader(io.BytesIO(content)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size
    found = pages(content)
    for at, text in enumerate(found, start=1):
        assert f"Page {at} of {len(found)}" in text
        assert BANNER in text


def test_no_page_is_nearly_empty_and_nothing_leaves_the_paper(week: Week, someone: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(week(someone).to_pdf("metric", 3, "letter")))
    assert 4 <= len(reader.pages) <= 9
    for at, page in enumerate(reader.pages, start=1):
        assert len(page.extract_text()) > 300 or at == len(reader.pages)
        places: list[tuple[float, float]] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, seen=places: (
                seen.append((tm[4], tm[5])) if text.strip() else None
            )
        )
        assert all(0 <= x <= 612 and 0 <= y <= 792 for x, y in places)


def test_the_same_plan_gives_the_same_bytes(week: Week) -> None:
    plan = week("vegan", days=1)
    assert plan.to_pdf() == plan.to_pdf()
    assert b"2000" in plan.to_pdf()  # the date of making is no clock's


def test_names_of_the_world_survive(evil: MealPlan) -> None:
    text = " ".join(pages(evil.to_pdf()))
    for name in ("Борщ со сметаной", "Salát s křenem, phở, ñandú", "=cmd|' /C calc'!A0", "<script>"):
        assert name in text, name
    assert "[green salad][red apple] salad" in text


@pytest.mark.parametrize(
    ("said", "package"),
    [
        ("麻婆豆腐", "justmytype_intl_cjk"),
        ("김치찌개", "justmytype_intl_cjk"),
        ("寿司とみそ汁", "justmytype_intl_cjk"),
        ("ขนมจีน", "fontpkg_noto_sans_thai"),
    ],
)
def test_further_fonts_are_opened_where_a_name_needs_them(week: Week, said: str, package: str) -> None:
    pytest.importorskip(package, reason="the extra fonts is not installed")
    plan = week("woman", days=1)
    menu = plan.menu.assign(title=f"{said} with rice")
    content = replace(plan, menu=menu).to_pdf()
    text = " ".join(pages(content))
    assert f"{said} with rice" in text
    assert LACKING not in text
    assert len(content) < len(plan.to_pdf()) + 40_000, "only the letters used are in it"


def test_without_further_fonts_the_pdf_is_made_all_the_same(week: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "_more", dict)
    plan = week("woman", days=1)
    text = " ".join(pages(replace(plan, menu=plan.menu.assign(title="麻婆豆腐 with rice")).to_pdf()))
    assert f"{MISSING * 4} with rice" in text
    assert LACKING in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("🥗🍎 salad", "[green salad][red apple] salad"),
        ("hot ☕️ & 👩🏽‍🍳", "hot [hot beverage] & [woman][cooking]"),
        ("🇩🇪 bread 1️⃣", "DE bread 1"),
        ("a\x07b\tc", "ab c"),
        ("سلطة Борщ phở ½ µg ≥ °C", "سلطة Борщ phở ½ µg ≥ °C"),
        ("ꯀꯪꯁꯣꯏ", MISSING * 5),  # a script that no font here has
        ("\ue000 \udc00 \U0003fffe", f"{MISSING} {MISSING} {MISSING}"),  # private, half a pair, nothing at all
    ],
)
def test_what_no_font_has_is_told_and_never_vanishes(text: str, shown: str) -> None:
    assert readable(text) == shown


def test_emoji_are_read_back_as_their_names_wherever_they_stand(week: Week) -> None:
    plan = week("woman", days=1)
    odd = replace(plan, menu=plan.menu.assign(title="🍲 of the day"), notices=("Mine: 🫕 and ꯀ.",))
    text = " ".join(pages(odd.to_pdf()))
    assert "[pot of food] of the day" in text
    assert f"Mine: [fondue] and {MISSING}." in text
    assert LACKING in text
    assert LACKING not in " ".join(pages(plan.to_pdf()))


def test_a_plain_day_is_a_table() -> None:
    person = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **HEALTHY)
    plan = plan_meals(person, menu="none")
    text = " ".join(pages(plan.to_pdf()))
    assert all(food in text for food in plan.menu["food"])


def test_unknown_paper_and_units_are_told(week: Week) -> None:
    with pytest.raises(UnknownNameError, match="unknown paper 'a5'"):
        week("woman").to_pdf(paper="a5")
    with pytest.raises(InputError, match="unknown units"):
        week("woman").to_pdf(units="imperial")

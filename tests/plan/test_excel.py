"""The Excel workbook, read back: numbers are numbers, text is text, unknown is said, nothing is a formula."""

from __future__ import annotations

import io
import math
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import MealPlan
from planner.errors import InputError
from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS
from planner.plan.export import is_risky, safe_cell
from tests.plan.conftest import EVIL, Week


def sheets(plan: MealPlan, **wanted: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(plan.to_excel(**wanted)))


def test_the_sheets_hold_the_plan(week: Week) -> None:
    plan = week("woman")
    book = sheets(plan)
    assert book.sheetnames == ["Menu", "Nutrients", "Shopping", "Sources and safety"]
    rows = list(book["Menu"].iter_rows(min_row=2, values_only=True))
    assert [row[3] for row in rows] == plan.menu["food"].tolist()
    assert [row[5] for row in rows] == pytest.approx(plan.menu["grams"].tolist())
    assert sum(row[6] for row in rows) / 7 == pytest.approx(plan.totals["energy_kcal"])


def test_headings_stay_in_sight_and_columns_are_wide_enough(week: Week) -> None:
    book = sheets(week("woman"))
    for name in ("Menu", "Nutrients", "Shopping"):
        assert book[name].freeze_panes == "A2"
        assert book[name]["A1"].font.bold
        assert book[name].print_title_rows == "$1:$1"
    assert book["Menu"].column_dimensions["D"].width >= 25
    assert book["Menu"]["G2"].number_format == "#,##0"


def test_nutrients_are_numbers_for_the_mean_and_each_day(week: Week) -> None:
    plan = week("woman")
    header, *rows = sheets(plan)["Nutrients"].iter_rows(values_only=True)
    assert header[-7:] == tuple(f"Day {day}" for day in range(1, 8))
    magnesium = next(row for row in rows if row[0] == "Magnesium")
    assert magnesium[2] == pytest.approx(plan.totals["magnesium_mg"])
    assert sum(magnesium[-7:]) / 7 == pytest.approx(magnesium[2])


def test_unknown_is_said_and_never_zero(week: Week) -> None:
    plan = week("woman")
    rows = list(sheets(plan)["Shopping"].iter_rows(min_row=2, max_row=1 + len(plan.shopping().rows), values_only=True))
    for row, listed in zip(rows, plan.shopping().rows, strict=True):
        assert row[7] == ("not known" if listed.cost_usd is None else pytest.approx(listed.cost_usd))
    assert "not known" in {row[7] for row in rows}


def test_safety_and_sources_are_in_it(week: Week) -> None:
    text = {cell for (cell,) in sheets(week("woman"))["Sources and safety"].iter_rows(max_col=1, values_only=True)}
    assert {BANNER, DISCLAIMER, *RED_FLAGS, week("woman").sources} <= text


def test_names_that_look_like_formulas_stay_text(evil: MealPlan) -> None:
    book = sheets(evil)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.coordinate for cell in cells if cell.hyperlink]
    food = {cell.value: cell for cell in book["Menu"]["D"]}
    assert EVIL[0] in food
    assert food[EVIL[0]].quotePrefix  # stays text when somebody edits the cell
    assert "x" * 300 in food


@given(st.text(max_size=40))
def test_no_text_of_a_csv_is_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert cell.lstrip("'") == text.lstrip("'")
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert is_risky(text) == (cell != text)


def test_the_same_plan_gives_the_same_bytes(week: Week) -> None:
    assert week("vegan").to_excel("metric", 2) == week("vegan").to_excel("metric", 2)


def test_a_plain_number_that_is_not_known_is_said(week: Week) -> None:
    from dataclasses import replace

    plan = week("woman", days=1)
    menu = plan.menu.copy()
    menu.loc[0, "magnesium_mg"] = math.nan
    assert sheets(replace(plan, menu=menu))["Menu"]["H2"].value == "not known"


def test_without_the_library_the_command_that_installs_it_is_named(week: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(InputError, match=r"pip install 'meal-planner\[export\]'"):
        week("woman").to_excel()

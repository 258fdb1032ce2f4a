"""The report of a cohort: right in numbers, whole in its pages, clear where there is nothing to report on."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.batch import report
from planner.batch.cohort import CohortReport
from planner.batch.spread import Spread
from planner.batch.work import STATUSES
from planner.cli import run as cli
from planner.errors import InputError

from .conftest import Run

HOSTILE = "<script>alert(1)</script> & more"
# person, nutrient, amount, lower, upper, status
NUTRIENTS: list[tuple[Any, ...]] = [
    ("a", "magnesium_mg", 310.0, 310.0, None, "met"),
    ("a", "potassium_mg", 2000.0, 2600.0, None, "below"),
    ("a", "sodium_mg", 2300.0, 1500.0, 2300.0, "met"),
    ("b", "magnesium_mg", 420.0, 400.0, None, "met"),
    ("b", "potassium_mg", 5000.0, 3400.0, None, "met"),
    ("b", "sodium_mg", 1800.0, 1500.0, 2300.0, "met"),
    ("c", "magnesium_mg", 620.0, 310.0, None, "met"),
    ("c", "potassium_mg", 2700.0, 2600.0, None, "met"),
    ("c", "sodium_mg", None, 1500.0, 2300.0, "not known"),
]
# person, food_code, food, grams, magnesium, potassium
MENUS = [
    ("a", "1", HOSTILE, 100.0, 10.0, 100.0),
    ("a", "2", "Bread", 50.0, 5.0, 50.0),
    ("b", "1", HOSTILE, 200.0, 20.0, 200.0),
    ("b", "1", HOSTILE, 100.0, 10.0, 100.0),
    ("c", "2", "Bread", 150.0, 15.0, 150.0),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A finished run of four people, its tables in row groups of two, so that people lie across them."""
    counts = dict.fromkeys(STATUSES, 0) | {"planned": 2, "planned with misses": 1, "refused": 1}
    reasons = {"refused": [{"reason": HOSTILE, "people": 1}]}
    document = {"settings": {"days": 1, "menu": "none"}, "counts": counts, "reasons": reasons}
    (tmp_path / "run.json").write_text(json.dumps(document), "utf-8")
    rows = [
        ("a", "planned with misses", 2000, 310.0, 2000.0, 61.5, 7.25),
        ("b", "planned", 2500, 420.0, 5000.0, 80.0, 9.0),
    ]
    rows += [("c", "planned", 2100, 620.0, 2700.0, 70.0, None), ("d", "refused", None, None, None, None, None)]  # type: ignore[list-item]
    names = ["person_id", "status", "energy_kcal", "magnesium_mg", "potassium_mg", "hei", "cost_usd_per_day"]
    pd.DataFrame(rows, columns=names).to_csv(tmp_path / "summary.csv", index=False)
    for name, given_rows, columns in (
        ("nutrients", NUTRIENTS, ["person_id", "nutrient", "amount", "lower", "upper", "status"]),
        ("menus", MENUS, ["person_id", "food_code", "food", "grams", "magnesium_mg", "potassium_mg"]),
    ):
        frame = pd.DataFrame(given_rows, columns=columns)
        pq.write_table(
            pa.Table.from_pandas(frame, preserve_index=False), tmp_path / f"{name}.parquet", row_group_size=2
        )
    return tmp_path


def test_targets_are_counted_hardest_first_after_magnesium_and_potassium(folder: Path) -> None:
    found = report(folder)
    frame = found.to_frame().set_index("nutrient")
    assert list(frame.index) == ["magnesium_mg", "potassium_mg", "sodium_mg"]
    assert frame["people"].tolist() == [3, 3, 3]
    assert frame["met_percent"].tolist() == pytest.approx([100.0, 200 / 3, 200 / 3])
    assert frame["missed_percent"].tolist() == pytest.approx([0.0, 100 / 3, 0.0])
    assert frame["not_known_percent"].tolist() == pytest.approx([0.0, 0.0, 100 / 3])
    assert frame["just_met_percent"].tolist() == pytest.approx([100 / 3, 0.0, 100 / 3])
    assert frame.at["magnesium_mg", "mean"] == pytest.approx(450.0)
    assert frame.at["magnesium_mg", "p50_percent_of_target"] == pytest.approx(105.0, abs=0.5)


def test_foods_are_counted_once_a_person_also_across_row_groups(folder: Path) -> None:
    foods = report(folder).foods.set_index("food_code")
    assert foods["people_percent"].to_dict() == pytest.approx({"1": 200 / 3, "2": 200 / 3})
    assert foods["grams_a_day"].to_dict() == pytest.approx({"1": 400 / 3, "2": 200 / 3})
    assert foods["magnesium_mg_a_day"].to_dict() == pytest.approx({"1": 40 / 3, "2": 20 / 3})


def test_people_reasons_and_spreads(folder: Path) -> None:
    found = report(folder)
    assert (found.people, found.with_plan) == (4, 3)
    assert found.reasons == (("refused", HOSTILE, 1),)
    assert found.spreads["magnesium_mg"].mean == pytest.approx(450.0)
    assert found.spreads["cost_usd_per_day"].count == 2


class _Page(HTMLParser):
    """Which elements a page opens, that all are closed, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag != "meta" and not tag.startswith("!"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_and_holds_nothing_but_itself(folder: Path) -> None:
    page = _Page(report(folder).to_html())
    assert page.open == []
    assert "script" not in page.seen
    assert page.links == []
    assert "url(" not in page.text
    assert HOSTILE in page.text  # as text
    assert "4 people, 3 with a plan (75.0 %); their targets are met: magnesium 100 %, potassium 66.7 %." in page.text
    assert "Not medical advice." in page.text
    assert page.text.index("Magnesium") < page.text.index("Most used foods")


def test_a_real_run_is_reported(one_job: Run) -> None:
    found = report(one_job.out)
    assert found.people == one_job.progress.total
    assert found.with_plan == 2
    assert found.to_frame()["met_percent"].eq(100.0).all()
    assert found.foods["people_percent"].between(50, 100).all()
    assert _Page(found.to_html()).open == []
    assert isinstance(found, CohortReport)
    assert "<h2>" in found._repr_html_()


def test_a_run_in_which_nobody_has_a_plan_is_reported(folder: Path) -> None:
    document = json.loads((folder / "run.json").read_text("utf-8"))
    document["counts"] = dict.fromkeys(STATUSES, 0) | {"refused": 1}
    (folder / "run.json").write_text(json.dumps(document), "utf-8")
    (folder / "summary.csv").write_text(
        "person_id,status,energy_kcal,magnesium_mg,potassium_mg,hei,cost_usd_per_day\nd,refused,,,,,\n", "utf-8"
    )
    for name in ("nutrients", "menus"):
        table = pq.read_table(folder / f"{name}.parquet")
        pq.write_table(table.slice(0, 0), folder / f"{name}.parquet")
    page = _Page(report(folder).to_html())
    assert "1 person, 0 with a plan (0 %)." in page.text


def test_the_command_writes_page_and_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli(["report", str(folder), "--csv", str(folder / "targets.csv")]) == 0
    said = capsys.readouterr().out
    assert "potassium 66.7 %" in said
    assert (folder / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    table = pd.read_csv(folder / "targets.csv")
    assert table["nutrient"].tolist() == ["magnesium_mg", "potassium_mg", "sodium_mg"]


def test_what_cannot_be_reported_is_said(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="is no folder"):
        report(folder / "nowhere")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match=r"holds no finished run \(run.json is missing\): name the folder"):
        report(empty)
    (empty / "unfinished").mkdir()
    (empty / "unfinished" / "asked.json").write_text("{}", "utf-8")
    with pytest.raises(InputError, match="--resume"):
        report(empty)
    (folder / "menus.parquet").write_bytes(b"PAR1 but torn")
    with pytest.raises(InputError, match=r"menus.parquet cannot be read"):
        report(folder)
    (folder / "nutrients.parquet").unlink()
    assert cli(["report", str(folder)]) == 2
    assert "nutrients.parquet cannot be read" in capsys.readouterr().err
    assert not (folder / "report.html").exists()
    (folder / "run.json").write_text("[]", "utf-8")
    with pytest.raises(InputError, match="is not of this program"):
        report(folder)


@given(st.lists(st.floats(-50, 5000), min_size=1, max_size=300), st.sampled_from([0.05, 1.0, 10.0]))
def test_a_spread_knows_what_its_numbers_say(numbers: list[float], width: float) -> None:
    spread = Spread(width)
    for start in range(0, len(numbers), 7):
        spread.add([*numbers[start : start + 7], np.nan])
    assert spread.count == len(numbers)
    assert spread.mean == pytest.approx(np.mean(numbers), abs=1e-6)
    assert (spread.least, spread.most) == (min(numbers), max(numbers))
    for share in (0.0, 0.05, 0.5, 0.95, 1.0):
        near = np.sort(numbers)[
            [max(int(np.floor(share * len(numbers))) - 1, 0), min(int(np.ceil(share * len(numbers))), len(numbers) - 1)]
        ]
        assert near[0] - width <= spread.quantile(share) <= near[1] + width
    bars = spread.bars(10)
    assert len(bars) <= 10
    assert sum(count for _, _, count in bars) == len(numbers)

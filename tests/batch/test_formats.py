"""The same people from any kind of file are the same people; what a file cannot say spoils its own row only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from planner.batch.people import FramePeople, open_people
from planner.batch.rows import Row, checked, survey
from planner.batch.work import request_from
from planner.errors import InputError, TableError

PEOPLE: list[dict[str, Any]] = [
    {
        "person_id": "1",
        "Sex": "female",
        "Age": 34,
        "height": 168,
        "weight": 62.5,
        "like": "oats; banana",
        "smoker": "no",
    },
    {"person_id": "2", "Sex": "male", "Age": 61, "height": 178, "weight": 80, "like": None, "smoker": "yes"},
    {"person_id": "zoë", "Sex": "female", "Age": 30, "height": 165, "weight": 60, "like": None, "smoker": None},
]


def csv(path: Path, people: list[dict[str, Any]]) -> None:
    pd.DataFrame(people).to_csv(path, index=False)


def parquet(path: Path, people: list[dict[str, Any]]) -> None:
    pq.write_table(pa.Table.from_pylist(people), path, row_group_size=2)


def json_lines(path: Path, people: list[dict[str, Any]]) -> None:
    lines = [json.dumps({key: value for key, value in one.items() if value is not None}) for one in people]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def excel(path: Path, people: list[dict[str, Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("People")  # not the first one
    sheet.append(list(people[0]))
    for one in people:
        sheet.append(list(one.values()))
    book.save(path)


WRITERS = (csv, parquet, json_lines, excel)


def rows(path: Path) -> list[Row]:
    people = open_people(path)
    return list(checked(people, survey(people)))


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_people_from_any_kind_of_file(tmp_path: Path, write: Callable[..., None]) -> None:
    write(tmp_path / "people.dat", PEOPLE)
    found = rows(tmp_path / "people.dat")
    expected = list(FramePeople(pd.DataFrame(PEOPLE)).rows())
    assert [row.problem for row in found] == ["", "", ""]
    assert [row.person_id for row in found] == [row.person_id for row in expected]
    assert [request_from(row.cells) for row in found] == [request_from(row.cells) for row in expected]
    assert open_people(tmp_path / "people.dat").columns.renamed["Age"] == "age_years"


@pytest.mark.parametrize("write", WRITERS)
def test_in_any_kind_of_file_a_repeated_identifier_is_a_bad_row(tmp_path: Path, write: Callable[..., None]) -> None:
    write(tmp_path / "people.dat", [*PEOPLE, PEOPLE[0]])
    assert "'1' already stands in" in rows(tmp_path / "people.dat")[3].problem


@pytest.mark.parametrize("write", WRITERS)
def test_in_any_kind_of_file_a_misspelt_column_stops_everything(tmp_path: Path, write: Callable[..., None]) -> None:
    write(tmp_path / "people.dat", [{**one, "medicatons": "none"} for one in PEOPLE])
    with pytest.raises(TableError, match="column medicatons: unknown column; rename it to medications"):
        open_people(tmp_path / "people.dat")


@pytest.mark.parametrize("write", WRITERS)
def test_in_any_kind_of_file_a_missing_column_is_named(tmp_path: Path, write: Callable[..., None]) -> None:
    write(tmp_path / "people.dat", [{"person_id": "1", "sex": "female"}])
    with pytest.raises(TableError, match="columns age_years, height_cm, weight_kg are missing"):
        open_people(tmp_path / "people.dat")


@pytest.mark.parametrize("write", [csv, parquet, excel])
def test_in_any_table_no_people_are_said(tmp_path: Path, write: Callable[..., None]) -> None:
    write(tmp_path / "people.dat", PEOPLE)
    if write is csv:
        (tmp_path / "people.dat").write_text("person_id,sex,age,height,weight\n")
    elif write is parquet:
        pq.write_table(pa.Table.from_pylist(PEOPLE).slice(0, 0), tmp_path / "people.dat")
    else:
        book = openpyxl.Workbook()
        book.worksheets[0].append(list(PEOPLE[0]))
        book.save(tmp_path / "people.dat")
    with pytest.raises(InputError, match="holds no people"):
        open_people(tmp_path / "people.dat")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"person_id": "x", "sex":', "is no JSON: write one object a line"),
        ("[1, 2]", "is no JSON object"),
        ("[" * 50_000, "is no JSON"),
        ('{"person_id": "x", "diet": {"a": 1}}', "diet holds dict where one value belongs"),
        ('{"person_id": "x", "medicatons": "none"}', "unknown column 'medicatons'; did you mean 'medications'"),
        ('{"person_id": "x", "age": 3, "age_years": 4}', "age_years stands there twice"),
        ('{"person_id": "x", "age": 3, "age": 4}', "a name stands there twice"),
        ('{"person_id": "x", "like": "' + "y" * 100_000 + '"}', "is longer than 65,536 characters"),
        ('{"person_id": "x", "age": ' + "9" * 5_000 + "}", "is no JSON"),
        ('{"person_id": "x", "like": "cr\udce8me"}', "like: is not UTF-8 text"),
    ],
)
def test_a_line_of_json_that_cannot_be_used_spoils_itself_only(tmp_path: Path, line: str, said: str) -> None:
    path, good = tmp_path / "people.jsonl", json.dumps(PEOPLE[0])
    others = "\n".join(json.dumps({**PEOPLE[1], "person_id": f"{n}"}) for n in range(2, 102))
    path.write_bytes("\n".join([good, others, line, good.replace('"1"', '"z"')]).encode("utf-8", "surrogateescape"))
    found = rows(path)
    assert len(found) == 103
    assert [row.number for row in found if row.problem] == [102]
    assert said in found[101].problem


def test_json_lists_are_lists_of_words_and_not_a_number_is_none(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text(json.dumps({**PEOPLE[0], "like": ["oats", "banana"], "Age": float("nan")}))
    (row,) = rows(path)
    assert row.cells["like"] == "oats; banana"
    with pytest.raises(InputError, match="age_years 'NaN' is not a number"):
        request_from(row.cells)


def test_a_key_that_comes_late_is_used_or_reported_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    late = {**PEOPLE[0], "person_id": "late", "Diet": "vegan", "town": "x"}
    json_lines(path, [*({**PEOPLE[0], "person_id": f"{n}"} for n in range(200)), late])
    people = open_people(path)
    found = list(people.rows())
    assert found[-1].cells["diet"] == "vegan"
    assert people.columns.renamed["Diet"] == "diet"
    assert people.columns.ignored == ("town",)


def test_excel_counts_rows_as_excel_does_and_says_what_a_formula_lacks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([])
    sheet.append(["person_id", "sex", "age", "height", "weight", "conditions", None, "notes"])
    sheet.append([7, "female", 34, 168, 62, "none"])
    sheet.append([])
    sheet.append([8, "female", "=30+4", 168, 62])
    sheet.append([9, "female", 34, 168, 62, "#N/A"])
    sheet.append([10, "female", 34, 168])
    sheet["Z20"] = "far off"
    book.save(tmp_path / "people.xlsx")
    found = rows(tmp_path / "people.xlsx")
    assert [(row.number, row.person_id) for row in found] == [(3, "7"), (5, "8"), (6, "9"), (7, "10")]
    assert found[1].problem == "age_years holds a formula without its value: open the file in Excel and save it again"
    assert found[2].problem == "conditions holds the error #N/A: mend the formula"
    assert found[3].cells["weight_kg"] == ""


@pytest.mark.parametrize("write", [parquet, excel])
def test_a_file_that_breaks_off_is_said_to_be_damaged(tmp_path: Path, write: Callable[..., None]) -> None:
    path = tmp_path / "people.dat"
    write(path, PEOPLE)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="that can be read"):
        open_people(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "is a PDF: save it as CSV"),
        (b"\xd0\xcf\x11\xe0rest", "is an old Excel file"),
        (b"\x1f\x8b\x08", "is compressed"),
        (b"PK\x03\x04rest", "is no Excel file that can be read"),
        (b"PAR1rest", "is no Parquet file that can be read"),
        (b'{"person_id": ', "holds no people: write one JSON object a line"),
    ],
)
def test_what_is_no_file_of_people_is_called_by_its_name(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "people.csv").write_bytes(content)
    with pytest.raises(InputError, match=said):
        open_people(tmp_path / "people.csv")


def test_a_parquet_file_with_missing_numbers_has_blanks_there(tmp_path: Path) -> None:
    frame = pd.DataFrame({**{key: [PEOPLE[0][key]] for key in PEOPLE[0]}, "energy": [float("nan")]})
    frame["like"] = [["oats", "banana"]]
    frame.to_parquet(tmp_path / "people.parquet")
    (row,) = rows(tmp_path / "people.parquet")
    assert row.cells["energy_kcal"] == ""
    assert row.cells["like"] == "oats; banana"


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_that_is_changed_while_it_is_read_is_noticed(tmp_path: Path, write: Callable[..., None]) -> None:
    path = tmp_path / "people.dat"
    write(path, PEOPLE)
    people = open_people(path)
    write(path, [*PEOPLE, {**PEOPLE[0], "person_id": "x"}])
    with pytest.raises(InputError, match="was changed while it was read"):
        list(people.rows())

"""Reading people: each row is handed on with its place, and what cannot be read spoils itself only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.batch.csv_people import CsvPeople
from planner.batch.people import FramePeople
from planner.batch.rows import Row, checked, survey
from planner.errors import InputError

HEADER = "person_id,sex,age,height,weight,like"


def read(path: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> list[Row]:
    path.write_bytes("\n".join([header, *lines]).encode(encoding, errors="surrogateescape"))
    people = CsvPeople(path)
    return list(checked(people, survey(people)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def test_a_row_has_its_line_its_person_and_its_cells_as_text(path: Path) -> None:
    (row,) = read(path, "007,female,34,168,62.5,banana; oats")
    assert row == Row(
        2, "007", {"sex": "female", "age_years": "34", "height_cm": "168", "weight_kg": "62.5", "like": "banana; oats"}
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_is_no_part_of_the_first_name(path: Path, encoding: str) -> None:
    assert [row.person_id for row in read(path, "zoë,female,34,168,62,", encoding=encoding)] == ["zoë"]


def test_blank_lines_and_line_breaks_within_quotes_keep_the_count_of_lines(path: Path) -> None:
    rows = read(path, "a,female,34,168,62,", "", '"b",female,34,168,62,"oats', 'banana"', "c,male,34,168,62,")
    assert [(row.number, row.person_id) for row in rows] == [(2, "a"), (4, "b"), (6, "c")]
    assert rows[1].cells["like"] == "oats\nbanana"


def test_a_quote_that_is_never_closed_spoils_its_own_row_only(path: Path) -> None:
    rows = read(
        path, 'a,female,34,168,62,"oats', "b,female,34,168,62,", 'c,female,34,168,62,rice"', "d,male,34,168,62,"
    )
    assert [(row.person_id, bool(row.problem)) for row in rows] == [
        ("a", True),
        ("b", False),
        ("c", False),
        ("d", False),
    ]
    assert "a quote is opened and not closed" in rows[0].problem


def test_ragged_rows_say_how_many_cells_they_have(path: Path) -> None:
    short, long, padded = read(path, "a,female,34", "b,female,34,168,62,oats,banana", "c,female,34,168,62,,,,")
    assert short.problem.startswith("has 3 cells, the header 6")
    assert long.problem.startswith("has 7 cells, the header 6")
    assert not padded.problem


def test_a_row_in_another_encoding_is_a_bad_row(path: Path) -> None:
    bad, good = read(path, "a,female,34,168,62,cr\udce8me", "b,female,34,168,62,")
    assert bad.problem == "like: is not UTF-8 text; save the file with the encoding UTF-8"
    assert not good.problem


def test_text_without_end_is_a_bad_row_and_the_next_is_read(path: Path) -> None:
    endless, long, good = read(
        path, f"a,female,34,168,62,{'x' * 1_000_000}", f"b,female,34,168,62,{'y' * 3000}", "c,female,34,168,62,"
    )
    assert "longer than 65,536 characters" in endless.problem
    assert long.problem.startswith("like: 3,000 characters are too many")
    assert (good.person_id, good.number, good.problem) == ("c", 4, "")


def test_of_a_repeated_identifier_the_first_is_kept(path: Path) -> None:
    rows = read(path, "a,female", "a,female,34,168,62,", "b,female,34,168,62,", "a,male,34,168,62,", ",male,34,168,62,")
    assert [bool(row.problem) for row in rows] == [True, False, False, True, True]
    assert rows[3].problem == "person_id: 'a' already stands in line 3; give each person an own one"
    assert rows[4].problem.startswith("person_id is missing")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n  \n", "is empty"),
        (b"person_id,sex,age,height,weight\n", "holds no people"),
        (b"person_id;sex;age;height;weight\n1;f;3;4;5", "separated by semicolons"),
        ("person_id,sex,age,height,weight\n".encode("utf-16"), "not UTF-8"),
        ("person_id,sex,age,height,weight,prénom\n".encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04\x00\x00", "not UTF-8"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(path: Path, content: bytes, said: str) -> None:
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        CsvPeople(path)


def test_a_file_that_changes_while_it_is_read_is_noticed(path: Path) -> None:
    path.write_text(f"{HEADER}\na,female,34,168,62,\n")
    people = CsvPeople(path)
    path.write_text(f"{HEADER}\na,female,34,168,62,\nb,female,34,168,62,\n")
    with pytest.raises(InputError, match="was changed while it was read"):
        list(people.rows())


def test_a_frame_gives_the_same_rows_as_its_file(path: Path) -> None:
    frame = pd.DataFrame(
        {
            "person_id": [1, 2],
            "sex": ["male", None],
            "age": [34.0, float("nan")],
            "height": [180, 170],
            "weight": [80.5, 70],
        }
    )
    frame["like"] = [["oats", "banana"], ""]
    one, two = FramePeople(frame).rows()
    assert (one.number, one.person_id) == (1, "1")
    assert one.cells == {"sex": "male", "age_years": 34, "height_cm": 180, "weight_kg": 80.5, "like": "oats; banana"}
    assert two.cells["age_years"] == two.cells["sex"] == ""


def test_the_index_of_a_frame_may_be_the_identifier() -> None:
    frame = pd.DataFrame(
        {"sex": ["male"], "age": [34], "height": [180], "weight": [80]}, index=pd.Index(["x"], name="id")
    )
    assert [row.person_id for row in FramePeople(frame).rows()] == ["x"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(alphabet='ab,";\n\r=é\t ', max_size=12), max_size=8))
def test_whatever_stands_between_two_good_rows_both_are_read(
    tmp_path_factory: pytest.TempPathFactory, noise: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "noise.csv"
    rows = read(path, "first,female,34,168,62,", *noise, "last,male,34,168,62,")
    assert rows[0] == Row(2, "first", rows[0].cells)
    assert [row.person_id for row in rows].count("last") == 1
    assert next(row for row in rows if row.person_id == "last").problem == ""

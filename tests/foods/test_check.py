"""A user's table: every problem at once, with line, column and what to do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import InputError, Problem
from planner.foods.check import check_table, read_table
from planner.foods.headers import AMOUNTS
from planner.foods.table import load_foods

HEADER = "food_code,food,energy_kcal"


@pytest.fixture
def check(tmp_path: Path):
    def run(content: str | bytes) -> list[Problem]:
        path = tmp_path / "mine.csv"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return check_table(path)

    return run


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


GOOD = [
    f"{HEADER}\n1,Apple,52\n",
    f"{HEADER},category,price_usd_per_100g,magnesium_mg,added_sugars_g\n1,Apple,52,Fruit,0.4,5,0\n2,Pear,57,,,,\n",
    f"magnesium_mg,{HEADER}\n5,1,Apple,52\n",
    f"{HEADER}\r\n1,Apple,52\r\n\r\n",
    f'{HEADER}\n1,"Apple, raw",5.2e1\n007,Pear, 57 \n,,\n',
    f"{HEADER}\n1,Äpfel 苹果,52\n",
    f"{HEADER}\n1,Apple,52\n2,apple,52\n",
    f"{HEADER},vegan,has_milk\n1,Apple,52,y,n\n2,Soup,30,?,\n",
]


@pytest.mark.parametrize("text", GOOD)
def test_good_tables_have_no_problems(check, text: str) -> None:
    assert check(text) == []


def test_a_byte_order_mark_is_fine(check) -> None:
    assert check(b"\xef\xbb\xbf" + GOOD[0].encode()) == []


# name: (file, line, column, words of what is wrong or what to do)
BAD = {
    "missing column": ("food_code,food\n1,Apple\n", 1, "energy_kcal", "missing"),
    "unknown column": (f"{HEADER},colour\n1,Apple,52,red\n", 1, "colour", "remove it"),
    "misspelt column": (f"{HEADER},magnesum_mg\n1,Apple,52,5\n", 1, "magnesum_mg", "magnesium_mg"),
    "no unit": (f"{HEADER},magnesium\n1,Apple,52,5\n", 1, "magnesium", "magnesium_mg"),
    "wrong unit": (f"{HEADER},magnesium_g\n1,Apple,52,0.005\n", 1, "magnesium_g", "multiply the values by 1,000"),
    "micrograms": (f"{HEADER},iron (µg)\n1,Apple,52,5\n", 1, "iron (µg)", "divide the values by 1,000"),
    "unit in brackets": (f"{HEADER},Magnesium (mg)\n1,Apple,52,5\n", 1, "Magnesium (mg)", "magnesium_mg"),
    "international units": (f"{HEADER},vitamin_d_iu\n1,Apple,52,5\n", 1, "vitamin_d_iu", "vitamin_d_ug"),
    "salt": (f"{HEADER},salt_g\n1,Apple,52,0.1\n", 1, "salt_g", "393 mg of sodium"),
    "basis in the name": (f"{HEADER},Magnesium (mg/100 g)\n1,Apple,52,5\n", 1, "Magnesium (mg/100 g)", "magnesium_mg"),
    "per serving": (f"{HEADER},iron_mg_per_serving\n1,Apple,52,5\n", 1, "iron_mg_per_serving", "per 100 g"),
    "nutrient without a place": (f"{HEADER},manganese_mg\n1,Apple,52,5\n", 1, "manganese_mg", "does not use"),
    "column twice": (f"{HEADER},iron_mg,iron_mg\n1,Apple,52,1,2\n", 1, "iron_mg", "twice"),
    "column without name": (f"{HEADER},\n1,Apple,52,1\n", 1, None, "column 4 has no name"),
    "negative": (f"{HEADER},iron_mg\n1,Apple,52,1\n2,Pear,57,-1\n", 3, "iron_mg", "negative"),
    "text in a number": (f"{HEADER},iron_mg\n1,Apple,52,lots\n", 2, "iron_mg", "text where a number belongs"),
    "NaN": (f"{HEADER},iron_mg\n1,Apple,52,NaN\n", 2, "iron_mg", "leave the cell blank"),
    "n/a": (f"{HEADER},iron_mg\n1,Apple,52,n/a\n", 2, "iron_mg", "leave the cell blank"),
    "dash": (f"{HEADER},iron_mg\n1,Apple,52,-\n", 2, "iron_mg", "leave the cell blank"),
    "infinite": (f"{HEADER},iron_mg\n1,Apple,52,inf\n", 2, "iron_mg", "finite"),
    "beyond floats": (f"{HEADER},iron_mg\n1,Apple,52,1e999\n", 2, "iron_mg", "too large"),
    "below": (f"{HEADER},iron_mg\n1,Apple,52,<0.1\n", 2, "iron_mg", "bound"),
    "traces": (f"{HEADER},iron_mg\n1,Apple,52,traces\n", 2, "iron_mg", "small number"),
    "decimal comma": (f'{HEADER},iron_mg\n1,Apple,52,"0,25"\n', 2, "iron_mg", "write 0.25"),
    "thousands": (f'{HEADER},iron_mg\n1,Apple,"1,234",1\n', 2, "energy_kcal", "write 1234"),
    "unit in the cell": (f"{HEADER},iron_mg\n1,Apple,52,12 mg\n", 2, "iron_mg", "number alone"),
    "price with sign": (f"{HEADER},price_usd_per_100g\n1,Apple,52,$0.40\n", 2, "price_usd_per_100g", "number alone"),
    "underscore": (f"{HEADER},iron_mg\n1,Apple,52,1_0\n", 2, "iron_mg", "text"),
    "same code": (f"{HEADER}\n1,Apple,52\n1,Pear,57\n", 3, "food_code", "line 2 already"),
    "same name, other values": (f"{HEADER}\n1,Apple,52\n2,apple ,57\n", 3, "food", "with other values"),
    "no code": (f"{HEADER}\n,Apple,52\n", 2, "food_code", "blank"),
    "no name": (f"{HEADER}\n1,,52\n", 2, "food", "blank"),
    "rounded code": (f"{HEADER}\n1.11E+07,Apple,52\n", 2, "food_code", "format the column as text"),
    "very long name": (f"{HEADER}\n1,{'x' * 5000},52\n", 2, "food", "5,000 characters"),
    "more than all": (f"{HEADER},protein_g\n1,Apple,52,150\n", 2, "protein_g", "cannot be"),
    "grams as milligrams": (f"{HEADER},magnesium_mg\n1,Tablet,52,5500\n", 2, "magnesium_mg", "check the unit"),
    "more than pure fat": (f"{HEADER}\n1,Apple,52\n2,Pear,57\n3,Fig,74\n4,Kiwi,61\n5,Oil,3700\n", 6, "energy_kcal", "kJ"),
    "parts beyond the whole": (f"{HEADER},protein_g,fat_g\n1,Bar,500,70,60\n", 2, None, "add up to 130 g"),
    "dear": (f"{HEADER},price_usd_per_100g\n1,Apple,52,40000\n", 2, "price_usd_per_100g", "dollars"),
    "wrong tag": (f"{HEADER},vegan\n1,Apple,52,yes\n", 2, "vegan", "y, n or ?"),
    "fewer cells": (f"{HEADER},iron_mg\n1,Apple,52\n", 2, None, "3 cells, the header 4"),
    "more cells": (f"{HEADER}\n1,Apple, raw,52\n", 2, None, "quotation marks"),
    "only a header": (f"{HEADER}\n", 1, None, "no food below"),
    "semicolons": ("food_code;food;energy_kcal;iron_mg\n1;Apple;52;0,5\n", 1, None, "semicolons"),
    "tabs": ("food_code\tfood\tenergy_kcal\n1\tApple\t52\n", 1, None, "tabs"),
    "open quotation": (f'{HEADER}\n1,Apple,52\n2,"Pear,57\n3,Fig,74\n', 3, None, "never closes"),
    "loose quotation": (f'{HEADER}\n1,"Apple" red,52\n2,Fig,74\n', 2, None, "quotation mark"),
    "huge cell": (f"{HEADER}\n1,{'x' * 200_000},52\n2,Fig,74\n", 2, None, "131,072 characters"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_each_problem_is_told_once_with_its_place_and_its_remedy(check, name: str) -> None:
    text, row, column, words = BAD[name]
    problem = only(check(text))
    assert (problem.row, problem.column) == (row, column)
    assert words in f"{problem.what}; {problem.fix}"
    assert str(problem).startswith(problem.file)


BYTES = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n", "empty"),
    "only commas": (b",,\n,\n", "no line"),
    "utf-16": (GOOD[0].encode("utf-16"), "UTF-16"),
    "utf-16 without mark": (GOOD[0].encode("utf-16-le"), "UTF-16"),
    "cp1252": (f"{HEADER}\n1,Apple,52\n2,Crème,300\n".encode("cp1252"), "Windows-1252"),
    "workbook": (b"PK\x03\x04" + bytes(range(256)), "Excel"),
    "old workbook": (b"\xd0\xcf\x11\xe0" + bytes(256), "Excel"),
    "parquet": (b"PAR1" + bytes(100), "Parquet"),
    "zeros": (bytes(1000), "binary"),
    "noise": (bytes(range(256)) * 8, "binary"),
}


@pytest.mark.parametrize("name", BYTES)
def test_a_file_that_is_no_text_says_so_once(check, name: str) -> None:
    content, words = BYTES[name]
    assert words in only(check(content)).what


def test_the_line_of_a_wrong_encoding_is_named_and_the_rest_is_checked(check) -> None:
    problems = check(f"{HEADER}\n1,Apple,52\n2,Crème,-3\n".encode("cp1252"))
    assert [(problem.row, problem.column) for problem in problems] == [(3, None), (3, "energy_kcal")]


def test_all_problems_come_at_once_in_the_order_of_the_lines(check) -> None:
    problems = check("food_code,food,energy_kj,Magnesium (mg)\n1,Apple,218,-5\n1,,nan,9000\n")
    places = [(problem.row, problem.column) for problem in problems]
    assert places == sorted(places, key=lambda place: place[0])
    assert set(places) == {
        (1, "energy_kj"),
        (1, "Magnesium (mg)"),
        (1, "energy_kcal"),
        (2, "Magnesium (mg)"),
        (3, "energy_kj"),
        (3, "Magnesium (mg)"),
        (3, "food_code"),
        (3, "food"),
    }


def test_line_numbers_are_those_of_an_editor(check) -> None:
    problem = only(check(f'{HEADER}\n1,"Apple\ngreen\n",52\n\n2,Pear,-1\n'))
    assert problem.row == 6
    assert only(check(f"{HEADER}\r1,Apple,52\r2,Pear,-1\r")).row == 3


def sample(count: int) -> list[tuple[str, float, float, float, float, float, float]]:
    table = load_foods()
    columns = ["food", "energy_kcal", "protein_g", "carbohydrate_g", "fat_g", "magnesium_mg", "selenium_ug"]
    usable = table.data[(table.data["protein_g"] > 2) & ~table.data["ingredient_only"]]
    rows = usable.sample(count, random_state=1)[columns]
    return list(rows.itertuples(index=False, name=None))


def written(rows: list[tuple[str, ...]], kcal: float = 1, mg: float = 1, ug: float = 1) -> str:
    lines = ["food_code,food,energy_kcal,protein_g,carbohydrate_g,fat_g,magnesium_mg,selenium_ug"]
    for number, (food, energy, protein, carbohydrate, fat, magnesium, selenium) in enumerate(rows):
        cells = (energy * kcal, protein, carbohydrate, fat, magnesium * mg, selenium * ug)
        lines.append(",".join([str(number), f'"{food}"', *map(repr, cells)]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("factors", "column", "words"),
    [
        ({"kcal": 4.184}, "energy_kcal", "kJ"),
        ({"mg": 0.001}, "magnesium_mg", "look like g"),
        ({"mg": 1000}, "magnesium_mg", "look like ug"),
        ({"ug": 1000}, "selenium_ug", "cannot be"),
    ],
)
@pytest.mark.parametrize("count", [12, 300])
def test_a_column_in_another_unit_is_recognised(check, factors, column: str, words: str, count: int) -> None:
    rows = sample(count)
    assert check(written(rows)) == []
    problems = check(written(rows, **factors))
    assert {problem.column for problem in problems} == {column}
    assert words in problems[0].what


def test_a_single_value_in_kilojoules_is_recognised(check) -> None:
    rows = sample(12)
    text = written(rows).splitlines()
    cells = text[5].rsplit(",", 6)
    cells[1] = str(float(cells[1]) * 4.184)
    text[5] = ",".join(cells)
    assert only(check("\n".join(text))).row == 6


def test_the_shipped_foods_pass_as_a_table_of_ones_own(tmp_path: Path) -> None:
    table = load_foods()
    path = tmp_path / "shipped.csv"
    table.data[["food", "category", "price_usd_per_100g", *table.nutrients]].to_csv(path)
    frame, problems = read_table(path)
    assert problems == []
    assert frame is not None
    assert len(frame) == len(table)
    assert frame["potassium_mg"].tolist() == table.data["potassium_mg"].tolist()


def test_fifty_thousand_rows_take_seconds(tmp_path: Path) -> None:
    names = ["energy_kcal", "protein_g", "carbohydrate_g", "fat_g", *[n for n in AMOUNTS if n.endswith("_mg")]]
    line = ",".join(["100", "5", "10", "4", *["0.1"] * (len(names) - 4)])
    path = tmp_path / "big.csv"
    path.write_text(
        ",".join(["food_code", "food", *names]) + "\n" + "".join(f"{i},F{i},{line}\n" for i in range(50_000))
    )
    start = time.perf_counter()
    check_table(path)
    assert time.perf_counter() - start < 15


def test_a_missing_file_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        check_table(tmp_path / "nothing.csv")
    with pytest.raises(InputError, match="cannot be read"):
        check_table(tmp_path)


@given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(str.encode)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
def test_no_file_whatever_breaks_the_check(check, content: bytes) -> None:
    problems = check(content)
    assert problems
    assert all(problem.what and problem.fix for problem in problems)


CELLS = st.one_of(st.text(max_size=12), st.floats().map(repr), st.sampled_from(["", "nan", "1,5", '"', "\n", "<1"]))


@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
def test_a_table_without_problems_loads_as_it_was_written(check, tmp_path: Path, rows) -> None:
    text = f"{HEADER},iron_mg\n" + "\n".join(",".join(row) for row in rows)
    problems = check(text)
    frame, again = read_table(tmp_path / "mine.csv")
    assert problems == again
    assert (frame is None) == bool(problems)
    if frame is not None:
        assert frame.index.is_unique
        assert (frame[["energy_kcal", "iron_mg"]].fillna(0) >= 0).all(axis=None)

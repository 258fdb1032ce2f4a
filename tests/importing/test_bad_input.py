"""Whatever is wrong with a file: one report or one clear error, and nothing half-written."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from planner.errors import InputError
from planner.foods.importing import contract, opened, run
from planner.foods.importing.contract import Report
from planner.foods.importing.run import import_foods
from planner.foods.table import FoodTable, load_foods
from planner.foods.writing import write_table

from .conftest import BUNDLE, zipped


def read(path: Path, text: str) -> tuple[FoodTable, Report]:
    path.write_text(text, encoding="utf-8")
    table, report = import_foods(path)
    assert table is not None
    assert report.rows_read == report.kept + sum(report.dropped.values())
    return table, report


def refused(path: Path, words: str) -> None:
    """It is refused in words, and nothing is written."""
    target = path.parent / "out" / "foods.csv"
    target.parent.mkdir(exist_ok=True)
    target.write_text("what was there before")
    with pytest.raises(InputError, match=words):
        import_foods(path, output=target)
    assert [one.name for one in target.parent.iterdir()] == ["foods.csv"]
    assert target.read_text() == "what was there before"


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_cut_off_zip(bundle: Path, share: float) -> None:
    content = bundle.read_bytes()
    bundle.write_bytes(content[: int(len(content) * share)])
    refused(bundle, "damaged or cut off")


def test_a_zip_with_a_broken_member(bundle: Path) -> None:
    content = bytearray(bundle.read_bytes())
    start = content.index(b"food_nutrient.csv") + len("food_nutrient.csv") + 20
    content[start : start + 30] = b"\x00" * 30
    bundle.write_bytes(bytes(content))
    refused(bundle, "damaged or cut off")


def test_a_zip_bomb_by_what_it_says_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "SMALL", 2**20)
    path = zipped(tmp_path / "bomb.zip", BUNDLE | {"food_nutrient.csv": b"0" * 2**23})
    refused(path, "would unpack to 8 MB, more than 100 times its size")


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "bomb.zip", BUNDLE | {"food_nutrient.csv": "fdc_id,nutrient_id,amount\n" + "10,1090,1\n" * 90_000}
    )
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("bundle/food_nutrient.csv").file_size
    said = struct.pack("<L", size)
    content = bytearray(bytes(content).replace(said, struct.pack("<L", 5_000)))
    path.write_bytes(bytes(content))
    refused(path, "unpacks to more than|damaged or cut off")


def test_path_tricks_in_an_archive_are_not_followed(tmp_path: Path) -> None:
    tricks = {"../../evil.csv": "x", "/etc/evil.csv": "x", "..\\evil.csv": "x", "C:\\evil.csv": "x"}
    path = tmp_path / "fdc.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (BUNDLE | tricks).items():
            archive.writestr(name, content)
    table, report = import_foods(path)
    assert table is not None
    assert len(table) == 3
    told = [problem.what for problem in report.problems]
    assert sum("leads out of the archive" in what for what in told) == 4
    assert {one.name for one in tmp_path.iterdir()} == {"fdc.zip"}


def test_an_encrypted_zip_and_two_bundles_in_one(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for folder in ("a", "b"):
            for name, content in BUNDLE.items():
                archive.writestr(f"{folder}/{name}", content)
    refused(path, "several files called")
    locked = bytearray(zipped(tmp_path / "locked.zip", {"food.csv": "x", "food_nutrient.csv": "y"}).read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = locked.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        locked[at] |= 1
    (tmp_path / "locked.zip").write_bytes(bytes(locked))
    refused(tmp_path / "locked.zip", "encrypted")


def test_a_bundle_without_one_of_its_tables_or_columns(tmp_path: Path) -> None:
    broken = BUNDLE | {"food_nutrient.csv": "id,fdc_id,nutrient_id\n1,10,1090\n"}
    refused(zipped(tmp_path / "fdc.zip", broken), "food_nutrient.csv has no column amount")
    refused(zipped(tmp_path / "only.zip", {"food.csv": BUNDLE["food.csv"]}), "fdc_id|no column is known")


def test_a_bom_and_cp1252_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xef\xbb\xbfname,kcal\nCr\xe8me,300\nK\xc3\xa4se,350\n")
    table, report = import_foods(path)
    assert table is not None
    assert table.data["food"].tolist() == ["Crème", "Käse"]
    assert any("Windows-1252" in note for note in report.notes)


def test_mixed_decimal_marks(tmp_path: Path) -> None:
    table, report = read(
        tmp_path / "t.csv",
        'name,kcal,protein_g,potassium_mg\nA,100.5,1.5,"1,234"\nB,200,"2,5","1,234.5"\nC,300,3.5,400\n',
    )
    assert table.data["protein_g"].tolist() == [1.5, 2.5, 3.5]
    assert np.isnan(table.data["potassium_mg"].iloc[0]), "1,234 may be 1.234 or 1234: not guessed"
    assert table.data["potassium_mg"].tolist()[1:] == [1234.5, 400]
    told = next(problem for problem in report.problems if "may be" in problem.what)
    assert (told.row, told.column) == (2, "potassium_mg")
    assert report.changed["a decimal comma in a table with decimal points, read as such"] == 1


def test_amounts_per_serving_without_its_weight(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,kcal per serving\nBar,200\n")
    refused(path, "no column says how many grams a serving has")


def test_kj_only_by_name_and_by_value(tmp_path: Path) -> None:
    table, _ = read(tmp_path / "t.csv", "name,energy_kj\nOats,1548\n")
    assert table.data["energy_kcal"].tolist() == pytest.approx([1548 / 4.184])
    rows = "".join(f"Food {n},{(4 * n + 9 * n) * 4.184},{n},0,{n}\n" for n in range(5, 15))
    table, report = read(tmp_path / "u.csv", "name,energy_kcal,protein_g,carbohydrate_g,fat_g\n" + rows)
    assert table.data["energy_kcal"].tolist() == pytest.approx([13.0 * n for n in range(5, 15)])
    assert report.changed["energy in kJ, divided by 4.184"] == 10


def test_negative_and_enormous_values_become_unknown(tmp_path: Path) -> None:
    table, report = read(
        tmp_path / "t.csv",
        "name,kcal,magnesium_mg,protein_g\nA,100,-5,2\nB,1e9,20,3\nC,100,1e9,1e400\nD,100,7,-1\nE,90,inf,1\n",
    )
    assert table.data["magnesium_mg"].tolist()[1] == 20
    assert table.data["magnesium_mg"].isna().tolist() == [True, False, True, False, True]
    assert np.isnan(table.data["energy_kcal"].iloc[1])
    rows = {(problem.row, problem.column) for problem in report.problems}
    assert {(2, "magnesium_mg"), (3, "energy_kcal"), (4, "magnesium_mg"), (5, "protein_g")} <= rows
    assert all(problem.fix.startswith("taken as unknown") for problem in report.problems)


def test_duplicate_names_and_codes(tmp_path: Path) -> None:
    table, report = read(
        tmp_path / "t.csv", "code,name,kcal\n1,Oats,370\n2,oats ,370\n3,Oats,380\n1,Rye,338\n5,,10\n6,Barley,350\n"
    )
    assert table.data["food"].tolist() == ["Oats", "Oats [3]", "Barley"]
    assert report.dropped == {
        "the same food with the same values stands in the file already": 1,
        "its code stands in the file already": 1,
        "the food has no name": 1,
    }
    renamed = next(problem for problem in report.problems if problem.column == "food")
    assert (renamed.row, renamed.fix) == (4, "kept as 'Oats [3]'")


def test_rows_with_too_many_cells_and_open_quotes(tmp_path: Path) -> None:
    table, report = read(tmp_path / "t.csv", "name,kcal\nA, with comma,100\nB,200\n")
    assert table.data["food"].tolist() == ["B"]
    assert report.dropped == {"more cells than the header has": 1}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 a document", "is a PDF document, no table"),
        (b"\x00\x01\x02\x03" * 50, "binary file"),
        (b"name,kcal\n", "a header but no food below it"),
        (b"\n\n\n", "holds no row"),
        (b"name,kcal\n,1\n,2\n", "holds no food that can be used"),
        (b"\xd0\xcf\x11\xe0broken workbook", "cannot be read as a workbook"),
        (b"\x1f\x8b\x08\x00broken", "damaged or cut off"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    refused(path, words)


def test_millions_of_rows_are_refused_in_words_or_taken_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is a million; here it is smaller, so that the test is quick."""
    monkeypatch.setattr(contract, "MOST_FOODS", 50)
    path = tmp_path / "t.csv"
    path.write_text("name,kcal\n" + "".join(f"Food {n},{n}\n" for n in range(120)))
    refused(path, "more than 50 foods, more than anybody plans from; keep the first ones with --limit N")
    table, report = import_foods(path, options=run.Options(limit=40))
    assert table is not None
    assert (len(table), report.kept) == (40, 40)


def test_a_place_that_cannot_be_written(bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        import_foods(bundle, output=tmp_path / "no" / "such" / "folder.csv")
    with pytest.raises(InputError, match="name a file that ends with"):
        import_foods(bundle, output=tmp_path / "foods.docx")


def test_a_code_that_a_spreadsheet_has_rounded_is_made_anew(tmp_path: Path) -> None:
    table, report = read(tmp_path / "t.csv", "id,name,kcal\n7.5E+7,Oats,370\n12,Rye,330\n")
    assert "12" in table.data.index
    assert not any("E+" in code for code in table.data.index)
    assert any("a spreadsheet has rounded" in what for what in report.changed)
    write_table(table, tmp_path / "out.csv")
    assert load_foods(tmp_path / "out.csv").digest() == table.digest()

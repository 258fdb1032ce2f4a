"""Plain tables: columns by name, by mapping or by answer; units that names say; whatever decimal mark."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from planner.errors import InputError
from planner.foods.importing.contract import Options
from planner.foods.importing.mapping import read_mapping
from planner.foods.importing.run import import_foods
from planner.foods.table import FoodTable


def read(path: Path, options: Options | None = None) -> FoodTable:
    table, report = import_foods(path, options=options)
    assert table is not None
    assert report.rows_read == report.kept + sum(report.dropped.values())
    return table


def test_units_in_the_names_are_converted(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "id,name,Energy (kJ),Magnesium (g),Iron (ug),Vitamin D (IU),Salt (g)\n1,Bean,418.4,0.12,3000,80,0.5\n"
    )
    row = read(path).data.loc["1"]
    assert row["energy_kcal"] == pytest.approx(100)
    assert row["magnesium_mg"] == pytest.approx(120)
    assert row["iron_mg"] == pytest.approx(3.0)
    assert row["vitamin_d_ug"] == pytest.approx(2.0)
    assert row["sodium_mg"] == pytest.approx(196.5)


def test_international_units_of_vitamin_a_say_nothing_and_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,kcal,Vitamin A (IU)\nBean,100,500\n")
    table, report = import_foods(path)
    assert table is not None
    assert "vitamin_a_rae_ug" not in table.data
    assert any("not taken: Vitamin A (IU)" in note for note in report.notes)


def test_semicolons_decimal_commas_cp1252_and_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("name;kcal;protein_g\nKäse, würzig;350,5;25,1\nCrème;300;2,5\n".encode("cp1252"))
    marked = tmp_path / "m.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + "name;kcal;protein_g\nKäse, würzig;350,5;25,1\nCrème;300;2,5\n".encode())
    for one in (path, marked):
        table = read(one)
        assert table.data["food"].tolist() == ["Käse, würzig", "Crème"]
        assert table.data["energy_kcal"].tolist() == [350.5, 300]


def test_per_serving_with_its_grams_is_worked_out_per_100_g(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,serving_g,kcal per serving,magnesium_mg_per_serving\nBar,40,200,30\nUnknown,,100,5\n")
    table = read(path)
    bar, unknown = table.data.iloc[0], table.data.iloc[1]
    assert bar["energy_kcal"] == pytest.approx(500)
    assert bar["magnesium_mg"] == pytest.approx(75)
    assert np.isnan(unknown["energy_kcal"])
    assert table.measures[table.data.index[0]] == [("1 serving", 40.0)]


def test_a_mapping_says_which_column_holds_what(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Nr;Bezeichnung;Brennwert;Mg\n7;Hafer;1548;0,13\n")
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        'decimal = ","\n[columns]\nfood_code = "Nr"\nfood = "Bezeichnung"\n'
        'energy_kcal = { column = "Brennwert", unit = "kJ" }\nmagnesium_mg = { column = "Mg", unit = "g" }\n'
    )
    row = read(path, Options(mapping=read_mapping(mapping))).data.loc["7"]
    assert row["food"] == "Hafer"
    assert row["energy_kcal"] == pytest.approx(1548 / 4.184)
    assert row["magnesium_mg"] == pytest.approx(130)


def test_a_mapping_with_mistakes_is_told_at_once(tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text('decimal = "x"\ncolour = 1\n[columns]\nmagnesium = "Mg"\nfood = 3\n')
    with pytest.raises(InputError) as caught:
        read_mapping(mapping)
    for words in ("unknown key 'colour'", "did you mean magnesium_mg", "food = 3", "decimal = 'x'"):
        assert words in str(caught.value)


def test_a_person_is_asked_only_for_what_must_be(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Zutat,Brennwert in kcal,magnesium_mg\nHafer,370,130\n")
    asked: list[str] = []

    def ask(what: str, columns: list[str]) -> str:
        asked.append(what)
        return columns[0]

    table = read(path, Options(ask=ask))
    assert asked == ["the name of the food", "energy (kcal or kJ)"]
    assert table.data["food"].tolist() == ["Hafer"]
    with pytest.raises(
        InputError, match=r"no column is known to hold the name of the food.*say which one does"
    ) as caught:
        import_foods(path)
    assert "'Zutat'" in str(caught.value)


def test_excel_sheets_by_name(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Read me").write(0, 0, "Nothing here")
        sheet = book.add_worksheet("Foods")
        for at, row in enumerate(
            [["code", "name", "kcal", "magnesium_mg"], [12, "Oats", 370, 130.5], [13, "Rye", 338, ""]]
        ):
            sheet.write_row(at, 0, row)
    table = read(path, Options(sheet="Foods"))
    assert table.data.loc["12", "magnesium_mg"] == 130.5
    assert np.isnan(table.data.loc["13", "magnesium_mg"])
    with pytest.raises(InputError, match="its sheets are Read me, Foods"):
        import_foods(path, options=Options(sheet="Food"))


def test_foods_without_codes_get_the_same_ones_every_time(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,kcal\nOats,370\nRye,338\n")
    assert list(read(path).data.index) == list(read(path).data.index)


def test_what_another_table_calls_a_group_is_its_category(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,kcal,group\nOats,370,Cereals\nAlmonds,600,nuts\n")
    table = read(path)
    assert table.data["category"].tolist() == ["Cereals", "nuts"]
    assert table.data["group"].fillna("").tolist() == ["", "nuts"], "one of ours limits how much a day holds"

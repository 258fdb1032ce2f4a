"""Each format as its publisher writes it: units, alternatives of energy, what is missing, what is no food."""

from __future__ import annotations

import tarfile
from pathlib import Path

import numpy as np
import pytest

from planner import Person, plan_meals
from planner.errors import InputError, UnknownNameError
from planner.foods.importing import fdc
from planner.foods.importing.contract import Options
from planner.foods.importing.run import import_foods
from planner.foods.table import load_foods
from planner.foods.writing import write_table

from .conftest import BUNDLE, CIQUAL_CSV, SR28, zipped


def accounted(report: object) -> bool:
    return report.rows_read == report.kept + sum(report.dropped.values())  # type: ignore[attr-defined]


def test_fdc_alternatives_of_energy_are_one_column_and_kj_is_told_apart(bundle: Path) -> None:
    table, report = import_foods(bundle)
    assert table is not None
    energy = table.data["energy_kcal"]
    assert energy["10"] == 23, "1008 comes before 2047, and they are never added up"
    assert energy["11"] == pytest.approx(2586 / 4.184), "given in kJ only"
    assert energy["14"] == 340
    assert accounted(report)
    assert (report.rows_read, report.kept) == (5, 3)
    assert report.dropped == {
        "laboratory samples and purchases, no foods": 1,
        "older versions of foods in the bundle": 1,
    }


def test_fdc_missing_stays_missing(bundle: Path) -> None:
    table, report = import_foods(bundle)
    assert table is not None
    assert np.isnan(table.data.at["11", "potassium_mg"])
    assert np.isnan(table.data.at["14", "magnesium_mg"]), "a blank amount is no zero"
    assert report.unknown["potassium_mg"] == 2


def test_fdc_units_are_converted_where_the_source_names_them(bundle: Path) -> None:
    table, _ = import_foods(bundle)
    assert table is not None
    assert table.data.at["10", "vitamin_d_ug"] == 1.0, "40 IU"


def test_fdc_portions_groups_and_provenance_come_along(bundle: Path) -> None:
    table, _ = import_foods(bundle)
    assert table is not None
    assert table.measures["10"] == [("1 cup, chopped", 30.0)]
    assert table.data.at["10", "group"] == "leafy_greens_raw"
    assert table.data.at["10", "category"] == "Vegetables and Vegetable Products"
    assert bool(table.data.at["14", "dry_concentrate"]), "raw dry beans are nothing to serve"
    assert table.data["source"].eq("USDA FoodData Central").all()


def test_fdc_as_a_folder_is_the_same_as_the_zip(bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked" / "deeper"
    folder.mkdir(parents=True)
    for name, content in BUNDLE.items():
        (folder / name).write_text(content, encoding="utf-8")
    zip_table, _ = import_foods(bundle)
    folder_table, _ = import_foods(folder.parent)
    assert zip_table is not None
    assert folder_table is not None
    assert folder_table.digest() == zip_table.digest()


def test_fndds_bundles_give_nutrient_numbers_instead_of_ids(tmp_path: Path) -> None:
    members = {
        "food.csv": "fdc_id,data_type,description,food_category_id\n5,survey_fndds_food,Milk,1004\n",
        "food_nutrient.csv": "fdc_id,nutrient_id,amount\n5,208,61\n5,304,12\n5,306,150\n",
        "nutrient.csv": BUNDLE["nutrient.csv"],
    }
    table, _ = import_foods(zipped(tmp_path / "fndds.zip", members))
    assert table is not None
    assert table.data.loc["5", ["energy_kcal", "magnesium_mg", "potassium_mg"]].tolist() == [61, 12, 150]


def branded(tmp_path: Path, count: int) -> Path:
    """A branded bundle, values in another order than the foods."""
    foods = "".join(f"{n},branded_food,FOOD {n},\n" for n in range(count))
    values = "".join(f"{n},1008,{n % 900}\n{n},1090,{n % 50}\n" for n in reversed(range(count)))
    brands = "".join(f'{n},"OWNER {n % 7}",Snacks,30,g,"1 piece"\n' for n in range(count))
    members = {
        "food.csv": "fdc_id,data_type,description,food_category_id\n" + foods,
        "food_nutrient.csv": "fdc_id,nutrient_id,amount\n" + values,
        "branded_food.csv": "fdc_id,brand_owner,branded_food_category,serving_size,serving_size_unit,household_serving_fulltext\n"
        + brands,
    }
    return zipped(tmp_path / "branded.zip", members)


def test_a_branded_bundle_is_read_in_blocks_without_mixing_foods_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fdc, "BLOCK", 100)
    path = tmp_path / "out.csv"
    table, report = import_foods(branded(tmp_path, 450), output=path)
    assert table is None
    read = load_foods(path)
    assert (len(read), report.kept) == (450, 450)
    assert read.data.at["321", "food"] == "FOOD 321, OWNER 6"
    assert read.data.at["321", "energy_kcal"] == 321
    assert read.data.at["321", "magnesium_mg"] == 21
    assert read.measures["321"] == [("1 piece", 30.0)]


def test_a_limit_takes_the_first_foods(tmp_path: Path) -> None:
    table, report = import_foods(branded(tmp_path, 60), options=Options(limit=10))
    assert table is not None
    assert list(table.data.index) == [str(n) for n in range(10)]
    assert accounted(report)


def test_ciqual_commas_bounds_traces_and_missing(tmp_path: Path) -> None:
    path = tmp_path / "ciqual.csv"
    path.write_text(CIQUAL_CSV, encoding="cp1252")
    table, report = import_foods(path)
    assert table is not None
    assert report.format.startswith("CIQUAL")
    spinach = table.data.loc["1"]
    assert spinach["food"] == "Épinard, cuit"
    assert spinach["energy_kcal"] == pytest.approx(118 / 4.184)
    assert spinach["protein_g"] == 3.2
    assert spinach["sodium_mg"] == 5.0, "< 10"
    assert spinach["vitamin_d_ug"] == 0.0, "traces"
    assert spinach["carbohydrate_g"] == pytest.approx(3.2), "with fibre, as this planner counts it"
    assert spinach["vitamin_a_rae_ug"] == pytest.approx(300), "3 600 ug of beta-carotene"
    assert spinach["group"] == "leafy_greens_cooked"
    assert np.isnan(table.data.at["2", "vitamin_a_rae_ug"])
    assert bool(table.data.at["2", "raw_unsafe"])
    assert bool(table.data.at["3", "infant"])
    assert report.changed["less than a limit, taken as half of it"] == 1


def test_sr28_ascii_from_a_folder_and_from_a_tar(tmp_path: Path) -> None:
    folder = tmp_path / "sr28"
    folder.mkdir()
    for name, content in SR28.items():
        (folder / name).write_text(content, encoding="cp1252")
    with tarfile.open(tmp_path / "sr28.tar.gz", "w:gz") as archive:
        archive.add(folder, "data/sr28")
    table, report = import_foods(folder)
    again, _ = import_foods(tmp_path / "sr28.tar.gz")
    assert table is not None
    assert again is not None
    assert table.digest() == again.digest()
    assert report.kept == 2
    assert table.data.at["11457", "potassium_mg"] == 558
    assert np.isnan(table.data.at["01001", "potassium_mg"])
    assert table.measures["01001"] == [("1 tbsp", 14.2)]


def test_what_is_imported_is_exported_and_read_back_without_loss(bundle: Path, tmp_path: Path) -> None:
    table, _ = import_foods(bundle)
    assert table is not None
    for name in ("out.csv", "out.parquet"):
        write_table(table, tmp_path / name)
        assert load_foods(tmp_path / name).digest() == table.digest()


def test_the_shipped_table_survives_its_own_format(tmp_path: Path) -> None:
    shipped = load_foods()
    some = shipped.select(shipped.data.index[::50])
    write_table(some, tmp_path / "some.csv")
    back = load_foods(tmp_path / "some.csv")
    assert back.measures == some.measures
    for name in some.data:
        left, right = some.data[name].astype(object), back.data[name].astype(object)
        assert left.fillna("").equals(right.fillna("")), name


def test_an_unknown_format_and_an_unknown_file_are_said(bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="formats are auto, fdc, sr28, ciqual, table"):
        import_foods(bundle, "usda")
    (tmp_path / "notes.docx").write_bytes(b"nothing")
    with pytest.raises(InputError, match="no food table that is known"):
        import_foods(tmp_path / "notes.docx")
    with pytest.raises(InputError, match="there is no file"):
        import_foods(tmp_path / "nothing.zip")


@pytest.mark.slow
def test_real_tables_import_in_one_call(real: Path) -> None:
    for path in sorted(real.iterdir()):
        table, report = import_foods(path)
        assert table is not None
        assert accounted(report)
        assert table.unknown_share("magnesium_mg") < 0.3
        assert table.unknown_share("potassium_mg") < 0.3


@pytest.mark.slow
def test_plans_from_real_tables_meet_magnesium_and_potassium_or_say_what_is_unknown(real: Path) -> None:
    woman = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",))
    for path in sorted(real.iterdir()):
        table, _ = import_foods(path)
        assert table is not None
        plan = plan_meals(woman, 3, table=table)
        assert {"breakfast", "lunch", "dinner"} <= set(plan.menu["meal"]), path.name
        assert plan.totals["magnesium_mg"] >= 320, path.name
        assert plan.totals["potassium_mg"] >= 2600, path.name
        assert any("not known" in said.lower() or "report it" in said for said in plan.misses)

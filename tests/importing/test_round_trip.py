"""From an imported table to a plan, and back: nothing is lost on the way, and the saved plan is verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner import MealPlan, Person, import_foods, load_foods, plan_meals
from planner.foods.writing import write_table
from planner.plan.verify import verify_plan

from ..plan.test_own_table import rows

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, conditions=("none",), medications=("none",))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Foods as somebody else writes them: semicolons, decimal commas, kJ."""
    folder = tmp_path_factory.mktemp("round")
    data = rows().rename(columns={"energy_kcal": "energy_kj"})
    data["energy_kj"] = data["energy_kj"] * 4.184
    data.to_csv(folder / "theirs.csv", sep=";", decimal=",")
    return folder


def test_export_import_verify_is_loss_free(folder: Path) -> None:
    table, report = import_foods(folder / "theirs.csv")
    assert table is not None
    assert report.kept == len(rows())
    plan = plan_meals(WOMAN, table=table)
    assert plan.totals["magnesium_mg"] >= 320
    assert plan.totals["potassium_mg"] >= 2600
    saved = plan.to_json()
    write_table(table, folder / "ours.csv")
    again = load_foods(folder / "ours.csv")
    assert again.digest() == table.digest()
    assert MealPlan.from_json(saved, again).to_json() == saved
    assert verify_plan(saved, again).holds


def test_a_changed_table_is_noticed(folder: Path) -> None:
    table, _ = import_foods(folder / "theirs.csv")
    assert table is not None
    plan = plan_meals(WOMAN, table=table)
    write_table(table, folder / "changed.csv")
    text = (folder / "changed.csv").read_text(encoding="utf-8")
    code = str(plan.menu["food_code"].iloc[0])
    line = next(one for one in text.splitlines() if one.startswith(f"{code},"))
    name = str(table.data.at[code, "food"])
    (folder / "changed.csv").write_text(text.replace(line, line.replace(name, "Something else"), 1), encoding="utf-8")
    assert not verify_plan(plan.to_json(), load_foods(folder / "changed.csv")).holds

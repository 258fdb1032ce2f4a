"""Habits from anybody's records: what they say is what menus go by; what is wrong with them is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from planner.errors import InputError, TableError
from planner.foods.habits import NAMES, load_habits
from planner.foods.learn import learn, read_records
from planner.foods.own import own_foods

OATS = "Oatmeal, regular or quick, made with water, no added fat"
BANANA = "Banana, raw"


def records(days: int = 40) -> str:
    """Porridge every morning, a banana on every second one, bread and cheese at noon."""
    lines = ["person_day,occasion,food,grams"]
    for day in range(days):
        lines.append(f'd{day},breakfast,"{OATS}",{200 + day}')
        if day % 2:
            lines.append(f'd{day},breakfast,"{BANANA}",120')
        lines += [f'd{day},lunch,"Bread, rye",60', f'd{day},lunch,"Cheese, Cheddar",30', f"d{day},drink,92101000,300"]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("habits")
    (folder / "records.csv").write_text(records())
    said = learn(folder / "records.csv", folder / "mine")
    assert (said.days, said.occasions["breakfast"], said.occasions["dinner"]) == (40, 40, 0)
    assert "Fewer than 300 occasions say little" in str(said)
    return folder / "mine"


def code(name: str) -> str:
    data = own_foods().data
    return str(data.index[data["food"] == name][0])


def test_every_habit_table_is_written(learnt: Path) -> None:
    assert sorted(path.stem for path in learnt.iterdir()) == sorted(f"habit_{name}" for name in NAMES)


def test_rates_are_those_of_the_records(learnt: Path) -> None:
    habits = load_habits("adult", learnt)
    breakfast = habits.per_1000("breakfast")
    assert breakfast[code(OATS)] > 900
    assert 300 < breakfast[code(BANANA)] < 700
    assert code(OATS) not in habits.per_1000("dinner")
    assert habits.portions.at[code(OATS), "p50_g"] == pytest.approx(220, abs=5)


def test_a_drink_between_meals_belongs_to_no_meal(learnt: Path) -> None:
    habits = load_habits("adult", learnt)
    assert all("92101000" not in habits.per_1000(slot) for slot in ("breakfast", "lunch", "dinner", "snack"))


def test_where_no_teenager_speaks_adults_stand_for_them(learnt: Path) -> None:
    assert load_habits("teen", learnt).per_1000("breakfast")[code(OATS)] > 900


def test_a_table_with_other_habits_is_another_table(learnt: Path) -> None:
    own = own_foods(habits=learnt)
    assert own.digest() != own_foods().digest()
    assert own.changes == ("eating habits from mine",)


def test_records_as_parquet_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(records(6))
    pd.read_csv(tmp_path / "r.csv", dtype=str).to_parquet(tmp_path / "r.parquet")
    pd.testing.assert_frame_equal(read_records(tmp_path / "r.csv"), read_records(tmp_path / "r.parquet"))


def test_a_record_without_its_weight_is_left_out_as_in_the_surveys(tmp_path: Path) -> None:
    head, *lines = records(20).splitlines()
    weighted = [f"{head},sample_weight", *(f"{line},{'' if n % 2 else 2}" for n, line in enumerate(lines))]
    (tmp_path / "w.csv").write_text("\n".join(weighted) + "\n")
    assert read_records(tmp_path / "w.csv")["sample_weight"].isna().sum() == len(lines) // 2


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        (lambda text: text.replace("d3,breakfast", "d3,brunchy"), "occasion", "'brunchy' is no meal"),
        (lambda text: text.replace("Bread, rye", "Bread of heaven"), "food", "unknown food 'Bread of heaven'"),
        (lambda text: text.replace(",60", ",-60"), "grams", "'-60' is no amount"),
        (lambda text: text.replace("d2,", ","), "person_day", "the cell is blank"),
        (lambda text: text.replace("occasion", "when", 1), "occasion", "the required column occasion is missing"),
        (lambda text: "person_day,occasion,food,grams\n", None, "no record below it"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    tmp_path: Path, change: Callable[[str], str], column: str | None, words: str
) -> None:
    (tmp_path / "r.csv").write_text(change(records(5)))
    with pytest.raises(TableError) as caught:
        learn(tmp_path / "r.csv", tmp_path / "out")
    assert any(words in problem.what and problem.column == column for problem in caught.value.problems)
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(records(5))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "precious.txt").write_text("mine")
    with pytest.raises(InputError, match="is there already"):
        learn(tmp_path / "r.csv", tmp_path / "out")
    assert (tmp_path / "out" / "precious.txt").read_text() == "mine"


def test_a_folder_of_other_tables_is_no_habits(tmp_path: Path) -> None:
    (tmp_path / "habit_foods.csv").write_text("a,b\n1,2\n")
    own = own_foods(habits=tmp_path)
    with pytest.raises(InputError, match="does not hold habit tables"):
        load_habits("adult", own.habits)

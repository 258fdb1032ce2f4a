"""A batch from tables of one's own: every process reads the same files, and a file that is edited meanwhile is noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.batch.many import plan_file, plan_many
from planner.batch.progress import Progress
from planner.errors import InputError
from planner.foods.own_files import OwnFiles, own_files

from .conftest import people_file, results


class Broken(Exception):
    """Something happened in the middle of a run."""


@pytest.fixture
def own(tmp_path: Path) -> OwnFiles:
    (tmp_path / "prices.csv").write_text('food,price_usd_per_100g\n"Banana, raw",9\n')
    (tmp_path / "mine.csv").write_text(
        "food_code,food,energy_kcal,protein_g,carbohydrate_g,fat_g,sugars_g,magnesium_mg,potassium_mg\n"
        'skyr,"Skyr, plain",62,11,4,0.2,4,12,160\n'
    )
    found = own_files(prices=tmp_path / "prices.csv", add_foods=[tmp_path / "mine.csv"])
    assert found is not None
    return found


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return people_file(tmp_path / "people.csv", [30, "x", "x", 33])


def broken_off(people: Path, out: Path, own: OwnFiles) -> None:
    def stop(progress: Progress) -> None:
        raise Broken

    with pytest.raises(Broken):
        plan_file(people, out, menu="none", own=own, watch=stop)


def test_the_results_are_the_same_with_two_processes_and_after_a_break(people: Path, own: OwnFiles) -> None:
    folder = people.parent
    plan_file(people, folder / "one", menu="none", own=own)
    plan_file(people, folder / "two", menu="none", own=own, jobs=2)
    broken_off(people, folder / "broken", own)
    plan_file(people, folder / "broken", menu="none", own=own, resume=True)
    assert results(folder / "one") == results(folder / "two") == results(folder / "broken")


def test_the_files_are_in_the_run_by_name_and_content_without_their_folders(people: Path, own: OwnFiles) -> None:
    plan_file(people, people.parent / "out", menu="none", own=own)
    text = (people.parent / "out" / "run.json").read_text(encoding="utf-8")
    run = json.loads(text)
    assert set(run["own files"]) == {"prices: prices.csv", "add_foods: mine.csv"}
    assert run["food_table_sha256"] == own.table().digest()
    assert "1 price from prices.csv" in run["sources"]
    assert str(people.parent) not in text


def test_plans_are_made_from_the_files(people: Path, own: OwnFiles) -> None:
    with_own = plan_many(people, menu="none", own=own).summary["cost_usd_per_day"]
    without = plan_many(people, menu="none").summary["cost_usd_per_day"]
    assert (with_own.dropna() >= without.dropna()).all()


def test_a_file_that_was_edited_since_the_run_began_is_noticed(people: Path, own: OwnFiles) -> None:
    out = people.parent / "out"
    broken_off(people, out, own)
    assert own.prices is not None
    own.prices.write_text('food,price_usd_per_100g\n"Banana, raw",8\n')
    again = own_files(prices=own.prices, add_foods=own.add_foods)
    with pytest.raises(InputError, match=r"prices: prices\.csv was changed since then"):
        plan_file(people, out, menu="none", own=again, resume=True)
    with pytest.raises(InputError, match="food_table_sha256"):
        plan_file(people, out, menu="none", resume=True)


def test_a_file_that_is_edited_between_naming_and_reading_is_refused(people: Path, own: OwnFiles) -> None:
    assert own.prices is not None
    own.prices.write_text('food,price_usd_per_100g\n"Banana, raw",8\n')
    with pytest.raises(InputError, match="was changed since planning began"):
        plan_file(people, people.parent / "out", menu="none", own=own)
    assert not (people.parent / "out").exists()


def test_a_finished_run_is_not_taken_for_one_with_other_files(people: Path, own: OwnFiles) -> None:
    out = people.parent / "out"
    plan_file(people, out, menu="none", own=own)
    with pytest.raises(InputError, match="food_table_sha256"):
        plan_file(people, out, menu="none", resume=True)


def test_a_table_too_small_for_menus_is_said_before_anybody_is_planned(people: Path, tmp_path: Path) -> None:
    (tmp_path / "small.csv").write_text("food_code,food,energy_kcal\na,Bread,250\n")
    with pytest.raises(InputError, match="menu none"):
        plan_file(people, tmp_path / "out", own=own_files(foods=tmp_path / "small.csv"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.csv cannot be read"):
        own_files(prices=tmp_path / "gone.csv")

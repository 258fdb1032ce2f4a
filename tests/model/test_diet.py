"""The classical diet problem: groups, whole units, all-or-nothing amounts, clashes, and bad input."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import InfeasibleError, InputError, TableError, UnknownNameError
from planner.model.diet import DietProblem, GroupRow

FOODS = pd.DataFrame(
    {"cost": [1.0, 2.0, 3.0, 1.5], "iron": [1.0, 4.0, 9.0, 0.0], "salt": [0.5, 0.5, 2.0, 0.1], "f_max": 10.0},
    index=["bread", "beans", "liver", "milk"],
)


def test_a_group_bounds_the_sum_of_amounts() -> None:
    free = DietProblem(FOODS, {"iron": (36.0, None)}).solve()
    held = DietProblem(FOODS, {"iron": (36.0, None)}, groups=[GroupRow("offal", ("liver",), upper=2.0)]).solve()
    assert free.amounts["liver"] == pytest.approx(4)
    assert held.amounts["liver"] == pytest.approx(2)
    assert held.shadow_prices["offal"] < 0


def test_how_many_foods_are_chosen() -> None:
    problem = DietProblem(
        FOODS,
        {"iron": (36.0, None)},
        groups=[GroupRow("variety", tuple(FOODS.index), lower=3, counts=True)],
        semicontinuous=(0.5, 10.0),
    )
    amounts = problem.solve().amounts
    chosen = amounts[amounts > 1e-9]
    assert len(chosen) >= 3
    assert chosen.min() >= 0.5 - 1e-9


def test_a_food_is_absent_or_in_its_range() -> None:
    answer = DietProblem(FOODS, {"iron": (10.0, None)}, semicontinuous=(2.0, 3.0)).solve()
    for amount in answer.amounts:
        assert amount == pytest.approx(0, abs=1e-9) or 2 - 1e-9 <= amount <= 3 + 1e-9


def test_an_upper_limit_on_the_count() -> None:
    groups = [GroupRow("few", tuple(FOODS.index), upper=1, counts=True)]
    answer = DietProblem(FOODS, {"iron": (30.0, None), "salt": (None, 8.0)}, groups=groups).solve()
    assert (answer.amounts > 1e-9).sum() == 1


def test_a_group_can_be_part_of_a_clash() -> None:
    answer = DietProblem(FOODS, {"iron": (120.0, None)}, groups=[GroupRow("offal", ("liver",), upper=2.0)]).solve()
    assert answer.status == "infeasible"
    assert set(answer.conflict) == {"iron >= 120", "offal <= 2"}
    with pytest.raises(InfeasibleError) as caught:
        answer.raise_for_status()
    assert caught.value.conflict == answer.conflict
    assert caught.value.exit_code == 1


def test_two_separate_clashes_are_repaired_together() -> None:
    answer = DietProblem(FOODS, {"iron": (500.0, None), "salt": (100.0, None)}).solve()
    assert answer.status == "infeasible"
    assert len(answer.conflict) == 1, "one bound alone is beyond these foods"
    assert all(change.get("together") for change in answer.repair)
    fixed = {change["bound"].split(" ")[0]: (change["to"], None) for change in answer.repair}
    assert DietProblem(FOODS, fixed).solve().status == "optimal"


def test_unbounded_when_a_food_pays() -> None:
    paid = FOODS.assign(cost=[-1.0, 2, 3, 1]).drop(columns="f_max")
    assert DietProblem(paid, {"iron": (1.0, None)}).solve().status == "unbounded"


def test_maximising_flips_nothing_but_the_sense() -> None:
    answer = DietProblem(FOODS, {"salt": (None, 5.0)}, sense="max").solve()
    assert answer.objective is not None
    assert answer.objective > 0
    assert answer.shadow_prices["salt"] > 0, "a little more salt allowed makes the maximum larger"


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_clash_is_minimal_and_each_repair_exact(seed: int) -> None:
    rng = np.random.default_rng(seed)
    nutrients = ["n1", "n2", "n3", "n4"]
    foods = pd.DataFrame(rng.random((8, 4)).round(2), columns=nutrients, index=[f"f{i}" for i in range(8)])
    foods = foods.assign(cost=1.0, f_max=1.0)
    bounds = {
        n: (float(rng.integers(2, 6)), float(rng.integers(6, 9)) if rng.random() < 0.5 else None) for n in nutrients
    }
    bounds["n1"] = (None, 0.5)
    answer = DietProblem(foods, bounds).solve()
    if answer.status == "optimal":
        return

    def keep(names: set[str]) -> DietProblem:
        kept = {
            n: (low if f"{n} >= {low:g}" in names else None, high if f"{n} <= {high:g}" in names else None)
            for n, (low, high) in ((n, (lo, hi)) for n, (lo, hi) in bounds.items())
            for low, high in [(low if low is not None else np.nan, high if high is not None else np.nan)]
        }
        return DietProblem(foods, kept)

    clash = set(answer.conflict)
    assert clash
    assert keep(clash).solve().status == "infeasible"
    for bound in clash:
        assert keep(clash - {bound}).solve().status == "optimal", f"{bound} is not needed for the clash"
    for change in answer.repair:
        if change.get("together"):
            continue
        name, sign, _ = change["bound"].split(" ")

        def moved(to: float, name: str = name, sign: str = sign) -> str:
            low, high = bounds[name]
            changed = (to, high) if sign == ">=" else (low, to)
            return DietProblem(foods, {**bounds, name: changed}).solve().status

        assert moved(change["to"]) == "optimal"
        assert moved(change["from"] + 0.99 * (change["to"] - change["from"])) == "infeasible"


BAD = {
    "f_min above f_max": (FOODS.assign(f_min=[0, 0, 11.0, 0]), {"iron": (1.0, None)}, "f_min 11 is above f_max 10"),
    "min above max": (FOODS, {"iron": (5.0, 4.0)}, "min 5 is above max 4"),
    "an unknown number": (FOODS.assign(iron=[1.0, np.nan, 1, 1]), {"iron": (1.0, None)}, "unknown is not zero"),
    "no foods": (FOODS.iloc[:0], {"iron": (1.0, None)}, "no rows"),
    "a food twice": (pd.concat([FOODS, FOODS.iloc[:1]]), {"iron": (1.0, None)}, "'bread' stands twice"),
}


@pytest.mark.parametrize(("foods", "nutrients", "message"), BAD.values(), ids=BAD.keys())
def test_bad_problems_say_what_is_wrong(
    foods: pd.DataFrame, nutrients: dict[str, tuple[float, None]], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        DietProblem(foods, nutrients)


def test_an_unknown_nutrient_or_food_is_named() -> None:
    with pytest.raises(UnknownNameError, match="'zinc'"):
        DietProblem(FOODS, {"zinc": (1.0, None)})
    with pytest.raises(UnknownNameError, match="'cheese'"):
        DietProblem(FOODS, {"iron": (1.0, None)}, groups=[GroupRow("dairy", ("milk", "cheese"))])


def test_counting_needs_a_limit_to_count_by() -> None:
    open_ended = FOODS.drop(columns="f_max")
    with pytest.raises(InputError, match="f_max"):
        DietProblem(open_ended, {"iron": (1.0, None)}, groups=[GroupRow("few", ("bread",), upper=1, counts=True)])
    with pytest.raises(InputError, match="min_if_selected"):
        DietProblem(FOODS, {"iron": (1.0, None)}, groups=[GroupRow("many", ("bread",), lower=1, counts=True)])


def write(folder: Path, foods: str, problem: object) -> tuple[Path, Path]:
    (folder / "foods.csv").write_text(foods, encoding="utf-8")
    text = problem if isinstance(problem, str) else json.dumps(problem)
    (folder / "problem.json").write_text(text, encoding="utf-8")
    return folder / "foods.csv", folder / "problem.json"


def test_all_problems_of_the_table_are_told_at_once(tmp_path: Path) -> None:
    rows = "food,cost,iron,f_max\nbread,1,x,\nbread,1,2,inf\n,1,2,3\nmilk,,2,3\nham,1,2\n"
    with pytest.raises(TableError) as caught:
        DietProblem.from_files(*write(tmp_path, rows, {"nutrients": {"iron": {"min": 1}}}))
    places = {(problem.row, problem.column) for problem in caught.value.problems}
    assert places == {(2, "iron"), (3, "food"), (3, "f_max"), (4, "food"), (5, "cost"), (6, None)}


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        ("{", "line 1: not JSON"),
        ({"nutrients": {}}, "nutrients"),
        ({"nutrients": {"iron": {"minimum": 1}}}, "nutrients.iron.minimum: unknown key"),
        ({"nutrients": {"iron": {"min": "much"}}}, "nutrients.iron.min"),
        ({"nutrients": {"iron": {"min": 1}}, "logik": []}, "key logik: unknown key"),
        ({"nutrients": {"iron": {"min": 1}}, "logic": [{"type": "sum", "foods": ["bread"]}]}, "logic.0.type"),
    ],
)
def test_a_bad_problem_file_names_the_key(tmp_path: Path, problem: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        DietProblem.from_files(*write(tmp_path, "food,cost,iron\nbread,1,1\n", problem))


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"food,cost,iron\nbr\xe9ad,1,1\n", b"food,cost,iron\n"])
def test_files_that_are_no_tables(tmp_path: Path, content: bytes) -> None:
    _, problem = write(tmp_path, "", {"nutrients": {"iron": {"min": 1}}})
    (tmp_path / "foods.csv").write_bytes(content)
    with pytest.raises(InputError, match=r"foods\.csv"):
        DietProblem.from_files(tmp_path / "foods.csv", problem)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        DietProblem.from_files(tmp_path / "none.csv", tmp_path / "none.json")

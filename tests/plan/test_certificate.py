"""The certificate is computed from menu and table alone, and notices what a solver may not have kept."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planner.foods.table import FoodTable
from planner.nutrition.target import Target
from planner.plan.certificate import CheckedRow, certify

TABLE = FoodTable(
    pd.DataFrame(
        {"food": ["Milk", "Apple"], "group": ["milk", None], "calcium_mg": [120.0, 6.0], "iodine_ug": [20.0, np.nan]},
        index=pd.Index(["M", "A"], name="food_code"),
    ),
    "test",
)


def menu(*rows: tuple[int, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["day", "food_code", "grams"])


def row(found: tuple[CheckedRow, ...], quantity: str, day: int) -> CheckedRow:
    (one,) = (checked for checked in found if (checked.quantity, checked.day) == (quantity, day))
    return one


def test_amounts_are_added_up_from_the_table() -> None:
    targets = {"calcium_mg": Target("calcium_mg", lower=1000, daily=True)}
    rows = certify(menu((1, "M", 500), (1, "A", 100), (2, "M", 1000)), TABLE, targets).rows
    assert row(rows, "calcium_mg", 1).amount == pytest.approx(606)
    assert row(rows, "calcium_mg", 2).amount == pytest.approx(1200)
    assert row(rows, "calcium_mg", 0).amount == pytest.approx(903)


@pytest.mark.parametrize(("grams", "holds"), [(833.0, False), (833.3333334, True), (2500.0, False)])
def test_a_bound_holds_or_it_does_not(grams: float, holds: bool) -> None:
    targets = {"calcium_mg": Target("calcium_mg", lower=1000, upper=2500)}
    assert certify(menu((1, "M", grams)), TABLE, targets).holds is holds


def test_a_target_on_the_mean_may_miss_a_day_and_a_daily_one_may_not() -> None:
    eaten = menu((1, "M", 500), (2, "M", 1500))
    assert certify(eaten, TABLE, {"calcium_mg": Target("calcium_mg", lower=1000)}).holds
    daily = certify(eaten, TABLE, {"calcium_mg": Target("calcium_mg", lower=1000, daily=True)})
    assert [(missed.quantity, missed.day) for missed in daily.misses] == [("calcium_mg", 1)]


def test_an_upper_limit_holds_each_day() -> None:
    found = certify(menu((1, "M", 500), (2, "M", 1500)), TABLE, {"calcium_mg": Target("calcium_mg", upper=1500)})
    assert [missed.day for missed in found.misses] == [2]


def test_unknown_is_counted_and_never_zero() -> None:
    targets = {"iodine_ug": Target("iodine_ug", lower=10, upper=600)}
    some = row(certify(menu((1, "M", 100), (1, "A", 100)), TABLE, targets).rows, "iodine_ug", 0)
    assert (some.amount, some.foods, some.unreported) == (20.0, 2, 1)
    none = row(certify(menu((1, "A", 100)), TABLE, targets).rows, "iodine_ug", 0)
    assert np.isnan(none.amount)
    assert not none.holds


def test_a_nutrient_that_the_table_lacks_does_not_hold() -> None:
    found = certify(menu((1, "M", 100)), TABLE, {"zinc_mg": Target("zinc_mg", lower=8)})
    assert not found.holds
    assert found.rows[0].unreported == 1


def test_groups_are_weighed_each_day() -> None:
    eaten = menu((1, "M", 700), (1, "A", 900), (2, "M", 300))
    found = certify(eaten, TABLE, {}, {"milk": 500.0})
    assert [(checked.quantity, checked.day, checked.holds) for checked in found.rows] == [
        ("milk_g", 1, False),
        ("milk_g", 2, True),
    ]


def test_it_comes_as_a_table() -> None:
    frame = certify(menu((1, "M", 1000)), TABLE, {"calcium_mg": Target("calcium_mg", lower=1000)}).to_frame()
    assert list(frame) == ["quantity", "day", "amount", "lower", "upper", "holds", "foods", "unreported"]
    assert frame["holds"].all()

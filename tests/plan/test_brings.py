"""What each food of a plan brings adds up to what the plan brings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.errors import InputError
from planner.plan.brings import contributions, sources, why
from tests.plan.conftest import Week


def test_contributions_add_up_to_the_totals(week: Week) -> None:
    plan = week("woman", days=1)
    amounts = contributions(plan)
    for name in ("energy_kcal", "magnesium_mg", "potassium_mg", "fiber_g"):
        assert amounts[name].sum() == pytest.approx(plan.totals[name])


def test_shares_of_the_sources_add_up_to_one_and_the_largest_is_first(week: Week) -> None:
    shares = sources(week("woman"), "magnesium_mg")
    assert shares.sum() == pytest.approx(1.0)
    assert list(shares) == sorted(shares, reverse=True)
    assert sources(week("woman"), "magnesium_mg", day=2).sum() == pytest.approx(1.0)


def test_why_names_shares_of_the_day_and_what_a_food_is_the_main_source_of(week: Week) -> None:
    plan = week("woman", days=1)
    fullest = plan.menu.loc[plan.menu["energy_kcal"].idxmax()]
    said = " ".join(why(plan, 1, fullest["meal"], fullest["food_code"]))
    share = 100 * fullest["energy_kcal"] / plan.menu["energy_kcal"].sum()
    assert f"{share:.0f} % of the day" in said
    assert any(
        "main source of" in " ".join(why(plan, 1, row["meal"], row["food_code"])) for _, row in plan.menu.iterrows()
    )


def test_why_of_a_food_that_is_not_there(week: Week) -> None:
    with pytest.raises(InputError, match="has no food"):
        why(week("woman", days=1), 1, "dinner", "00000000")


def test_a_plan_without_its_table_cannot_tell(week: Week) -> None:
    with pytest.raises(InputError, match="no food table"):
        contributions(replace(week("woman", days=1), table=None))

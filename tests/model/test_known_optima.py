"""Published diet problems: optimum, prices, clash and repair as printed in the literature."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planner.model.diet import DietProblem
from planner.model.solver import SolverOptions, available_solvers

SOLVERS = pytest.mark.parametrize("solver", ["highs", "cbc"])

# Fourer, Gay, Kernighan: AMPL, chapter 2. Packages a week; vitamins in % of the daily requirement.
AMPL = pd.DataFrame(
    {
        "cost": [3.19, 2.59, 2.29, 2.89, 1.89, 1.99, 1.99, 2.49],
        "A": [60.0, 8, 8, 40, 15, 70, 25, 60],
        "C": [20.0, 0, 10, 40, 35, 30, 50, 20],
        "B1": [10.0, 20, 15, 35, 15, 15, 25, 15],
        "B2": [15.0, 20, 10, 10, 15, 15, 15, 10],
        "NA": [938.0, 2180, 945, 278, 1182, 896, 1329, 1397],
        "CAL": [295.0, 770, 440, 430, 315, 400, 370, 450],
    },
    index=["BEEF", "CHK", "FISH", "HAM", "MCH", "MTL", "SPG", "TUR"],
)
VITAMINS = dict.fromkeys(("A", "C", "B1", "B2"), (700.0, 20000.0))


def ampl(sodium_max: float, integer: bool = False, solver: str = "highs") -> DietProblem:
    foods = AMPL.assign(f_min=2.0, f_max=10.0, integer=int(integer))
    bounds = VITAMINS | {"NA": (0.0, sodium_max), "CAL": (16000.0, 24000.0)}
    return DietProblem(foods, bounds, options=SolverOptions(solver=solver))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _needs_solver(request: pytest.FixtureRequest) -> None:
    solver = getattr(request.node, "callspec", None) and request.node.callspec.params.get("solver")
    if solver and solver not in available_solvers():
        pytest.skip(f"{solver} is not installed")


@SOLVERS
def test_the_first_diet_is_nothing_but_macaroni_and_cheese(solver: str) -> None:
    foods = AMPL.assign(f_min=0.0, f_max=100.0)
    problem = DietProblem(foods, dict.fromkeys(VITAMINS, (700.0, 10000.0)), options=SolverOptions(solver=solver))  # type: ignore[arg-type]
    answer = problem.solve()
    assert answer.status == "optimal"
    assert answer.objective == pytest.approx(88.2)
    assert answer.amounts["MCH"] == pytest.approx(46 + 2 / 3)
    assert answer.amounts.drop("MCH").abs().max() < 1e-9


@SOLVERS
def test_with_more_sodium_the_second_diet_costs_118_06(solver: str) -> None:
    answer = ampl(50000, solver=solver).solve()
    assert answer.objective == pytest.approx(118.05940323955669)
    expected = {"BEEF": 5.36061, "CHK": 2, "FISH": 2, "HAM": 10, "MCH": 10, "MTL": 10, "SPG": 9.30605, "TUR": 2}
    assert answer.amounts.to_dict() == pytest.approx(expected, abs=1e-5)
    assert answer.reduced_costs["CHK"] == pytest.approx(1.18884, abs=1e-5)


@SOLVERS
def test_a_binding_upper_limit_has_a_negative_price_and_a_binding_lower_one_a_positive(solver: str) -> None:
    prices = ampl(50000, solver=solver).solve().shadow_prices
    step = 10.0
    dearer = ampl(50000 + step, solver=solver).solve().objective
    cheaper = ampl(50000, solver=solver).solve().objective
    assert dearer is not None
    assert cheaper is not None
    assert prices["NA"] == pytest.approx((dearer - cheaper) / step, rel=1e-5)  # CBC writes eight digits
    assert prices["NA"] < 0 < prices["B2"]
    assert prices["A"] == pytest.approx(0, abs=1e-12)


@SOLVERS
def test_in_whole_packages_it_costs_119_30(solver: str) -> None:
    answer = ampl(50000, integer=True, solver=solver).solve()
    assert answer.objective == pytest.approx(119.30, abs=0.005)
    assert (answer.amounts == answer.amounts.round()).all()
    assert answer.shadow_prices.empty, "a problem with whole units has no prices"


def test_the_published_clash_and_its_smallest_repairs() -> None:
    answer = ampl(40000).solve()
    assert answer.status == "infeasible"
    assert set(answer.conflict) == {"B2 >= 700", "NA <= 40000"}
    repairs = {change["bound"]: change["to"] for change in answer.repair}
    assert repairs["B2 >= 700"] == pytest.approx(601.09, abs=0.005)
    assert repairs["NA <= 40000"] == pytest.approx(48186, abs=0.5)


def test_a_repair_applied_solves_and_one_percent_less_does_not() -> None:
    repairs = {change["bound"]: change["to"] for change in ampl(40000).solve().repair}
    limit = repairs["NA <= 40000"]
    assert ampl(limit).solve().status == "optimal"
    assert ampl(40000 + 0.99 * (limit - 40000)).solve().status == "infeasible"


@SOLVERS
def test_whiskas_is_sixty_percent_beef(solver: str) -> None:
    foods = pd.DataFrame(
        {
            "cost": [0.013, 0.008, 0.010, 0.002, 0.005, 0.001],
            "mass": [1.0] * 6,
            "protein": [0.1, 0.2, 0.15, 0, 0.04, 0],
            "fat": [0.08, 0.1, 0.11, 0.01, 0.01, 0],
            "fibre": [0.001, 0.005, 0.003, 0.1, 0.15, 0],
            "salt": [0.002, 0.005, 0.007, 0.002, 0.008, 0],
        },
        index=["CHICKEN", "BEEF", "MUTTON", "RICE", "WHEAT", "GEL"],
    )
    bounds = {
        "mass": (100.0, 100.0),
        "protein": (8.0, None),
        "fat": (6.0, None),
        "fibre": (None, 2.0),
        "salt": (None, 0.4),
    }
    answer = DietProblem(foods, bounds, options=SolverOptions(solver=solver)).solve()  # type: ignore[arg-type]
    assert answer.objective == pytest.approx(0.52)
    assert answer.amounts["BEEF"] == pytest.approx(60)
    assert answer.amounts["GEL"] == pytest.approx(40)


# Stigler 1945: what one dollar of 1939 buys of each of 77 foods; the needs of a man of 154 pounds for a day.
STIGLER_NEEDS = {
    "energy_1000_kcal": 3.0,
    "protein_g": 70.0,
    "calcium_g": 0.8,
    "iron_mg": 12.0,
    "vitamin_a_1000_iu": 5.0,
    "thiamin_mg": 1.8,
    "riboflavin_mg": 2.7,
    "niacin_mg": 18.0,
    "vitamin_c_mg": 75.0,
}


@SOLVERS
def test_stigler_can_be_fed_for_39_66_dollars_a_year(solver: str) -> None:
    foods = pd.read_csv(Path(__file__).parents[1] / "data" / "stigler_1939.csv", index_col="food").astype(float)
    assert len(foods) == 77
    needs = {name: (least, None) for name, least in STIGLER_NEEDS.items()}
    answer = DietProblem(foods, needs, options=SolverOptions(solver=solver)).solve()  # type: ignore[arg-type]
    assert answer.objective is not None
    assert 365 * answer.objective == pytest.approx(39.6617, abs=1e-3)
    yearly = {food: 365 * amount for food, amount in answer.amounts.items() if amount > 1e-9}
    assert yearly == pytest.approx(
        {
            "Wheat Flour (Enriched)": 10.774457511918,
            "Liver (Beef)": 0.6907834111074,
            "Cabbage": 4.0932688648428,
            "Spinach": 1.8277960703547,
            "Navy Beans, Dried": 22.275425687243,
        },
        rel=1e-6,
    )
    assert answer.shadow_prices["energy_1000_kcal"] == pytest.approx(0.00876515, rel=1e-5)
    assert answer.shadow_prices["calcium_g"] == pytest.approx(0.0317377, rel=1e-5)


def test_the_optimum_is_dual_to_its_prices() -> None:
    """Strong duality with bounded foods: cost = prices x binding bounds + reduced costs x food bounds."""
    problem = ampl(50000)
    answer = problem.solve()
    program = problem.program()
    prices = answer.shadow_prices.to_numpy()
    bound = np.where(prices > 0, program.row_lower, program.row_upper)
    reduced = answer.reduced_costs.to_numpy()
    at = np.where(reduced > 0, program.lower, program.upper)
    assert float(prices @ bound + reduced @ at) == pytest.approx(answer.objective)

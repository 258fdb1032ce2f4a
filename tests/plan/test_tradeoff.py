"""Trade-offs: real plans, none beaten by another, and no more searches than points."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import MealPlan, Person, plan_meals
from planner.errors import InputError, UnknownNameError
from planner.nutrition.safety_text import BANNER, DISCLAIMER
from planner.plan.guard import unsafe
from planner.plan.planning import gate
from planner.plan.tradeoff import AXES, Tradeoff, not_beaten

from .conftest import HEALTHY

WOMAN = Person(sex="female", age_years=34, height_cm=168, weight_kg=62, **HEALTHY)
POINTS = 4


@pytest.fixture(scope="module")
def plan() -> MealPlan:
    return plan_meals(WOMAN, 1, effort="fast").lock(day=1, meal="breakfast")


@pytest.fixture(scope="module")
def found(plan: MealPlan) -> Tradeoff:
    return plan.tradeoff("cost", "magnesium", points=POINTS)


def test_more_of_one_is_less_of_the_other(found: Tradeoff) -> None:
    frame = found.to_frame()
    assert len(frame) >= 2
    assert frame["cost_usd"].is_monotonic_increasing
    assert frame["magnesium_mg"].is_monotonic_increasing
    assert len(frame) == len(found.plans)
    assert frame["hei"].between(0, 100).all()


def test_every_point_is_a_real_plan_that_keeps_what_the_first_kept(plan: MealPlan, found: Tradeoff) -> None:
    assert plan.table is not None
    passed = gate(plan._request)  # type: ignore[arg-type]
    breakfast = plan.menu[(plan.menu["day"] == 1) & (plan.menu["meal"] == "breakfast")]
    for row, one in zip(found.to_frame().to_dict("records"), found.plans, strict=True):
        assert row["magnesium_mg"] == pytest.approx(one.totals["magnesium_mg"])
        assert len(one.misses) <= len(plan.misses)
        assert not unsafe(one.menu, plan.table, passed.targets, passed.unsafe, passed.limits)
        assert one.targets is not None
        mine = one.menu[(one.menu["day"] == 1) & (one.menu["meal"] == "breakfast")]
        assert mine["food_code"].tolist() == breakfast["food_code"].tolist()
        assert MealPlan.from_json(one.to_json()).to_json() == one.to_json()


def test_no_more_searches_than_points(found: Tradeoff) -> None:
    assert found.replans == POINTS - 1  # the plan that was asked is a point, too
    assert len(found.plans) + found.set_aside == POINTS


def test_a_frontier_is_the_same_each_time_and_can_be_stopped(plan: MealPlan) -> None:
    told: list[float] = []

    def stop(done: float, newest: MealPlan) -> bool:
        told.append(done)
        return len(told) < 2

    first = plan.tradeoff("ordinariness", "potassium", points=6, progress=stop)
    told.clear()
    second = plan.tradeoff("ordinariness", "potassium", points=6, progress=stop)
    assert first.replans == 2
    assert first.frame.equals(second.frame)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12), st.data())
def test_what_is_kept_is_not_beaten_and_what_is_not_is(goods: list[tuple[int, int]], data: st.DataObject) -> None:
    usable = data.draw(st.lists(st.booleans(), min_size=len(goods), max_size=len(goods)))
    kept = not_beaten(goods, usable)
    assert [goods[i][1] for i in kept] == sorted(goods[i][1] for i in kept)
    assert [goods[i][0] for i in kept] == sorted((goods[i][0] for i in kept), reverse=True)
    for i in (i for i in range(len(goods)) if usable[i]):
        assert any(goods[k][0] >= goods[i][0] and goods[k][1] >= goods[i][1] for k in kept)
    assert all(usable[i] for i in kept)


def test_what_cannot_be_traded_is_said(plan: MealPlan) -> None:
    with pytest.raises(UnknownNameError, match="choose of cost, magnesium"):
        plan.tradeoff("price", "magnesium")
    with pytest.raises(InputError, match="against itself"):
        plan.tradeoff("cost", "cost")
    with pytest.raises(InputError, match="points 1"):
        plan.tradeoff(points=1)


def test_the_chart_draws_every_point(found: Tradeoff) -> None:
    pytest.importorskip("altair")
    drawn = found.chart().to_dict()
    rows = next(iter(drawn["datasets"].values()))
    assert len(rows) == len(found.plans)
    assert {layer["encoding"]["x"]["field"] for layer in drawn["layer"]} == {"cost_usd"}


class _Page(HTMLParser):
    """What a page loads, how many points its chart has, and the rows of its table."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "data")]


def test_the_page_draws_every_point_and_loads_nothing(found: Tradeoff) -> None:
    text = found.page()
    page = _Page(text)
    assert page.loads == []
    assert "script" not in page.tags
    assert "url(" not in text
    assert "//" not in text.replace("</", "<"), "no address of another place"
    assert page.tags.count("circle") == len(found.plans) == page.tags.count("tr") - 1
    for words in (found.sentence(), BANNER, DISCLAIMER):
        assert words in text


def test_ordinariness_is_told_in_words(plan: MealPlan) -> None:
    curve = plan.tradeoff("ordinariness", "potassium", points=3)
    assert len(curve.plans) >= 2
    said = curve.sentence()
    assert "from the most ordinary meals with " in said
    assert said.endswith("mg potassium a day.")
    assert "nats" not in said
    assert "Closer to how people really eat" in curve.page()


def test_alternatives_differ_from_the_plan_and_from_each_other(plan: MealPlan) -> None:
    plans = [plan, *plan.alternatives(2)]
    mains = [frozenset(one.menu["food_code"]) for one in plans]
    assert all(len(a & b) < 0.75 * len(a) for i, a in enumerate(mains) for b in mains[:i])


def test_each_axis_says_what_it_is() -> None:
    assert set(AXES) == {"cost", "magnesium", "potassium", "sodium", "ordinariness", "energy"}

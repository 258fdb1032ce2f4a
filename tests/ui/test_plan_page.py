"""The plan's page in each of its states."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.ui import session
from planner.ui.pool import Pool
from planner.ui.session import Shown
from tests.ui.conftest import Visit, button, text, until


def test_a_stranger_sees_an_example_and_one_button(visit: Visit) -> None:
    at = visit()
    assert "example, not you" in text(at)
    assert "no plan yet" in text(at)
    assert [one.label for one in at.button] == ["Make a week"]


def test_who_came_for_a_twitch_finds_what_is_known_and_when_to_see_a_doctor(visit: Visit) -> None:
    at = visit()
    page = next(one for one in at.expander if "twitches" in one.label)
    said = page.markdown[0].value
    assert "See a doctor when it lasts" in said
    assert "NHS: Twitching eyes and muscles" in said


def test_who_comes_before_the_processes_are_up_is_told_so(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Pool(1)
    monkeypatch.setattr(session, "solvers", lambda: slow)
    at = visit(profile=replace(session.example(), days=1, effort="fast"))
    button(at, "make").click().run()
    try:
        assert slow.ready or "Getting ready" in at.get("progress")[0].proto.text
        assert slow.wait_ready(120)
        at.run()
        assert "Getting ready" not in " ".join(one.proto.text for one in at.get("progress"))
    finally:
        slow.close()


def test_a_miss_on_one_day_is_told_apart_from_a_miss_on_the_mean(planned: Visit, made: Shown) -> None:
    def heading(*misses: str) -> list[str]:
        view = replace(made.made.view, misses=misses, rules=())
        at = planned(plan=replace(made, made=replace(made.made, view=view)))
        return [one.label for one in at.expander if "missed" in one.label or "not met" in one.label]

    assert heading("Day 2: Sodium is over") == ["1 target missed on single days; the mean of the days holds"]
    assert heading("Zinc is short", "Days 1, 2, at worst: Sodium is over") == [
        "1 target not met or not fully known · 1 target missed on single days"
    ]
    assert heading() == []


def test_one_click_makes_a_week_that_stays_within_the_cautious_band(visit: Visit) -> None:
    at = visit()
    button(at, "make").click().run()
    assert "running" in at.session_state
    until(at, lambda at: at.session_state["running"] is None)
    at.run()
    view = at.session_state["plan"].made.view
    assert len(view.days) == 7
    potassium = next(bar for bar in view.bars if bar.nutrient == "potassium_mg")
    assert potassium.upper is not None
    assert potassium.amount is not None
    assert potassium.amount <= potassium.upper
    assert "potassium stays between" in " ".join(view.notices)
    assert f"targets met {view.met}/{view.of}" in text(at)


def test_undo_and_redo_go_back_and_forth(planned: Visit) -> None:
    at = planned()
    first = at.session_state["plan"].made.blob
    button(at, "another").click().run()
    until(at, lambda at: at.session_state["running"] is None)
    at.run()
    second = at.session_state["plan"].made.blob
    assert second != first
    button(at, "undo").click().run()
    assert at.session_state["plan"].made.blob == first
    button(at, "redo").click().run()
    assert at.session_state["plan"].made.blob == second

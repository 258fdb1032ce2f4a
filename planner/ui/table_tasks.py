"""Eating together, as a worker process plans it: one set of dishes for several people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from planner.ui.asked import OwnTables, Together

if TYPE_CHECKING:
    from planner.plan.household.members import Member
    from planner.ui.tasks import Tell


def make(
    tell: Tell,
    members: tuple[Member, ...],
    days: int,
    effort: str,
    without_refused: bool,
    units: str,
    own: OwnTables | None = None,
) -> Together:
    """A plan for each of the members, and the laid table as HTML."""
    from planner.plan.household.html import household_html
    from planner.plan.household.planning import plan_household
    from planner.ui.own_files import table_of
    from planner.ui.tasks import packed

    plan = plan_household(
        members,
        days,
        table=table_of(own) if own else None,
        effort=effort,
        without_refused=without_refused,
        progress=lambda done: tell(done, None),
    )
    people = tuple((name, packed(one)) for name, one in plan.plans.items())
    return Together(people, dict(plan.refused), plan.notices, household_html(plan, units))


def export(tell: Tell, made: Together, form: str, units: str, paper: str, start: date) -> bytes:
    """The table as a file."""
    from planner.plan.household.plan import HouseholdPlan
    from planner.ui.tasks import opened

    plan = HouseholdPlan({name: opened(one.blob) for name, one in made.people}, made.refused, made.notices)
    forms: dict[str, Callable[[], str | bytes]] = {
        "xlsx": lambda: plan.to_excel(units),
        "pdf": lambda: plan.to_pdf(units, paper),
        "ics": lambda: plan.to_ics(start, units),
        "csv": plan.to_csv,
        "html": lambda: plan.to_html(units),
        "md": lambda: plan.to_markdown(units),
        "json": plan.to_json,
    }
    found = forms[form]()
    return found if isinstance(found, bytes) else found.encode("utf-8")

"""One plain day by grams of food for each of many people (``--menu none``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from planner.batch.rows import Row
from planner.batch.work import PLANNED, Outcome, Request, Settings, answered, planned, said
from planner.foods.own_files import OwnFiles
from planner.foods.portions import grams_text
from planner.plan.daily import ANY_TIME
from planner.plan.plain_days import PlainDay, PlainDays
from planner.plan.request import Request as PlanRequest


def plan_plain(
    rows: Sequence[Row], settings: Settings, counts_in: str = "line", beat: Callable[[], None] | None = None
) -> list[Outcome]:
    """The outcomes of some rows, one for each, in their order; never raises for what stands in them.

    No outcome depends on the other rows or on who was planned before. ``beat`` is called now and then.
    """
    days = plain_days(settings.authority, settings.preset, settings.own)
    found = []
    for row in rows:
        found.append(answered(row, counts_in, partial(_outcome, days, row)))
        if beat is not None:
            beat()
    return found


@lru_cache(maxsize=2)
def plain_days(authority: str, preset: str, own: OwnFiles | None = None) -> PlainDays:
    """The programs of this process, which are kept ready."""
    return PlainDays(None if own is None else own.table(), authority, preset)


def _outcome(days: PlainDays, row: Row, wanted: Request) -> Outcome:
    found = days.plan(
        PlanRequest(
            wanted.person,
            1,
            wanted.preferences,
            days.authority,
            days.preset,
            dict(wanted.targets),
            days.table if days.table.has_own else None,
            "none",
        )
    )
    if not isinstance(found, PlainDay):
        return planned(row, found)
    amounts, said_g = found.amounts, map(grams_text, found.grams)
    return Outcome(
        row.number,
        row.person_id,
        PLANNED,
        energy_kcal=amounts.get("energy_kcal"),
        magnesium_mg=amounts.get("magnesium_mg"),
        potassium_mg=amounts.get("potassium_mg"),
        targets_met=len(amounts),
        targets_total=len(amounts),
        hei=found.hei,
        cost_usd_per_day=found.cost_usd,
        gap=0.0,
        notices=said(found.notices),
        menu=tuple(
            (1, ANY_TIME, None, code, food, portion, grams, *brings)
            for code, food, portion, grams, brings in zip(
                found.codes, found.foods, said_g, found.grams, found.brings, strict=True
            )
        ),
        nutrients=tuple(
            (name, amount, found.lower[name], found.upper[name], "met") for name, amount in amounts.items()
        ),
    )

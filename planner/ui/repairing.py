"""A repair taken at its word: planned with, in whole servings, and with more of it where the proved one is too little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from planner.errors import Repair
from planner.ui.asked import Ask, Mended

_TRIED = 0.7  # share of the bar for the trials; the plan that is kept takes the rest


def repaired(tell: Callable[..., bool], ask: Ask, repair: Repair, blob: bytes | None = None) -> Mended:
    """The plan with a repair, or with the least further step of it that held; where none did, the nearest that was found.

    ``blob``: the plan whose locks are part of the clash. Raises InfeasibleError where the wishes still clash.
    """
    from planner.plan.locking import question_of
    from planner.plan.planning import plan_request
    from planner.plan.request import Request, Steering
    from planner.plan.trying import mended, not_kept, try_repair
    from planner.ui.own_files import table_of
    from planner.ui.tasks import opened, packed, watched

    own = table_of(ask.own) if ask.own else None
    request = question_of(opened(blob)) if blob else Request(
        ask.person, 1 if own is not None and own.is_own else ask.days, ask.preferences, ask.authority, ask.preset, dict(ask.targets), own,
        effort=ask.effort, steering=Steering(leftovers=ask.preferences.leftovers),
    )  # fmt: skip
    tried = try_repair(request, repair, progress=lambda done: tell(_TRIED * done, None))
    final = mended(request, tried.held or tried.proved)
    plan = tried.plan

    def told(done: float, best: Any) -> bool:
        return watched(tell)(_TRIED + (1 - _TRIED) * done, best)

    if plan is None or ask.effort != "fast":
        longer = plan_request(final, told)
        if plan is None or tried.held is None or not not_kept(longer):
            plan = longer
    plan = replace(plan, notices=(*plan.notices, f"Changed so that a plan is possible: {tried.said}"))
    moved = replace(ask, person=final.person, preferences=final.preferences, targets=dict(final.targets))
    return Mended(packed(plan), moved, tried.said)

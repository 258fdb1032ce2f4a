"""Must-haves, limits and locks as demands: what they are called in a clash, and what less of them would be."""

from __future__ import annotations

from collections.abc import Callable

from planner.foods.preferences import Preferences
from planner.foods.wishes import MOST_TIMES, Limit, Wish
from planner.model.demands import Bound, Demand, Lever
from planner.model.program import LinearProgram
from planner.plan.claims import MINDED, Asked
from planner.plan.servings import Locked, least_a_day
from planner.plan.wished import Wished, of_limit, of_wish

Least = Callable[[Wished], float]


def of_wished(program: LinearProgram, one: Wished, wishes: Preferences, single: bool = False) -> Asked:
    """A must-have or limit on the mean day, or (``single``) on its fullest day. The number that it moves to is a whole one."""
    row = program.row_names.index(one.rule().name)
    sides: tuple[Bound, ...] = ((row, "lower"), (row, "upper"))

    def least(other: Wished) -> float:
        return float(other.need_a_day) if single else least_a_day(other)

    wish = next((each for each in wishes.must if str(each) == one.said), None) if one.must else None
    if wish is not None and wish.low:
        return _of_must(wish, one, row, sides, least)
    limit = next((each for each in wishes.limits if str(each) == one.said), None)
    if not one.must and limit is not None and len(limit.set_bounds()) == 1 and not one.asks:
        return _of_limit(limit, one, row, sides)
    kind = "must" if one.must else "limit"
    demand = Demand(f"{kind} {one.said}", sides, price=MINDED["limit"].price)
    return Asked(demand, repr(one.said), lambda _: f"take back {one.said!r}", lambda to, _: to)


def _of_must(wish: Wish, one: Wished, row: int, sides: tuple[Bound, ...], least: Least) -> Asked:
    low = wish.low or 1
    slope = least(one) / low

    def rounded(to: float, _: bool) -> float | None:
        allowed = to * slope + 1e-6
        fits = [n for n in range(low - 1, 0, -1) if least(of_wish(wish.fewer(n), one.codes, one.days)) <= allowed]
        return float(fits[0]) if fits else None

    def changed(to: float | None) -> str:
        return f"leave out {one.said!r}" if to is None else f"{wish.fewer(int(to)).said()} instead of {one.said!r}"

    demand = Demand(
        f"must {one.said}", sides, None, float(low), (Lever(((row, "lower", slope),), up=False, most=float(low)),),
        MINDED["servings"].price / low,
    )  # fmt: skip
    return Asked(demand, repr(one.said), changed, rounded)


def _of_limit(limit: Limit, one: Wished, row: int, sides: tuple[Bound, ...]) -> Asked:
    ((field, most),) = limit.set_bounds().items()

    def a_day(other: Wished) -> float:
        return float(other.day[1] if other.day[1] is not None else (other.plan[1] or 0.0) / other.days)

    def higher(count: float) -> Limit:
        return limit.model_copy(update={field: count})

    slope = a_day(one) / most if most else 1.0

    def rounded(to: float, _: bool) -> float | None:
        wanted = to * slope - 1e-6
        steps = (float(n) for n in range(int(most) + 1, 7 * MOST_TIMES))
        return next((n for n in steps if a_day(of_limit(higher(n), one.codes, one.days)) >= wanted), None)

    def changed(to: float | None) -> str:
        return f"lift the limit {one.said!r}" if to is None else f"{higher(to)} instead of {one.said!r}"

    demand = Demand(
        f"limit {one.said}", sides, None, most, (Lever(((row, "upper", slope),), up=True),),
        MINDED["own maximum"].price / (most or 1.0),
    )  # fmt: skip
    return Asked(demand, repr(one.said), changed, rounded)


def of_lock(program: LinearProgram, lock: Locked) -> Asked:
    """A part of a plan that is to stay as it is."""
    row = program.row_names.index(lock.row)
    demand = Demand(lock.row, ((row, "lower"),), price=MINDED["lock"].price)
    return Asked(demand, f"the locked {lock.said}", lambda _: f"unlock {lock.said}", lambda to, _: to)

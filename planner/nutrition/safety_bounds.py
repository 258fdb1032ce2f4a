"""What the health screening makes of the targets: caps, bands and steady levels that no day of a plan may leave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import Change, Claim, InfeasibleError, RefusedError, Repair
from planner.nutrition.nutrients import bound_in_words
from planner.nutrition.target import Target, Targets

if TYPE_CHECKING:
    from planner.nutrition.screening import Screening, Steady

NOT_LOWER = 0.85  # where a cap lies under the lower target, that falls to this share of the cap; policy
STEADY_MEAN = 0.04  # the mean of several days lies this close to the steady level, so that days lie close to it; policy


def apply_screening(targets: Targets, screening: Screening, days: int = 1) -> Targets:
    """The targets a plan of so many days may aim at.

    Raises RefusedError for a refusal, InfeasibleError when an own bound lies outside what is safe.
    """
    if screening.refused:
        raise RefusedError(screening.reasons, screening.rule_ids)
    changed: dict[str, Target] = {}
    if screening.potassium_high_mg is not None:
        changed["potassium_mg"] = _held(targets["potassium_mg"], screening)
    for name, most in screening.caps:
        if name in targets:
            changed[name] = _capped(targets[name], most, _how(screening))
    for one in screening.steady:
        name = one.nutrient
        changed[name] = _kept_steady(changed.get(name, targets.get(name, Target(name))), one, days)
    energy = targets["energy_kcal"]
    least = targets.energy_kcal * 0.95
    if screening.no_deficit and energy.lower is not None and energy.lower < least:
        changed["energy_kcal"] = energy.with_lower(round(least, 1), "safety", "total", "policy")
    return targets.changed(*changed.values(), water=screening.water_target)


def above_cap(name: str, least: float, most: float) -> tuple[list[list[Claim]], list[Repair]]:
    """The clash of an own minimum with a cap, and its one repair: the minimum goes down, the cap never up."""
    wish, cap = f"{name} >= {least:g}", f"{name} <= {most:g}"
    said = f"{bound_in_words(name, 'upper', most)} (for your safety)"
    conflict = [Claim(wish, bound_in_words(name, "lower", least)), Claim(cap, said, safety=True)]
    to = f"{bound_in_words(name, 'lower', most)} instead of {least:,.6g}"
    return [conflict], [Repair((Change(wish, least, most, to),), round(1 - most / least, 6))]


def _own_or_set(name: str, side: str, value: float, own: float | None) -> Claim:
    said = bound_in_words(name, side, value)
    if own == value:
        return Claim(f"{name} {'>=' if side == 'lower' else '<='} {value:g}", said)
    return Claim(f"{name} {'>=' if side == 'lower' else '<='} {value:g}", f"{said} (for your safety)", safety=True)


def _how(screening: Screening) -> str:
    return screening.notices[0] if screening.notices else ""


def _capped(target: Target, most: float, why: str) -> Target:
    """``target`` with at most ``most`` each day; an own minimum above it is a clash that is told."""
    name = target.nutrient
    if target.lower is not None and target.lower > most and target.lower_kind == "own":
        raise InfeasibleError(
            f"{name}: your minimum of {target.lower:g} is above {most:g} a day, which safety sets as the most. {why}".rstrip(),
            *above_cap(name, target.lower, most),
        )
    if target.upper is None or target.upper > most:
        target = target.with_upper(most, "safety", "total", "policy")
    upper = most if target.upper is None else target.upper
    if target.lower is not None and target.lower > NOT_LOWER * upper and target.lower_kind != "own":
        least = round(NOT_LOWER * upper, 1)
        was = f"The screening moved the minimum from {target.lower:g} to {least:g}."
        target = target.with_lower(least, "safety", "total", "policy").noted(was)
    return replace(target, upper_daily=True, hard="upper")


def _held(target: Target, screening: Screening) -> Target:
    """Potassium within the band: ours falls to the band, an own bound stays where it is inside it."""
    low, high = screening.potassium_low_mg, screening.potassium_high_mg
    if low is None or high is None:
        return target
    note, lower = target.note, target.lower
    target = replace(_capped(target, high, _how(screening)), note=note)
    if target.lower is None or target.upper is None:
        return target
    if target.lower_kind == "own":
        return replace(target, lower_floor=min(screening.potassium_floor_mg or 0.0, target.lower))
    least = low if low < target.upper else round(NOT_LOWER * target.upper, 1)
    if lower != least:
        was = f"The screening moved the minimum from {lower:g} to {least:g} mg."
        target = target.noted(was)
    target = target.with_lower(least, "safety", "total", "policy")
    return replace(target, lower_floor=min(screening.potassium_floor_mg or 0.0, least))


def _kept_steady(target: Target, one: Steady, days: int) -> Target:
    """Each day within the band around the usual level, the mean of several days close to it.

    An own bound inside the band moves the band's end; one outside it is a clash that is told.
    """
    name = target.nutrient
    low, high = one.low * one.usual, one.high * one.usual
    own_low = target.lower if target.lower_kind == "own" else None
    own_high = target.upper if target.upper_kind in ("own", "safety", "limit", "UL") else None
    low, high = max(low, own_low or low), min(high, own_high if own_high is not None else high)
    if low > high:
        raise InfeasibleError(
            f"{name}: your own bounds leave nothing between {one.low * one.usual:g} and {one.high * one.usual:g}, where it "
            "stays for safety; leave them out",
            [[_own_or_set(name, "lower", low, own_low), _own_or_set(name, "upper", high, own_high)]],
        )
    near = (max(low, (1 - STEADY_MEAN) * one.usual), min(high, (1 + STEADY_MEAN) * one.usual))
    mean = (low, high) if days == 1 or near[0] > near[1] else near
    target = target.with_lower(round(mean[0], 1), "safety", "total", "policy")
    target = target.with_upper(round(mean[1], 1), "safety", "total", "policy")
    return replace(target, lower_floor=round(low, 1), day_upper=round(high, 1), upper_daily=True, hard="both")

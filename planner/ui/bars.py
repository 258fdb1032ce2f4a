"""Nutrients as bars: the amount, marks at the lower and the upper bound, and always a word beside the colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from planner.plan.words import number
from planner.ui.view import Bar

LIMITED = frozenset({"sodium_mg", "saturated_fat_g", "added_sugars_g", "caffeine_mg", "alcohol_g"})  # less is well
CLASSES = {"in range": "ok", "short": "short", "over": "over", "not fully known": "unknown"}


def bars_html(bars: Sequence[Bar], big: bool = False) -> str:
    """Several bars in a grid."""
    return f"<div class='mp-bars{' mp-big' if big else ''}'>{''.join(bar_html(bar, big) for bar in bars)}</div>"


def bar_html(bar: Bar, sources: bool = False) -> str:
    """One bar. All that it shows stands in its text, too."""
    top = max(bar.amount or 0.0, (bar.lower or 0.0) * 1.25, (bar.upper or 0.0) * 1.05) or 1.0
    kind = CLASSES[bar.word]
    marks = "".join(
        f"<b class='{side}' style='left:{100 * bound / top:.1f}%'></b>"
        for side, bound in (("lower", bar.lower), ("upper", bar.upper))
        if bound
    )
    fill = 100 * min((bar.amount or 0.0) / top, 1.0)
    notes = [bounds_text(bar)]
    if bar.unreported and bar.amount is not None:
        notes.append(f"{bar.foods - bar.unreported} of {bar.foods} foods report it")
    note = f"<p class='mp-note'>{escape('; '.join(one for one in notes if one))}</p>"
    if sources and bar.sources:
        note += f"<p class='mp-note'>Mostly from {escape(brought_by(bar, 4))}</p>"
    return (
        f"<div class='mp-bar' data-nutrient='{escape(bar.nutrient)}'><div class='mp-top'>"
        f"<span class='mp-name'>{escape(bar.label)}</span>"
        f"<span class='mp-word {kind}'>{escape(bar.word)}</span></div>"
        f"<div class='mp-track' aria-hidden='true'><i class='{kind}' style='width:{fill:.1f}%'></i>{marks}</div>"
        f"<p class='mp-amount'>{escape(amount_text(bar))}</p>{note}</div>"
    )


def brought_by(bar: Bar, most: int) -> str:
    """``2% milk 9 %, baby spinach 6 %``; no line ends between a number and its sign."""
    return ", ".join(f"{food} {100 * share:.0f}\u00a0%" for food, share in bar.sources[:most])


def amount_text(bar: Bar) -> str:
    """``at least 310 mg, 74 %``: nothing is rounded into compliance."""
    if bar.amount is None:
        return "not reported"
    side = "down" if bar.unreported else {"short": "down", "over": "up"}.get(bar.word, "nearest")
    least = "at least " if bar.unreported else ""
    percent = "" if bar.percent is None else f", {math.floor(bar.percent + 1e-9)} %"
    if bar.nutrient in LIMITED and bar.upper:
        percent = f", {math.ceil(100 * bar.amount / bar.upper - 1e-9)} % of the limit"
    return f"{least}{number(bar.nutrient, bar.amount, side)} {bar.unit}{percent}"


def bounds_text(bar: Bar) -> str:
    """``at least 320, at most 2,300 mg``."""
    parts = []
    if bar.lower is not None:
        parts.append(f"at least {number(bar.nutrient, bar.lower)}")
    if bar.upper is not None:
        parts.append(f"at most {number(bar.nutrient, bar.upper)}")
    return f"{', '.join(parts)} {bar.unit}" if parts else ""

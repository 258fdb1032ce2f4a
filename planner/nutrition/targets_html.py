"""Targets as a table for a notebook: names and units as a person reads them, and where each number comes from."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from planner.nutrition.nutrients import NUTRIENTS

if TYPE_CHECKING:
    from planner.nutrition.target import Target, Targets

_HEADINGS = (("Nutrient", "left"), ("At least", "right"), ("At most", "right"), ("Kind", "left"), ("Source", "left"))


def targets_html(targets: Targets) -> str:
    """The table, with the energy's equation over it and the notes under it; colours are the reader's own."""
    head = "".join(f"<th style='text-align:{side}'>{name}</th>" for name, side in _HEADINGS)
    body = "".join(_row(name, target) for name, target in targets.items())
    notes = "".join(f"<li>{escape(note)}</li>" for note in targets.notes)
    return (
        f"<p><b>{targets.energy.kcal:,.0f} kcal a day</b>: {escape(targets.energy.equation)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" + (f"<ul>{notes}</ul>" if notes else "")
    )


def _row(name: str, target: Target) -> str:
    known = NUTRIENTS[name]
    cells = (
        f"{known.label} ({known.unit.replace('ug', 'µg')})",
        _amount(target.lower, known.decimals),
        _amount(target.upper, known.decimals),
        _both(target.lower_kind, target.upper_kind),
        _both(target.lower_source, target.upper_source),
    )
    shown = zip(cells, _HEADINGS, strict=True)
    return "<tr>" + "".join(f"<td style='text-align:{side}'>{escape(cell)}</td>" for cell, (_, side) in shown) + "</tr>"


def _amount(value: float | None, places: int) -> str:
    return "" if value is None else f"{value:,.{places}f}"


def _both(low: str, high: str) -> str:
    return low or high if low == high or not (low and high) else f"{low} / {high}"

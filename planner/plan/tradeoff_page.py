"""A frontier as a page of its own: an SVG chart and a table; no scripts, nothing from elsewhere, colours from the reader's own theme."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from planner.nutrition.safety_text import BANNER, DISCLAIMER
from planner.plan.ordinary import degree
from planner.plan.words import SOURCES

if TYPE_CHECKING:
    from planner.plan.tradeoff import Axis, Tradeoff

_STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.45 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}"
    "figure{margin:1rem 0}svg{width:100%;height:auto;max-width:44rem}text{fill:currentColor;font-size:13px}.scroll{overflow-x:auto}"
    "table{border-collapse:collapse}td,th{padding:.15em .8em .15em 0;text-align:right;vertical-align:bottom}"
    "tr+tr td{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent)}td:last-child{text-align:left;white-space:nowrap}"
    "@media print{body{margin:0;max-width:none}tr,figure{break-inside:avoid}}"
)
_WIDTH, _HEIGHT = 640, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 15, 55  # around the area of the points
_FAINT = "color-mix(in srgb,currentColor 20%,transparent)"
_TICKS = 6
_COLUMNS = {
    "cost_usd": "Cost, $",
    "energy_kcal": "Energy, kcal",
    "magnesium_mg": "Magnesium, mg",
    "potassium_mg": "Potassium, mg",
    "sodium_mg": "Sodium, mg",
    "surprise_nats": "Ordinary, beside the most ordinary",
    "familiarity": "Familiarity, of 100",
    "hei": "Healthy eating, of 100",
    "targets_met": "Targets met",
}

_DECIMALS = {"cost_usd": 2}
_SAME_NATS = 0.05  # closer than this, two plans are as ordinary


def tradeoff_page(found: Tradeoff) -> str:
    """The whole page."""
    title = f"{found.y.name.capitalize()} by {found.x.name}"
    parts = [
        f"<p><small>{escape(BANNER)}</small></p>",
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(found.sentence())} None is better in one of the two without being worse in the other.</p>",
        _chart(found),
        _table(found),
        f"<p><small>{escape(DISCLAIMER)} {escape(SOURCES)}</small></p>",
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{''.join(parts)}\n</main>\n</body>\n</html>\n"
    )


def _chart(found: Tradeoff) -> str:
    rows = found.frame.to_dict("records")
    x, y = ([_value(axis, row) for row in rows] for axis in (found.x, found.y))
    at_x, at_y = _scale(x, _LEFT, _WIDTH - _RIGHT), _scale(y, _HEIGHT - _BOTTOM, _TOP)
    points = [(at_x(a), at_y(b)) for a, b in zip(x, y, strict=True)]
    lines = "".join(
        f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{7 if row["is_asked"] else 5}"><title>{escape(_told(row))}</title></circle>'
        for (px, py), row in zip(points, _rows(found), strict=True)
    )
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    marks = "".join(_mark(found.x, one, at_x(one), across=True) for one in _ticks(found.x, x))
    marks += "".join(_mark(found.y, one, at_y(one), across=False) for one in _ticks(found.y, y))
    middle = (_TOP + _HEIGHT - _BOTTOM) / 2
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(found.sentence(), quote=True)}">{marks}'
        f'<polyline points="{path}" fill="none" stroke="currentColor" stroke-opacity="0.5"/><g fill="currentColor">{lines}</g>'
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 12}" text-anchor="middle">{escape(found.x.title)}</text>'
        f'<text transform="translate(16 {middle}) rotate(-90)" text-anchor="middle">{escape(found.y.title)}</text>'
        "</svg></figure>"
    )


def _value(axis: Axis, row: Mapping[Any, Any]) -> float:
    """Of what has no unit that a reader knows, better is to the right and up."""
    value = float(row[axis.column])
    return axis.better * value if axis.is_worded else value


def _scale(values: list[float], start: float, end: float) -> Any:
    low, high = _range(values)
    return lambda value: start + (end - start) * (value - low) / (high - low)


def _range(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or max(0.06 * abs(high), 1.0)
    return low - room, high + room


def _ticks(axis: Axis, values: list[float]) -> list[float]:
    """Round numbers along an axis; none where they would mean nothing."""
    if axis.is_worded:
        return []
    low, high = _range(values)
    rough = (high - low) / _TICKS
    tens = 10.0 ** math.floor(math.log10(rough))
    step = next(n * tens for n in (1.0, 2.0, 2.5, 5.0, 10.0) if n * tens >= rough)
    return [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _mark(axis: Axis, value: float, place: float, across: bool) -> str:
    text = f"{value:,.2f}" if axis.name == "cost" else f"{value:,.10g}"
    if across:
        line = f'<line x1="{place:.1f}" x2="{place:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}" style="stroke:{_FAINT}"/>'
        return f'{line}<text x="{place:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{text}</text>'
    line = f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{place:.1f}" y2="{place:.1f}" style="stroke:{_FAINT}"/>'
    return f'{line}<text x="{_LEFT - 8}" y="{place + 4:.1f}" text-anchor="end">{text}</text>'


def _rows(found: Tradeoff) -> list[dict[Any, Any]]:
    """The plans, of each how much less ordinary it is than the most ordinary of them."""
    least = float(found.frame["surprise_nats"].min())
    return found.frame.assign(surprise_nats=found.frame["surprise_nats"] - least).to_dict("records")


def _told(row: Mapping[Any, Any]) -> str:
    return "; ".join(f"{heading} {_cell(column, row[column])}" for column, heading in _COLUMNS.items())


def _cell(column: str, value: Any) -> str:
    if value is None or value != value:
        return "not known"
    if column == "surprise_nats":
        return "as ordinary" if value < _SAME_NATS else f"{degree(value)} less"
    return f"{value:,.{_DECIMALS.get(column, 0)}f}"


def _table(found: Tradeoff) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in _COLUMNS.values())
    body = "".join(
        "<tr>"
        + "".join(f"<td>{_cell(column, row[column])}</td>" for column in _COLUMNS)
        + f"<td>{'asked for' if row['is_asked'] else ''}</td></tr>"
        for row in _rows(found)
    )
    return f'<div class="scroll"><table><thead><tr>{head}<th></th></tr></thead><tbody>{body}</tbody></table></div>'

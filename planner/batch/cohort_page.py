"""The report of a cohort as HTML: no scripts, nothing from elsewhere, colours from the reader's own theme; it prints."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from planner.batch.cohort import FIRST
from planner.batch.spread import Spread
from planner.batch.work import PLANNED
from planner.nutrition.safety_text import BANNER, DISCLAIMER
from planner.plan.words import SOURCES, label, number, unit

if TYPE_CHECKING:
    from planner.batch.cohort import CohortReport

_STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.45 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0}td,th{padding:.15em .8em .15em 0;text-align:left;vertical-align:top}"
    ".n{text-align:right;font-variant-numeric:tabular-nums}tr+tr td{border-top:1px solid "
    "color-mix(in srgb,currentColor 20%,transparent)}figure{margin:.5rem 0 1.5rem}svg{width:100%;height:auto;max-width:44rem}"
    ".scroll{overflow-x:auto}small{opacity:.8}"
    "@media print{body{margin:0;max-width:none}tr,figure{break-inside:avoid}}"
)
_FILL = "color-mix(in srgb, currentColor 45%, transparent)"
_MOST_REASONS = 12
_WIDTH, _HEIGHT, _FOOT = 640, 140, 22  # of a chart, and of the line of numbers below it
_SUMMARY = {
    "hei": ("Healthy Eating Index 2020", "of 100", 0),
    "cost_usd_per_day": ("Cost", "US dollars of 2017/18 a day", 2),
    "energy_kcal": ("Energy", "kcal a day", 0),
}


def report_page(found: CohortReport) -> str:
    """A whole page."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Report of a cohort</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Report of a cohort</h1>\n{report_body(found)}\n"
        "</main>\n</body>\n</html>\n"
    )


def report_body(found: CohortReport) -> str:
    """What the page says, for a notebook, too."""
    parts = [f"<p><small>{escape(BANNER)}</small></p>", f"<p><strong>{escape(headline(found))}</strong></p>"]
    parts += [_people(found), _reasons(found)]
    if found.with_plan:
        parts += [_first(found, name) for name in FIRST]
        parts += [_targets(found), _foods(found), _summary(found)]
    settings = ", ".join(f"{name} {value}" for name, value in found.run["settings"].items())
    parts.append(f"<p><small>{escape(f'Planned with: {settings}.')}</small></p>")
    parts.append(f"<p><small>{escape(DISCLAIMER)} {escape(SOURCES)}</small></p>")
    return "\n".join(parts)


def headline(found: CohortReport) -> str:
    """One sentence: how many have a plan, and how many reach magnesium and potassium."""
    who = "person" if found.people == 1 else "people"
    said = f"{found.people:,} {who}, {found.with_plan:,} with a plan ({_percent(found.with_plan, found.people)})"
    met = dict(zip(found.targets["nutrient"].tolist(), found.targets["met_percent"].tolist(), strict=True))
    reached = [f"{label(name).lower()} {_share(met[name])}" for name in FIRST if name in met]
    return f"{said}; their targets are met: {', '.join(reached)}." if reached else f"{said}."


def _people(found: CohortReport) -> str:
    rows = [(status, f"{count:,}", _percent(count, found.people)) for status, count in found.counts.items()]
    return f"<h2>Who has a plan</h2>{_table(('result', 'people', 'share'), rows)}"


def _reasons(found: CohortReport) -> str:
    rows = [(status, f"{people:,}", why) for status, why, people in found.reasons if status != PLANNED]
    if not rows:
        return ""
    return f"<h2>Why not, or not all</h2>{_table(('result', 'people', 'reason'), rows[:_MOST_REASONS], text_last=True)}"


def _first(found: CohortReport, name: str) -> str:
    """The distribution of one nutrient, in its unit, and against each person's own target."""
    spread = found.spreads[name]
    if not spread.counts:
        return ""
    row = found.targets[found.targets["nutrient"] == name].iloc[0].to_dict()
    said = (
        f"Half of the people with a plan get {number(name, spread.quantile(0.25))} to {number(name, spread.quantile(0.75))} "
        f"{unit(name)} a day, the middle {number(name, spread.quantile(0.5))}. {_share(row['met_percent'])} reach their own "
        f"target; in the middle the plan has {row['p50_percent_of_target']:.0f} % of it, and at the 5th percentile "
        f"{row['p5_percent_of_target']:.0f} %."
    )
    title = f"{label(name)}, {unit(name)} a day"
    return f"<h2>{escape(label(name))}</h2><p>{escape(said)}</p>{_histogram(spread, title)}"


def _targets(found: CohortReport) -> str:
    rows = []
    for row in found.targets.to_dict("records"):
        name = str(row["nutrient"])
        rows.append(
            (
                str(row["label"]),
                _share(row["met_percent"]),
                _share(row["missed_percent"]),
                _share(row["not_known_percent"]),
                _share(row["just_met_percent"]),
                f"{number(name, row['mean'])} {unit(name)}",
                *(
                    "" if math.isnan(row[key]) else f"{row[key]:.0f}"
                    for key in ("p5_percent_of_target", "p50_percent_of_target", "p95_percent_of_target")
                ),
            )
        )
    headings = ("nutrient", "met", "missed", "not known", "just met", "mean", "5th, %", "50th, %", "95th, %")
    return (
        "<h2>Targets, hardest first</h2><p>Just met: within 1 % of a bound, so that it shapes the plan. The last columns are "
        f"percentiles of the amount in % of the person's own target.</p>{_table(headings, rows)}"
    )


def _foods(found: CohortReport) -> str:
    rows = [
        (
            str(row["food"]),
            _share(row["people_percent"]),
            f"{row['grams_a_day']:,.1f}",
            number("magnesium_mg", row["magnesium_mg_a_day"]),
            number("potassium_mg", row["potassium_mg_a_day"]),
        )
        for row in found.foods.to_dict("records")
    ]
    headings = ("food", "people", "g a day", "magnesium, mg", "potassium, mg")
    return f"<h2>Most used foods</h2><p>Amounts per person and day, over everybody with a plan.</p>{_table(headings, rows)}"


def _summary(found: CohortReport) -> str:
    parts = []
    for name, (title, of, places) in _SUMMARY.items():
        spread = found.spreads[name]
        if not spread.counts:
            continue
        middle, low, high = (f"{spread.quantile(q):,.{places}f}" for q in (0.5, 0.05, 0.95))
        said = f"In the middle {middle} {of}; nine in ten people between {low} and {high}."
        parts.append(f"<h2>{escape(title)}</h2><p>{escape(said)}</p>{_histogram(spread, f'{title}, {of}')}")
    return "".join(parts)


def _histogram(spread: Spread, title: str) -> str:
    bars = spread.bars()
    tallest = max(count for _, _, count in bars)
    width = _WIDTH / len(bars)
    drawn = "".join(
        f'<rect x="{i * width + 0.5:.1f}" y="{_HEIGHT * (1 - count / tallest):.1f}" width="{max(width - 1, 0.5):.1f}" '
        f'height="{_HEIGHT * count / tallest:.1f}"><title>{low:,.6g} to {high:,.6g}: {count:,}</title></rect>'
        for i, (low, high, count) in enumerate(bars)
    )
    edges = [bars[0][0], (bars[0][0] + bars[-1][1]) / 2, bars[-1][1]]
    marks = "".join(
        f'<text x="{x}" y="{_HEIGHT + 17}" text-anchor="{anchor}">{edge:,.4g}</text>'
        for x, anchor, edge in zip((0, _WIDTH / 2, _WIDTH), ("start", "middle", "end"), edges, strict=True)
    )
    words = escape(f"{title}: {spread.count:,} people, mean {spread.mean:,.4g}", quote=True)
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {_HEIGHT + _FOOT}" role="img" aria-label="{words}" '
        f'style="print-color-adjust:exact"><g style="fill:{_FILL}">{drawn}</g>'
        f'<line x1="0" x2="{_WIDTH}" y1="{_HEIGHT}" y2="{_HEIGHT}" stroke="currentColor"/>'
        f'<g fill="currentColor" font-size="14">{marks}</g></svg><figcaption><small>{words}</small></figcaption></figure>'
    )


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], text_last: bool = False) -> str:
    """The first column is text, the others are numbers; ``text_last``: the last one is text, too."""
    last = len(headings) - 1

    def kind(at: int) -> str:
        return "" if at == 0 or (text_last and at == last) else ' class="n"'

    head = "".join(f'<th scope="col"{kind(at)}>{escape(name)}</th>' for at, name in enumerate(headings))
    body = "".join(
        "<tr>" + "".join(f"<td{kind(at)}>{escape(cell)}</td>" for at, cell in enumerate(row)) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _percent(count: int, of: int) -> str:
    return _share(100.0 * count / of) if of else ""


def _share(percent: float) -> str:
    """Rounded away from all and from none: 99.97 is 99.9 %, 0.01 is 0.1 %."""
    if percent in (0.0, 100.0):
        return f"{percent:.0f} %"
    return f"{min(max(percent, 0.1), 99.9):.1f} %"

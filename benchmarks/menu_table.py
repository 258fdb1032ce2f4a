"""From judgements to the table of the panel: measure, goal, what was found, and what real adults do."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.judge import ITEMS_A_DAY, LOWERS, Judgement, estimated_usd


class Line(NamedTuple):
    """One measure. ``real``: the same of real adults (NHANES 2007-2012), blank where it means nothing."""

    measure: str
    goal: str
    ours: str
    met: bool
    real: str = ""


def quality_table(found: Sequence[Judgement], real: Mapping[str, float]) -> list[Line]:
    """Every measure over the panel. A plan that failed keeps none of its days and limits; means are of the others.

    ``real``: what the judges of ordinariness say of real adults, where that was measured.
    """
    planned = [one for one in found if not one.failure]
    if not planned:
        return [Line("weeks planned", f"{len(found)}", "0", False)]
    days = sum(one.days for one in found)
    by_day = [items for one in planned for items in one.items_by_day]
    lines = [
        Line("weeks planned", f"{len(found)} of {len(found)}", f"{len(planned)} of {len(found)}", len(planned) == len(found)),
        _share("energy within 5 %, Mg and K reached, days", sum(one.days_met for one in planned), days, 1.0, "26-30 %"),
        *_lowers(found, planned),
        _uppers(found, planned),
        *_hei(planned),
        _percent("portions in the real 5th-95th percentile", planned, "portions_in_range", 0.95, real),
        _percent("foods eaten at that slot by real people", planned, "at_usual_slot", 0.98, real),
        _number("familiarity percentile of the foods", planned, "familiarity", 88.0, real),
        _number("affinity of the foods within a meal", planned, "affinity", 0.10, real),
        _percent("role pairs that real people eat together", planned, "role_pairs_seen", 0.95, real),
        _share("AMDR in range on the mean", sum(one.ranges_held for one in planned), 3 * len(found), 1.0, "66 %"),
        _share(
            f"{ITEMS_A_DAY[0]}-{ITEMS_A_DAY[1]} items a day, days",
            sum(ITEMS_A_DAY[0] <= items <= ITEMS_A_DAY[1] for items in by_day),
            days,
            0.95,
            "mean 13.7",
        ),
        *_rules(planned),
        _count("odd forms", sum(len(one.odd_forms) for one in planned)),
        _distinct(planned),
        _repeated(planned),
        _count("diet, allergy and exclusion violations", sum(len(one.violations) for one in planned)),
        _cost(planned),
        *_seconds(planned),
    ]  # fmt: skip
    return lines


def _share(measure: str, held: int, of: int, goal: float, real: str) -> Line:
    share = held / of
    return Line(measure, f">= {100 * goal:g} %", f"{_down(100 * share, 1)} %", share >= goal, real)


def _down(value: float, places: int) -> str:
    """Rounded down: nothing is rounded into the goal."""
    factor = 10.0**places
    return f"{math.floor(value * factor + 1e-9) / factor:.{places}f}"


def _percent(measure: str, planned: Sequence[Judgement], name: str, goal: float, real: Mapping[str, float]) -> Line:
    values = [100 * one.ordinariness[name] for one in planned]
    mean = statistics.fmean(values)
    theirs = f"{100 * real[name]:.0f} %" if name in real else ""
    shown = f"{_down(mean, 1)} % (worst {_down(min(values), 0)})"
    return Line(measure, f">= {100 * goal:g} %", shown, mean >= 100 * goal, theirs)


def _number(measure: str, planned: Sequence[Judgement], name: str, goal: float, real: Mapping[str, float]) -> Line:
    values = [one.ordinariness[name] for one in planned]
    mean = statistics.fmean(values)
    theirs = f"{real[name]:.2f}" if name in real else ""
    shown = f"{_down(mean, 2)} (worst {_down(min(values), 2)})"
    return Line(measure, f">= {goal:g}", shown, mean >= goal, theirs)


def _lowers(found: Sequence[Judgement], planned: Sequence[Judgement]) -> Iterable[Line]:
    of = len(LOWERS) * len(found) - sum(len(one.unreachable) for one in planned)
    met = sum(one.lowers_met for one in planned)
    yield _share("lower reference intakes met, of those reachable", met, of, 1.0, "53 %")
    mean = met / len(found)
    yield Line(f"lower reference intakes met of {len(LOWERS)}", ">= 25", _down(mean, 2), mean >= 25, "13.8")


def _uppers(found: Sequence[Judgement], planned: Sequence[Judgement]) -> Line:
    checks = sum(one.upper_checks for one in planned)
    checks = round(checks * len(found) / len(planned))  # a failed plan keeps no limit
    missed = sum(sum(one.upper_misses.values()) for one in planned)
    held = sum(one.upper_checks for one in planned) - missed
    return _share("upper limits kept each day", held, checks, 0.995, "88 %")


def _hei(planned: Sequence[Judgement]) -> Iterable[Line]:
    scores = [one.hei for one in planned]
    mean, worst = statistics.fmean(scores), min(scores)
    yield Line("HEI-2020, mean", ">= 95", _down(mean, 1), mean >= 95, "54")
    yield Line("HEI-2020, worst", ">= 88", _down(worst, 1), worst >= 88)


def _rules(planned: Sequence[Judgement]) -> Iterable[Line]:
    broken = [len(one.rules_broken) for one in planned]
    yield _share("weeks without a broken plate rule", sum(not count for count in broken), len(broken), 0.90, "")
    yield Line("plate rules broken in a week, most", "<= 2", str(max(broken)), max(broken) <= 2)


def _count(measure: str, count: int) -> Line:
    return Line(measure, "0", str(count), count == 0)


def _distinct(planned: Sequence[Judgement]) -> Line:
    foods = sorted(one.foods for one in planned)
    mean, fits = statistics.fmean(foods), sum(35 <= count <= 50 for count in foods)
    shown = f"{mean:.1f} ({foods[0]}-{foods[-1]}; {fits} of {len(foods)} within)"
    return Line("distinct foods in the plan, mean", "35-50", shown, 35 <= mean <= 50)


def _repeated(planned: Sequence[Judgement]) -> Line:
    most = max(one.most_repeated_days for one in planned)
    over = sum(one.most_repeated_days > 3 for one in planned)
    return Line("days of the most repeated solid food, most", "<= 3", f"{most} ({over} people above 3)", most <= 3)


def _cost(planned: Sequence[Judgement]) -> Line:
    known = [one.usd_per_day for one in planned if one.usd_per_day is not None]
    whole = [usd for one in planned if (usd := estimated_usd(one)) is not None]
    mean = statistics.fmean(whole)
    shown = f"{mean:.2f} ({statistics.fmean(known):.2f} of it known; most {max(whole):.2f})"
    return Line("cost a day, $ of 2017/18", "<= 9", shown, mean <= 9, "7.67")


def _seconds(planned: Sequence[Judgement]) -> Iterable[Line]:
    taken, cpu = [one.seconds for one in planned], [one.cpu_seconds for one in planned]
    median, most = statistics.median(taken), max(taken)
    yield Line("seconds a plan, median", "<= 2", f"{median:.2f} (CPU {statistics.median(cpu):.2f})", median <= 2)
    yield Line("seconds a plan, most", "<= 4", f"{most:.2f} (CPU {max(cpu):.2f})", most <= 4)


_HEADINGS = ("measure", "goal", "ours", "met", "real adults")


def _cells(lines: Iterable[Line]) -> list[list[str]]:
    return [list(_HEADINGS)] + [
        [one.measure, one.goal, one.ours, "yes" if one.met else "NO", f"({one.real})" if one.real else ""]
        for one in lines
    ]


def plain(lines: Sequence[Line]) -> str:
    """In columns, for a terminal."""
    cells = _cells(lines)
    widths = [max(len(row[i]) for row in cells) for i in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    )


def markdown(lines: Sequence[Line]) -> str:
    """As a markdown table."""
    head, *rows = _cells(lines)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def misses(found: Sequence[Judgement]) -> list[str]:
    """Every miss by name: what it is, how often, and for whom."""
    said = [f"no plan for {one.label}: {one.failure}" for one in found if one.failure]
    said += _counted("days", found, lambda one: one.day_misses)
    said += _shares(found)
    said += _counted("limit", found, lambda one: one.upper_misses)
    said += [
        f"AMDR {name}: {percent:.1f} % of energy, {one.label}"
        for one in found
        for name, percent in one.range_misses.items()
    ]
    said += [
        f"HEI {one.hei:.1f}: {one.label}: {_short(one.hei_short)}" for one in found if not one.failure and one.hei < 95
    ]
    said += [f"most repeated: {one.most_repeated} on {one.most_repeated_days} days, {one.label}"
             for one in found if one.most_repeated_days > 3]  # fmt: skip
    for what in ("odd_forms", "violations"):
        said += [
            f"{what.replace('_', ' ')}: {', '.join(getattr(one, what))}, {one.label}"
            for one in found
            if getattr(one, what)
        ]
    rules = Counter(sentence for one in found for sentence in one.rules_broken)
    said += [f"plate rule, {count} times: {sentence}" for sentence, count in rules.most_common()]
    promised = sum(one.promised for one in found)
    if promised:
        said.append(f"{promised} foods keep a diet by the promise of their name (food_data/MENUS.md), not by the tags")
    return said or ["No misses."]


def _short(parts: Mapping[str, float | None]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {'not known' if points is None else f'{points:.1f}'}"
        for name, points in parts.items()
    )


def _counted(what: str, found: Sequence[Judgement], of: Callable[[Judgement], dict[str, int]]) -> list[str]:
    times: Counter[str] = Counter()
    people: dict[str, list[str]] = {}
    for one in found:
        for name, count in of(one).items():
            times[name] += count
            people.setdefault(name, []).append(one.label.split()[0])
    return [
        f"{what}: {name} missed on {count} days of {len(people[name])} people ({', '.join(people[name][:12])})"
        for name, count in times.most_common()
    ]


def _shares(found: Sequence[Judgement]) -> list[str]:
    reached: dict[str, list[tuple[float, str]]] = {}
    for one in found:
        for name, share in one.lower_misses.items():
            proof = " not reachable" if name in one.unreachable else ""
            reached.setdefault(name, []).append((share, f"{one.label} {100 * share:.0f} %{proof}"))
    ordered = sorted(reached.items(), key=lambda item: -len(item[1]))
    return [
        f"lower: {name} missed by {len(who)}: " + "; ".join(text for _, text in sorted(who)[:8])
        for name, who in ordered
    ]

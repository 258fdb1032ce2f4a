"""Every row of a saved plan counted again: amounts, bounds, what holds, and the counts made of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planner.foods.groups import group_caps
from planner.nutrition.target import Targets
from planner.plan.verified import ROUNDED_G, TOLERANCE, Check, same, told
from planner.plan.verify_menu import WrittenMenu
from planner.plan.words import label

DAY_FLOOR = 0.5  # share of a reference intake that each single day of a menu reaches; policy (docs/menu.md)


def row_checks(
    document: Mapping[str, Any],
    wanted: Targets,
    amounts: Mapping[str, Mapping[int, tuple[float, int, int, float]]],
    menu: WrittenMenu,
) -> tuple[list[Check], list[str]]:
    """Every row of ``nutrients`` and of the certificate, and the counts made of them."""
    floor = 0.0 if document["request"].get("menu") == "none" else DAY_FLOOR
    shown = {(row.get("nutrient"), row.get("day")): row for row in document["nutrients"]}
    proved = {(row.get("quantity"), row.get("day")): row for row in document["certificate"]}
    checks, misses, met, of = [], [], 0, 0
    expected = set()
    for name, target in wanted.items():
        if target.lower is None and target.upper is None:
            continue
        of += 1
        by_day = amounts.get(name, {})
        totals = list(by_day.values())
        mean = math.fsum(t[0] for t in totals) / len(totals) if totals else math.nan
        foods, unreported = sum(t[1] for t in totals), sum(t[2] for t in totals)
        rows = [(day, total, *target.on_day(floor), f, u, slack) for day, (total, f, u, slack) in by_day.items()]
        slack = math.fsum(t[3] for t in totals) / max(len(totals), 1)
        if not totals:
            foods = unreported = len(menu.rows)
        rows.append((0, mean, target.lower, target.upper, foods, unreported, slack))
        for day, amount, low, high, f, u, moved in rows:
            expected.add((name, day))
            where = f"{name}, {'mean' if day == 0 else f'day {day}'}"
            holds = _holds(amount, low, high)
            for part, lines in (("nutrients", shown), ("certificate", proved)):
                row = lines.get((name, day))
                if row is None:
                    checks.append(Check(part, where, "nothing", told(amount), False))
                    continue
                checks.append(same(part, where, row.get("amount"), amount, moved))
                for side, bound in (("lower", low), ("upper", high)):
                    checks.append(same(part, f"{where}, {side}", row.get(side), bound))
                counts = (row.get("foods"), row.get("unreported"))
                checks.append(
                    Check(part, f"{where}, foods and how many do not report it", counts, (f, u), counts == (f, u))
                )
            on_edge = _holds(amount + moved, low, high) != _holds(amount - moved, low, high)
            if (proof := proved.get((name, day))) is not None:
                said = proof.get("holds")
                checks.append(Check("certificate", f"{where}, holds", said, holds, said == holds or on_edge))
            if (line := shown.get((name, day))) is not None:
                reference = low if low else high
                percent = None if not reference or math.isnan(amount) else 100.0 * amount / reference
                share = 0.0 if not reference else 100.0 * moved / reference
                checks.append(same("nutrients", f"{where}, percent", line.get("percent"), percent, share))
                word, said = _word(amount, low, high, u), line.get("status")
                checks.append(Check("nutrients", f"{where}, status", said, word, said == word or on_edge))
                met += day == 0 and (word == "met" or (on_edge and said == "met"))
            if not holds and not u and day == 0:
                misses.append(name)
    groups, of_groups = _group_rows(document, menu) if floor == 0.0 else ([], set())
    checks += groups
    expected |= of_groups
    for key in (*shown, *proved):
        if key not in expected:
            checks.append(Check("nutrients", f"{key[0]}, day {key[1]}", "a row", "no such day of the plan", False))
    checks.append(Check("counts", "targets met", document.get("targets_met"), met, document.get("targets_met") == met))
    checks.append(
        Check("counts", "targets in all", document.get("targets_total"), of, document.get("targets_total") == of)
    )
    checks += _told_misses(document, misses)
    return checks, misses


def _group_rows(document: Mapping[str, Any], menu: WrittenMenu) -> tuple[list[Check], set[Any]]:
    """Grams of each limited food group, which the certificate of a plain day holds."""
    caps = {group: cap.day_max_g for group, cap in group_caps().items() if math.isfinite(cap.day_max_g)}
    eaten: dict[str, list[float]] = {}
    for _, _, code, grams in menu.rows:
        group = str(menu.table.data.at[code, "group"])
        if group in caps:
            eaten.setdefault(group, []).append(grams)
    rows = {row.get("quantity"): row for row in document["certificate"] if str(row.get("quantity")).endswith("_g")}
    checks = []
    for group, grams_of in eaten.items():
        row = rows.get(f"{group}_g", {})
        checks.append(
            same("certificate", f"{group} in g", row.get("amount"), math.fsum(grams_of), len(grams_of) * ROUNDED_G)
        )
        checks.append(same("certificate", f"{group} in g, at most", row.get("upper"), caps[group]))
        counts = (row.get("foods"), row.get("unreported"), row.get("day"), row.get("lower"))
        right = counts == (len(grams_of), 0, 1, None)
        checks.append(Check("certificate", f"{group} in g, foods", counts, (len(grams_of), 0, 1, None), right))
        held = math.fsum(grams_of) <= caps[group] + TOLERANCE * max(1.0, caps[group])
        checks.append(Check("certificate", f"{group} in g, holds", row.get("holds"), held, row.get("holds") == held))
    return checks, {(f"{group}_g", 1) for group in eaten}


def _told_misses(document: Mapping[str, Any], misses: Iterable[str]) -> Iterator[Check]:
    """What the mean misses stands in a sentence, and the certificate says so as a whole."""
    sentences = [str(one) for one in document.get("misses", ())]
    for name in misses:
        said = any(one.startswith(f"{label(name)}:") or f": {label(name)}:" in one for one in sentences)
        yield Check("misses", f"{label(name)} is said to be missed", said, True, said)
    held = all(bool(row.get("holds")) for row in document["certificate"])
    yield Check(
        "counts",
        "certificate holds",
        document.get("certificate_holds"),
        held,
        document.get("certificate_holds") == held,
    )


def _holds(amount: float, low: float | None, high: float | None) -> bool:
    under = low is not None and not amount >= low - TOLERANCE * max(1.0, abs(low))
    over = high is not None and not amount <= high + TOLERANCE * max(1.0, abs(high))
    return not (under or over)


def _word(amount: float, low: float | None, high: float | None, unreported: int) -> str:
    if math.isnan(amount):
        return "not known"
    if low is not None and amount < low - TOLERANCE * max(1.0, low):
        return "not known" if unreported else "below"
    if high is not None and amount > high + TOLERANCE * max(1.0, high):
        return "above"
    return "not known" if high is not None and unreported else "met"

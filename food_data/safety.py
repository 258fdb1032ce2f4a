"""The reviewed safety rules, checked and put in order. The rules are ours; a source says what they rest on.

``reviewed/safety_terms.csv`` groups medicines and conditions: one row each, with the other names people use;
``covers`` says whether the row is one medicine or a whole class. ``reviewed/safety_rules.csv`` says what each
group leads to. Both are meant to be read and changed by a dietitian.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

BEHAVIOURS = {
    "REFUSE": "no plan",
    "HOLD_POTASSIUM": "potassium between 85 and 115 % of the AI each day, 100 % or more on the mean",
    "CAP": "an upper limit each day",
    "STEADY": "the days stay close to a usual level",
    "EXCLUDE": "foods left out",
    "LIMIT_FOOD": "so much of a food and not more",
    "NO_DEFICIT": "energy not under the requirement",
    "NO_WATER_TARGET": "no drinking target",
    "REFER": "see a doctor first, no plan",
    "WARN": "a message only",
    "NOTE": "known, and nothing follows from it",
}
SETTLED = {"U01"}  # rules of the source that are kept elsewhere: upper levels are targets, by their basis


def safety_terms(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Medicines and conditions with their other names, lower case; a name in two rows is an error."""
    out: list[dict[str, str]] = []
    seen: set[str] = set()
    for row in rows:
        name = row["name"].strip().lower()
        others = sorted({other.strip().lower() for other in row["also"].split(";") if other.strip()} - {name})
        for word in (name, *others):
            if word in seen:
                raise ValueError(f"safety terms: {word!r} stands twice")
            seen.add(word)
        out.append({**row, "name": name, "also": "; ".join(others)})
    return out


def safety_rules(
    rows: Iterable[Mapping[str, str]], terms: Sequence[Mapping[str, str]], source: Iterable[Mapping[str, str]]
) -> list[dict[str, str]]:
    """The rules; raises ValueError when a rule of the source is missing here, or a group is unknown."""
    groups = {term["group"] for term in terms}
    out = [dict(row) for row in rows]
    for row in out:
        unknown = {group.strip() for group in row["groups"].split(";") if group.strip()} - groups
        if unknown or row["behaviour"] not in BEHAVIOURS:
            raise ValueError(f"safety rule {row['rule_id']}: unknown group {sorted(unknown)} or behaviour")
    ours = {row["rule_id"].split("-")[0] for row in out} | SETTLED
    missing = sorted({row["rule_id"] for row in source} - ours)
    if missing:
        raise ValueError(f"safety rules: no row for {', '.join(missing)}")
    return out

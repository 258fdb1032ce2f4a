"""Which columns a people file has: names matched forgivingly, once, before anything is planned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from planner.errors import Problem, TableError, UnknownNameError
from planner.nutrition.nutrients import NUTRIENTS, find_nutrient
from planner.nutrition.person import Person

PERSON_ID = "person_id"
PERSON = tuple(Person.model_fields)
PREFERENCES = ("diet", "exclude", "like", "dislike", "allergies", "budget_usd_per_day")
REQUIRED = (PERSON_ID, "sex", "age_years", "height_cm", "weight_kg")
KNOWN = (PERSON_ID, *PERSON, *PREFERENCES)
SIDES = ("min", "max")

# What other files call the same thing, in the same unit; written as ``_compact`` leaves it.
_ALSO = {
    "id": PERSON_ID, "participantid": PERSON_ID, "patientid": PERSON_ID, "subjectid": PERSON_ID,
    "gender": "sex", "age": "age_years", "ageinyears": "age_years", "height": "height_cm", "heightincm": "height_cm",
    "weight": "weight_kg", "weightinkg": "weight_kg", "activitylevel": "activity", "physicalactivity": "activity",
    "energy": "energy_kcal", "kcal": "energy_kcal", "calories": "energy_kcal", "kcalperday": "energy_kcal",
    "pregnancyweeks": "gestation_weeks", "weeksofpregnancy": "gestation_weeks",
    "prepregnancyweight": "prepregnancy_weight_kg", "potassiumlimit": "potassium_limit_mg",
    "exclusions": "exclude", "excluded": "exclude", "liked": "like", "disliked": "dislike", "allergy": "allergies",
    "allergens": "allergies", "medicines": "medications", "drugs": "medications", "diagnoses": "conditions",
    "budget": "budget_usd_per_day", "budgetusd": "budget_usd_per_day", "smokes": "smoker", "smoking": "smoker",
}  # fmt: skip
_BY_COMPACT = {re.sub("[^a-z]", "", name): name for name in KNOWN} | _ALSO
_BARE = {name.replace("_", " "): name for name in NUTRIENTS}
_TARGETS = {re.sub("[^a-z0-9]", "", f"{name}_{side}"): f"{name}_{side}" for name in NUTRIENTS for side in SIDES}
# How alike two names must be for one to look like a misspelling of the other (difflib's ratio).
_CLOSE, _CLOSE_TARGET = 0.8, 0.9


@dataclass(frozen=True)
class Columns:
    """How a header was read. ``names``: for each column what it stands for, None where it is left aside."""

    given: tuple[str, ...]
    names: tuple[str | None, ...]

    @property
    def renamed(self) -> dict[str, str]:
        """Columns that were understood under another name: as given -> as understood."""
        return {
            given: name for given, name in zip(self.given, self.names, strict=True) if name and name != given.strip()
        }

    def named(self, cells: Sequence[Any]) -> dict[str, Any]:
        """The cells of a row by the names we know; rows that are too short have fewer."""
        return {name: cell for name, cell in zip(self.names, cells, strict=False) if name is not None}

    @property
    def ignored(self) -> tuple[str, ...]:
        """Columns that nobody knows; nothing was done with them."""
        pairs = enumerate(zip(self.given, self.names, strict=True), start=1)
        return tuple(given.strip() or f"column {at} (no name)" for at, (given, name) in pairs if name is None)


def read_columns(source: str, header: Sequence[str], line: int | None = None) -> Columns:
    """The columns of ``source``. A column that looks like a misspelt known one is never passed over.

    Raises TableError with every problem of the header: a required column that is missing, two that mean the same, a
    misspelt one, a target of an unknown nutrient.
    """
    names: list[str | None] = []
    problems: list[Problem] = []
    for given in header:
        try:
            name = known_column(given)
        except UnknownNameError as error:
            meant = f"rename it to {' or '.join(error.nearest)} if that is meant, or " if error.nearest else ""
            problems.append(Problem(source, line, given.strip(), f"unknown {error.kind}", f"{meant}remove it"))
            name = None
        if name is not None and name in names:
            first = header[names.index(name)].strip()
            what = f"{first!r} and {given.strip()!r} both mean {name}"
            problems.append(Problem(source, line, given.strip(), what, "keep one of them"))
        names.append(name)
    missing = [name for name in REQUIRED if name not in names]
    if missing and not problems:
        shown = ", ".join(missing)
        what = f"the required column{'s' if len(missing) > 1 else ''} {shown} {'are' if missing[1:] else 'is'} missing"
        seen = ", ".join(text for text in (given.strip() for given in header) if text)[:200]
        problems.append(Problem(source, line, None, what, f"add {'them' if missing[1:] else 'it'} (found: {seen})"))
    if problems:
        raise TableError(problems)
    return Columns(tuple(header), tuple(names))


def known_column(given: str) -> str | None:
    """What a column stands for; None when it has nothing to do with us. Raises UnknownNameError for a near miss."""
    compact = _compact(given)
    for spelling in (compact, compact.removesuffix("s"), f"{compact}s"):
        if spelling in _BY_COMPACT:
            return _BY_COMPACT[spelling]
    words = _words(given)
    if len(words) > 1 and words[-1] in SIDES:
        return _target(given, " ".join(words[:-1]), words[-1])
    if len(words) > 1 and words[0] in SIDES:
        return _target(given, " ".join(words[1:]), words[0])
    near = [_BY_COMPACT[name] for name in get_close_matches(compact, _BY_COMPACT, n=1, cutoff=_CLOSE)]
    near += [_TARGETS[name] for name in get_close_matches(compact, _TARGETS, n=1, cutoff=_CLOSE_TARGET)]
    if " ".join(words) in _BARE:
        near = [f"{_BARE[' '.join(words)]}_{side}" for side in SIDES]
    if near:
        raise UnknownNameError("column", given.strip(), near)
    return None


def _target(given: str, stem: str, side: str) -> str:
    """``magnesium_mg_min`` from "Magnesium min"."""
    try:
        return f"{find_nutrient(stem)}_{side}"
    except UnknownNameError as error:
        near = [f"{name}_{side}" for name in error.nearest]
        raise UnknownNameError("target", given.strip(), near) from None


def _words(text: str) -> list[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text.replace("µ", "u").replace("μ", "u"))
    return re.findall(r"[a-z0-9]+", apart.lower())


def _compact(text: str) -> str:
    """ "Person-ID " and "person_id" are "personid"; a unit in brackets stays: "Height (cm)" is "heightcm"."""
    return "".join(_words(text))

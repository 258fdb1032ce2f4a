"""Every error the planner raises on purpose.

    PlannerError                 base: catch this one
    ├── InputError               what was given is wrong            (exit code 2)
    │   ├── UnknownNameError     a word nobody knows, with the nearest known ones
    │   ├── TableError           a table with problems, all of them listed
    │   └── SavedPlanError       a saved plan that cannot be restored as it is
    ├── NoPlanError              the input is fine, but no plan     (exit code 1)
    │   ├── InfeasibleError      the wishes clash: which ones, and the smallest repairs
    │   │   └── ContradictionError   already their words do; an InputError, too
    │   └── RefusedError         a plan would not be safe
    ├── SolverError              the solver failed for a reason of its own
    └── StoreError               the database of saved people and plans cannot do what was asked
        └── StaleError           somebody else saved or deleted it meanwhile

Each message says what was wrong, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class PlannerError(Exception):
    """Base of the tree; ``exit_code`` is what the command line returns."""

    exit_code = 1


class InputError(PlannerError, ValueError):
    """Something that was given cannot be used; nothing was done with it."""

    exit_code = 2


class UnknownNameError(InputError):
    """A name that is not known, with the nearest known names."""

    def __init__(self, kind: str, given: str, nearest: Sequence[str] = (), hint: str = "") -> None:
        self.kind, self.given, self.nearest = kind, given, tuple(nearest)
        message = f"unknown {kind} {given!r}"
        if nearest:
            message += "; did you mean " + " or ".join(repr(name) for name in nearest) + "?"
        if hint:
            message += f" {hint}" if nearest else f"; {hint}"
        super().__init__(message)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a table. ``row`` counts as a text editor does (the header is line 1)."""

    file: str
    row: int | None
    column: str | None
    what: str
    fix: str

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f", line {self.row}"
        if self.column is not None:
            where += f", column {self.column}"
        return f"{where}: {self.what}; {self.fix}"


class TableError(InputError):
    """A table cannot be used; ``problems`` lists everything wrong with it at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SavedPlanError(InputError):
    """A saved plan that cannot be restored; ``foods_gone`` names those that the food table no longer has, by code."""

    def __init__(self, why: str, foods_gone: Mapping[str, str] | None = None) -> None:
        self.foods_gone = dict(foods_gone or {})
        super().__init__(f"The saved plan cannot be restored: {why}")

    @classmethod
    def without(cls, foods: Mapping[str, str]) -> SavedPlanError:
        """For foods, names by code, that are no longer to be had."""
        named = ", ".join(f"{name} ({code})" for code, name in foods.items())
        return cls(
            f"the food table no longer has {named}; read it with the table it was made from, or plan again. "
            "What was saved is kept as it is.",
            foods,
        )


class NoPlanError(PlannerError):
    """The input is fine, but there is no plan to give."""

    exit_code = 1


@dataclass(frozen=True)
class Claim:
    """One thing in a clash: ``bound`` as files and programs write it, ``said`` in words. ``safety``: it keeps somebody safe,
    so it is never given up."""

    bound: str
    said: str
    safety: bool = False


@dataclass(frozen=True)
class Change:
    """One thing moved ``start`` to ``to``, in its own unit; None where it has no number, and ``to`` None: taken back."""

    bound: str
    start: float | None
    to: float | None
    said: str


@dataclass(frozen=True)
class Repair:
    """Changes that together make it possible. ``minded``: how much people mind them, 1 for moving one wish by its own size."""

    changes: tuple[Change, ...]
    minded: float

    @property
    def said(self) -> str:
        """The changes in words."""
        return " and ".join(change.said for change in self.changes)


class InfeasibleError(NoPlanError):
    """The wishes clash.

    ``conflicts``: minimal sets of claims that cannot hold together; without any one of a set, the others of it can.
    ``repairs``: the smallest changes that make a plan possible, each enough by itself, the least minded first.
    ``clash``: which wishes clash, without the repairs.
    ``at_least``: how far the repairs go is what is proved to be needed; whole servings in real meals may need more (menus).
    ``question``: the request that clashes, where a plan was asked for; None elsewhere.
    """

    at_least: bool
    clash: str
    question: Any

    def __init__(self, message: str, conflicts: Sequence[Sequence[Claim]] = (), repairs: Sequence[Repair] = ()) -> None:
        self.conflicts, self.repairs = tuple(map(tuple, conflicts)), tuple(repairs)
        self.at_least, self.clash, self.question = False, message, None
        super().__init__(message)

    @property
    def conflict(self) -> tuple[str, ...]:
        """The first clashing set, as files write it."""
        return tuple(claim.bound for claim in self.conflicts[0]) if self.conflicts else ()

    @property
    def repair(self) -> tuple[Mapping[str, Any], ...]:
        """The changes as files write them; see ``repairs_as_written``."""
        return repairs_as_written(self.repairs)


def repairs_as_written(repairs: Sequence[Repair]) -> tuple[Mapping[str, Any], ...]:
    """Single changes ``{"bound", "from", "to"}``; where none is enough alone, those of the best combination, each with
    ``"together": True``."""
    alone = [one.changes[0] for one in repairs if len(one.changes) == 1]
    if alone or not repairs:
        return tuple({"bound": one.bound, "from": one.start, "to": one.to} for one in alone)
    return tuple({"bound": one.bound, "from": one.start, "to": one.to, "together": True} for one in repairs[0].changes)


class ContradictionError(InfeasibleError, InputError):
    """Wishes whose words contradict each other, whatever the numbers: fish with an allergy to fish."""

    exit_code = 2


class RefusedError(NoPlanError):
    """No plan, because it would not be safe; ``reasons`` are sentences for the person."""

    def __init__(self, reasons: Sequence[str], rule_ids: Sequence[str] = ()) -> None:
        self.reasons, self.rule_ids = tuple(reasons), tuple(rule_ids)
        super().__init__("No plan was made. " + " ".join(self.reasons))


class SolverError(PlannerError):
    """The solver stopped without an answer and without a proof that there is none."""


class StoreError(PlannerError):
    """The database of saved people and plans cannot do what was asked; what is saved stays as it was."""


class StaleError(StoreError):
    """What is being saved was saved or deleted by somebody else after it was read."""

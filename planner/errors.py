"""Every error the planner raises on purpose.

    PlannerError                 base: catch this one
    ├── InputError               what was given is wrong            (exit code 2)
    │   ├── UnknownNameError     a word nobody knows, with the nearest known ones
    │   ├── TableError           a table with problems, all of them listed
    │   └── SavedPlanError       a saved plan that cannot be restored as it is
    ├── NoPlanError              the input is fine, but no plan     (exit code 1)
    │   ├── InfeasibleError      the wishes clash: which ones, and the smallest repair
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


class InfeasibleError(NoPlanError):
    """The wishes clash.

    ``conflict`` is a minimal set of bounds that cannot hold together; ``repair`` lists the smallest
    single changes ``{"bound": ..., "from": ..., "to": ...}`` that make a plan possible.
    """

    def __init__(self, message: str, conflict: Sequence[str] = (), repair: Sequence[Mapping[str, Any]] = ()) -> None:
        self.conflict, self.repair = tuple(conflict), tuple(dict(change) for change in repair)
        super().__init__(message)


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

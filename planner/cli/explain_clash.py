"""Why there is no plan, on the command line: which wishes clash, and the smallest changes, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.errors import ContradictionError, InfeasibleError

if TYPE_CHECKING:
    from planner.plan.trying import Tried


_NOT_RULED_OUT = "Each of these alone is not ruled out, the least minded first:"
HOW_FAR = "How far it takes in whole servings: planner explain, with the same options, plans with each change."


def clash_text(error: InfeasibleError) -> str:
    """The message, then every clashing set and every repair where there is more to say than the message does."""
    lines = [str(error)]
    if isinstance(error, ContradictionError):
        return lines[0]  # it has a sentence for each
    if len(error.conflicts) > 1:
        lines.append("What does not fit together, each by itself:")
        lines += [f"  - {'; '.join(claim.said for claim in members)}" for members in error.conflicts]
    if len(error.repairs) > 1:
        lines.append(_NOT_RULED_OUT if error.at_least else "Each of these alone would do, the least minded first:")
        lines += [f"  - {repair.said}" for repair in error.repairs]
    return "\n".join(lines)


def clash_json(error: InfeasibleError) -> dict[str, Any]:
    """``conflict`` and ``repair`` in short; ``conflicts`` and ``repairs`` with their words. ``at_least``: the repairs are what is
    proved to be needed, and whole servings may need more."""
    return {
        "conflict": list(error.conflict),
        "at_least": error.at_least,
        "repair": [dict(change) for change in error.repair],
        "conflicts": [[vars(claim) for claim in members] for members in error.conflicts],
        "repairs": [
            {
                "said": repair.said,
                "minded": repair.minded,
                "changes": [
                    {"bound": one.bound, "from": one.start, "to": one.to, "said": one.said} for one in repair.changes
                ],
            }
            for repair in error.repairs
        ],
    }


def tried_text(tried: Sequence[Tried]) -> str:
    """What came of planning with each repair, a line for each."""
    lines = [f"  - {one.said}" for one in tried]
    return "\n".join(["Planned with each of these, in whole servings and real meals:", *lines]) if lines else ""


def tried_json(tried: Sequence[Tried]) -> list[dict[str, Any]]:
    """For each repair: in words, the proved and the held changes (null where no plan was found), the share between
    them of which nothing is known, what is lacking."""
    return [
        {
            "said": one.said,
            "proved": [vars(change) for change in one.proved.changes],
            "held": None if one.held is None else [vars(change) for change in one.held.changes],
            "lacking": list(one.lacking),
            "short_of": list(one.besides),
            "open_share": one.open_share,
            "plans": one.plans,
        }
        for one in tried
    ]

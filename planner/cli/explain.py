"""``planner explain``, ``planner tradeoff`` and ``planner verify``: why a plan is as it is, what else there is, is it true."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.explain_clash import clash_json, clash_text, tried_json, tried_text
from planner.cli.output import Output, check_place, write_bytes, write_text
from planner.cli.own_options import Own, with_own
from planner.cli.plan_options import about_a_plan, read_plan_file
from planner.errors import InfeasibleError, InputError

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

Words = list[str] | None


class ExplainFormat(StrEnum):
    """How the answer is printed."""

    text = "text"
    json = "json"


class TradeoffFormat(StrEnum):
    """How the frontier is printed."""

    table = "table"
    csv = "csv"
    json = "json"
    html = "html"


@about_a_plan
def explain(
    plan: Callable[[], MealPlan],
    why: Annotated[Words, typer.Option("--why", metavar="FOOD", help="Why this food is in it. Repeatable.")] = None,
    why_not: Annotated[
        Words, typer.Option("--why-not", metavar="FOOD", help="Why this food is not in it. Repeatable.")
    ] = None,
    format: Annotated[ExplainFormat, typer.Option("--format", help="text or json.")] = ExplainFormat.text,
    output: Output = None,
) -> None:
    """Why a plan is as it is: what binds and what it costs; why this food, and why not that one.

    Where there is no plan it says which wishes clash and the smallest changes, plans with each of those, and the exit code is 1.
    """
    try:
        made = plan()
    except InfeasibleError as error:
        from planner.plan.trying import try_repairs

        tried = () if error.question is None else try_repairs(error)
        if format is ExplainFormat.json:
            said = json.dumps(clash_json(error) | {"tried": tried_json(tried)}, indent=1, ensure_ascii=False)
        else:
            said = "\n".join(filter(None, [clash_text(error), tried_text(tried)]))
        write_text(f"{said}\n", output)
        raise typer.Exit(error.exit_code) from None
    answers: list[Any] = [*(made.why(food) for food in why or ()), *(made.why_not(food) for food in why_not or ())]
    if format is ExplainFormat.json:
        told = {**made.explain().to_dict(), "answers": [one.to_dict() for one in answers]}
        write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", output)
        return
    parts = [str(one) for one in answers] or [str(made.explain())]
    write_text("\n\n".join(parts) + "\n", output)


@about_a_plan
def tradeoff(
    plan: Callable[[], MealPlan],
    x: Annotated[
        str, typer.Option("--x", metavar="NAME", help="cost, magnesium, potassium, sodium, energy or ordinariness.")
    ] = "cost",
    y: Annotated[str, typer.Option("--y", metavar="NAME", help="What to trade it for, one of the same.")] = "magnesium",
    points: Annotated[int, typer.Option("--points", metavar="N", help="How many plans to make, 3 to 40.")] = 12,
    format: Annotated[
        TradeoffFormat, typer.Option("--format", help="table, csv, json, or html: a page with a chart.")
    ] = TradeoffFormat.table,
    output: Output = None,
) -> None:
    """Plans along the frontier of two wishes: none is better in one of them and no worse in the other."""
    from planner.plan.tradeoff import axis_of

    axis_of(x), axis_of(y)  # told before planning, not after it
    if format is TradeoffFormat.html and output is None:
        raise InputError("--format html is a page: say where with -o tradeoff.html")
    check_place(output)
    found = plan().tradeoff(x, y, points)
    if format is TradeoffFormat.html and output is not None:
        write_bytes(found.page().encode("utf-8"), output)
    elif format is TradeoffFormat.csv:
        write_text(found.to_frame().round(2).to_csv(index=False, lineterminator="\n"), output)
    elif format is TradeoffFormat.json:
        write_text(json.dumps(found.to_dict(), indent=1, ensure_ascii=False) + "\n", output)
    else:
        write_text(f"{found}\n", output)


@with_own(pantry=False)
def verify(
    own: Own,
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN.json", help="What planner plan --format json wrote.")],
    format: Annotated[
        ExplainFormat, typer.Option("--format", help="text or json, every row in it.")
    ] = ExplainFormat.text,
    output: Output = None,
) -> None:
    """Count again everything that a saved plan says, against the food table and the person, without a solver.

    Exit code 0: all of it is as written. 1: something is not. 2: it is no plan.
    """
    from planner.plan.verify import verify_plan

    found = verify_plan(read_plan_file(plan_file), own.table())
    if format is ExplainFormat.json:
        write_text(json.dumps(found.to_dict(), indent=1, ensure_ascii=False, default=str) + "\n", output)
    else:
        write_text(f"{found}\n", output)
    if not found.holds:
        raise typer.Exit(1)

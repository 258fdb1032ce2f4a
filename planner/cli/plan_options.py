"""A plan as a command is given it: the JSON of one that was saved, or the options of a person it is made for."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from planner.cli import person_options as options
from planner.cli.own_options import Own, own_flags, take_own
from planner.cli.plan_forms import Days, Effort, EffortOption
from planner.errors import InputError

if TYPE_CHECKING:
    from planner.plan.plan import MealPlan

Words = list[str] | None

PlanFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[PLAN.json]", help="A plan that planner plan --format json wrote; else say whom to plan for."
    ),
]
_WISHES: dict[str, Any] = {
    "days": Days,
    "menu": Annotated[str, typer.Option("--menu", metavar="NAME", help="meals, or none: one plain day.")],
    "effort": EffortOption,
    "diet": Annotated[Words, typer.Option("--diet", metavar="NAME", help="As for plan. Repeatable.")],
    "exclude": Annotated[Words, typer.Option("--exclude", metavar="FOOD", help="As for plan. Repeatable.")],
    "like": Annotated[Words, typer.Option("--like", metavar="FOOD", help="As for plan. Repeatable.")],
    "dislike": Annotated[Words, typer.Option("--dislike", metavar="FOOD", help="As for plan. Repeatable.")],
    "allergies": Annotated[Words, typer.Option("--allergy", metavar="NAME", help="As for plan. Repeatable.")],
    "must": Annotated[Words, typer.Option("--must", metavar="TEXT", help="As for plan. Repeatable.")],
    "limits": Annotated[Words, typer.Option("--limit", metavar="FOOD=MIN:MAX/day|week", help="As for plan. Repeatable.")],
    "budget_usd_per_day": Annotated[
        float | None, typer.Option("--budget", "--budget-usd", metavar="USD", help="As for plan.")
    ],
    "authority": options.Authority,
    "preset": options.Preset,
}  # fmt: skip
_DEFAULTS: dict[str, Any] = {
    "days": 1, "menu": "meals", "effort": Effort.normal, "authority": "us_canada", "preset": "reference",
}  # fmt: skip
_PREFERENCES = ("diet", "exclude", "like", "dislike", "allergies", "must", "limits", "budget_usd_per_day", "pantry")


def about_a_plan(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command PLAN.json and the options of a person and their wishes; its argument ``plan`` makes the plan meant."""

    @wraps(command)
    def run(**given: Any) -> Any:
        file, mine = given.pop("plan_file"), take_own(given)
        person = {name: given.pop(name) for name in options.person_flags()}
        wishes = {name: given.pop(name) for name in _WISHES}
        return command(plan=partial(_plan, file, mine, person, wishes), **given)

    kind = inspect.Parameter.KEYWORD_ONLY
    command.__annotations__.pop("plan")  # it is ours, not typer's
    hints = get_type_hints(command, include_extras=True)
    own = [
        parameter.replace(kind=kind, annotation=hints[name])
        for name, parameter in inspect.signature(command).parameters.items()
        if name != "plan"
    ]
    added = {"plan_file": PlanFile, **options.person_flags(), **_WISHES, **own_flags()}
    more = [inspect.Parameter(name, kind, default=_DEFAULTS.get(name), annotation=hint) for name, hint in added.items()]
    first, rest = more[:1], more[1:]
    run.__signature__ = inspect.Signature([*first, *own, *rest])  # type: ignore[attr-defined]
    run.__annotations__ = {**hints, **added}
    return run


def _plan(file: Path | None, mine: Own, person: dict[str, Any], wishes: dict[str, Any]) -> MealPlan:
    wishes = {**wishes, "pantry": mine.pantry}
    if file is not None:
        given = [
            name for name, value in {**person, **wishes}.items() if value is not None and value != _DEFAULTS.get(name)
        ]
        if given:
            raise InputError(f"{file} says whom it is for; leave out {', '.join(sorted(given))}, or leave out the file")
        from planner.plan.plan import MealPlan

        return MealPlan.from_json(read_plan_file(file), mine.table())
    request = options.read_person(person.pop("person"), **person)
    from planner.foods.preferences import Preferences
    from planner.plan.planning import plan_meals

    asked = {name: wishes[name] for name in _PREFERENCES if wishes[name] is not None}
    return plan_meals(
        request.person,
        wishes["days"],
        Preferences(**request.preferences | asked),
        authority=wishes["authority"],
        preset=wishes["preset"],
        targets=request.overrides,
        table=mine.table(),
        menu=wishes["menu"],
        effort=wishes["effort"].value,
    )


def read_plan_file(path: Path) -> str:
    """The text of a saved plan. Raises InputError for a file that is not there or not text."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"there is no file {path}; check the name and the folder") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(
            f"{path} is not UTF-8 text, so it is no plan; give what planner plan --format json wrote"
        ) from None

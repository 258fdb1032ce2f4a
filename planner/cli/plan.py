"""``planner plan``: food that meets a person's targets, printed or written to a file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from planner.cli import person_options as options
from planner.cli import plan_forms as forms
from planner.cli.output import Output
from planner.cli.own_options import Own, with_own
from planner.errors import InputError


class Menu(StrEnum):
    """What is planned."""

    meals = "meals"
    none = "none"


Words = list[str] | None


@options.about_a_person
@with_own()
def plan(
    request: options.PersonRequest,
    own: Own,
    days: forms.Days = 1,
    diet: Annotated[
        Words,
        typer.Option(
            "--diet",
            metavar="NAME",
            help="omnivore, pescatarian, vegetarian, vegan, gluten_free, dairy_free. Repeatable.",
        ),
    ] = None,
    exclude: Annotated[
        Words,
        typer.Option(
            "--exclude", metavar="FOOD", help="A food by word, code or category, also inside dishes. Repeatable."
        ),
    ] = None,
    like: Annotated[
        Words, typer.Option("--like", metavar="FOOD", help="A food to prefer, banana:2 twice as much. Repeatable.")
    ] = None,
    dislike: Annotated[
        Words, typer.Option("--dislike", metavar="FOOD", help="A food to avoid where possible. Repeatable.")
    ] = None,
    allergy: Annotated[
        Words,
        typer.Option("--allergy", metavar="NAME", help="milk, egg, fish, ... Repeatable. Tags are no proof of safety."),
    ] = None,
    must: Annotated[
        Words,
        typer.Option("--must", metavar="TEXT", help='As "coffee every morning", "fish twice a week". Repeatable.'),
    ] = None,
    limit: Annotated[
        Words,
        typer.Option("--limit", metavar="FOOD=MIN:MAX/day|week", help="Servings, as cheese=:3/week. Repeatable."),
    ] = None,
    budget_usd: Annotated[
        float | None,
        typer.Option(
            "--budget",
            "--budget-usd",
            metavar="USD",
            help="Most that a day may cost on the mean, in prices of 2017/18.",
        ),
    ] = None,
    wholesome: Annotated[
        float | None, typer.Option("--wholesome", metavar="0..2", help="0 as people eat, 1 the default, 2 wholesome.")
    ] = None,
    rule_off: Annotated[
        Words, typer.Option("--rule-off", metavar="NAME", help="A plate rule that is not to hold. Repeatable.")
    ] = None,
    no_cook_breakfasts: Annotated[
        bool,
        typer.Option(
            "--no-cook-breakfast", "--no-cook-breakfasts", help="Breakfasts that are cut, poured, toasted or steeped."
        ),
    ] = False,
    authority: options.Authority = "us_canada",
    preset: options.Preset = "reference",
    menu: Annotated[
        Menu, typer.Option("--menu", help="meals, or none: one plain day of amounts by food, in a second.")
    ] = Menu.meals,
    snacks: forms.Snacks = None,
    leftovers: Annotated[
        bool, typer.Option("--leftovers", help="Some dinners come again as the next day's lunch.")
    ] = False,
    another: Annotated[
        int,
        typer.Option(
            "--another", metavar="N", min=0, max=20, help="The N-th other plan: next best, and clearly different."
        ),
    ] = 0,
    effort: forms.EffortOption = forms.Effort.normal,
    units: options.Units = "us",
    people: Annotated[
        int, typer.Option("--people", metavar="N", help="How many eat the same, for the shopping list.")
    ] = 1,
    start: forms.Start = None,
    paper: forms.PaperOption = "a4",
    format: forms.FormatOption = None,
    output: Output = None,
) -> None:
    """Plan meals that meet magnesium, potassium and every other reference intake.

    Exit code 0: planned. 1: no plan, because the wishes clash or it would not be safe. 2: bad input.
    """
    if another and menu is Menu.none:
        raise InputError("--another is for meals: a plain day has no other; leave out --another or --menu none")
    wanted = forms.Wanted.read(format, output, units, people, start, paper)
    # After the person is known to be sound: these pull in pandas.
    from planner.foods.preferences import Preferences
    from planner.plan.planning import plan_meals

    flags: dict[str, Any] = {
        "diet": diet,
        "exclude": exclude,
        "like": like,
        "dislike": dislike,
        "allergies": allergy,
        "must": must,
        "limits": limit,
        "budget_usd_per_day": budget_usd,
        "wholesome": wholesome,
        "rules_off": rule_off,
        "pantry": own.pantry,
        "cooking_free_breakfasts": no_cook_breakfasts or None,
    }
    given = {name: value for name, value in flags.items() if value is not None}
    wishes = Preferences(**request.preferences | given)
    with forms.no_plan_told(wanted, output):
        made = plan_meals(
            request.person,
            days,
            wishes,
            authority=authority,
            preset=preset,
            targets=request.overrides,
            table=own.table(),
            menu=menu.value,
            effort=effort.value,
            snacks=snacks,
            leftovers=leftovers,
        )
        for _ in range(another):
            made = made.another()
    forms.hand_out(made, wanted, output)

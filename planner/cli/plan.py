"""``planner plan``: food that meets a person's targets, printed or written to a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from planner.cli import own_options as own
from planner.cli import person_options as options
from planner.cli.explain_clash import clash_json
from planner.cli.output import write_bytes, write_text
from planner.cli.plan_forms import PlanFormat, Wanted, render
from planner.errors import InfeasibleError, RefusedError, SolverError


class Menu(StrEnum):
    """What is planned."""

    meals = "meals"
    none = "none"


class Effort(StrEnum):
    """How long menus are searched."""

    fast = "fast"
    normal = "normal"
    best = "best"


Words = list[str] | None


def plan(
    sex: options.Sex = None,
    age: options.Age = None,
    height: options.Height = None,
    weight: options.Weight = None,
    activity: options.Activity = None,
    life_stage: options.LifeStage = None,
    gestation_weeks: options.GestationWeeks = None,
    prepregnancy_weight: options.PrepregnancyWeight = None,
    lactation_months: options.LactationMonths = None,
    energy_kcal: options.EnergyKcal = None,
    smoker: options.Smoker = None,
    condition: options.Condition = None,
    medication: options.Medication = None,
    potassium_limit_mg: options.PotassiumLimit = None,
    sodium_limit_mg: options.SodiumLimit = None,
    phosphorus_limit_mg: options.PhosphorusLimit = None,
    vitamin_k_usual_ug: options.VitaminKUsual = None,
    caffeine_usual_mg: options.CaffeineUsual = None,
    supplement: options.Supplement = None,
    sweat_l: options.Sweat = None,
    person: options.PersonFile = None,
    days: Annotated[int, typer.Option("--days", metavar="N", help="How many days to plan, 1 to 28.")] = 1,
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
    target: options.TargetOption = None,
    authority: options.Authority = "us_canada",
    preset: options.Preset = "reference",
    foods: Annotated[
        Path | None,
        typer.Option("--foods", metavar="FILE.csv", help="Plan from this food table instead of the shipped one."),
    ] = None,
    add_foods: own.AddFoods = None,
    recipes: own.Recipes = None,
    prices: own.Prices = None,
    portions: own.Portions = None,
    habits: own.HabitsFolder = None,
    pantry: own.Pantry = None,
    menu: Annotated[
        Menu, typer.Option("--menu", help="meals, or none: one plain day of amounts by food, in a second.")
    ] = Menu.meals,
    snacks: Annotated[
        int | None, typer.Option("--snacks", metavar="N", help="Snacks a day, 0 to 2; by energy if not given.")
    ] = None,
    leftovers: Annotated[
        bool, typer.Option("--leftovers", help="Some dinners come again as the next day's lunch.")
    ] = False,
    another: Annotated[
        int,
        typer.Option(
            "--another", metavar="N", min=0, max=20, help="The N-th other plan: next best, and clearly different."
        ),
    ] = 0,
    effort: Annotated[
        Effort, typer.Option("--effort", help="fast, normal or best: how long menus are searched.")
    ] = Effort.normal,
    units: options.Units = "us",
    people: Annotated[
        int, typer.Option("--people", metavar="N", help="How many eat the same, for the shopping list.")
    ] = 1,
    start: Annotated[
        str | None,
        typer.Option("--start", metavar="YYYY-MM-DD", help="The first day in a calendar; next Monday if not given."),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", metavar="NAME", help="a4 or letter, for a PDF.")] = "a4",
    format: Annotated[
        PlanFormat | None,
        typer.Option(
            "--format",
            help="table, csv, json, md (Markdown), html, shopping; xlsx, pdf, ics with -o. By the file's name if not given.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead.")
    ] = None,
) -> None:
    """Plan meals that meet magnesium, potassium and every other reference intake.

    Exit code 0: planned. 1: no plan, because the wishes clash or it would not be safe. 2: bad input.
    """
    wanted = Wanted.read(format, output, units, people, start, paper)
    request = options.read_person(
        person,
        sex=sex,
        age=age,
        height=height,
        weight=weight,
        activity=activity,
        life_stage=life_stage,
        gestation_weeks=gestation_weeks,
        prepregnancy_weight=prepregnancy_weight,
        lactation_months=lactation_months,
        energy_kcal=energy_kcal,
        smoker=smoker,
        condition=condition,
        medication=medication,
        potassium_limit_mg=potassium_limit_mg,
        sodium_limit_mg=sodium_limit_mg,
        phosphorus_limit_mg=phosphorus_limit_mg,
        vitamin_k_usual_ug=vitamin_k_usual_ug,
        caffeine_usual_mg=caffeine_usual_mg,
        supplement=supplement,
        sweat_l=sweat_l,
        target=target,
    )
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
        "pantry": own.read_pantry(pantry),
        "cooking_free_breakfasts": no_cook_breakfasts or None,
    }
    given = {name: value for name, value in flags.items() if value is not None}
    wishes = Preferences(**request.preferences | given)
    try:
        made = plan_meals(
            request.person,
            days,
            wishes,
            authority=authority,
            preset=preset,
            targets=request.overrides,
            table=own.own_table(foods, add_foods, recipes, prices, portions, habits),
            menu=menu.value,
            effort=effort.value,
            snacks=snacks,
            leftovers=leftovers,
        )
        for _ in range(another):
            made = made.another()
    except (InfeasibleError, RefusedError, SolverError) as error:
        if wanted.format is PlanFormat.json:
            write_text(no_plan_json(error), output)
            raise typer.Exit(error.exit_code) from None
        raise
    shown = render(made, wanted)
    if isinstance(shown, str):
        write_text(shown, output)
    elif output is not None:
        write_bytes(shown, output)


def no_plan_json(error: InfeasibleError | RefusedError | SolverError) -> str:
    """Why there is no plan, as JSON: status, message, the clash and its repairs, the reasons of a refusal."""
    import json

    from planner.nutrition.safety_text import BANNER, DISCLAIMER, RED_FLAGS

    if isinstance(error, RefusedError):
        said: dict[str, Any] = {"status": "refused", "reasons": list(error.reasons), "rules": list(error.rule_ids)}
    elif isinstance(error, SolverError):
        said = {"status": "limit"}
    else:
        said = {"status": "infeasible", **clash_json(error)}
    said |= {"message": str(error), "banner": BANNER, "disclaimer": DISCLAIMER, "red_flags": list(RED_FLAGS)}
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"

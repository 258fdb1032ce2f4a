"""The command line: ``planner COMMAND``, a module for each; ``planner --help`` lists them.

Exit codes: 0 done, 1 no plan (the wishes clash, or it would not be safe), 2 bad input. Whatever goes wrong is one
clear message on standard error, never a traceback.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import typer

from planner.cli.explain_clash import HOW_FAR, clash_text
from planner.cli.output import help_alone
from planner.errors import InfeasibleError, PlannerError

HELP = "Meal plans that meet magnesium, potassium and every other reference intake, from ordinary food."


def build_app() -> typer.Typer:
    """The whole command line; its parts are imported here, not when ``planner`` is."""
    from planner.cli.app import app as pages
    from planner.cli.batch import batch
    from planner.cli.diet import diet
    from planner.cli.doctor import doctor
    from planner.cli.explain import explain, tradeoff, verify
    from planner.cli.foods import foods_app
    from planner.cli.habits import habits_app
    from planner.cli.household import household
    from planner.cli.log import log, sources
    from planner.cli.plan import plan
    from planner.cli.report import report
    from planner.cli.targets import targets

    app = typer.Typer(help=HELP, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command()(plan)
    app.command()(household)
    app.command()(explain)
    app.command()(tradeoff)
    app.command()(verify)
    app.command()(batch)
    app.command()(report)
    app.command()(targets)
    app.command()(log)
    app.command()(sources)
    app.add_typer(foods_app, name="foods")
    app.add_typer(habits_app, name="habits")
    app.command()(diet)
    app.command("app")(pages)
    app.command()(doctor)

    @app.callback(invoke_without_command=True)
    def _root(
        context: typer.Context,
        version: bool = typer.Option(False, "--version", help="Print the version and stop."),
    ) -> None:
        if version:
            from planner import __version__

            typer.echo(__version__)
            raise typer.Exit()
        help_alone(context)

    return app


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    command = typer.main.get_command(build_app())
    try:
        result = command.main(
            args=list(arguments) if arguments is not None else None, prog_name="planner", standalone_mode=False
        )
        sys.stdout.flush()
    except InfeasibleError as error:
        further = f"\n{HOW_FAR}" if error.at_least and error.question is not None else ""
        return _fail(f"{clash_text(error)}{further}", error.exit_code)
    except PlannerError as error:
        return _fail(str(error), error.exit_code)
    except typer.TyperException as error:
        message = error.format_message().replace("Value error, ", "").rstrip(".")
        return (
            _fail(f"{message} (planner --help lists the commands and flags)", error.exit_code)
            if message
            else error.exit_code
        )
    except (typer.Abort, KeyboardInterrupt):
        return _fail("stopped", 130)
    except BrokenPipeError:  # the reader went away, as in `planner ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is not tried again at the end
        return 0
    return int(result) if isinstance(result, int) else 0


def _fail(message: str, code: int) -> int:
    print(f"planner: {message}", file=sys.stderr)
    return code


def main() -> None:
    """Entry point of the installed command."""
    code = run()
    gc.freeze()  # the process ends: looking for garbage among all that was loaded would take 0.15 s
    sys.exit(code)

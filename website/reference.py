"""The reference pages of the site: every command with its options, and every public name, from the code itself."""

from __future__ import annotations

from typing import Any

import typer

SECTIONS = {
    "planner.nutrition": "People and targets",
    "planner.foods": "Foods and wishes",
    "planner.plan": "Plans",
    "planner.model": "The diet problem",
    "planner.batch": "Many people",
}
FORMS = ("planner.nutrition.person.Person",)  # its docstring speaks of fields that have none of their own
BESIDE = {
    "Saved people and plans": ("planner.store", "planner.store.Store", "planner.store.Shelf"),
    "Errors": ("planner.errors",),
}


def commands() -> str:
    """The command line as a page."""
    from planner.cli import build_app

    root = typer.main.get_command(build_app())
    parts = [
        "# Command line",
        "`planner --help` lists the commands, `planner COMMAND --help` its options. Exit codes: 0 done, 1 no plan (the wishes clash, or it "
        "would not be safe), 2 bad input.",
    ]
    return "\n\n".join([*parts, *_command(root, "planner")]) + "\n"


def _command(command: Any, name: str) -> list[str]:
    context = typer.Context(command, info_name=name)
    parts: list[str] = []
    members = getattr(command, "commands", None)
    if name != "planner":
        pieces = " ".join(command.collect_usage_pieces(context))
        parts = [f"{'#' * (1 + name.count(' '))} {name}", command.help or "", f"```text\n{name} {pieces}\n```"]
    rows = [_row(one, context) for one in command.params if not getattr(one, "hidden", False)]
    if rows and members is None:
        parts.append("\n".join(["| option | meaning |", "|---|---|", *rows]))
    for word, member in (members or {}).items():
        parts += _command(member, f"{name} {word}")
    return parts


def _row(one: Any, context: Any) -> str:
    record = one.get_help_record(context)
    name, said = record if record is not None else (one.human_readable_name, getattr(one, "help", "") or "")
    said = " ".join(said.split()).replace("|", "&#124;").replace("*", "&#42;")
    return f"| `{name}` | {said} |"


def public_names() -> str:
    """What ``import planner`` offers, and the rooms beside it, each from its docstring."""
    import planner

    parts = [
        "# Python",
        "Everything here is imported from `planner`, as in `from planner import Person, plan_meals`; a name is looked up when it is "
        "first used, so that `import planner` costs nothing.",
    ]
    homes: dict[str, list[str]] = {title: [] for title in SECTIONS.values()}
    for name, home in planner._HOME.items():
        homes[SECTIONS[".".join(home.split(".")[:2])]].append(f"{home}.{name}")
    for title, names in homes.items():
        parts += [f"## {title}", *(_name(name) for name in names)]
    for title, places in BESIDE.items():
        parts.append(f"## {title}")
        parts += [_name(place) for place in places]
    return "\n\n".join(parts) + "\n"


def _name(place: str) -> str:
    fields = ", show_if_no_docstring: true" if place in FORMS else ""
    return f"::: {place}\n    options: {{heading_level: 3{fields}}}"

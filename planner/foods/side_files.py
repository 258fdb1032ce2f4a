"""Small files that go with a food table (prices, portions, recipes, what is in the pantry): read strictly, all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from planner.errors import Problem, TableError, UnknownNameError
from planner.foods.numbers import Oddity, parse_number, shown
from planner.foods.reading import read_text


@dataclass
class SideFile:
    """The rows of a file, each a line and its cells by column; ``problems`` grows while they are read."""

    file: str
    rows: list[tuple[int, dict[str, str]]]
    problems: list[Problem] = field(default_factory=list)

    def say(self, line: int | None, column: str | None, what: str, fix: str) -> None:
        """Notes a problem."""
        self.problems.append(Problem(self.file, line, column, what, fix))

    def number(self, line: int, row: dict[str, str], column: str, least: float = 0.0) -> float | None:
        """A number above ``least``; None when the cell is blank, or is told as a problem."""
        text = row.get(column, "")
        if not text:
            return None
        value = parse_number(text)
        if isinstance(value, Oddity):
            self.say(line, column, value.what, value.fix)
            return None
        if not value > least:
            self.say(
                line, column, f"{shown(text)} is not above {least:g}", "give a larger number, or leave the cell blank"
            )
            return None
        return value

    def needed(self, line: int, row: dict[str, str], column: str) -> float | None:
        """A number that must be there."""
        if not row.get(column):
            self.say(line, column, "the cell is blank", "give a number")
            return None
        return self.number(line, row, column)

    def food(self, line: int, row: dict[str, str], column: str, find: Callable[[str], str]) -> str | None:
        """The code of the food that a cell names; None when it is told as a problem."""
        text = row.get(column, "")
        if not text:
            self.say(line, column, "the cell is blank", "name the food, by its code or its name")
            return None
        try:
            return find(text)
        except UnknownNameError as error:
            unknown = UnknownNameError(error.kind, error.given, error.nearest)  # the hint is what to do, which follows
            self.say(line, column, str(unknown), "`planner foods search` finds names and codes")
            return None

    def check(self) -> None:
        """Raises TableError when anything was wrong."""
        if self.problems:
            raise TableError(sorted(self.problems, key=lambda one: one.row or 0))


def read_side_file(path: str | Path, required: Sequence[str], optional: Sequence[str] = ()) -> SideFile:
    """The rows of a CSV file with these columns, in any order.

    Raises:
        InputError: when there is no such file.
        TableError: the file is no CSV in UTF-8, or its columns are others.
    """
    text = read_text(path)
    found = SideFile(str(path), [], list(text.problems))
    if text.content is None:
        found.check()
    lines = text.lines()
    header = next(lines, None)
    if header is None:
        found.say(None, None, "no line of the file holds anything", f"give the columns {', '.join(required)}")
        found.check()
        return found
    names = [cell.strip().lower() for cell in header.cells]
    for name in names:
        if name and name not in (*required, *optional):
            near = get_close_matches(name, (*required, *optional), n=1)
            fix = f"rename it to {near[0]}" if near else f"columns are {', '.join((*required, *optional))}"
            found.say(header.number, name, f"unknown column {shown(name)}", fix)
    for name in required:
        if name not in names:
            found.say(header.number, name, f"the required column {name} is missing", f"add a column {name}")
    for line in lines:
        if len(line.cells) != len(names):
            what = f"the line has {len(line.cells)} cells, the header {len(names)}"
            found.say(line.number, None, what, "put a name that holds a comma in quotation marks")
        else:
            found.rows.append((line.number, {name: cell.strip() for name, cell in zip(names, line.cells, strict=True)}))
    found.problems += [one for one in text.problems if one not in found.problems]
    if not found.rows and not found.problems:
        found.say(header.number, None, "there is a header but nothing below it", "add a line, or leave the file out")
    found.check()
    return found

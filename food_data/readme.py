"""The part of README.md that lists every column, written from dictionary.csv between two markers."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

FOLDER = Path(__file__).parent
BEGIN, END = "<!-- columns: begin (written by food_data.readme) -->", "<!-- columns: end -->"


def dictionary() -> list[dict[str, str]]:
    """Every column of every table, in the order of dictionary.csv."""
    with (FOLDER / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns_section() -> str:
    """A table per file: column, unit, source, licence, meaning."""
    parts = []
    for table, rows in groupby(dictionary(), key=lambda row: row["table"]):
        lines = [f"### {table}.csv", "", "| column | unit | source | licence | meaning |", "|---|---|---|---|---|"]
        for row in rows:
            source = row["source"] + (f": {row['source_column']}" if row["source_column"] else "")
            meaning = row["label"] + (f". {row['description']}" if row["description"] else "")
            cells = (f"`{row['column']}`", row["unit"] or "-", source, row["licence"], meaning)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def updated(text: str) -> str:
    """``text`` of the README with a fresh column section; raises ValueError when a marker is missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"README.md lacks its markers {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n\n{columns_section()}\n\n{END}{after}"


def main() -> None:
    """Rewrite README.md: ``python -m food_data.readme``."""
    path = FOLDER / "README.md"
    path.write_text(updated(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

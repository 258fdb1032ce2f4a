"""What is known of magnesium and potassium, in plain words: pages in which every sentence names its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from planner.nutrition.reference import table

_SENTENCE = re.compile(r"^(?P<text>.+?) \[(?P<sources>[\w, -]+)\]$")


@dataclass(frozen=True)
class Sentence:
    """One sentence and the ids of its sources (``food_data/tables/sources.csv``; "policy" is our own)."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class KnowledgePage:
    """A page: ``name`` for links, title, and paragraphs of sentences."""

    name: str
    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...]

    def to_markdown(self) -> str:
        """For reading: sentences run on, sources stand at the end with numbers."""
        ids = list(dict.fromkeys(one for part in self.paragraphs for sentence in part for one in sentence.sources))
        known = {row["source_id"]: row for row in table("sources")}
        parts = [f"# {self.title}"]
        for part in self.paragraphs:
            marked = (f"{s.text} [{', '.join(str(ids.index(one) + 1) for one in s.sources)}]" for s in part)
            parts.append(" ".join(marked))
        listed = (
            f"{number}. {row['organisation']}: {row['title']} ({row['year']}). {row['where']}".rstrip()
            for number, row in enumerate((known[one] for one in ids), start=1)
        )
        return "\n\n".join([*parts, "\n".join(listed)]) + "\n"


@cache
def knowledge_pages() -> tuple[KnowledgePage, ...]:
    """All pages, in reading order. Raises ValueError for a sentence without a source."""
    return tuple(_page(path) for path in sorted(Path(__file__).parent.glob("*.md")))


def _page(path: Path) -> KnowledgePage:
    title, *parts = path.read_text(encoding="utf-8").strip().split("\n\n")
    return KnowledgePage(
        path.stem.partition("-")[2],
        title.removeprefix("# "),
        tuple(tuple(_sentence(line, path.name) for line in part.splitlines()) for part in parts),
    )


def _sentence(line: str, where: str) -> Sentence:
    match = _SENTENCE.match(line)
    if match is None:
        raise ValueError(f"{where}: a sentence without its source: {line!r}")
    return Sentence(match["text"], tuple(one.strip() for one in match["sources"].split(",")))

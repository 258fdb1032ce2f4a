"""The pages for readers: every sentence has a source that we list, and can be read by everybody."""

from __future__ import annotations

import re

import pytest

from planner.nutrition.knowledge import KnowledgePage, _sentence, knowledge_pages
from planner.nutrition.reference import table

PAGES = knowledge_pages()
KNOWN = {row["source_id"] for row in table("sources")}


def sentences(page: KnowledgePage) -> list[str]:
    return [sentence.text for part in page.paragraphs for sentence in part]


def syllables(word: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_sentence_names_sources_that_are_listed(page: KnowledgePage) -> None:
    for part in page.paragraphs:
        for sentence in part:
            assert sentence.sources
            assert set(sentence.sources) <= KNOWN, sentence.text
            assert sentence.text.endswith(".")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_it_reads_like_a_newspaper(page: KnowledgePage) -> None:
    words = re.findall(r"[A-Za-z]+", " ".join(sentences(page)))
    grade = 0.39 * len(words) / len(sentences(page)) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert grade <= 11.0  # Flesch and Kincaid


def test_the_pages_tell_what_the_article_left_open() -> None:
    said = " ".join(text for page in PAGES for text in sentences(page))
    assert "no survey supports that" in said
    assert "about half of all people" in said
    assert "takes out about half of it" in said
    assert not re.search(r"\byou (?:have|suffer from) (?:a )?(?:deficiency|lack)", said)


def test_markdown_numbers_its_sources() -> None:
    (page,) = (page for page in PAGES if page.name == "twitches")
    text = page.to_markdown()
    assert text.startswith("# Twitches\n")
    assert "[1]" in text
    assert "1. NHS: Twitching eyes and muscles" in text


def test_a_sentence_without_a_source_is_refused() -> None:
    with pytest.raises(ValueError, match="without its source"):
        _sentence("Magnesium is good.", "page.md")

"""What is worked out once for the same objects."""

from __future__ import annotations

from planner.foods.remembered import remembered


def test_the_same_object_is_asked_about_once_and_an_equal_one_again() -> None:
    asked: list[tuple[list[int], str]] = []

    @remembered(4)
    def total(numbers: list[int], name: str) -> int:
        asked.append((numbers, name))
        return sum(numbers)

    mine, equal = [1, 2], [1, 2]
    assert [total(mine, "a"), total(mine, "a"), total(equal, "a"), total(mine, "b")] == [3, 3, 3, 3]
    assert asked == [(mine, "a"), (equal, "a"), (mine, "b")]


def test_words_count_by_their_value() -> None:
    asked = []

    @remembered(4)
    def joined(words: tuple[str, ...]) -> str:
        asked.append(words)
        return "+".join(words)

    assert joined(("a", "b")) == joined(tuple("ab")) == "a+b"
    assert len(asked) == 1


def test_no_more_is_kept_than_was_said() -> None:
    asked = []

    @remembered(2)
    def length(numbers: list[int]) -> int:
        asked.append(numbers)
        return len(numbers)

    rows = [[0] * n for n in range(3)]
    assert [length(row) for row in (*rows, rows[0])] == [0, 1, 2, 0]
    assert asked == [*rows, rows[0]]


def test_nothing_is_taken_for_another_that_took_its_place_in_memory() -> None:
    @remembered(2)
    def first(numbers: list[int]) -> int:
        return numbers[0]

    assert [first([n]) for n in range(50)] == list(range(50))

"""What depends on these very objects, worked out once while they are in use.

Rows of the palette are many and are compared value by value, so a cache that looks at their values takes longer than most
of what it would spare.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


class _This:
    """An object that is equal to itself alone."""

    __slots__ = ("it",)

    def __init__(self, it: object) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.it is other.it


def _is_plain(one: object) -> bool:
    if isinstance(one, tuple):
        return all(isinstance(part, str) for part in one)
    return isinstance(one, (str, int, float))


def remembered(most: int) -> Callable[[Callable[_Given, _Found]], Callable[_Given, _Found]]:
    """Keeps the last ``most`` results for the same objects (not for equal ones), and those objects with them.

    Words, numbers and tuples of words count by their value. What is given must not change later.
    """

    def keep(function: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
        @lru_cache(maxsize=most)
        def found(*keys: Hashable) -> _Found:
            given: Any = (key.it if isinstance(key, _This) else key for key in keys)
            return function(*given)  # type: ignore[call-arg]

        @wraps(function)
        def asked(*given: _Given.args, **named: _Given.kwargs) -> _Found:
            assert not named, "by position alone"
            whole: tuple[object, ...] = given
            answer: _Found = found(*(one if _is_plain(one) else _This(one) for one in whole))
            return answer

        return asked

    return keep

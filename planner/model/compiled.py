"""Loops compiled to machine code at their first call; the code is kept on disk for the next process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., object])
_njit: Any = numba.njit


def compiled(function: _Function) -> _Function:
    """The function as machine code. Where no folder can be written, it is compiled anew in each process."""
    try:
        return cast(_Function, _njit(cache=True, error_model="numpy")(function))
    except RuntimeError:  # nowhere to keep it
        return cast(_Function, _njit(error_model="numpy")(function))


def inner(function: _Function) -> _Function:
    """The same for functions that only compiled ones call: less to compile."""
    return cast(_Function, _njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function))

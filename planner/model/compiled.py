"""Loops compiled to machine code at their first call; the code is kept on disk for the next process."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., object])
_njit: Any = numba.njit


def compiled(function: _Function) -> _Function:
    """The function as machine code. Where no folder can be written, it is compiled anew in each process."""
    try:
        return cast(_Function, _njit(cache=True, error_model="numpy", nogil=True)(function))
    except RuntimeError:  # nowhere to keep it
        return cast(_Function, _njit(error_model="numpy", nogil=True)(function))


@dataclass(frozen=True)
class Kept:
    """Where a function's machine code is kept. ``folder``: None where no folder can be written; ``ready``: whether it is there."""

    folder: Path | None
    ready: bool


def kept(function: Callable[..., object]) -> Kept:
    """What ``compiled`` made of a function, without compiling anything. Code older than its source does not count."""
    dispatcher: Any = function
    if dispatcher.stats.cache_path is None:
        return Kept(None, False)
    source, folder = Path(inspect.getfile(dispatcher.py_func)), Path(dispatcher.stats.cache_path)
    codes = folder.glob(f"{source.stem}.{dispatcher.py_func.__qualname__}-*.nbc")
    return Kept(folder, any(code.stat().st_mtime >= source.stat().st_mtime for code in codes))


def inner(function: _Function) -> _Function:
    """The same for functions that only compiled ones call: less to compile."""
    return cast(_Function, _njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function))


def inlined(function: _Function) -> _Function:
    """The same for what is called so often that a call costs more than its work: its code stands in the caller's."""
    return cast(_Function, _njit(error_model="numpy", inline="always")(function))

"""Libraries that only some forms of a plan need: asked for when such a form is, and named when they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from planner.errors import InputError


def needed(module: str, form: str, extra: str = "export") -> Any:
    """The module, or an InputError that names the command which installs it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise InputError(
            f"{form} needs {error.name}, which is not installed: pip install 'meal-planner[{extra}]'"
        ) from None

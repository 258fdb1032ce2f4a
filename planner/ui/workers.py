"""The worker processes of this server: some that search, one for what must be quick."""

from __future__ import annotations

import os
import threading
from functools import cache

from planner.ui.pool import Pool

MOST_SOLVERS = 8
FIRST_S = 5.0  # the longest that one pool waits for the one before


@cache
def solvers() -> Pool:
    """One process a core, behind the pages in priority."""
    return Pool(max(1, min(MOST_SOLVERS, os.cpu_count() or 1)), nice=1)


@cache
def quick() -> Pool:
    """One process for searches of foods, swaps and files, so that they never wait for a menu."""
    return Pool(1, warm="tables")


@cache
def keeper() -> Pool:
    """One small process for the database of saved people and plans, there before the tables are loaded."""
    return Pool(1, warm="store")


def start_all() -> None:
    """Start every process in the background: what the first page asks comes up first."""

    def start() -> None:
        for pool in (keeper(), solvers(), quick()):
            pool.wait_ready(FIRST_S)

    threading.Thread(target=start, name="planner-start", daemon=True).start()

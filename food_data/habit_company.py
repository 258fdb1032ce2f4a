"""What is eaten together: pairs of categories, pairs of roles, and the patterns of roles that meals follow."""

from __future__ import annotations

import numpy as np
import pandas as pd

from food_data.eating import SLOTS
from food_data.eating_roles import role_of_category

LEAST_SEEN = 3  # a pair is kept when it was seen, or was to be expected by chance, so many times
LEAST_PATTERN = 8  # a pattern is kept when so many meals follow it
NO_PART = ("water", "whitener")  # roles that make no pattern: noted or not by chance, or part of a drink


def presence(at_meals: pd.DataFrame, key: str) -> tuple[np.ndarray, list[str]]:
    """A row per occasion and a column per value of ``key``: 1 where the occasion held it; and the values in order.

    A record of a gone code counts for the food that most likely stands for it.
    """
    likely = at_meals.sort_values(["record", "share"], ascending=[True, False], kind="stable").drop_duplicates("record")
    likely = likely[likely[key].notna()]
    rows, _ = pd.factorize(likely["occasion"])
    columns, names = pd.factorize(likely[key], sort=True)
    seen = np.zeros((int(rows.max(initial=-1)) + 1, len(names)), dtype=np.float32)
    seen[rows, columns] = 1
    return seen, [str(name) for name in names]


def times_together(at_meals: pd.DataFrame, key: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """How often two values of ``key`` were at one occasion, how often chance would have it, and the values."""
    seen, names = presence(at_meals, key)
    together = (seen.T @ seen).astype(float)
    single = np.diag(together).copy()
    return together, np.outer(single, single) / max(len(seen), 1), names


def parts(at_meals: pd.DataFrame) -> list[tuple[str, str, pd.DataFrame]]:
    """The records by population and slot."""
    groups = dict(iter(at_meals.groupby(["population", "slot"], sort=True)))
    return [
        (population, slot, groups[population, slot])
        for population in sorted(at_meals["population"].unique())
        for slot in SLOTS
        if (population, slot) in groups
    ]


def category_pairs(at_meals: pd.DataFrame) -> pd.DataFrame:
    """population, slot, category_code_a < category_code_b, affinity, seen: what goes together at a meal.

    affinity = log2((times seen + 1) / (times expected by chance + 1)), unweighted; 0 is chance.
    Categories without a role (baby food, what has no category) are left out.
    """
    found = []
    of_role = at_meals[at_meals["category_code"].isin(list(role_of_category()))]
    for population, slot, part in parts(of_role):
        together, chance, names = times_together(part, "category_code")
        affinity = np.log2((together + 1) / (chance + 1))
        a, b = np.nonzero(np.triu(np.maximum(together, chance) >= LEAST_SEEN, 1))
        codes = np.array(names)
        found.append(
            pd.DataFrame(
                {
                    "population": population,
                    "slot": slot,
                    "category_code_a": codes[a],
                    "category_code_b": codes[b],
                    "affinity": affinity[a, b],
                    "seen": together[a, b].astype(int),
                }
            )
        )
    return pd.concat(found, ignore_index=True)


def role_pairs(at_meals: pd.DataFrame) -> pd.DataFrame:
    """population, slot, role_a < role_b, seen: at how many meals two roles met, three or more."""
    found = []
    of_role = at_meals.assign(role=at_meals["category_code"].map(role_of_category()))
    for population, slot, part in parts(of_role):
        together, _, names = times_together(part, "role")
        a, b = np.nonzero(np.triu(together >= LEAST_SEEN, 1))
        roles = np.array(names)
        columns = {"population": population, "slot": slot, "role_a": roles[a], "role_b": roles[b]}
        found.append(pd.DataFrame({**columns, "seen": together[a, b].astype(int)}))
    return pd.concat(found, ignore_index=True)


def patterns(at_meals: pd.DataFrame) -> pd.DataFrame:
    """population, slot, roles (sorted, ';'), count: the sets of roles that meals are made of, water apart."""
    found = []
    roles = at_meals["category_code"].map(role_of_category())
    of_role = at_meals.assign(role=roles)[~roles.isin(NO_PART)]
    for population, slot, part in parts(of_role):
        seen, names = presence(part, "role")
        order = np.array(names)
        texts = pd.Series([";".join(order[row > 0]) for row in seen])
        count = texts.value_counts().rename_axis("roles").reset_index(name="count")
        kept = count[(count["count"] >= LEAST_PATTERN) & (count["roles"] != "")]
        found.append(kept.assign(population=population, slot=slot))
    return pd.concat(found, ignore_index=True)[["population", "slot", "roles", "count"]]

"""The page ``docs/how-people-eat.md``, written from the habit tables: ``python -m food_data.habits_page``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from food_data import table_path
from food_data.eating import SLOTS
from food_data.eating_roles import ROLES, role_of_category

PAGE = Path(__file__).parents[1] / "docs" / "how-people-eat.md"
TOP_FOODS, TOP_PATTERNS, TOP_PAIRS = 15, 10, 8
OFTEN_SEEN = 100  # meals: pairs that a reader may want to know
_CODES = ("food_code", "category_code", "category_code_a", "category_code_b")

HEAD = """# How people eat

What the habit tables in `food_data/tables` say: how often which food is on the table at which meal, how much of it, and what
goes with what. A menu that meets the targets is chosen to be near to this. Written from the tables by
`python -m food_data.habits_page`; the tests keep it in step.

The figures are of adults (19 years and older) in the United States, 2007 to 2012. Frequencies
and amounts are survey-weighted; pairs and patterns are counts of meals.
"""

LIMITS = """## What this is not

- **How Americans ate then, not how one should.** Sugar in the coffee and cola at lunch are facts of 2007 to 2012. The targets
  pull a menu away from them; habits only say which of the ways there is the least strange.
- **One country.** Rice is on the table at 8 breakfasts of 1,000 here, soup at fewer still: what is everyday elsewhere looks strange to
  these tables.
- **Foods that came later** (most plant milks, many snacks) have few records and lean on their relatives; oat drink, hardly sold
  then, takes the rates of soy drink.
- **Recalled, not weighed.** People forget some of what they ate and understate the rest. Amounts are of one occasion, not of a usual day.
- **No clock.** All snacks of a day are one occasion. A drink between meals belongs to no meal. Brunch counts as lunch.
- **Codes that are gone** (20 % of what adults ate) are mapped to foods of today; 2 % could not be and are left out.
- **Teenagers** (14 to 18 years) told of 3,926 days, adults of 28,800: what teenagers say too little about is taken from
  adults.

## How real people score

The judges of `planner.foods.ordinariness`, with habits learnt from one half of the people and used on the days of the other
(`python -m benchmarks.real_people --sources DIR`). "Dealt anew": the same meals with the foods of all of them shuffled.

{scores}

## Other habits

Whoever has eating records of another country, or of a canteen, can learn from them. Needed are columns `person`,
`person_day`, `age_years`, `sample_weight` (1 for everyone where there is no survey), `occasion` (names as in
`food_data.eating.SLOT_OF_OCCASION`), `food_code` and `grams`, on food codes of the table:

```python
import pandas as pd

from food_data.eating import eating_records
from food_data.habit_tables import learn_habits
from planner.foods.habits import Habits
from planner.foods.table import load_foods

foods = load_foods().data
records = pd.DataFrame(
    [(1, 1, 34, 1.0, "breakfast", "51201010", 60.0), (1, 1, 34, 1.0, "breakfast", "14104110", 30.0)],
    columns=["person", "person_day", "age_years", "sample_weight", "occasion", "food_code", "grams"],
)
learnt = learn_habits(eating_records(records, foods), foods)
habits = Habits.from_frames(learnt.foods, learnt.portions, learnt.pairs, learnt.roles, learnt.patterns, learnt.role_pairs)
print(habits.per_1000("breakfast").nlargest(2))
```

Source: Centers for Disease Control and Prevention, National Center for Health Statistics, and US Department of Agriculture,
NHANES 2007-2008, 2009-2010 and 2011-2012, dietary interviews (What We Eat in America); public domain. Modified here; no
endorsement implied. How the tables are made: [food_data/README.md](../food_data/README.md).
"""

# Measured with ``benchmarks.real_people``: adults, teenagers, adults' meals dealt anew.
SCORES: dict[str, tuple[str, str, str]] = {
    "familiarity of the foods: percentile of how often they are eaten, mean of the day": ("90", "90", "90"),
    "portions within the 5th to 95th percentile of that food": ("91 %", "90 %", "91 %"),
    "foods at a slot that has 5 % or more of their occasions": ("97 %", "96 %", "83 %"),
    "affinity of the categories within a meal": ("+0.37", "+0.37", "-0.05"),
    "pairs of categories within a meal that others eat together at that slot (3 times or more)": (
        "95 %",
        "89 %",
        "78 %",
    ),
    "the same for pairs of the 38 roles": ("99.8 %", "99.7 %", "97.5 %"),
}


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(table_path(name), dtype=dict.fromkeys(_CODES, "str"))


def markdown(frame: pd.DataFrame) -> str:
    """A table as Markdown, numbers to the right."""
    ends = ["---:" if pd.api.types.is_numeric_dtype(frame[name]) else "---" for name in frame]
    rows = [list(frame.columns), ends, *frame.astype("str").to_numpy().tolist()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def top_foods(slot: str, foods: pd.DataFrame, portions: pd.DataFrame, names: pd.Series[str]) -> str:
    """The foods most often eaten at ``slot``: per 1,000 meals of adults and of teenagers, and usual amounts."""
    rates = {
        who: part.set_index("food_code")["per_1000"] for who, part in foods[foods["slot"] == slot].groupby("population")
    }
    usual = portions[portions["population"] == "adult"].set_index("food_code")
    best = rates["adult"].nlargest(TOP_FOODS)
    amounts = usual.loc[best.index, ["p5_g", "p50_g", "p95_g"]].round(0).astype(int)
    table = pd.DataFrame(
        {
            "food": names[best.index],
            "of 1,000 meals": best.round(0).astype(int),
            "of 1,000 of teenagers": rates["teen"].reindex(best.index).fillna(best).round(0).astype(int),
            "usual amount, g": amounts["p50_g"],
            "from": amounts["p5_g"],
            "to": amounts["p95_g"],
        }
    )
    return markdown(table)


def top_patterns(slot: str, patterns: pd.DataFrame) -> str:
    """The sets of roles that most meals of adults are made of."""
    own = patterns[(patterns["slot"] == slot) & (patterns["population"] == "adult")].nlargest(TOP_PATTERNS, "count")
    return markdown(pd.DataFrame({"made of": own["roles"].map(spoken), "meals": own["count"]}))


def spoken(roles: str) -> str:
    """Roles in words: ``cereal;milk`` is "cereal + milk"."""
    return roles.replace(";", " + ").replace("_", " ")


def top_pairs(slot: str, pairs: pd.DataFrame, names: pd.Series[str]) -> str:
    """What goes together most, and what is hardly ever eaten together, at ``slot``."""
    own = pairs[(pairs["slot"] == slot) & (pairs["population"] == "adult")]
    own = own.assign(pair=own["category_code_a"].map(names) + " and " + own["category_code_b"].map(names))
    liked = own[own["seen"] >= OFTEN_SEEN].nlargest(TOP_PAIRS, "affinity")
    role = role_of_category()
    other = own["category_code_a"].map(role) != own["category_code_b"].map(role)  # two kinds of milk say nothing
    shunned = own[other].nsmallest(TOP_PAIRS, "affinity")
    both = pd.concat([liked.assign(kind="together"), shunned.assign(kind="hardly ever")])
    return markdown(both[["kind", "pair", "affinity", "seen"]].rename(columns={"kind": "", "seen": "meals"}))


def page() -> str:
    """The text of the page."""
    foods, portions, pairs, patterns = (_read(f"habit_{name}") for name in ("foods", "portions", "pairs", "patterns"))
    listed = _read("foods")
    names = listed.set_index("food_code")["food"]
    categories = listed.drop_duplicates("category_code").set_index("category_code")["category"]
    parts = [HEAD]
    for slot in SLOTS:
        parts += [
            f"## {slot.capitalize()}\n",
            f"Most often eaten, with the median of the amounts at one occasion and their 5th and 95th percentile:\n\n"
            f"{top_foods(slot, foods, portions, names)}\n",
            f"What it is made of (water, and cream and sugar in drinks, apart):\n\n{top_patterns(slot, patterns)}\n",
            f"What goes with what (affinity: each 1 is twice as often as by chance, -1 half as often):\n\n"
            f"{top_pairs(slot, pairs, categories)}\n",
        ]
    scores = pd.DataFrame([(what, *values) for what, values in SCORES.items()])
    scores.columns = pd.Index(["", "adults", "teenagers", "dealt anew"])
    roles = pd.DataFrame(
        [(spoken(role), meaning) for role, (meaning, _) in ROLES.items()], columns=["role", "what it is"]
    )
    parts += [f"## The roles\n\n{markdown(roles)}\n", LIMITS.replace("{scores}", markdown(scores))]
    return "\n".join(parts)


def main() -> None:
    """Rewrite the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

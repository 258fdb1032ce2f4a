"""The panel: the people for whom a week must be good, fixed once and for all.

Both sexes, 14 to 80 years, four activity levels, pregnancy and breast-feeding, omnivore to vegan, without gluten or
milk, allergies and exclusions, 1,500 to 3,600 kcal. Bodies are ordinary ones (body mass index 18 to 33); energy comes
from the equations and is not set. All have answered the health questions with none.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from planner.foods.preferences import Preferences
from planner.nutrition.energy import energy_requirement_kcal
from planner.nutrition.person import Person


class Member(NamedTuple):
    """One of the panel. ``kcal``: energy a day by the equations of NASEM 2023."""

    label: str
    person: Person
    preferences: Preferences
    kcal: float


# sex, age, cm, kg, activity | life stage and its number | diet | allergies | exclusions
_PEOPLE = """
female 14 160  50   low_active  |              |                          |          |
female 15 163  55   active      |              | vegetarian               |          |
female 16 165  57   inactive    |              |                          |          |
female 17 166  60   very_active |              | gluten_free              |          |
female 18 164  62   low_active  |              | vegan                    |          |
female 19 168  60   low_active  |              |                          |          |
female 20 170  64   active      |              | vegan                    |          |
female 22 158  49   inactive    |              | dairy_free               |          |
female 24 172  68   very_active |              |                          |          |
female 25 165  58   low_active  |              |                          |          |
female 26 163  70   inactive    |              | vegetarian               |          |
female 28 169  61   active      |              | pescatarian              |          |
female 29 175  72   low_active  |              | vegan; gluten_free       |          |
female 31 160  54   inactive    |              |                          | tree_nut; peanut |
female 33 167  63   active      |              | vegetarian               |          |
female 34 168  62   low_active  |              |                          |          |
female 36 162  75   low_active  |              | gluten_free; dairy_free  |          |
female 38 170  66   very_active |              | vegan                    |          |
female 41 159  58   inactive    |              | pescatarian              |          |
female 44 166  69   active      |              |                          |          | pork; mushrooms
female 47 164  61   low_active  |              | vegetarian; gluten_free  |          |
female 50 171  78   inactive    |              |                          |          |
female 53 163  64   low_active  |              | dairy_free               |          |
female 56 161  59   active      |              | vegan                    |          |
female 60 165  66   low_active  |              |                          |          |
female 63 158  71   inactive    |              |                          | fish; shellfish |
female 66 162  57   very_active |              | vegetarian               |          |
female 70 160  62   low_active  |              | pescatarian              |          |
female 74 157  55   inactive    |              |                          |          |
female 77 155  60   low_active  |              | gluten_free              |          |
female 80 152  52   inactive    |              |                          |          |
female 21 166  63   low_active  | pregnant 10  |                          |          |
female 27 164  68   low_active  | pregnant 22  | vegetarian               |          |
female 32 169  77   inactive    | pregnant 34  |                          |          |
female 37 161  66   active      | pregnant 28  | dairy_free               |          |
female 23 167  64   low_active  | lactating 2  |                          |          |
female 30 163  61   active      | lactating 4  | vegan                    |          |
female 35 170  69   inactive    | lactating 9  | pescatarian              |          |
female 40 165  67   low_active  | lactating 3  |                          | egg      |
male   14 164  52   low_active  |              |                          |          |
male   15 171  60   active      |              |                          |          | fish
male   16 174  64   inactive    |              | vegetarian               |          |
male   17 177  68   low_active  |              | vegan                    |          |
male   18 178  71   active      |              | dairy_free               |          |
male   20 180  75   low_active  |              |                          |          |
male   22 182  74   active      |              | vegetarian               |          |
male   24 183  79.5 very_active |              |                          |          |
male   26 176  70   low_active  |              | vegan                    |          |
male   28 179  82   active      |              | gluten_free              |          |
male   30 170  70   inactive    |              |                          |          |
male   33 177  78   low_active  |              |                          | milk     |
male   36 181  92   inactive    |              | pescatarian              |          |
male   39 174  72   very_active |              | vegan                    |          |
male   42 178  85   active      |              |                          |          |
male   45 176  80   low_active  |              | vegetarian               |          |
male   48 180  98   low_active  |              | gluten_free              |          |
male   52 175  79   active      |              |                          |          | beef; pork
male   55 172  74   inactive    |              | dairy_free               |          |
male   59 178  83   low_active  |              |                          |          |
male   62 176  77   very_active |              | pescatarian; gluten_free |          |
male   65 170  72   low_active  |              | vegan                    |          |
male   69 174  81   active      |              |                          |          |
male   73 171  76   low_active  |              | vegetarian; dairy_free   |          |
male   78 168  68   inactive    |              |                          |          |
male   80 167  70   low_active  |              | vegetarian               |          |
"""

_FIRST, _STEP = 15, 23  # a step without a common factor with the number of people meets everybody once
_STAGE_FIELD = {"pregnant": "gestation_weeks", "lactating": "lactation_months"}


@cache
def panel() -> tuple[Member, ...]:
    """Everybody, in a fixed order."""
    return tuple(_member(number, line) for number, line in enumerate(_PEOPLE.strip().splitlines(), start=1))


def some(count: int) -> tuple[Member, ...]:
    """``count`` members from all over the panel, the first of them always the same; at most everybody."""
    everybody = panel()
    return tuple(everybody[(_FIRST + _STEP * i) % len(everybody)] for i in range(min(count, len(everybody))))


def _member(number: int, line: str) -> Member:
    body, stage, diet, allergies, exclude = (part.strip() for part in line.split("|"))
    sex, age, height, weight, activity = body.split()
    life_stage, _, since = stage.partition(" ")
    more = {"life_stage": life_stage, _STAGE_FIELD[life_stage]: float(since)} if stage else {}
    person = Person(
        sex=sex,
        age_years=float(age),
        height_cm=float(height),
        weight_kg=float(weight),
        activity=activity,
        conditions=("none",),
        medications=("none",),
        **more,
    )
    wishes = Preferences(**{"diet": diet, "allergies": allergies, "exclude": exclude})
    words = [sex, age, life_stage, "+".join(wishes.diet)]
    words += [f"no {word}" for word in (*wishes.allergies, *wishes.exclude)]
    label = f"{number:02d} " + " ".join(word for word in words if word)
    return Member(label, person, wishes, energy_requirement_kcal(person).kcal)

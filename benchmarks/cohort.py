"""People of a made-up cohort: adults and teenagers as varied as a country's, the same ones each time.

python -m benchmarks.cohort 10000 > people.csv
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

HEADER = (
    "person_id", "sex", "age_years", "height_cm", "weight_kg", "activity", "conditions", "medications", "diet", "exclude",
)  # fmt: skip
_HEIGHT_CM = {"female": (162.0, 7.0), "male": (176.0, 7.5)}  # roughly the mean and deviation of US adults
_DIETS, _SHARES = ("", "vegetarian", "vegan", "gluten_free", "dairy_free"), (0.85, 0.06, 0.03, 0.03, 0.03)
_UNLOVED = ("mushrooms", "fish", "pork", "broccoli", "spinach")


def cohort(people: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """One dict of cells a person, columns ``HEADER``. Three in ten left the health questions open, one in ten dislike
    something so much that it stays out, and a few are too light to be planned for."""
    chance = np.random.default_rng(seed)
    for number in range(people):
        sex = str(chance.choice(("female", "male")))
        age = int(chance.integers(14, 91))
        height = float(np.clip(chance.normal(*_HEIGHT_CM[sex]), 140, 210))
        mass = float(np.clip(chance.normal(21.0 if age < 19 else 27.0, 4.0), 17.5, 50.0))
        told = "none" if chance.random() < 0.7 else ""
        yield {
            "person_id": f"p{number:08d}",
            "sex": sex,
            "age_years": str(age),
            "height_cm": f"{height:.1f}",
            "weight_kg": f"{mass * (height / 100) ** 2:.1f}",
            "activity": str(
                chance.choice(("inactive", "low_active", "active", "very_active"), p=(0.25, 0.4, 0.25, 0.1))
            ),
            "conditions": told,
            "medications": told,
            "diet": str(chance.choice(_DIETS, p=_SHARES)),
            "exclude": str(chance.choice(_UNLOVED)) if chance.random() < 0.1 else "",
        }


def main() -> None:
    print(",".join(HEADER))
    for cells in cohort(int(sys.argv[1])):
        print(",".join(cells.values()))


if __name__ == "__main__":
    main()

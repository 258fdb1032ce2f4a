"""The health gate that stands before every plan: what a person's answers forbid, cap or ask for.

The rules are data: ``safety_rules.csv`` and ``safety_terms.csv`` of ``food_data``, reviewed and with sources.
Unanswered is not healthy: without answers, or with a word nobody knows, potassium stays at 85 to 115 % of the
adequate intake each day, and at 100 % or more on the mean of the days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from planner.errors import InputError, RefusedError
from planner.nutrition.energy import estimated_requirement_kcal
from planner.nutrition.health_words import Reading, read_answers
from planner.nutrition.nutrients import NUTRIENTS
from planner.nutrition.person import Person
from planner.nutrition.reference import intake, table
from planner.nutrition.safety_bounds import apply_screening
from planner.nutrition.supplements import read_supplements, supplement_notices
from planner.nutrition.target import Targets

__all__ = [
    "FoodLimit", "Screening", "Steady", "apply_screening", "potassium_ai_mg", "require_boost_allowed", "screen",
]  # fmt: skip

HOLD_LOW, HOLD_HIGH, HOLD_FLOOR = 1.00, 1.15, 0.85  # shares of the potassium AI; policy
ROUNDING_KCAL = 50.0  # an own energy this far under the requirement is rounding, no deficit; policy
NOT_LOWER = 0.85  # under a clinician's limit the lower target is at most this share of the limit; policy


@dataclass(frozen=True)
class Steady:
    """A nutrient whose days stay close together: ``low`` to ``high`` of the level ``usual`` (in the nutrient's unit)."""

    nutrient: str
    usual: float
    low: float
    high: float
    given: bool  # whether the person said the usual level; else it is ours


@dataclass(frozen=True)
class FoodLimit:
    """How much of some foods, also within dishes, there may be; None = as much as anybody likes.

    ``words`` name the foods; grams a day, grams in 7 days, and days in 7 days.
    """

    rule_id: str
    name: str
    words: tuple[str, ...]
    day_g: float | None = None
    week_g: float | None = None
    week_days: int | None = None

    @property
    def most_a_day_g(self) -> float | None:
        """The most grams of a single day."""
        return min((grams for grams in (self.day_g, self.week_g) if grams is not None), default=None)


@dataclass(frozen=True)
class Screening:
    """What follows from a person's answers. ``reasons`` say why nothing is planned; ``notices`` are for the plan.

    Potassium in mg a day: ``high`` is a hard cap each day, ``low`` the lower target on the mean and ``floor`` the
    least of a single day; None where the screening sets nothing. ``caps`` are upper bounds of other nutrients each
    day, ``steady`` nutrients whose days stay close together, ``exclude_terms`` words of foods. ``limits`` hold for
    everybody, and more of them for some.
    """

    refused: bool = False
    reasons: tuple[str, ...] = ()
    rule_ids: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    potassium_low_mg: float | None = None
    potassium_floor_mg: float | None = None
    potassium_high_mg: float | None = None
    caps: tuple[tuple[str, float], ...] = ()
    steady: tuple[Steady, ...] = ()
    exclude_terms: tuple[str, ...] = ()
    limits: tuple[FoodLimit, ...] = ()
    water_target: bool = True
    no_deficit: bool = False
    unanswered: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether potassium has a cap, for whatever reason."""
        return self.potassium_high_mg is not None


def screen(person: Person, targets: Targets | None = None) -> Screening:
    """Put the rules to a person. ``targets`` (if given) tells the energy that is really planned for.

    Never raises for what a person answers: ``apply_screening`` and ``require_boost_allowed`` do.
    """
    taken = read_supplements(person.supplements or ())
    other = tuple(dose.said for dose in taken if dose.nutrient in ("", "potassium_mg"))  # what may raise potassium
    reading = read_answers((person.conditions or ()) + (person.medications or ()) + other)
    matched = _matching(person, reading)
    limit = person.potassium_limit_mg
    refusals = [rule for rule in matched if rule["behaviour"] in ("REFUSE", "REFER")]
    capped = [rule for rule in refusals if limit is not None and rule["clinician_limit"] == "1"]
    refusals = [rule for rule in refusals if rule not in capped]
    reasons = [_reason(rule, reading) for rule in refusals]
    no_deficit = [rule for rule in matched if rule["behaviour"] == "NO_DEFICIT"]
    if no_deficit and (told := _deficit(person, targets)):
        refusals, reasons = [*refusals, no_deficit[0]], [*reasons, f"{no_deficit[0]['message']} {told}"]
    unanswered = tuple(name for name in ("conditions", "medications") if getattr(person, name) is None)
    hold = bool(unanswered or reading.unread) or any(rule["behaviour"] == "HOLD_POTASSIUM" for rule in matched)
    low, floor, high = _potassium(person, hold=hold or bool(capped), limit=limit)
    said = [
        rule["message"]
        for rule in matched
        if rule not in refusals and rule["behaviour"] != "NOTE" and rule["kind"] != "general"
    ]
    notices = [*_questions(unanswered, reading, floor, high), *said]
    caps, steady = _caps(person, matched), _steady(person, matched)
    notices += supplement_notices(person, dict(caps)["magnesium_supplement_mg"])
    notices += [_steady_notice(one) for one in steady]
    if capped:
        notices.append(
            f"Potassium stays at or under {high:g} mg a day, because your clinician set a limit of {limit:g} mg. "
            + ("" if person.phosphorus_limit_mg else "Phosphorus has no limit here until you give one. ")
            + "Protein and fluid are not limited: ask about them."
        )
    return Screening(
        refused=bool(refusals),
        reasons=tuple(dict.fromkeys(reasons)),
        rule_ids=tuple(rule["rule_id"] for rule in matched if rule["kind"] != "general"),
        notices=tuple(dict.fromkeys(notices)),
        potassium_low_mg=low,
        potassium_floor_mg=floor,
        potassium_high_mg=high,
        caps=caps,
        steady=steady,
        limits=_limits(matched),
        exclude_terms=_left_out(matched),
        water_target=all(rule["behaviour"] != "NO_WATER_TARGET" for rule in matched),
        no_deficit=bool(no_deficit),
        unanswered=unanswered,
        unread=tuple(text for text, _ in reading.unread),
    )


def require_boost_allowed(person: Person) -> None:
    """Raises InputError while health questions are open, RefusedError when the boost would not be safe."""
    result = screen(person)
    if result.refused:
        raise RefusedError(result.reasons, result.rule_ids)
    if result.unanswered or result.unread:
        raise InputError(f"the mg_k_boost preset needs the health questions answered. {result.notices[0]}")
    if result.held:
        raise RefusedError(("More potassium would not be safe with your answers.", *result.notices), result.rule_ids)


def potassium_ai_mg(person: Person) -> float:
    """The adequate intake of potassium, mg a day (NASEM 2019)."""
    return _adequate(person, "potassium_mg")


def _adequate(person: Person, nutrient: str) -> float:
    found = intake(nutrient, "AI", sex=person.sex, age_years=person.age_years, life_stage=person.life_stage)
    if found is None:
        raise AssertionError(f"every person has an AI of {nutrient}")
    return found.value


@cache
def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _matching(person: Person, reading: Reading) -> list[Mapping[str, str]]:
    met = []
    groups = reading.groups
    for rule in table("safety_rules"):
        match rule["kind"]:
            case "general":
                hit = True
            case "combination":
                hit = _combination(rule, person, reading)
            case "body":
                bodies = [person.bmi, person.prepregnancy_bmi or person.bmi]
                hit = min(bodies) < float(rule["low"])
            case "age":
                hit = float(rule["age_min_years"]) <= person.age_years < float(rule["age_below_years"])
            case "life_stage":
                stages = groups | {person.life_stage}  # "pregnant" may also stand among the conditions
                hit = bool(stages & set(rule["life_stage"].split("_or_")))
            case _:
                hit = not groups.isdisjoint(_split(rule["groups"]))
        if hit:
            met.append(rule)
    return met


@cache
def _raising_groups() -> frozenset[str]:
    rules = (rule for rule in table("safety_rules") if rule["raises_potassium"] == "1")
    return frozenset(group for rule in rules for group in _split(rule["groups"]))


def _combination(rule: Mapping[str, str], person: Person, reading: Reading) -> bool:
    """Two medicines that raise potassium, or one beside a risk: age, diabetes, heart failure."""
    raising = _raising_groups()
    medicines = {found.term.name for found in reading.found if found.term.group in raising}
    risky = person.age_years >= float(rule["age_min_years"]) or reading.groups & set(_split(rule["groups"]))
    return len(medicines) >= 2 or (len(medicines) == 1 and bool(risky))


def _reason(rule: Mapping[str, str], reading: Reading) -> str:
    groups = set(_split(rule["groups"]))
    if rule["kind"] == "combination":
        groups |= _raising_groups()
    given = [found.given for found in reading.found if found.term.group in groups]
    words = rule["message"]
    if given:
        words += f" (You wrote: {', '.join(dict.fromkeys(given))}.)"
    if rule["clinician_limit"] == "1":
        words += " With a limit that your clinician set (potassium_limit_mg), a plan under that limit is possible."
    return words


def _deficit(person: Person, targets: Targets | None) -> str:
    planned = targets.energy_kcal if targets is not None else person.energy_kcal
    need = estimated_requirement_kcal(person).kcal
    if planned is None or planned >= need - ROUNDING_KCAL:
        return ""
    return f"{planned:.0f} kcal is less than the {need:.0f} kcal a day this person needs: leave energy_kcal out."


def _potassium(person: Person, *, hold: bool, limit: float | None) -> tuple[float | None, float | None, float | None]:
    """Lower target, floor and cap in mg a day."""
    adequate = potassium_ai_mg(person)
    caps = [round(adequate * HOLD_HIGH, 1)] if hold else []
    if limit is not None:
        caps.append(limit)
    if not caps:
        return None, None, None
    high = min(caps)  # never rounded: a clinician's limit is kept to the milligram
    if limit is None or limit >= adequate * HOLD_HIGH:
        return round(adequate * HOLD_LOW, 1), round(adequate * HOLD_FLOOR, 1), high
    low = min(adequate, NOT_LOWER * high)
    return round(low, 1), round(min(adequate * HOLD_FLOOR, high / 2), 1), high


def _questions(unanswered: Sequence[str], reading: Reading, low: float | None, high: float | None) -> list[str]:
    told: list[str] = []
    band = f"potassium stays between {low:.0f} and {high:.0f} mg a day" if low and high else ""
    if unanswered:
        flags = " ".join(f"--{name.removesuffix('s')} none" for name in unanswered)
        python = ", ".join(f"{name}=('none',)" for name in unanswered)
        told.append(
            f"Health questions not answered ({' and '.join(unanswered)}), so {band}. If there are none, say so: "
            f"{flags}, or in Python {python}."
        )
    for given, name in dict.fromkeys(reading.guessed):
        told.append(f"{given!r} is read as {name}: correct it if that is wrong.")
    for given, near in dict.fromkeys(reading.unread):
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        told.append(f"{given!r} is not understood, so {band}.{hint} Write the plain name of what you have or take.")
    return told


def _left_out(matched: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(
        sorted({word for rule in matched if rule["behaviour"] != "LIMIT_FOOD" for word in _split(rule["foods"])})
    )


def _caps(person: Person, matched: Sequence[Mapping[str, str]]) -> tuple[tuple[str, float], ...]:
    """Upper bounds a day: of the rules, and what a clinician set."""
    given = {"sodium_mg": person.sodium_limit_mg, "phosphorus_mg": person.phosphorus_limit_mg}
    caps = {name: limit for name, limit in given.items() if limit is not None}
    for rule in matched:
        if rule["behaviour"] == "CAP":
            caps[rule["nutrient"]] = min(float(rule["high"]), caps.get(rule["nutrient"], float("inf")))
    return tuple(sorted(caps.items()))


def _steady(person: Person, matched: Sequence[Mapping[str, str]]) -> tuple[Steady, ...]:
    own = {"vitamin_k_ug": person.vitamin_k_usual_ug, "caffeine_mg": person.caffeine_usual_mg}
    found = []
    for rule in matched:
        if rule["behaviour"] != "STEADY":
            continue
        name, usual = rule["nutrient"], own.get(rule["nutrient"])
        level = float(rule["usual"]) if usual is None else usual
        if usual is None and rule["usual_unit"] == "percent_of_AI":
            level *= _adequate(person, name) / 100.0
        found.append(Steady(name, level, float(rule["low"]) / 100, float(rule["high"]) / 100, usual is not None))
    return tuple(found)


def _steady_notice(one: Steady) -> str:
    nutrient = NUTRIENTS[one.nutrient]
    band = f"{one.low * one.usual:.0f} and {one.high * one.usual:.0f} {nutrient.unit.replace('ug', 'µg')}"
    if one.given:
        return f"{nutrient.label} stays between {band} each day, around what you usually have."
    return f"{nutrient.label} stays between {band} each day; tell your clinic if you usually have much more or less."


def _limits(matched: Sequence[Mapping[str, str]]) -> tuple[FoodLimit, ...]:
    return _limits_of(tuple(rule["rule_id"] for rule in matched if rule["behaviour"] == "LIMIT_FOOD"))


@cache
def _limits_of(rule_ids: tuple[str, ...]) -> tuple[FoodLimit, ...]:
    """Limits of foods; rows about the same foods are one limit."""
    fields = {"g_per_day": "day_g", "g_per_week": "week_g", "days_per_week": "week_days"}
    by_foods: dict[tuple[str, str], dict[str, float]] = {}
    ids: dict[tuple[str, str], str] = {}
    for rule in table("safety_rules"):
        if rule["rule_id"] in rule_ids:
            key = (rule["nutrient"], rule["foods"])
            ids.setdefault(key, rule["rule_id"])
            most = by_foods.setdefault(key, {})
            most[fields[rule["unit"]]] = min(float(rule["high"]), most.get(fields[rule["unit"]], float("inf")))
    return tuple(
        FoodLimit(
            ids[key], key[0], _split(key[1]), most.get("day_g"), most.get("week_g"),
            int(most["week_days"]) if "week_days" in most else None,
        )
        for key, most in by_foods.items()
    )  # fmt: skip

"""The health gate that stands before every plan: what a person's answers forbid, cap or ask for.

The rules are data: ``safety_rules.csv`` and ``safety_terms.csv`` of ``food_data``, reviewed and with sources.
Unanswered is not healthy: without answers, or with a word nobody knows, potassium stays at 100 to 115 % of the
adequate intake each day (down to 85 % only where 100 % cannot be reached).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planner.errors import InfeasibleError, InputError, RefusedError
from planner.nutrition.energy import estimated_requirement_kcal
from planner.nutrition.health_words import Reading, read_answers
from planner.nutrition.person import Person
from planner.nutrition.reference import intake, table
from planner.nutrition.target import Target, Targets

HOLD_LOW, HOLD_HIGH, HOLD_FLOOR = 1.00, 1.15, 0.85  # shares of the potassium AI; policy
ROUNDING_KCAL = 50.0  # an own energy this far under the requirement is rounding, no deficit; policy
NOT_LOWER = 0.85  # under a clinician's limit the lower target is at most this share of the limit; policy


@dataclass(frozen=True)
class Screening:
    """What follows from a person's answers. ``reasons`` say why nothing is planned; ``notices`` are for the plan.

    Potassium in mg a day: ``high`` is a hard cap each day, ``low`` the lower target and ``floor`` how far it may
    fall where it cannot be reached; None where the screening sets nothing. ``caps`` are upper bounds of other
    nutrients each day, ``steady`` nutrients whose days stay close together, ``exclude_terms`` words of foods.
    """

    refused: bool = False
    reasons: tuple[str, ...] = ()
    rule_ids: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    potassium_low_mg: float | None = None
    potassium_floor_mg: float | None = None
    potassium_high_mg: float | None = None
    caps: tuple[tuple[str, float], ...] = ()
    steady: tuple[str, ...] = ()
    exclude_terms: tuple[str, ...] = ()
    water_target: bool = True
    no_deficit: bool = False
    unanswered: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether potassium has a cap, for whatever reason."""
        return self.potassium_high_mg is not None

    @property
    def sodium_high_mg(self) -> float | None:
        """The cap on sodium, mg a day, where a rule sets one."""
        return dict(self.caps).get("sodium_mg")


def screen(person: Person, preset: str = "reference", targets: Targets | None = None) -> Screening:
    """Put the rules to a person. ``targets`` (if given) tells the energy that is really planned for.

    Never raises for what a person answers: ``apply_screening`` and ``require_boost_allowed`` do.
    """
    reading = read_answers((person.conditions or ()) + (person.medications or ()))
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
    said = [rule["message"] for rule in matched if rule not in refusals and rule["behaviour"] != "NOTE"]
    notices = [*_questions(unanswered, reading, low, high), *said]
    if capped:
        notices.append(
            f"Potassium stays at or under {high:g} mg a day, because your clinician set a limit of {limit:g} mg. "
            "Phosphorus, protein and fluid are not limited here: ask about them."
        )
    return Screening(
        refused=bool(refusals),
        reasons=tuple(dict.fromkeys(reasons)),
        rule_ids=tuple(rule["rule_id"] for rule in matched),
        notices=tuple(dict.fromkeys(notices)),
        potassium_low_mg=low,
        potassium_floor_mg=floor,
        potassium_high_mg=high,
        caps=_caps(matched),
        steady=tuple(dict.fromkeys(rule["nutrient"] for rule in matched if rule["behaviour"] == "STEADY")),
        exclude_terms=tuple(sorted({word for rule in matched for word in _split(rule["exclude"])})),
        water_target=all(rule["behaviour"] != "NO_WATER_TARGET" for rule in matched),
        no_deficit=bool(no_deficit),
        unanswered=unanswered,
        unread=tuple(text for text, _ in reading.unread),
    )


def apply_screening(targets: Targets, screening: Screening) -> Targets:
    """The targets a plan may aim at. Raises RefusedError for a refusal, InfeasibleError when an own minimum lies
    above a cap."""
    if screening.refused:
        raise RefusedError(screening.reasons, screening.rule_ids)
    changed: list[Target] = []
    if screening.potassium_high_mg is not None:
        changed.append(_held(targets["potassium_mg"], screening))
    for name, most in screening.caps:
        if name in targets:
            changed.append(_capped(targets[name], most, "safety", _how(screening)))
    energy = targets["energy_kcal"]
    least = targets.energy_kcal * 0.95
    if screening.no_deficit and energy.lower is not None and energy.lower < least:
        changed.append(energy.with_lower(round(least, 1), "safety", "total", "policy"))
    return targets.changed(*changed, water=screening.water_target)


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
    found = intake("potassium_mg", "AI", sex=person.sex, age_years=person.age_years, life_stage=person.life_stage)
    if found is None:
        raise AssertionError("every person has a potassium AI")
    return found.value


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _matching(person: Person, reading: Reading) -> list[Mapping[str, str]]:
    met = []
    for rule in table("safety_rules"):
        match rule["kind"]:
            case "general":
                continue
            case "combination":
                hit = _combination(rule, person, reading)
            case "body":
                bodies = [person.bmi, person.prepregnancy_bmi or person.bmi]
                hit = min(bodies) < float(rule["low"])
            case "age":
                hit = float(rule["age_min_years"]) <= person.age_years < float(rule["age_below_years"])
            case "life_stage":
                stages = reading.groups | {person.life_stage}  # "pregnant" may also stand among the conditions
                hit = bool(stages & set(rule["life_stage"].split("_or_")))
            case _:
                hit = bool(reading.groups & set(_split(rule["groups"])))
        if hit:
            met.append(rule)
    return met


def _raising_groups() -> set[str]:
    rules = (rule for rule in table("safety_rules") if rule["raises_potassium"] == "1")
    return {group for rule in rules for group in _split(rule["groups"])}


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


def _caps(matched: Sequence[Mapping[str, str]]) -> tuple[tuple[str, float], ...]:
    caps: dict[str, float] = {}
    for rule in matched:
        if rule["behaviour"] == "CAP":
            caps[rule["nutrient"]] = min(float(rule["high"]), caps.get(rule["nutrient"], float("inf")))
    return tuple(sorted(caps.items()))


def _how(screening: Screening) -> str:
    return screening.notices[0] if screening.notices else ""


def _capped(target: Target, most: float, kind: str, why: str) -> Target:
    """``target`` with at most ``most``; an own minimum above it is a clash that is told."""
    name = target.nutrient
    if target.lower is not None and target.lower > most and target.lower_kind == "own":
        raise InfeasibleError(
            f"{name}: your minimum of {target.lower:g} is above {most:g} a day, which safety sets as the most. {why}",
            conflict=(f"{name} >= {target.lower:g}", f"{name} <= {most:g}"),
            repair=({"bound": f"{name} >= {target.lower:g}", "from": target.lower, "to": most},),
        )
    if target.upper is None or target.upper > most:
        target = target.with_upper(most, kind, "total", "policy")
    return replace(target, upper_daily=True)


def _held(target: Target, screening: Screening) -> Target:
    """Potassium within the band: ours falls to the band, an own bound stays where it is inside it."""
    low, high = screening.potassium_low_mg, screening.potassium_high_mg
    if low is None or high is None:
        return target
    target = replace(_capped(target, high, "safety", _how(screening)), daily=True)
    if target.lower_kind == "own" or target.lower is None or target.upper is None:
        return target
    least = low if low < target.upper else round(NOT_LOWER * target.upper, 1)
    if target.lower != least:
        was = f"The screening moved the minimum from {target.lower:g} to {least:g} mg."
        target = target.with_lower(least, "safety", "total", "policy").noted(was)
    return replace(target, lower_floor=min(screening.potassium_floor_mg or 0.0, least))

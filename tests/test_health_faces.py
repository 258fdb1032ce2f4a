"""Every rule of the reviewed table, through Python, the command line and a batch: no face is a way around."""

from __future__ import annotations

import json
from typing import Any

import pytest

from planner import Person, plan_meals
from planner.batch.people import Row
from planner.batch.work import REFUSED, Settings, plan_row, request_from
from planner.cli import run
from planner.errors import RefusedError
from planner.nutrition.reference import table
from planner.plan.planning import Gate, gate
from planner.plan.request import Request

RULES = {rule["rule_id"]: rule for rule in table("safety_rules")}
BASE: dict[str, Any] = {
    "sex": "female", "age_years": 34, "height_cm": 168, "weight_kg": 62, "activity": "low_active",
    "conditions": "none", "medications": "none",
}  # fmt: skip
PREGNANT = {"life_stage": "pregnant", "gestation_weeks": 20, "prepregnancy_weight_kg": 60}

# What makes a person meet each rule; A01 cannot be: a Person is at least one year old.
MEETS: dict[str, dict[str, Any]] = {
    "K01": {"conditions": "CKD 4"}, "K01-salt": {"conditions": "CKD 2"}, "K02": {"conditions": "CKD 2"},
    "K03": {"medications": "lisinopril"}, "K04": {"medications": "Aldactone"},
    "K05": {"medications": "lisinopril; spironolactone"}, "K06": {"medications": "Bactrim"},
    "K07": {"medications": "enoxaparin"}, "K08": {"medications": "tacrolimus"}, "K09": {"medications": "naproxen"},
    "K10": {"conditions": "Addison's disease"}, "K11": {"conditions": "cirrhosis"},
    "K11-sodium": {"conditions": "heart failure"}, "K11-water": {"conditions": "heart failure"},
    "K12": {"medications": "digoxin"}, "K13": {"medications": "Klor-Con"}, "K14": {"conditions": "past hyperkalemia"},
    "K15": {"medications": "furosemide"}, "M01": {"conditions": "dialysis", "potassium_limit_mg": 2500},
    "M02": {}, "M03": {"conditions": "myasthenia gravis"}, "M04": {"medications": "doxycycline"},
    "M05": {"medications": "omeprazole"}, "V01": {"medications": "warfarin"}, "T01": {"medications": "phenelzine"},
    "O01": {"conditions": "calcium oxalate stones"}, "O01-sodium": {"conditions": "kidney stones"},
    "O01-almonds": {"conditions": "kidney stones"}, "O01-cocoa": {"conditions": "kidney stones"},
    "O02": {}, "O02-days": {}, "U02": {}, "U02-seaweed": {}, "U02-liver": {},
    "P00": {"conditions": "pregnant"}, "P01": PREGNANT, "P01-retinol": PREGNANT, "P02": PREGNANT, "P02-tuna": PREGNANT,
    "P02-fish": PREGNANT, "P03": PREGNANT, "P03-caffeine": PREGNANT, "P04": PREGNANT, "P05": PREGNANT,
    "A02": {"age_years": 13, "height_cm": 160, "weight_kg": 55}, "A03": {"age_years": 16}, "A04": {"age_years": 70},
    "E01": {"conditions": "anorexia"}, "E01-bmi": {"weight_kg": 50}, "D01": {"medications": "insulin"},
    "L01": {"medications": "lithium"}, "L01-caffeine": {"medications": "lithium"},
    "G01": {"medications": "simvastatin"}, "G02": {"conditions": "CKD 2"}, "S01": {"conditions": "high blood pressure"},
    "F01-celiac": {"conditions": "celiac disease"}, "F01-g6pd": {"conditions": "G6PD deficiency"},
    "F01-pku": {"conditions": "PKU"}, "F01-iron": {"conditions": "hemochromatosis"},
    "F01-copper": {"conditions": "Wilson disease"}, "F01-allergy": {"conditions": "peanut allergy"},
    "W01": {"conditions": "fluid restriction"}, "R01": {"conditions": "chest pain"}, "N01": {"conditions": "asthma"},
}  # fmt: skip
STOPS = ("REFUSE", "REFER")


def person_of(rule_id: str) -> dict[str, Any]:
    return BASE | MEETS[rule_id]


def flags(given: dict[str, Any]) -> list[str]:
    names = {
        "age_years": "--age", "height_cm": "--height", "weight_kg": "--weight", "conditions": "--condition",
        "medications": "--medication", "prepregnancy_weight_kg": "--prepregnancy-weight",
    }  # fmt: skip
    out = []
    for name, value in given.items():
        for part in str(value).split("; "):
            out += [names.get(name, "--" + name.replace("_", "-")), part]
    return out


def of_batch(given: dict[str, Any]) -> Request:
    found = request_from(given)
    return Request(found.person, 1, found.preferences, targets=found.targets)


def test_every_rule_has_its_case() -> None:
    assert MEETS.keys() == RULES.keys() - {"A01"}


@pytest.mark.parametrize("rule_id", [one for one in MEETS if RULES[one]["behaviour"] in STOPS])
def test_no_face_plans_where_a_rule_refuses(rule_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = person_of(rule_id)
    with pytest.raises(RefusedError) as error:
        plan_meals(Person(**given), 7)
    assert rule_id in error.value.rule_ids
    assert run(["plan", *flags(given), "--days", "7", "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "refused"
    assert rule_id in answer["rules"]
    assert {"banner", "disclaimer"} <= answer.keys()
    assert run(["targets", *flags(given)]) == 1
    assert RULES[rule_id]["message"] in capsys.readouterr().err
    outcome = plan_row(Row(2, "p", given), Settings())
    assert outcome.status == REFUSED
    assert RULES[rule_id]["message"] in outcome.message
    assert outcome.menu == ()


def kept(rule_id: str, passed: Gate) -> bool:
    """Whether what every plan has to pass holds the rule."""
    rule = RULES[rule_id]
    nutrient, behaviour = rule["nutrient"], rule["behaviour"]
    words = {word.strip() for word in rule["foods"].split(";") if word.strip()}
    match behaviour:
        case "HOLD_POTASSIUM":
            target = passed.targets["potassium_mg"]
            return target.hard == "upper" and target.upper == pytest.approx(1.15 * 2600)
        case "CAP" if nutrient in passed.targets:
            target = passed.targets[nutrient]
            return target.hard == "upper" and target.upper is not None and target.upper <= float(rule["high"])
        case "STEADY":
            return passed.targets[nutrient].hard == "both"
        case "EXCLUDE":
            # The shipped table has no salt substitutes, under which name they are left out of a table of one's own.
            return bool(words & set(passed.unsafe)) or words <= {
                "salt substitute",
                "potassium chloride",
                "cream of tartar",
            }
        case "LIMIT_FOOD":
            return any(set(limit.words) == words for limit in passed.limits)
        case "NO_DEFICIT":
            return (passed.targets["energy_kcal"].lower or 0) >= 0.949 * passed.targets.energy_kcal
        case "NO_WATER_TARGET":
            return passed.targets.total_water_l is None
    return rule["message"] in passed.notices or behaviour in ("NOTE", "CAP")


@pytest.mark.parametrize("rule_id", [one for one in MEETS if RULES[one]["behaviour"] not in STOPS])
def test_every_face_passes_the_same_gate(rule_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = person_of(rule_id)
    python = gate(Request(Person(**given), 1, of_batch(given).preferences))
    assert kept(rule_id, python)
    batch = gate(of_batch(given))
    assert (batch.unsafe, batch.limits, batch.notices) == (python.unsafe, python.limits, python.notices)
    assert dict(batch.targets) == dict(python.targets)
    assert run(["targets", *flags(given), "--format", "json"]) == 0
    shown = {row["nutrient"]: row for row in json.loads(capsys.readouterr().out)["targets"]}
    for name, target in python.targets.items():
        assert (shown[name]["lower"], shown[name]["upper"], shown[name]["hard"]) == (
            target.lower,
            target.upper,
            target.hard,
        )

"""Reading what people write about conditions and medicines.

A text is read word by word against ``safety_terms.csv``; what is left over is compared letter by letter, for
typing mistakes. What stays unread is told, never passed over: an unread word may be a medicine that matters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from planner.nutrition.reference import table

NONE_WORDS = {
    "none", "nothing", "nil", "no", "none known", "no conditions", "no condition", "no medications", "no medication",
    "no medicines", "no medicine", "no meds", "keine", "ninguno", "ninguna", "aucun", "aucune", "nessuno", "nessuna", "nenhum",
    "nenhuma", "no known conditions", "no health problems", "no health conditions",
}  # fmt: skip
"""Answers that say "none". "n/a" is not among them: it may as well say "not asked"."""

_UNSURE_TEXT = """
no not none never without denies negative neg free isnt dont doesnt wasnt havent hasnt nor neither
healthy normal fine good ok okay
mother father family brother sister parent parents wife husband son daughter grandmother grandfather
"""
_FILLER_TEXT = """
a an the my me i im ive am is are was were have has had having been being of in on for from with by to at as or and
plus also take takes taking took use uses used using since ago year years month months week weeks day days daily once
twice three times every each morning night evening bedtime mg mcg ug g ml min iu tablet tablets pill pills capsule
capsules dose doses injection injections spray cream half per x er xr sr la cr ds prn bid tid qd po needed
mild moderate severe controlled well very some sometimes often occasionally currently now still chronic acute
history past previous previously diagnosed diagnosis childhood birth child old new think maybe possible suspected only
disease disorder condition problem problems medicine medication drug generic brand type stage grade
hydrochloride maleate besylate b oral hcl arginine potasico maleato forte otc patch drip uti last nyha cp stadium tipo
"""
_UNSURE, _FILLERS = set(_UNSURE_TEXT.split()), set(_FILLER_TEXT.split())
_NUMERALS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_SURE, _SURE_HARMLESS, _NEAR = 85.0, 90.0, 72.0  # similarity of letters, percent


@dataclass(frozen=True)
class Term:
    """A known medicine or condition: its group of rules, its usual name, and whether it is a whole class."""

    group: str
    name: str
    is_class: bool


@dataclass(frozen=True)
class Found:
    """A term and the words it was read from."""

    term: Term
    given: str


@dataclass(frozen=True)
class Reading:
    """What a set of answers says; ``guessed`` and ``unread`` are told to the person."""

    found: tuple[Found, ...] = ()
    guessed: tuple[tuple[str, str], ...] = ()  # (as written, read as)
    unread: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (as written, nearest known names)

    @property
    def groups(self) -> set[str]:
        """The groups of rules that were met."""
        return {found.term.group for found in self.found}


def normal(text: str) -> str:
    """Lower case, no accents or marks, numbers apart from letters, stages of kidney disease in one form."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    plain = re.sub(r"['`]", "", plain)
    plain = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])|[^a-z0-9]+", " ", plain)
    words = [word for word in plain.split() if word != "and"]
    for place in range(1, len(words)):
        if words[place - 1] in ("stage", "type", "grade", "class", "g", "ckd"):
            words[place] = _NUMERALS.get(words[place], words[place])
    plain = " ".join(words)
    plain = re.sub(r"\b(chronic )?(kidney|renal) disease\b", "ckd", plain)
    plain = re.sub(r"\bckd (?:stages? |grade |g )?(\d)(?: [abc]\b)?", r"ckd \1", plain)
    plain = re.sub(r"\b(?:stages?|grade|g) (\d)(?: [abc])? ckd\b", r"ckd \1", plain)
    plain = re.sub(r"\b(?:potassium|k) (?:level |of |was |is |at )*([5-9]) (\d)\b", "high potassium", plain)  # mmol/l
    return re.sub(r"\b(?:e ?)?gfr\b\D*(\d+)", _stage_of_gfr, plain)


def _stage_of_gfr(match: re.Match[str]) -> str:
    rate = int(match[1])
    return "ckd 3" if rate <= 60 else "ckd 2" if rate < 90 else match[0]


@cache
def terms() -> dict[tuple[str, ...], Term]:
    """Every known name, as normal words -> its term."""
    known: dict[tuple[str, ...], Term] = {}
    for row in table("safety_terms"):
        term = Term(row["group"], row["name"], row["covers"] == "class")
        for name in (row["name"], *row["also"].split(";")):
            if name.strip():
                known.setdefault(tuple(normal(name).split()), term)
    return known


# A class that was named beside one of its members says nothing more ("water pill, furosemide").
_SAID_BY = {
    "blood_pressure_medicine": {
        "ace_inhibitor", "arb", "arni", "renin_inhibitor", "potassium_sparing", "loop_thiazide",
        "nonselective_beta_blocker",
    },
    "diuretic_not_named": {"potassium_sparing", "loop_thiazide"},
    "antibiotic_not_named": {"trimethoprim", "mineral_timing"},
    "blood_thinner_not_named": {"heparin", "warfarin"},
}  # fmt: skip


def read_answers(answers: Sequence[str]) -> Reading:
    """Read free text: exact names first, then names within the text, then typing mistakes."""
    return _read_answers(tuple(answers))


@lru_cache(maxsize=1000)
def _read_answers(answers: tuple[str, ...]) -> Reading:
    found: list[Found] = []
    guessed: list[tuple[str, str]] = []
    unread: list[tuple[str, tuple[str, ...]]] = []
    for answer in answers:
        for text in _pieces(answer):
            reading = _read_piece(text)
            found += reading.found
            guessed += reading.guessed
            unread += reading.unread
    return Reading(tuple(_without_said(found)), tuple(guessed), tuple(unread))


def _pieces(answer: str) -> list[str]:
    """The parts of an answer that stand for themselves; "none" is left out, ", as needed" belongs to what precedes."""
    pieces: list[str] = []
    for part in re.split(r"[;,\n]|\.\s|\bbut\b", answer):
        text = part.strip(" .")
        if pieces and all(word in _FILLERS or word.isdigit() for word in normal(text).split()):
            pieces[-1] = f"{pieces[-1]} {text}".strip()
        elif text:
            pieces.append(text)
    return [piece for piece in pieces if normal(piece) not in NONE_WORDS]


def _without_said(found: list[Found]) -> list[Found]:
    single = {each.term.group for each in found if not each.term.is_class}
    return [
        each
        for each in found
        if not (each.term.is_class and ({each.term.group} | _SAID_BY.get(each.term.group, set())) & single)
    ]


def _read_piece(text: str) -> Reading:
    words = normal(text).split()
    known, longest = terms(), max(map(len, terms()))
    found: list[Found] = []
    left: list[list[str]] = [[]]
    place = 0
    while place < len(words):
        for size in range(min(longest, len(words) - place), 0, -1):
            term = known.get(tuple(words[place : place + size]))
            if term:
                found.append(Found(term, text))
                left.append([])
                place += size
                break
        else:
            left[-1].append(words[place])
            place += 1
    if _UNSURE & {word for span in left for word in span}:
        return Reading(unread=((text, ()),))  # "no kidney disease": neither healthy nor ill is read into it
    guessed: list[tuple[str, str]] = []
    near: list[str] = []
    for span in left:
        rest = [word for word in span if word not in _FILLERS and not word.isdigit()]
        for guess in _guesses(rest):
            if isinstance(guess, Term):
                found.append(Found(guess, text))
                guessed.append((text, guess.name))
            else:
                near += guess
    if near or not found:
        return Reading(tuple(found), tuple(guessed), ((text, tuple(name for name in dict.fromkeys(near) if name)[:3]),))
    return Reading(tuple(found), tuple(guessed))


def _guesses(rest: list[str]) -> list[Term | list[str]]:
    """For words that are left over: the term that is surely meant, or a list of near names (it may be empty)."""
    if not rest:
        return []
    whole = _guess(" ".join(rest))
    if isinstance(whole, Term) or len(rest) == 1:
        return [whole]
    return [_guess(word) for word in rest]


def _guess(words: str) -> Term | list[str]:
    from rapidfuzz import fuzz, process

    if len(words) < 5:
        return [""]
    names = {" ".join(key): term for key, term in terms().items() if sum(map(len, key)) >= 5}
    close = process.extract(words, list(names), scorer=fuzz.ratio, limit=8, score_cutoff=_NEAR)
    ranked = [(names[name], score) for name, score, _ in close]
    if not ranked:
        return [""]
    best, score = ranked[0]
    rival = max((other_score for term, other_score in ranked if term.group != best.group), default=0.0)
    sure = score >= (_SURE_HARMLESS if best.group == "no_rule" else _SURE)
    if sure and score - rival >= (10 if best.group == "no_rule" else 5):
        return best
    return list(dict.fromkeys(term.name for term, _ in ranked))

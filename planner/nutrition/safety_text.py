"""The words about safety that go with every plan, page and export."""

from __future__ import annotations

BANNER = "Not medical advice. Kidney problem or blood-pressure medicine? Ask first."

DISCLAIMER = (
    "This plan is general nutrition information, not medical advice, diagnosis or treatment. Targets are population "
    "reference values for healthy people. Do not use it if you have kidney disease, high potassium, or take medicines "
    "that raise potassium, unless your clinician has set your limits. Do not start, stop or change medicines or "
    "supplements because of it. Seek care for persistent, spreading or severe symptoms."
)

RED_FLAGS = (
    "Call an emergency number for chest pain, palpitations or fainting, trouble breathing, swallowing or speaking, "
    "sudden strong weakness or paralysis, confusion, a seizure, or vomiting or diarrhoea with weakness.",
    "See a doctor for a twitch that lasts more than two weeks, is in more than one place, comes with weakness, "
    "numbness, thinning or clumsiness, or began after a new medicine.",
    "Most twitches are harmless and settle within days to weeks. What you eat seldom proves the cause; only a blood "
    "test shows how much of a mineral is in the blood.",
)

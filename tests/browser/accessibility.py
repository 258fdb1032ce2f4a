"""The rules of WCAG 2.2, levels A and AA, as far as a program can check them (axe-core)."""

from __future__ import annotations

from importlib.resources import files

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule: the rule, what is wrong, and the element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    return [
        f"{rule['id']}: {node['failureSummary']}\n    {node['html'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]

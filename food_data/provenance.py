"""Which source files the tables came from: name, fingerprint, rows, publisher, licence (``tables/provenance.csv``)."""

from __future__ import annotations

import pandas as pd

from food_data.reference import _TABLES as REFERENCE_TABLES
from food_data.sources import Sources

_PUBLIC = "US public domain"
_PUBLISHERS = {
    "fndds/": ("USDA Agricultural Research Service", "FNDDS 2021-2023", _PUBLIC),
    "fped/": ("USDA Agricultural Research Service", "FPED 2017-March 2020", _PUBLIC),
    "prices/pp_nap": ("USDA Economic Research Service", "Purchase to Plate Suite, March 2023", _PUBLIC),
    "prices/ers_food_cpi": ("USDA Economic Research Service", "Food Price Outlook, food price index", _PUBLIC),
    "nhanes/": ("CDC/NCHS and USDA", "NHANES / What We Eat in America 2007-2012", _PUBLIC),
    "nutrition/": ("as named per row in sources.csv", "facts compiled from published reports", "facts"),
}


def provenance(sources: Sources) -> pd.DataFrame:
    """One row per file that was read, those of the reference tables too; no dates, names as in --sources."""
    rows = dict(sources.read)
    for source in {name for name, *_ in REFERENCE_TABLES.values()} | {"safety_rules.csv"}:
        rows[f"nutrition/{source}"] = len(pd.read_csv(sources.folder / "nutrition" / source, encoding="utf-8-sig"))
    table = []
    for name in sorted(rows):
        publisher, title, licence = next(facts for start, facts in _PUBLISHERS.items() if name.startswith(start))
        table.append((name, sources.sha256(name), rows[name], publisher, title, licence))
    return pd.DataFrame(table, columns=["source_file", "sha256", "rows", "publisher", "title", "licence"])

"""The parts of a person's workbook that are not in its copy, counted, and told in one sentence."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.outputs.messages.plurals import count, listing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LINK, RULE, COLOUR, NAME, SCENARIO = "link", "rule for input", "coloured rule", "defined name", "scenario"
_FORMULA = "formula"
_UNCOUNTED = (
    ("macros", r"xl/(vbaProject\.bin|macrosheets/[^/]+)"),
    ("links to other workbooks", r"xl/externalLinks/[^/]+\.xml"),
    ("queries", r"xl/(connections\.xml|queryTables/[^/]+)"),
    ("buttons and embedded objects", r"xl/(embeddings|activeX|ctrlProps)/[^/]+"),
    ("slicers", r"xl/(slicers|timelines)/[^/]+"),
    ("custom properties", r"docProps/custom\.xml"),
)
_COUNTED = (
    ("chart", r"xl/charts/chart(Ex)?\d*\.xml"),
    ("picture", r"xl/media/[^/]+"),
    ("pivot table", r"xl/pivotTables/[^/]+\.xml"),
)
_WITHIN = (
    ("shape", r"xl/drawings/[^/]+\.xml", rb"<(?:\w+:)?(?:sp|cxnSp)[\s>]"),
    (_FORMULA, r"xl/worksheets/[^/]+\.xml", rb"<(?:\w+:)?f[\s>]"),
    (RULE, r"xl/worksheets/[^/]+\.xml", rb"<x14:dataValidation[\s>]"),
    ("sparkline", r"xl/worksheets/[^/]+\.xml", rb"<x14:sparkline[\s>]"),
)
"""Openpyxl reads none of these; the first is in parts of drawings, the others are in sheets."""


_MANY = {RULE: "rules for input"}


def losses_of(path: Path) -> Counter[str]:
    """How many of each kind the file has that openpyxl leaves out, or that are taken out whatever they are."""
    losses: Counter[str] = Counter()
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            losses.update(kind for kind, pattern in (*_COUNTED, *_UNCOUNTED) if _is_called(part, pattern))
            within = [(kind, sought) for kind, pattern, sought in _WITHIN if _is_called(part, pattern)]
            content = archive.read(part) if within else b""
            losses.update({kind: sum(1 for _ in re.finditer(sought, content)) for kind, sought in within})
    return losses


def losses_told(losses: Mapping[str, int], copy: str) -> str | None:
    """The sentence about it; `copy` is what the copy is called in it."""
    counted = [kind for kind, _ in _COUNTED] + ["shape", "sparkline", LINK, RULE, COLOUR, NAME, SCENARIO]
    kinds = [count(losses[kind], kind, _MANY.get(kind)) for kind in counted if losses.get(kind)]
    kinds += [kind for kind, _ in _UNCOUNTED if losses.get(kind)]
    if not kinds:
        return f"In {copy} formulas stand as their values." if losses.get(_FORMULA) else None
    return f"Not in {copy}: {listing(kinds)}{'; formulas stand as their values' if losses.get(_FORMULA) else ''}."


def _is_called(part: str, pattern: str) -> bool:
    return re.fullmatch(pattern, part, re.IGNORECASE) is not None

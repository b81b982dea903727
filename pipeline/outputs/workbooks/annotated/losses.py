"""The parts of a person's workbook that are not in its copy: their numbers, and one sentence on them."""

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
# Features that openpyxl does not read; the first is in the parts of drawings, the others in those of sheets.
_WITHIN = (
    ("shape", r"xl/drawings/[^/]+\.xml", rb"<(?:\w+:)?(?:sp|cxnSp)[\s>]"),
    (_FORMULA, r"xl/worksheets/[^/]+\.xml", rb"<(?:\w+:)?f[\s>]"),
    (RULE, r"xl/worksheets/[^/]+\.xml", rb"<x14:dataValidation[\s>]"),
    ("sparkline", r"xl/worksheets/[^/]+\.xml", rb"<x14:sparkline[\s>]"),
)


_MANY = {RULE: "rules for input"}


def losses_of(path: Path) -> Counter[str]:
    """The numbers, by kind, of the parts of the file that openpyxl does not read or that are always removed."""
    losses: Counter[str] = Counter()
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            losses.update(kind for kind, pattern in (*_COUNTED, *_UNCOUNTED) if _matches(part, pattern))
            within = [(kind, sought) for kind, pattern, sought in _WITHIN if _matches(part, pattern)]
            content = archive.read(part) if within else b""
            losses.update({kind: sum(1 for _ in re.finditer(sought, content)) for kind, sought in within})
    return losses


def losses_told(losses: Mapping[str, int], copy: str) -> str | None:
    """The sentence on the losses; `copy` is the name of the copy in it."""
    counted = [kind for kind, _ in _COUNTED] + ["shape", "sparkline", LINK, RULE, COLOUR, NAME, SCENARIO]
    kinds = [count(losses[kind], kind, _MANY.get(kind)) for kind in counted if losses.get(kind)]
    kinds += [kind for kind, _ in _UNCOUNTED if losses.get(kind)]
    if not kinds:
        return f"In {copy} formulas stand as their values." if losses.get(_FORMULA) else None
    return f"Not in {copy}: {listing(kinds)}{'; formulas stand as their values' if losses.get(_FORMULA) else ''}."


def _matches(part: str, pattern: str) -> bool:
    return re.fullmatch(pattern, part, re.IGNORECASE) is not None

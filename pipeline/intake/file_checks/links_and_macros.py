"""Remarks on macros and on links to other files in a workbook. Neither is ever run or opened."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.intake.file_checks.zip_scan import content
from pipeline.intake.raw_sheets import Remark
from schemas.reasons.file_issues import LINKS_IGNORED, MACROS_IGNORED
from schemas.reasons.filled_texts import advice, said
from schemas.vocabulary import IssueCode

if TYPE_CHECKING:
    from pipeline.intake.file_checks.zip_contents import Package
    from schemas.reasons import Wording

_SHOWN = 3
_TARGET = re.compile(rb"""\bTarget=["']([^"'<>]{1,2000})["']""")
_DDE = re.compile(rb"""<(?:\w{1,20}:)?ddeLink\s""")
_MACROS = ("vbaproject.bin", "basic/", "scripts/", "xl/macrosheets/")
_FOREIGN = {
    "xl/connections.": "connections to other sources of data",
    "xl/querytables/": "connections to other sources of data",
    "xl/embeddings/": "embedded objects",
    "xl/activex/": "controls that run programs",
    "object ": "embedded objects",
}


def remarks_on(package: Package) -> tuple[Remark, ...]:
    """The remarks on a package: at most one on macros, and one on links."""
    names = [part.name.lower() for part in package.parts]
    has_macros = any(name.startswith(_MACROS) or name.endswith("vbaproject.bin") for name in names)
    kinds = {kind: None for start, kind in _FOREIGN.items() for name in names if name.startswith(start)}
    found = [*_other_files(package), *kinds]
    return (*([macros()] if has_macros else ()), *([_links(found)] if found else ()))


def macros() -> Remark:
    """The remark on a workbook with macros."""
    return _remark(MACROS_IGNORED["macros"])


def _links(found: list[str]) -> Remark:
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return _remark(LINKS_IGNORED["links"], files=f"{', '.join(found[:_SHOWN])}{more}")


def _remark(wording: Wording, **fields: object) -> Remark:
    texts = said(wording, fields), advice(wording, fields)
    return Remark(IssueCode(wording.code), *texts, wording.severity, template=wording.cause)


def _other_files(package: Package) -> list[str]:
    """The names of other workbooks that formulas take values from."""
    files: dict[str, None] = {}
    for part in package.parts:
        name = part.name.lower()
        if name.startswith("xl/externallinks/") and name.endswith((".rels", ".xml")):
            text = content(package.path, part)
            if _DDE.search(text):
                files["a link to another program (DDE)"] = None
            if name.endswith(".rels"):
                files |= dict.fromkeys(_file_name(target) for target in _TARGET.findall(text))
    return list(files)


def _file_name(target: bytes) -> str:
    path = unquote(html.unescape(target.decode("utf-8", "replace")))
    name = re.split(r"[/\\]", path.rstrip("/\\"))[-1]
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:80] or "another file"

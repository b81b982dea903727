"""The hidden sheet of a plan: named texts, and frames packed as Arrow."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from tests.system.same_answers.files.tables import rows_of
from tests.system.same_answers.files.texts import members
from tests.system.same_answers.recording import Document, Kind

CARRIER = "_rollcall"
_PACKED, _SEALS = "content", ("fingerprint", "seal")


def is_plan(sheet: Any) -> bool:
    """True where the sheet carries a plan, and not the one line of an export."""
    return bool(sheet.max_column >= 3 and sheet["A1"].value == "form")


def read_carrier(step: str, name: str, sheet: Any) -> Iterator[Document]:
    """One document for the texts, and one per frame."""
    texts: dict[str, str] = {}
    for title, text, _ in sheet.iter_rows(values_only=True, max_col=3):
        if title is not None:
            texts[title] = texts.get(title, "") + (text or "")
    entries: list[tuple[str, Any]] = [("names", list(texts))]
    for title, text in texts.items():
        if title not in (_PACKED, "frames"):
            entries += [(f"{title}{place}", value) for place, value in _members(title, text)]
    yield Document(step, f"{name} carried", Kind.VALUES, entries)
    content = base64.b64decode(texts[_PACKED])
    for title, (at, size) in json.loads(texts["frames"]).items():
        frame = pl.read_ipc_stream(io.BytesIO(content[at : at + size]))
        yield Document(step, f"{name} carried {title}", Kind.ROWS, rows_of(frame))


def _members(title: str, text: str) -> Iterator[tuple[str, Any]]:
    if title in _SEALS:
        yield "", f"{text.partition(':')[0]}:..." if ":" in text else "..."
    elif text.startswith(("{", "[")):
        yield from members(json.loads(text))
    else:
        yield "", text

"""A plan as named texts for the hidden sheet: its facts as JSON, its frames as Arrow IPC, and all cells as written.

The cells of the other sheets are recorded as the frames that they were written from, so that the reader of the plan can
distinguish an edited cell from one that a spreadsheet program only saved in its own way.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from pipeline.model import ChangeSet, Plan
from schemas.frames.changes import ROW_OUTCOMES
from schemas.frames.polars_frames import empty
from schemas.workbook_forms.plan import FORM
from schemas.workbook_forms.sealed_texts import (
    BLOCKS,
    CONTENT,
    FORM_LINE,
    FRAMES,
    HEADERS,
    PLAN,
    SETTINGS,
    SHEETS_READ,
    SOURCES,
    Row,
    rows_of,
    to_json,
)

if TYPE_CHECKING:
    from pipeline.outputs.workbooks.plan.lines import Page

_SCALARS = (
    *("plan_id", "command", "made_by", "host", "state_version", "ledger_id", "undoes"),
    *("last_device_id", "last_owner_id", "last_ownership_id"),
)


def record_rows(plan: Plan, pages: Sequence[Page], key: str | None) -> list[Row]:
    """The rows of the hidden sheet."""
    blocks, shown = _blocks(pages)
    directory, content = _packed({**_frames(plan), **shown})
    texts = {
        FORM_LINE: FORM,
        PLAN: to_json(_scalars(plan)),
        SETTINGS: to_json(dict(plan.settings)),
        HEADERS: to_json(list(plan.headers.items())),
        SOURCES: to_json([{**asdict(source), "path": str(source.path)} for source in plan.sources]),
        SHEETS_READ: to_json([asdict(sheet) for sheet in plan.sheets]),
        BLOCKS: to_json(blocks),
        FRAMES: to_json(directory),
        CONTENT: content,
    }
    return rows_of(texts, key)


def _scalars(plan: Plan) -> dict[str, object]:
    return {**{name: getattr(plan, name) for name in _SCALARS}, "made_at": plan.made_at.isoformat()}


def _frames(plan: Plan) -> dict[str, pl.DataFrame]:
    """All frames of the plan by name; `row_outcomes` is empty, since a plan does not carry it."""
    parts = {f"change_set.{field.name}": getattr(plan.change_set, field.name) for field in fields(ChangeSet)}
    own = {field.name: getattr(plan, field.name) for field in fields(Plan)}
    parts["change_set.row_outcomes"] = empty(ROW_OUTCOMES)
    return {**parts, **{name: value for name, value in own.items() if isinstance(value, pl.DataFrame)}}


def _blocks(pages: Iterable[Page]) -> tuple[list[dict[str, object]], dict[str, pl.DataFrame]]:
    """The place of each frame: `sheet, row` (from 0), `has_header`, `frame`; `of`, `after` on a sheet of lines."""
    blocks: list[dict[str, object]] = []
    shown: dict[str, pl.DataFrame] = {}
    for page in pages:
        for row, has_header, frame in _merged(page):
            name = f"shown.{len(blocks)}"
            shown[name] = frame
            place = {"sheet": page.name, "row": row, "has_header": has_header}
            blocks.append({**place, "frame": name, "of": page.of, "after": page.after})
    return blocks, shown


def _merged(page: Page) -> list[tuple[int, bool, pl.DataFrame]]:
    """The parts of a page from the top; parts that continue in the next row, such as the rows of a table, are one."""
    merged: list[tuple[int, bool, pl.DataFrame]] = []
    for frame, _, options in page.parts:
        row, has_header = options.get("startrow") or 0, bool(options.get("header", True))
        if merged and not has_header:
            first_row, had_header, above = merged[-1]
            if above.schema == frame.schema and first_row + had_header + above.height == row:
                merged[-1] = (first_row, had_header, above.vstack(frame))
                continue
        merged.append((row, has_header, frame))
    return merged


def _packed(frames: Mapping[str, pl.DataFrame]) -> tuple[dict[str, tuple[int, int]], str]:
    """The offset and length of each frame in bytes, and all frames one after the other in Base64."""
    pieces = dict(zip(frames, map(_packed_frame, frames.values()), strict=True))
    return dict(_places(pieces)), base64.b64encode(b"".join(pieces.values())).decode()


def _places(pieces: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[int, int]]]:
    at = 0
    for name, piece in pieces.items():
        yield name, (at, len(piece))
        at += len(piece)


def _packed_frame(frame: pl.DataFrame) -> bytes:
    packed = BytesIO()
    frame.write_ipc_stream(packed, compression="zstd")
    return packed.getvalue()

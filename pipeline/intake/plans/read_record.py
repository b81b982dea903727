"""The record on the hidden sheet of a plan: the plan itself, and the cells that were written on the other sheets."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.intake.plans.older_issues import with_parts
from pipeline.model import ChangeSet, Plan, Sheet, Source
from schemas.frames.changes import CHANGE_SET_FRAMES
from schemas.frames.columns import FrameSchema
from schemas.frames.plan import PLAN_FRAMES
from schemas.frames.polars_frames import shaped
from schemas.records import dataclass
from schemas.vocabulary import FORMER_REASONS, Kind
from schemas.workbook_forms.sealed_texts import (
    BLOCKS,
    CONTENT,
    FRAMES,
    HEADERS,
    PLAN,
    SETTINGS,
    SHEETS_READ,
    SOURCES,
    from_json,
)

# The columns that may hold the code of a reason.
_CODED = ("reason", "code")


@dataclass(frozen=True, slots=True)
class Block:
    """One frame as it was written to a sheet, from `row` on, counted from 0.

    For lines of the plan, `of` is the name of the sheet on which they begin, and `after` the number of lines on the
    sheets before; the first column holds the answers.
    """

    sheet: str
    row: int
    has_header: bool
    frame: pl.DataFrame
    of: str | None
    after: int

    @property
    def first_row(self) -> int:
        """The row, counted from 0, of the first row of the frame."""
        return self.row + self.has_header

    @property
    def end(self) -> int:
        """The row, counted from 0, below the last row of the frame."""
        return self.first_row + self.frame.height


class Record:
    """The texts of a hidden sheet whose seal is valid."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._content = base64.b64decode(texts[CONTENT])
        self._places: dict[str, tuple[int, int]] = from_json(texts[FRAMES])

    def blocks(self) -> list[Block]:
        """Everything that was written on the other sheets, in their order, each from the top."""
        return [Block(**{**block, "frame": self._frame(block["frame"])}) for block in from_json(self._texts[BLOCKS])]

    def plan(self) -> Plan:
        """The plan as it was written; columns and frames that an older Rollcall did not write are blank."""
        facts: dict[str, Any] = self._json(PLAN)
        facts["made_at"] = datetime.fromisoformat(facts["made_at"])
        facts |= self._frames(PLAN_FRAMES)
        facts["issues"] = with_parts(facts["issues"], facts["suspects"])
        return Plan(
            **facts,
            change_set=ChangeSet(**self._frames(CHANGE_SET_FRAMES, "change_set.")),
            headers=dict(self._json(HEADERS)),
            sources=tuple(Source(**{**source, "path": Path(source["path"])}) for source in self._json(SOURCES)),
            sheets=tuple(Sheet(**{**sheet, "kind": Kind(sheet["kind"])}) for sheet in self._json(SHEETS_READ)),
            settings=self._json(SETTINGS),
        )

    def _json(self, name: str) -> Any:
        return from_json(self._texts[name])

    def _frames(self, schemas: Mapping[str, FrameSchema], prefix: str = "") -> dict[str, pl.DataFrame]:
        found = {name: f"{prefix}{name}" for name in schemas if f"{prefix}{name}" in self._places}
        frames = {name: self._frame(place) for name, place in found.items()}
        return {name: _in_words(shaped(frames.get(name, pl.DataFrame()), schema)) for name, schema in schemas.items()}

    def _frame(self, name: str) -> pl.DataFrame:
        at, size = self._places[name]
        return pl.read_ipc_stream(BytesIO(self._content[at : at + size]))


def _in_words(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the reasons of an older Rollcall as they are called now."""
    coded = [name for name in _CODED if name in frame.columns]
    return frame.with_columns(pl.col(coded).replace(FORMER_REASONS)) if coded else frame

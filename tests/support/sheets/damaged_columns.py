"""One column of identifiers as a reader gives it: the texts, and what the file keeps where it is no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from pipeline.intake.cells.damage import Damage, find_damage
from pipeline.intake.cells.typed_cells import type_cells
from pipeline.intake.headers.header_row import Header
from pipeline.intake.headers.layout import Layout
from pipeline.intake.raw_sheets import STORED_SCHEMA, StoredAs, no_unsaved
from pipeline.model import Reading
from schemas.vocabulary import Kind

_SENTENCE = pl.concat_str(pl.format('"{}" ', "subject").fill_null(""), "said").alias("said")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it was read; what it is kept as, null for text; its digits in the file; its number format."""

    text: str
    kept_as: StoredAs | None = None
    raw: str | None = None
    format: str | None = None


@dataclass(slots=True)
class Column:
    """A column of cells from row 2 on, which remembers whether it was looked at closely."""

    cells: tuple[Cell, ...]
    name: str = "serial_number"
    asked: list[str] = field(default_factory=list)

    def stored(self, letters: Sequence[str]) -> pl.DataFrame:
        """As `RawSheet.stored`."""
        self.asked += letters
        kept = [
            (row, "A", str(cell.kept_as), cell.raw, cell.format)
            for row, cell in enumerate(self.cells, start=2)
            if cell.kept_as
        ]
        return pl.DataFrame(kept, schema=STORED_SCHEMA, orient="row")

    def damage(self) -> Damage:
        """What is found in it."""
        texts = pl.Series("A", [cell.text for cell in self.cells], dtype=pl.String)
        numbers = pl.int_range(1, len(self.cells) + 1, dtype=pl.Int64, eager=True)
        rows = pl.DataFrame({"row_id": numbers, "row": numbers + 1, "A": texts})
        kind = Kind.ASSIGNMENTS if self.name == "owner_email" else Kind.INVENTORY
        layout = Layout(kind, Header(1, {"A": self.name}), {"A": self.name})
        return find_damage(rows, type_cells(rows, layout, no_unsaved(), Reading()), self.stored, header_row=1)


def number(text: str, code: str | None = None, *, raw: str | None = None) -> Cell:
    """A number, in this number format."""
    return Cell(text, StoredAs.NUMBER, raw or text, code)


def date(text: str, code: str | None = None) -> Cell:
    """A date, in this number format."""
    return Cell(text, StoredAs.DATE, "45730", code)


def said_of(cell: Cell, name: str = "serial_number") -> tuple[str, str] | None:
    """The sentence about a cell that is rejected, and its hint without the advice that all have; null if it is good."""
    found = Column((cell,), name).damage().bad_cells
    if found.is_empty():
        return None
    ((code, said, hint),) = found.select("code", _SENTENCE, "hint").rows()
    assert code == "damaged_identifier"
    assert hint.endswith("Format the column as Text, and enter or import it again.")
    return said, hint.removesuffix("Format the column as Text, and enter or import it again.").strip()


def warnings(*texts: str | Cell, name: str = "serial_number") -> list[tuple[str, str, str]]:
    """The code, the sentence and the hint of every warning about a column of these cells."""
    cells = tuple(Cell(text) if isinstance(text, str) else text for text in texts)
    return Column(cells, name).damage().warnings.select("code", _SENTENCE, "hint").rows()

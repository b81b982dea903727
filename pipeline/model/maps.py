"""A file as it is understood: its sheets, and the use of each of their columns with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from schemas.column_reasons import Use, Why, why_said
from schemas.records import dataclass
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """One column of a sheet; `header` is blank where it has none.

    `target` is the field that it is read as, or the custom attribute that it is kept as. `told` has the facts of the
    reason, such as the field that was probably meant (`likely`). `values` are some that it has, `bad` some of those
    that cannot be read. `filled` counts its cells with a text, `parsed` those that could be read, None where the column
    is not read. `codes` are those of the issues about its cells.
    """

    letter: str
    header: str
    use: Use
    target: str | None
    why: Why
    told: Mapping[str, object] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    filled: int = 0
    parsed: int | None = None
    codes: frozenset[str] = frozenset()

    @property
    def why_said(self) -> str:
        """The reason in words."""
        return why_said(self.why, self.told)


@dataclass(frozen=True, slots=True)
class SheetMap:
    """One sheet with a header row; `kind` is None where its columns do not tell it.

    `is_used` is false for a sheet that keeps the file from being read.
    """

    sheet: str
    kind: Kind | None
    why_kind: str
    header_row: int
    rows: int
    columns: tuple[ColumnMap, ...]
    is_used: bool = True


@dataclass(frozen=True, slots=True)
class FileMap:
    """One file, with its sheets that have a header row, and the findings about the file, its sheets and columns.

    `issues` has the columns of `Checked.issues`; an error among them keeps the file from being read.
    """

    file: str
    sheets: tuple[SheetMap, ...]
    issues: pl.DataFrame

    @property
    def is_usable(self) -> bool:
        """True where the file can be read."""
        return "error" not in set(self.issues["severity"])

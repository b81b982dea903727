"""What a workbook is made of: frames, each with the sheet that it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import polars as pl
    from xlsxturbo.types import SheetOptions

    # A frame, the name of its sheet, and how it is written there.
    Part: TypeAlias = tuple[pl.DataFrame, str, SheetOptions]

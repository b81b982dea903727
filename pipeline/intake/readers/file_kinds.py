"""The kinds of file that are read. What a file is was decided by its content before it comes here."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """One per reader. `XLSX` are also .xlsm and strict OOXML, `CSV` is text with any delimiter."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    CSV = "csv"
    PARQUET = "parquet"

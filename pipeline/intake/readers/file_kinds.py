"""The kinds of file that are read. The file checks find the kind of a file by its content."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """The kinds of file, one per reader. `XLSX` includes .xlsm and strict OOXML, `CSV` is text with any delimiter."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    CSV = "csv"
    PARQUET = "parquet"

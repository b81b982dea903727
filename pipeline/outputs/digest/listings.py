"""The lists of a digest as tables for a page: their headers, how wide each column is, and the texts of their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.outputs.digest.differences import CAUSES, source_name
from pipeline.outputs.digest.shown import listed_differences, refused_files
from pipeline.outputs.digest.text import day_or_instant, differing_of, instant_or_blank, row_of
from pipeline.outputs.frames.totals import money_text
from pipeline.outputs.messages.plurals import number
from schemas.records import dataclass
from schemas.vocabulary import Cause

if TYPE_CHECKING:
    from pipeline.model import Digest

COLOURS: dict[str, tuple[str, str]] = {
    Cause.CONFLICT: ("#F9DCDC", "#8E1B1B"),
    Cause.REFUSED: ("#FFF0CC", "#7A5600"),
    Cause.NEVER_APPLIED: ("#DCE9F7", "#1D4B7A"),
    Cause.CHANGED_OUTSIDE: ("#F3E3F2", "#6C2C68"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, below a word on a coloured ground where it has a `chip`."""

    text: str
    chip: str = ""
    fill: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, its share of the width in percent, and whether it holds figures."""

    title: str
    width: int
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One list with its first rows; `count` is the number of all that there are."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    count: int
    more: str = ""


def sources_listing(digest: Digest) -> Listing:
    """The sources, each with what its last files said and what became of it."""
    figures = ("Rows", "Applied", "Unchanged", "Skipped", "Rejected", "Files refused", "Differs from the ledger")
    names = ("rows_in", "rows_applied", "rows_unchanged", "rows_skipped", "rows_rejected", "refused", "differs")
    columns = (
        *(Column("Source", 13), Column(f"Last taken ({digest.timezone})", 16), Column("Files", 22)),
        *(Column(title, 7, is_figure=True) for title in figures),
    )
    rows = [
        [
            *_cells(source_name(row["source"]), instant_or_blank(row["recorded_at"])),
            Cell("\n".join(part for part in (row["files"], row["remark"]) if part)),
            *_cells(*(_figure(row[name]) for name in names)),
        ]
        for row in digest.sources.to_dicts()
    ]
    return Listing("Sources", columns, rows, len(rows))


def differences_listing(digest: Digest, most: int) -> Listing:
    """What differs row by row: both sides, why, and since when."""
    found = listed_differences(digest)
    columns = (
        *(Column("Source", 9), Column("Device", 13), Column("Wanted", 15), Column("Is", 15), Column("Why", 23)),
        *(Column(f"Since ({digest.timezone})", 12), Column("Row", 13)),
    )
    rows = [
        [
            *_cells(source_name(row["source"]), row["device"], row["wanted"], row["current"]),
            Cell(row["message"] or "", CAUSES[Cause(row["cause"])], COLOURS[row["cause"]]),
            *_cells(instant_or_blank(row["since"]), row_of(row)),
        ]
        for row in found.head(most).to_dicts()
    ]
    return Listing("Differs from the ledger", columns, rows, found.height, "; digest.xlsx lists more")


def refusals_listing(digest: Digest, most: int) -> Listing:
    """The files that were refused as a whole, each once: why, and how much of it differs."""
    columns = (
        *(Column("Source", 12), Column("File", 22), Column(f"Refused ({digest.timezone})", 14), Column("Why", 52)),
    )
    rows = [
        [
            *_cells(source_name(row["source"]), row["file"], instant_or_blank(row["refused_at"])),
            Cell("\n".join(part for part in (f"{row['message']} {row['hint']}", differing_of(row)) if part)),
        ]
        for row in refused_files(digest).head(most).to_dicts()
    ]
    return Listing("Refused files", columns, rows, digest.refusals.height)


def overdue_listing(digest: Digest, most: int) -> Listing:
    """The devices that were expected back by now."""
    zone = digest.timezone
    columns = (
        *(Column("Device", 16), Column("Name", 22), Column("Who has it", 26), Column(f"Since ({zone})", 13)),
        *(Column(f"Due back ({zone})", 13), Column("Days overdue", 10, is_figure=True)),
    )
    rows = [
        _cells(
            *(row["device"], row["device_name"], row["owner_email"], instant_or_blank(row["start_time"])),
            *(day_or_instant(row["due_at"]), _figure(row["days_overdue"])),
        )
        for row in digest.overdue.head(most).to_dicts()
    ]
    return Listing("Overdue", columns, rows, digest.overdue.height)


def leavers_listing(digest: Digest, most: int) -> Listing:
    """The devices of those who have left."""
    columns = (
        *(Column("Who has left", 22), Column("Name", 16), Column("Last day", 10), Column("Device", 15)),
        *(Column("Name", 15), Column(f"Since ({digest.timezone})", 12), Column("Price", 10, is_figure=True)),
    )
    rows = [
        _cells(
            *(row["owner_email"], row["owner_name"], str(row["ends_on"]), row["device"], row["device_name"]),
            *(instant_or_blank(row["start_time"]), _price(row)),
        )
        for row in digest.leavers.head(most).to_dicts()
    ]
    return Listing("Left, and still hold devices", columns, rows, digest.leavers.height)


def listings(digest: Digest, most: int) -> list[Listing]:
    """All lists that have any rows, with at most so many rows each."""
    all_of_them: Iterable[Listing] = (
        sources_listing(digest),
        refusals_listing(digest, most),
        differences_listing(digest, most),
        overdue_listing(digest, most),
        leavers_listing(digest, most),
    )
    return [one for one in all_of_them if one.rows]


def _cells(*texts: str | None) -> list[Cell]:
    return [Cell(text or "") for text in texts]


def _figure(value: int | None) -> str:
    return "" if value is None else number(value)


def _price(row: dict[str, Any]) -> str:
    return "" if row["purchase_price"] is None else money_text(row["purchase_price"], row["currency"])

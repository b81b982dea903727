"""The digest as plain text, for a terminal and for mail programs that show nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.outputs.digest.differences import CAUSES, NOBODY, source_name
from pipeline.outputs.digest.figures import LISTED_IN_TEXT, headlines, top_owners, whole_nights
from pipeline.outputs.digest.shown import listed_differences, local_digest, refused_files
from pipeline.outputs.messages.phrases import place
from pipeline.outputs.messages.plurals import count
from schemas.vocabulary import Cause

if TYPE_CHECKING:
    from pipeline.model import Digest

_BAR = 40
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def digest_text(digest: Digest) -> str:
    """The whole digest, in its time zone; at most the first twenty differences and refused files."""
    digest = local_digest(digest)
    parts = (
        _sources(digest),
        _differences(digest),
        _refusals(digest),
        _overdue(digest),
        _leavers(digest),
        _nights(digest),
        _owners(digest),
    )
    blocks = [
        plain_lines([f"Rollcall digest of {made_of(digest)}", *headlines(digest)]),
        *(plain_lines(part) for part in map(list, parts) if part),
    ]
    return "\n\n".join(blocks) + "\n"


def digest_details(digest: Digest) -> str:
    """The differences and the refused files of a digest in its own time zone, by name: the first twenty of each."""
    parts = (list(_differences(digest)), list(_refusals(digest)))
    return "\n\n".join(plain_lines(part) for part in parts if part)


def made_of(digest: Digest) -> str:
    """When the digest, in its own time zone, was made, and of which state of the ledger."""
    return f"{_instant(digest.made_at)} {digest.timezone}. Ledger version {digest.state_version:,}."


def plain_lines(lines: Iterable[str]) -> str:
    """The lines as one text; characters that break a line or steer a terminal, as in a file's name, become U+FFFD."""
    return "\n".join(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", line) for line in lines)


def said_of(difference: dict[str, Any]) -> str:
    """A difference in words: `Wanted ann@acme.com, is ben@acme.com.`, or `..., nobody has it.`, or half of that."""
    wanted, current = difference["wanted"], difference["current"]
    holds = "nobody has it" if current == NOBODY else f"is {current}"
    parts = [f"wanted {wanted}" if wanted else None, holds if current else None]
    told = ", ".join(part for part in parts if part)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def differing_of(refusal: dict[str, Any]) -> str:
    """What the rows of a refused file would change: their number, and one of them; blank where none differs."""
    if not refusal["differs"]:
        return ""
    where = "not named in it" if refusal["row"] is None else place(f"row {refusal['row']}", refusal["sheet"])
    number = count(refusal["differs"], "row of it differs", "rows of it differ")
    example = f"{refusal['device'] or 'no device'} ({where})"
    word = "namely" if refusal["differs"] == 1 else "such as"
    return f"{number} from the ledger, {word} {example}. {said_of(refusal)}".rstrip()


def row_of(difference: dict[str, Any]) -> str:
    """The place of a row, such as `a.xlsx, sheet Two, row 3`; or that the file does not name the device."""
    if difference["row"] is None:
        return f"{difference['file']} does not name it"
    return f"{place(difference['file'], difference['sheet'])}, row {difference['row']}"


def _sources(digest: Digest) -> Iterator[str]:
    if digest.sources.is_empty():
        return
    yield "Sources"
    width = max(len(source_name(source)) for source in digest.sources["source"])
    for source in digest.sources.iter_rows(named=True):
        yield f"  {source_name(source['source']):<{width}}  {_source(source)}"


def _source(source: dict[str, Any]) -> str:
    told = ["nothing taken yet"]
    if source["recorded_at"]:
        taken = f"last taken {_instant(source['recorded_at'])} ({source['files']})"
        told = [taken, f"{count(source['rows_in'], 'row', 'rows')}", count(source["differs"], "differs", "differ")]
    if source["refused"]:
        told.append(f"{count(source['refused'], 'file', 'files')} refused")
    if source.get("remark"):
        told.append(source["remark"])
    return "; ".join(told)


def _differences(digest: Digest) -> Iterator[str]:
    differences = listed_differences(digest)
    listed = differences.head(LISTED_IN_TEXT)
    if listed.is_empty():
        return
    more = differences.height - listed.height
    yield "Differs from the ledger" + (f" (the first {listed.height} of {differences.height:,})" if more else "")
    for row in listed.iter_rows(named=True):
        yield f"  {row['device'] or 'No device'}   ({source_name(row['source'])}: {row_of(row)})"
        told = (said_of(row), f"{CAUSES[Cause(row['cause'])]}, since {_instant(row['since'])}.")
        yield f"      {' '.join(part for part in told if part)}"
        if row["message"]:
            yield f"      {_line(row['message'])}"
    if more:
        yield f"  ... and {more:,} more."


def _refusals(digest: Digest) -> Iterator[str]:
    if digest.refusals.is_empty():
        return
    yield "Refused files"
    for refusal in refused_files(digest).head(LISTED_IN_TEXT).iter_rows(named=True):
        yield f"  {refusal['file']}   ({source_name(refusal['source'])}, {_instant(refusal['refused_at'])})"
        yield f"      {_line(refusal['message'])} {_line(refusal['hint'])}"
        if refusal["differs"]:
            yield f"      {differing_of(refusal)}"
    if digest.refusals.height > LISTED_IN_TEXT:
        yield f"  ... and {digest.refusals.height - LISTED_IN_TEXT:,} more."


def _overdue(digest: Digest) -> Iterator[str]:
    listed = digest.overdue.head(LISTED_IN_TEXT)
    if listed.is_empty():
        return
    yield "Overdue"
    for row in listed.iter_rows(named=True):
        late = count(row["days_overdue"], "day", "days")
        yield f"  {row['device']}   {row['owner_email']}, due back {day_or_instant(row['due_at'])}, {late} ago"
    if digest.overdue.height > listed.height:
        yield f"  ... and {digest.overdue.height - listed.height:,} more."


def _leavers(digest: Digest) -> Iterator[str]:
    listed = digest.leavers.head(LISTED_IN_TEXT)
    if listed.is_empty():
        return
    yield "Left, and still hold devices"
    for row in listed.iter_rows(named=True):
        since = f"{row['start_time']:%Y-%m-%d}"
        yield f"  {row['device']}   {row['owner_email']}, last day {row['ends_on']}, has it since {since}"
    if digest.leavers.height > listed.height:
        yield f"  ... and {digest.leavers.height - listed.height:,} more."


def _nights(digest: Digest) -> Iterator[str]:
    nights = whole_nights(digest)
    if nights.is_empty():
        return
    yield "Changes per day"
    most = max(nights["changes"].to_list())
    for night in nights.iter_rows(named=True):
        refused = f", {count(night['refused'], 'file', 'files')} refused" if night["refused"] else ""
        yield f"  {night['day']}  {night['changes']:>9,}{refused}  {_bar(night['changes'], most)}".rstrip()


def _owners(digest: Digest) -> Iterator[str]:
    owners = top_owners(digest)
    if owners.is_empty():
        return
    yield f"Devices per owner (the {owners.height} with most of {digest.owners.height:,})"
    width = max(len(email) for email in owners["owner_email"])
    for owner in owners.iter_rows(named=True):
        bar = _bar(owner["devices"], owners["devices"][0])
        yield f"  {owner['owner_email']:<{width}}  {owner['devices']:>7,}  {bar}"


def _bar(value: int, most: int) -> str:
    return "#" * (max(1, round(_BAR * value / most)) if value else 0)


def _line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def day_or_instant(instant: datetime) -> str:
    """The day, and the time of day where it is not midnight."""
    return _instant(instant).removesuffix(" 00:00")


def instant_or_blank(instant: datetime | None) -> str:
    """The minute of the instant; blank where there is none."""
    return _instant(instant) if instant else ""


def _instant(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"

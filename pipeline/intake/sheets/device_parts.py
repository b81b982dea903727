"""The devices of the rows of a list with a row per person: each of them is a part of the sheet, with rows of its own.

A part has the columns of its device, those that say who has it and where, and the rows in which it is identified: a
person without a monitor is as good as any other. What the columns of a device are, is told by their headers alone
(`headers/ambiguous/device_groups`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.headers.column_findings import named
from pipeline.intake.headers.layout import HOLDING
from pipeline.intake.headers.saved_mapping import field_in
from pipeline.intake.issues import Finding, finding
from pipeline.intake.sheets.parts import Part, lay_out_sheet
from schemas.fields import CUSTOM_PREFIX, IDENTIFIERS
from schemas.headers.matching import header_key
from schemas.keys import without_words_expr
from schemas.reasons.column_issues import AMBIGUOUS_COLUMN
from schemas.reasons.column_values import BLANK_WORDS
from schemas.reasons.sheet_issues import SEVERAL_DEVICES
from schemas.vocabulary import DEVICE_KINDS, Kind
from schemas.workbook_forms.several_devices import DEVICE_COLUMN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.intake.headers.ambiguous.device_groups import DeviceGroup
    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.headers.layout import Layout
    from pipeline.intake.headers.saved_mapping import Meanings
    from pipeline.intake.sheets.typed_sheet import SheetRows
    from pipeline.model import Reading

# The fields that say where a device is and whom it belongs to, which hold for all devices of a row.
_OF_ALL = frozenset((*HOLDING, "location", "department", "cost_center", "company", "org_id"))
_TYPES = frozenset(("type", "category", "device_type"))
# What is told of the types of all devices of a sheet, and of what they are known by, is told of each device here.
_TOLD_HERE = frozenset(AMBIGUOUS_COLUMN[name].cause for name in ("of_type", "known_by", "types_in_names"))
# The fields by which a row tells that there is a device, though it does not identify it.
_DESCRIBING = frozenset(("brand", "model", "model_number", *IDENTIFIERS, "imei"))
_NO_DEVICE = [BLANK_WORDS[name].cause for name in ("one_identifier", "several_identifier", "one", "several")]
_MOST_LISTED = 5


def devices_of(header: Header, kind: Kind) -> list[DeviceGroup]:
    """The devices of each row in a sheet of that kind; none where a row is one.

    An assignments sheet has no field for the IMEI, by which some may be known.
    """
    names = {*IDENTIFIERS, *(["name"] if kind is Kind.ASSIGNMENTS else ["name", "imei"])}
    found = [device for device in header.devices if device.identifying & names]
    return found if len(found) > 1 and kind is not Kind.PEOPLE else []


def device_parts(
    devices: Sequence[DeviceGroup], header: Header, kind: Kind, rows: pl.DataFrame, how: Reading, file: str, sheet: str
) -> tuple[list[Part], list[Finding]]:
    """A part for each device of the rows, and what is told of them. The first one has all columns of no other."""
    first, *others = devices
    given = [_is_given(device.identifiers) for device in devices]
    is_none = ~_is_given(_saying_what(devices, header))
    is_first = given[0] | (~pl.any_horizontal(given[1:]) & _is_given(_saying_what([first], header)))
    theirs = {letter for device in others for letter in device.letters}
    own_rows = rows.drop(theirs, strict=False)
    layout = _laid_out_first(first, theirs, header, kind, own_rows, how, file, sheet)
    parts = [Part(layout, own_rows, first, 1, len(devices), rows.filter(is_first).select("row_id"))]
    shared = _shared(layout, devices)
    for place, device in enumerate(others, start=2):
        layout, part_rows = _laid_out(device, shared, header, kind, rows, how, file, sheet)
        row_ids = rows.filter(given[place - 1]).select("row_id")
        parts.append(Part(layout, part_rows, device, place, len(devices), row_ids))
    told = _told(parts, shared, header, rows, file, sheet) if rows.height else []
    told += _nobodys(rows.filter(is_none), file, sheet)
    described = ((part, rows.filter(~one)) for part, one in zip(parts, (is_first, *given[1:]), strict=True))
    told += [one for part, left in described for one in _unidentified(part, left, header, file, sheet)]
    return parts, told


def numbered(read: SheetRows, part: Part) -> SheetRows:
    """The rows that have the device, with row ids that those of no other part have: the devices of a row follow it.

    They say by which column they are identified, and of which type they are, where no column of theirs says that: so
    that rejected rows say it when they come back.
    """
    if part.device is None or part.row_ids is None:
        return read
    said, holders = {DEVICE_COLUMN: pl.lit(part.column)}, read.holders
    is_own = pl.col("row_id").is_in(part.row_ids["row_id"].implode())
    typed, shown = read.typed.filter(is_own), read.originals.filter(is_own)
    if part.device.type is not None and not _TYPES & {*part.layout.fields.values()}:
        is_of_assignments = part.layout.kind is Kind.ASSIGNMENTS
        said["device_type" if is_of_assignments else "type"] = pl.lit(part.device.type)
        typed = typed.with_columns(device_type=pl.lit(part.device.type)) if is_of_assignments else typed
    if holders is not None:
        held = holders.filter(pl.col("listed_row_id").is_in(part.row_ids["row_id"].implode()))
        holders = held.with_columns(listed_row_id=_numbered_expr("listed_row_id", part))
    own = _numbered_expr("row_id", part)
    return replace(
        read,
        typed=typed.with_columns(row_id=own),
        originals=shown.with_columns(row_id=own, **said),
        issues=_issues(read.issues, part, is_own).with_columns(row_id=own),
        holders=holders,
    )


def _issues(issues: pl.DataFrame, part: Part, is_own: pl.Expr) -> pl.DataFrame:
    """The issues of the rows and of the columns: that some have no such device is not told."""
    cells = [part.layout.header.cell(letter) for letter in part.identifiers]
    is_none = pl.col("cell").is_in(cells) & pl.col("template").is_in(_NO_DEVICE)
    return issues.filter((pl.col("row_id").is_null() & ~is_none.fill_null(value=False)) | is_own)


def _numbered_expr(column: str, part: Part) -> pl.Expr:
    return (pl.col(column) - 1) * part.of + part.place


def _laid_out_first(
    first: DeviceGroup, theirs: Iterable[str], header: Header, kind: Kind, rows: pl.DataFrame, how: Reading, *at: str
) -> Layout:
    """The layout of the first device, which is read as if it were the only one."""
    titles = {letter: title for letter, title in header.titles.items() if letter not in theirs}
    unknown = {
        title: name
        for title, name in first.meant.items()
        if name.startswith(CUSTOM_PREFIX) or not _fields(header.meanings, title)
    }
    own = replace(header, titles=titles, meanings=_with_fields(header.meanings, unknown, kind))
    layout = lay_out_sheet(own, kind, rows, how, *at)
    return _with_type(replace(layout, findings=_without_told(layout.findings)), first)


def _laid_out(
    device: DeviceGroup,
    shared: Mapping[str, str | None],
    header: Header,
    kind: Kind,
    rows: pl.DataFrame,
    how: Reading,
    *at: str,
) -> tuple[Layout, pl.DataFrame]:
    """The layout of another device, and its rows: with what the first layout says of the columns that are of all."""
    own = {*device.meant.values()}
    letters = {*device.letters, *(letter for letter, name in shared.items() if name not in own)}
    titles = {letter: title for letter, title in header.titles.items() if letter in letters}
    fields = {titles[letter]: name for letter, name in shared.items() if name is not None and letter in letters}
    meant = {title: name for title, name in device.meant.items() if name not in _fields(header.meanings, title)}
    meanings = _with_fields(header.meanings, {**fields, **meant}, kind)
    rows = rows.select(*rows.columns[:2], *(letter for letter in rows.columns[2:] if letter in letters))
    layout = lay_out_sheet(replace(header, titles=titles, meanings=meanings), kind, rows, how, *at, is_part=True)
    cells = {header.cell(letter) for letter in device.letters}
    findings = tuple(one for one in _without_told(layout.findings) if one.is_error or one.cell in cells)
    return _with_type(replace(layout, findings=findings), device, is_certain=True), rows


def _fields(meanings: Meanings, title: str) -> set[str]:
    return {name for one in DEVICE_KINDS if (name := meanings.field_of(title, one)) is not None}


def _with_fields(meanings: Meanings, fields: Mapping[str, str], kind: Kind) -> Meanings:
    """The meanings with these fields of headers, where they are some of that kind, and nobody has said otherwise."""
    kinds = DEVICE_KINDS if kind is Kind.REGISTER else (kind,)
    known = {
        title: name
        for title, name in fields.items()
        if name.startswith(CUSTOM_PREFIX) or any(field_in(name, one) for one in kinds)
    }
    saved = {header_key(title): name for title, name in known.items()}
    return replace(meanings, saved={**saved, **meanings.saved}) if saved else meanings


def _with_type(layout: Layout, device: DeviceGroup, *, is_certain: bool = False) -> Layout:
    """The layout with the type that the headers say, which is more certain than words in names."""
    half = layout.device or layout
    if device.type is None or _TYPES & {*half.fields.values()} or (half.naming_types and not is_certain):
        return layout
    half = replace(half, usual_type=device.type, naming_types=())
    return half if layout.device is None else replace(layout, device=half)


def _shared(layout: Layout, devices: Sequence[DeviceGroup]) -> dict[str, str | None]:
    """The columns that are of all devices, each with its field; None where its values decide what it says."""
    own = {letter for device in devices for letter in device.letters}
    fields = layout.fields
    halves = [half for half in (layout, layout.device, layout.holder) if half is not None]
    filling = {one: fields[first] for half in halves for first, ones in half.fills.items() for one in ones}
    names = _OF_ALL | ({"comment"} if layout.kind is Kind.ASSIGNMENTS else frozenset())
    found = {letter: name for letter, name in {**filling, **fields}.items() if name in names and letter not in own}
    statuses = {half.status.letter for half in halves if half.status is not None}
    return {letter: None if letter in statuses else name for letter, name in found.items()}


def _without_told(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.template not in _TOLD_HERE)


def _is_given(letters: Sequence[str]) -> pl.Expr:
    """True where one of the columns has more than a word for nothing."""
    return pl.any_horizontal(without_words_expr(pl.col(letter)).is_not_null() for letter in letters)


def _saying_what(devices: Sequence[DeviceGroup], header: Header) -> list[str]:
    """The columns that say of a device what it is."""
    fields = {letter: header.field_of(letter, Kind.INVENTORY) for letter in header.titles}
    return [
        *dict.fromkeys(letter for device in devices for letter in device.letters),
        *(letter for letter, name in fields.items() if name in _DESCRIBING),
    ]


def _told(
    parts: Sequence[Part], shared: Iterable[str], header: Header, rows: pl.DataFrame, file: str, sheet: str
) -> list[Finding]:
    """The note about the devices of a row: by which columns they are known, and how many there are.

    Another one is about rows without the first device, of which it is not kept what they say of none of the others.
    """
    fields = parts[0].layout
    taken = {*shared, *(letter for part in parts for letter in part.letters)}
    of_first = [letter for letter in (*fields.fields, *fields.customs) if letter not in taken]
    said = (f"{part.called} by {named(header, *part.identifiers)}" for part in parts)
    columns = named(header, *of_first) if of_first else None
    note = finding(
        SEVERAL_DEVICES["read"],
        file,
        sheet,
        most=len(parts),
        devices="; ".join(said),
        rows=_counted(rows),
        count=f"{sum(part.height for part in parts):,}",
        columns=columns,
        title=parts[-1].column,
    )
    others = rows.join(parts[0].row_ids, on="row_id", how="anti") if parts[0].row_ids is not None else rows.clear()
    left = others.filter(_is_given(of_first)) if of_first else others.clear()
    if left.is_empty():
        return [note]
    aside = SEVERAL_DEVICES["aside" if left.height > 1 else "one_aside"]
    count, places = _counted(left), _places(left)
    return [note, finding(aside, file, sheet, columns=columns, rows=count, places=places, called=parts[0].called)]


def _nobodys(rows: pl.DataFrame, file: str, sheet: str) -> list[Finding]:
    """The note about rows without a device: they are not read."""
    if rows.is_empty():
        return []
    return [finding(SEVERAL_DEVICES["none"], file, sheet, rows=_counted(rows), places=_places(rows))]


def _unidentified(part: Part, rows: pl.DataFrame, header: Header, file: str, sheet: str) -> list[Finding]:
    """The warning about rows that say what a device is, and do not identify it."""
    fields = part.layout.fields
    saying = [letter for letter in part.letters if fields.get(letter) in _DESCRIBING and letter not in part.identifiers]
    found = rows.filter(_is_given(saying)) if saying else rows.clear()
    if found.is_empty():
        return []
    wording = SEVERAL_DEVICES["unidentified" if found.height > 1 else "one_unidentified"]
    columns = named(header, *part.identifiers)
    count, places = _counted(found), _places(found)
    return [finding(wording, file, sheet, rows=count, places=places, called=part.called, columns=columns)]


def _counted(rows: pl.DataFrame) -> str:
    return f"{rows.height:,} {'row' if rows.height == 1 else 'rows'}"


def _places(rows: pl.DataFrame) -> str:
    """The first rows, by their numbers in Excel."""
    shown = ", ".join(str(row) for row in rows["row"].head(_MOST_LISTED))
    more = rows.height - _MOST_LISTED
    return f"{'row' if rows.height == 1 else 'rows'} {shown}{f' and {more:,} more' if more > 0 else ''}"

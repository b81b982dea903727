"""The layout of a register: one for what its rows say of devices, as in an inventory, and one for who has them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.intake.headers.ambiguous.decisions import decide
from pipeline.intake.headers.ambiguous.records import Columns
from pipeline.intake.headers.header_row import fields_of
from pipeline.intake.headers.layout import HOLDING, Layout, lay_out
from schemas.fields import IDENTIFIERS
from schemas.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from pipeline.intake.headers.header_row import Header
    from pipeline.model import Reading

# The fields by which the row's device is found once more when it is decided who has it.
_NAMED_BY: Mapping[str, str] = {**{name: name for name in (*IDENTIFIERS, "org_id")}, "name": "device_name"}


def lay_out_register(
    header: Header, rows: pl.DataFrame, how: Reading, *, file: str, sheet: str, is_part: bool = False
) -> Layout:
    """The layout of a register with its two halves; see `lay_out`."""
    holding = [letter for letter in header.titles if _is_holding(header, letter)]
    holding += _owners_names(header, rows, holding)
    held = replace(header, titles={letter: header.titles[letter] for letter in holding})
    others = {letter: title for letter, title in header.titles.items() if letter not in holding}
    device = lay_out(
        replace(header, titles=others),
        Kind.INVENTORY,
        rows.drop(holding, strict=False),
        how,
        file=file,
        sheet=sheet,
        is_part=is_part,
        elsewhere=fields_of(held, Kind.ASSIGNMENTS),
    )
    own = lay_out(
        held,
        Kind.ASSIGNMENTS,
        rows.select(*rows.columns[:2], *(letter for letter in holding if letter in rows.columns)),
        how,
        file=file,
        sheet=sheet,
        is_part=True,
        elsewhere=set(device.fields.values()),
    )
    return Layout(
        Kind.REGISTER,
        header,
        {**device.fields, **own.fields},
        device.customs,
        {**device.others, **own.others},
        (*device.findings, *own.findings),
        device=replace(device, header=header),
        holder=_holder(own, device, header),
        told=(*device.told, *own.told),
    )


def _holder(own: Layout, device: Layout, header: Header) -> Layout:
    """The layout of who has the device: with the columns by which the device is found."""
    named = {letter: _NAMED_BY[name] for letter, name in device.fields.items() if name in _NAMED_BY}
    named |= {letter: "asset_tag" for letter, name in device.fields.items() if name == device.known_by}
    fills = {letter: sources for letter, sources in device.fills.items() if letter in named}
    return replace(
        own,
        header=header,
        fields={**named, **own.fields},
        others={},
        fills={**fills, **own.fills},
        is_half=True,
    )


def _is_holding(header: Header, letter: str) -> bool:
    """True for a column that says who has the device, and nothing of what it is."""
    of_device, of_holding = (header.field_of(letter, kind) for kind in (Kind.INVENTORY, Kind.ASSIGNMENTS))
    return of_holding in HOLDING and of_device is None


def _owners_names(header: Header, rows: pl.DataFrame, holding: Sequence[str]) -> list[str]:
    """The columns of names that are those of the people who have the devices, by what they hold.

    Each is asked for as in an assignments sheet, but not where a saved mapping or a vendor's export says what it is.
    """
    kind, meanings = Kind.ASSIGNMENTS, header.meanings
    named = [
        letter
        for letter, title in header.titles.items()
        if header.field_of(letter, kind) == "device_name" and meanings.target(title) is None
        if title not in meanings.meant and letter in rows.columns
    ]
    fields = {letter: header.field_of(letter, kind) for letter in (*holding, *named)}
    known = {letter: name for letter, name in fields.items() if name is not None}
    columns = Columns(kind, rows, header.titles, known, elsewhere=fields_of(header, Kind.INVENTORY))
    decisions = (decide(columns, letter) for letter in named)
    return [one.letter for one in decisions if one is not None and one.name in HOLDING]

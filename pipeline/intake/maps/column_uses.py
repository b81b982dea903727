"""The use of every column of a laid-out sheet, with the reason that was found where it was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import ColumnMap
from schemas.column_reasons import Use, Why, why_of
from schemas.headers.matching import header_key, match_header
from schemas.vocabulary import SINGLE_KINDS, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pipeline.intake.headers.column_findings import Said
    from pipeline.intake.headers.header_row import Header
    from pipeline.intake.headers.layout import Layout


def column_uses(layout: Layout, own: Collection[str] | None = None) -> list[ColumnMap]:
    """The columns from left to right: also those that are left out, and those of a register once.

    Where the layout is that of a further device of each row, only its `own` columns are given.
    """
    told = {said.letter: said for said in layout.told}
    letters = {*layout.header.titles, *layout.letters, *told} if own is None else own
    return [_use(layout, letter, told.get(letter)) for letter in sorted(letters, key=lambda one: (len(one), one))]


def _use(layout: Layout, letter: str, said: Said | None) -> ColumnMap:
    title = layout.header.titles.get(letter, "")
    why = _why(layout, letter, title, said)
    fields = _vendor(layout) if said is None else said.fields
    filled = {one: first for half in _halves(layout) for first, ones in half.fills.items() for one in ones}
    if said is not None and said.wording.severity is Severity.ERROR:
        use, target = Use.REFUSED, layout.fields.get(letter)
    elif letter in layout.fields or letter in filled:
        use, target = Use.FIELD, layout.fields[filled.get(letter, letter)]
    elif letter in layout.customs:
        use, target = Use.ATTRIBUTE, layout.customs[letter]
    else:
        use, target = (Use.SHOWN if letter in layout.others else Use.LEFT_OUT), None
    return ColumnMap(letter, title, use, target, why, fields)


def _vendor(layout: Layout) -> Mapping[str, object]:
    preset = layout.header.meanings.preset
    return {} if preset is None else {"vendor": preset.vendor}


def _halves(layout: Layout) -> tuple[Layout, ...]:
    return tuple(one for one in (layout, layout.device, layout.holder) if one is not None)


def _why(layout: Layout, letter: str, title: str, said: Said | None) -> Why:
    if said is not None:
        return why_of(said.wording, said.fields)
    if layout.header.meanings.said(title) is not None:
        return _why_meant(layout.header, title)
    if layout.status is not None and layout.status.letter == letter:
        return Why.STATUS
    if title.startswith("_"):
        return Why.OURS
    return _why_field(title, layout.fields.get(letter), layout.customs)


def _why_meant(header: Header, title: str) -> Why:
    """The reason of what is said of a header: by the saved mapping, or by the vendor; or it is one of several devices'.

    The columns of further devices are read by a mapping that nobody has saved.
    """
    meanings = header.meanings
    if header_key(title) in meanings.titles:
        return Why.MAPPING
    is_of_device = meanings.target(title) is not None or any(title in device.meant for device in header.devices)
    return Why.DEVICE if is_of_device else Why.VENDOR


def _why_field(title: str, name: str | None, customs: Mapping[str, str]) -> Why:
    """The reason why a column without a finding is read as it is: its header alone."""
    if name is None:
        return Why.OWN_NAME if title in customs.values() else Why.BLANK
    if header_key(title) == header_key(name):
        return Why.OWN_NAME
    is_spelling = any(match_header(title, kind) == name for kind in SINGLE_KINDS)
    return Why.SPELLING if is_spelling else Why.NEIGHBOUR

"""The lines of `[sources.NAME.columns]` that say how a file is read, each with its reason as a comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model import ColumnMap, FileMap
from pipeline.runs.map.doubts import doubts_of
from pipeline.settings import SourceLine
from schemas.column_reasons import Use, Why
from schemas.headers.matching import header_key

# What a mapping cannot say: it would say something else of the column.
_UNSAYABLE = (Why.STATUS, Why.FILLS, Why.OURS, Why.NO_HEADER)


def source_lines(found: FileMap, answers: Mapping[str, str]) -> list[SourceLine]:
    """A line for each header, in the order of the sheets.

    What nobody answered and is doubtful stands there as a comment; so does what a mapping cannot say.
    """
    columns: dict[str, list[ColumnMap]] = {}
    for column in (one for sheet in found.sheets for one in sheet.columns if one.header):
        columns.setdefault(header_key(column.header), []).append(column)
    answered = {header_key(header): target for header, target in answers.items()}
    unanswered = [doubt for doubt in doubts_of(found) if doubt.header and header_key(doubt.header) not in answered]
    proposed = [pair for doubt in unanswered for pair in doubt.choices[0].columns.items()]
    proposals = {header_key(header): target for header, target in proposed}
    lines = (_line(ones, answered.get(key), proposals.get(key)) for key, ones in columns.items())
    return [line for line in lines if line is not None]


def _line(columns: Sequence[ColumnMap], answer: str | None, proposal: str | None) -> SourceLine | None:
    first = columns[0]
    if answer is not None:
        return SourceLine(first.header, answer, "as answered")
    if proposal is not None:
        return SourceLine(first.header, proposal, first.why_said, is_proposal=True)
    targets = {_target(one) for one in columns}
    if len(targets) == 1 and None not in targets:
        return SourceLine(first.header, targets.pop(), first.why_said)
    if {one.why for one in columns} <= {Why.OURS, Why.BLANK}:
        return None
    return SourceLine(first.header, None, first.why_said if len(targets) == 1 else "not the same everywhere")


def _target(column: ColumnMap) -> str | None:
    """What the mapping says of the column: a field, a custom attribute, or blank; None where it cannot say it."""
    if column.why in _UNSAYABLE or column.use in (Use.REFUSED, Use.SHOWN):
        return None
    return "" if column.use is Use.LEFT_OUT else column.target

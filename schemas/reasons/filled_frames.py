"""Templates filled with the values of their fields, for every row of a frame at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from schemas.reasons.filled_texts import FIELD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemas.reasons.record import Wording

_NOTHING = pl.lit(None, pl.String)


def filled_expr(templates: Sequence[str], values: Mapping[str, pl.Expr]) -> pl.Expr:
    """The first of the templates whose fields all have a value, filled; null where there is none.

    A field that is not among the values is the column of that name.
    """
    return pl.coalesce([*(_woven_expr(template, values) for template in templates), _NOTHING])


def wording_exprs(wording: Wording, values: Mapping[str, pl.Expr] | None = None) -> dict[str, pl.Expr]:
    """What makes findings of rows: `code, template, subject, said, hint`.

    `subject` is the value that the sentence begins by quoting, and `said` goes on from there; where it quotes none,
    `subject` is null, and `said` the whole sentence. `template` is the cause that findings have in common.
    """
    given = values or {}
    parts = {name: filled_expr(templates, given) for name, templates in wording.parts.items()}
    known = {**given, **parts}
    subject = known.get("value", pl.col("value")).cast(pl.String) if wording.is_quoting else _NOTHING
    return {
        "code": pl.lit(wording.code.value),
        "template": pl.lit(wording.cause),
        "subject": subject,
        "said": filled_expr(wording.about, known),
        "hint": filled_expr(wording.advice, known),
    }


def _woven_expr(template: str, values: Mapping[str, pl.Expr]) -> pl.Expr:
    """The template with its values; null where one of them is null."""
    pieces = FIELD.split(template)
    named = [values.get(name, pl.col(name).cast(pl.String)) for name in pieces[1::2]]
    texts = [pl.lit(text) for text in pieces[::2]]
    return pl.concat_str([piece for pair in zip(texts, [*named, pl.lit("")], strict=True) for piece in pair])


def format_expr(template: str, *parts: pl.Expr | str) -> pl.Expr:
    """The template with the parts in the places of its `{}`: columns by their names, or expressions.

    Null where any of the parts is. Used everywhere in place of `pl.format`, which panics in Polars 2.1 on a column with
    an empty piece, as a filter leaves one in a frame of which the columns are in unlike pieces.
    """
    first, *others = template.split("{}")
    told = [pl.lit(first)] if first else []
    for part, after in zip(parts, others, strict=True):
        told += [pl.col(part) if isinstance(part, str) else part, *([pl.lit(after)] if after else [])]
    return pl.concat_str(told)

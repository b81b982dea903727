"""The name, the type and the category of a device that a row would create, where the row leaves them blank.

Half of all lists have no column for them, and say them all the same: by the model, by the category, by the identifier.
"""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from pipeline.core.expressions import Frame, is_true_expr, null_text
from schemas.fields import GIVEN_IDENTIFIERS


def with_default_columns(rows: Frame, defaults: Mapping[str, str]) -> Frame:
    """The rows with a blank column for each attribute that has a default and that no sheet has a column for."""
    columns = rows.collect_schema().names()
    lacking = {name: null_text() for name in defaults if name not in columns}
    return rows.with_columns(**lacking) if lacking else rows


def with_values_to_create(rows: Frame, defaults: Mapping[str, str], clearing: Mapping[str, str]) -> Frame:
    """The inventory rows, those that would create a device with what it needs, as far as anything says it.

    The name is the model and the identifier, or the identifier alone. The type is the category, and the category the
    type, where the row gives one of the two; else the row's `said_type`; else those of `defaults`, which are also used
    for the other attributes that such a row neither gives nor clears (`clearing` has the flag of each that is cleared);
    else the row's `usual_type`. Rows need not have these two columns. Rows of known devices are as they were: there a
    blank changes nothing.
    """
    is_new = nw.col("device_id").is_null() & nw.col("is_creatable")
    columns = rows.collect_schema().names()
    model = nw.col("model") if "model" in columns else null_text()
    said, usual = ([nw.col(name)] if name in columns else [] for name in ("said_type", "usual_type"))
    type_, category = nw.col("type"), nw.col("category")
    default_type, default_category = (_default(defaults, name) for name in ("type", "category"))
    filled = {
        "name": _name_expr(model),
        "type": nw.coalesce(type_, category, *said, *default_type, *default_category, *usual),
        "category": nw.coalesce(category, type_, *default_category, *said, *default_type, *usual),
    }
    for attribute in defaults:
        if attribute not in filled:
            filled[attribute] = _default_expr(attribute, defaults[attribute], clearing.get(attribute))
    return rows.with_columns(
        **{name: nw.when(is_new).then(value).otherwise(nw.col(name)) for name, value in filled.items()}
    )


def identifier_expr() -> nw.Expr:
    """The strongest identifier that people know the device by."""
    return nw.coalesce(*(nw.col(identifier) for identifier in GIVEN_IDENTIFIERS))


def _name_expr(model: nw.Expr) -> nw.Expr:
    with_model = nw.when(~model.is_null()).then(nw.concat_str(model, identifier_expr(), separator=" "))
    return nw.coalesce(nw.col("name"), with_model.otherwise(null_text()), identifier_expr())


def _default(defaults: Mapping[str, str], name: str) -> list[nw.Expr]:
    return [nw.lit(defaults[name])] if name in defaults else []


def _default_expr(attribute: str, default: str, flag: str | None) -> nw.Expr:
    is_blank = nw.col(attribute).is_null()
    is_open = is_blank if flag is None else is_blank & ~is_true_expr(nw.col(flag))
    return nw.when(is_open).then(nw.lit(default)).otherwise(nw.col(attribute))

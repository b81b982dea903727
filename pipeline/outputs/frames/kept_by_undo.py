"""The things that an undo leaves unchanged, each with its reason in words."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipeline.outputs.excel import styles
from pipeline.outputs.frames.changes.people import FACT_WORDS
from pipeline.outputs.messages.phrases import IDENTIFIER_WORDS, listing_expr
from pipeline.outputs.messages.plurals import agree, count, listing, number
from schemas.fields import CUSTOM_PREFIX, DEVICE_HANDLE
from schemas.frames.plan import KEPT
from schemas.frames.polars_frames import shaped
from schemas.reasons.filled_frames import format_expr

_KEPT_FOR = (
    "what",
    "org_id",
    "device_id",
    "owner_email",
    "why",
    "by_run_id",
    "value",
    "other_device_id",
    "other_email",
)
# The sentences about changes of the run that stay, by reason and kind; the field is a number of devices or owners.
_HEADLINES = (
    ("changed_since", "ownership", "device", "Later runs have changed the ownership of {}:"),
    ("changed_since", "attributes", "device", "Later runs have changed some of what is known of {}:"),
    ("changed_since", "facts", "owner", "Later runs have changed some of what is known of {}:"),
    ("cannot", "attributes", "device", "What was known of {} before cannot be put back:"),
    ("cannot", "facts", "owner", "What was known of {} before cannot be put back:"),
)

_EXAMPLES = 3
_IDENTIFIERS = {**IDENTIFIER_WORDS, **FACT_WORDS}


def kept_frame(kept: pl.DataFrame, devices: pl.DataFrame, run_id: str) -> pl.DataFrame:
    """One row per thing that stays, in the order given, with the columns of `model.Plan.kept`.

    `kept` is that of `core.undo.Reversed`, `devices` has the identifiers of its devices. Attributes of one device that
    stay for the same reason are one thing.
    """
    things = kept.group_by(_KEPT_FOR, maintain_order=True).agg(fields=pl.col("field").drop_nulls())
    known = devices.select("device_id", "serial_number", known_by=_known_by())
    others = known.select(other_device_id="device_id", other="known_by")
    told = things.join(known, on="device_id", how="left", maintain_order="left")
    told = told.with_columns(known_by=pl.when(pl.col("what") == "facts").then("owner_email").otherwise("known_by"))
    told = told.join(others, on="other_device_id", how="left", maintain_order="left")
    told = told.with_columns(other=pl.coalesce("other", "other_email"))
    words = _words(kept["field"].drop_nulls().unique().to_list())
    told = told.with_columns(spoken=pl.col("fields").list.eval(pl.element().replace(words)))
    return shaped(told.with_columns(message=_message(run_id)), KEPT)


def kept_text(kept: pl.DataFrame) -> list[str]:
    """The things that stay, in a few lines: runs that have undone them already, other reasons, and examples."""
    return [*_undone(kept), *_changed(kept), *_created(kept)]


def _undone(kept: pl.DataFrame) -> Iterator[str]:
    undone = kept.filter(pl.col("why") == "undone").group_by("message", maintain_order=True)
    owners = pl.col("owner_email").filter(pl.col("what") == "facts").n_unique()
    for message, *counts in undone.agg(pl.col("device_id").drop_nulls().n_unique(), owners).iter_rows():
        told = [
            count(number_of, noun) for number_of, noun in zip(counts, ("device", "owner"), strict=True) if number_of
        ]
        yield f"{message.removesuffix('.')}, on {listing(told)}."


def _changed(kept: pl.DataFrame) -> Iterator[str]:
    for why, what, noun, headline in _HEADLINES:
        things = kept.filter((pl.col("why") == why) & (pl.col("what") == what))
        if things.is_empty():
            continue
        yield headline.format(count(things["device_id" if noun == "device" else "owner_email"].n_unique(), noun))
        yield from (f"  {message}" for message in things["message"].head(_EXAMPLES))
        if things.height > _EXAMPLES:
            yield f"  ... and {number(things.height - _EXAMPLES)} more; sheet Kept of the plan lists them all."


def _created(kept: pl.DataFrame) -> Iterator[str]:
    """The devices and owners that the run created, which always stay."""
    created = kept.filter(pl.col("why") == "never_deleted")
    counts = [(created.filter(pl.col("what") == what).height, what) for what in ("device", "owner")]
    if created.height:
        created_here = listing([count(found, what) for found, what in counts if found])
        yield f"{created_here} that the run created {agree(created.height, 'stays', 'stay')} on record."


def _words(fields: list[str]) -> dict[str, str]:
    """The words for attributes within a sentence: `MDM status`, `asset tag`, `Floor`."""
    titles = styles.titles_of(pl.Schema(dict.fromkeys(fields, pl.String())))
    words = {field: _uncapitalized(title) for field, title in titles.items()}
    custom = {field: field.removeprefix(CUSTOM_PREFIX) for field in fields if field.startswith(CUSTOM_PREFIX)}
    of_people = {field: FACT_WORDS[field] for field in fields if field in FACT_WORDS}
    return {**words, **custom, **of_people}


def _uncapitalized(title: str) -> str:
    """The title with a small first letter, unless its first word is an abbreviation."""
    return title[:1].lower() + title[1:] if title.partition(" ")[0][1:].islower() else title


def _known_by() -> pl.Expr:
    by_number = format_expr("device {}", "device_id")
    return pl.coalesce(*DEVICE_HANDLE, by_number)


def _message(run_id: str) -> pl.Expr:
    why, is_ownership = pl.col("why"), pl.col("what") == "ownership"
    stays = "is on record since run {}, and nothing on record is ever deleted."
    return (
        pl.when(why == "undone")
        .then(format_expr("Run {} has undone this already.", "by_run_id"))
        .when((why == "changed_since") & is_ownership)
        .then(
            format_expr(
                "Who holds {} stays as it is: run {} has changed that since. To undo this too, undo that run first.",
                "known_by",
                "by_run_id",
            )
        )
        .when(why == "changed_since")
        .then(_fields_stay())
        .when(why == "cannot")
        .then(_is_taken())
        .when(pl.col("what") == "device")
        .then(format_expr("{} " + stays, "known_by", pl.lit(run_id)))
        .otherwise(format_expr("{} " + stays, "owner_email", pl.lit(run_id)))
    )


def _fields_stay() -> pl.Expr:
    is_one = pl.col("spoken").list.len() == 1
    return format_expr(
        "The {} of {} {}: run {} has changed {} since. To undo this too, undo that run first.",
        listing_expr(pl.col("spoken")),
        "known_by",
        pl.when(is_one).then(pl.lit("stays as it is")).otherwise(pl.lit("stay as they are")),
        "by_run_id",
        pl.when(is_one).then(pl.lit("it")).otherwise(pl.lit("them")),
    )


def _is_taken() -> pl.Expr:
    nothing_left = "What is known of {} stays as it is: nothing else would be left to know them by."
    is_nameless = (pl.col("what") == "facts") & pl.col("other").is_null()
    return pl.when(is_nameless).then(format_expr(nothing_left, "known_by")).otherwise(_is_anothers())


def _is_anothers() -> pl.Expr:
    key = pl.col("fields").list.first().replace_strict(_IDENTIFIERS, default=None, return_dtype=pl.String)
    return format_expr(
        "What is known of {} stays as it is: its former {} {} now belongs to {}. Take it from there first.",
        "known_by",
        key,
        "value",
        "other",
    )

"""What every form of the digest shows: times in the time zone of the settings, and a refused file once.

The rows of a file that was refused as a whole all differ for one reason. They are counted, with an example, where the
file is told, and only what has a cause of its own is listed row by row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from pipeline.model import Digest
from pipeline.outputs.local_times import with_local_times
from schemas.frames.digest import DIGEST_FRAMES
from schemas.instants import local_instant
from schemas.vocabulary import Cause

_OF_FILE = ("source", "run_id", "file")


def local_digest(digest: Digest) -> Digest:
    """The digest with the instants of its time zone in place of those in UTC."""
    if digest.timezone == "UTC":
        return digest
    local: dict[str, Any] = {name: with_local_times(getattr(digest, name), digest.timezone) for name in DIGEST_FRAMES}
    return replace(digest, made_at=local_instant(digest.made_at, digest.timezone), **local)


def listed_differences(digest: Digest) -> pl.DataFrame:
    """The differences that are told row by row: all but those of the files that were refused as a whole."""
    return _told_of(digest).filter(pl.col("told_of").is_null()).drop("told_of")


def refused_files(digest: Digest) -> pl.DataFrame:
    """The refusals, each with `differs`, the number of its rows that differ, and with one of them.

    `device, sheet, row, wanted, current` are those of its first row, and blank where none differs.
    """
    told = _told_of(digest).filter(pl.col("told_of").is_not_null())
    by_file = told.group_by("source", "run_id", file="told_of").agg(
        pl.len().cast(pl.Int64).alias("differs"), pl.col("device", "sheet", "row", "wanted", "current").first()
    )
    joined = digest.refusals.join(by_file, on=list(_OF_FILE), how="left", maintain_order="left")
    return joined.with_columns(pl.col("differs").fill_null(0))


def _told_of(digest: Digest) -> pl.DataFrame:
    """The differences with `told_of`, the refused file with which a row is told; blank where it is told by itself.

    A device that several files of one run do not name is told with the first of them.
    """
    is_one = pl.col("is_refused") & (pl.col("cause") == Cause.REFUSED.value)
    names = digest.refusals.select(*_OF_FILE, is_there=pl.lit(value=True))
    firsts = digest.refusals.group_by("source", "run_id").agg(first_file=pl.col("file").first())
    joined = digest.differences.join(names, on=list(_OF_FILE), how="left", maintain_order="left").join(
        firsts, on=["source", "run_id"], how="left", maintain_order="left"
    )
    told_of = pl.when("is_there").then("file").otherwise("first_file")
    return joined.with_columns(told_of=pl.when(is_one).then(told_of)).drop("is_there", "first_file")

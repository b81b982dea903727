"""The digest as one self-contained HTML page: no script, no picture, nothing remote; bars are table cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import jinja2

from pipeline.outputs.digest.differences import CAUSES
from pipeline.outputs.digest.figures import (
    CHANGES,
    LISTED_IN_PAGE,
    cause_counts,
    headlines,
    top_owners,
    whole_nights,
)
from pipeline.outputs.digest.listings import COLOURS, listings
from pipeline.outputs.digest.shown import local_digest
from pipeline.outputs.digest.text import instant_or_blank, made_of
from pipeline.outputs.excel import styles
from pipeline.outputs.templates import environment

if TYPE_CHECKING:
    from pipeline.model import Digest

_HIGH, _WIDE = 90, 320
# The styles that stand in each element, since Outlook passes few of them on to what is inside a table.
_FAMILY = "font-family: Arial, Helvetica, sans-serif;"
_LOOKS = {
    "accent": styles.ACCENT,
    "quiet": styles.QUIET,
    "rule": styles.RULE,
    "alarm": styles.ALARM,
    "font": f"{_FAMILY} font-size: 13px; color: #1f2a30;",
    "small": f"{_FAMILY} font-size: 10px;",
    "cell": "padding: 5px 6px; border-bottom: 1px solid #dde5e8; word-break: break-word; overflow-wrap: anywhere;",
}


def digest_page(digest: Digest) -> str:
    """The whole digest, in its time zone; at most the first thousand rows of each list."""
    digest = local_digest(digest)
    return template("digest.html").render(
        **frame_of(digest),
        sentences=headlines(digest),
        listings=listings(digest, LISTED_IN_PAGE),
        owners=_bars(digest),
        owner_count=digest.owners.height,
    )


def template(name: str) -> jinja2.Template:
    """A template of this folder; values put into it are escaped, and a missing value is an error."""
    return _environment().get_template(name)


@cache
def _environment() -> jinja2.Environment:
    made = environment("pipeline.outputs.digest")
    made.filters["instant"] = instant_or_blank
    return made


def frame_of(digest: Digest) -> dict[str, Any]:
    """The values that every page needs: when it was made, the counts by cause, the nights, and the looks."""
    causes = [
        {"title": CAUSES[cause], "rows": rows, "fill": COLOURS[cause]} for cause, rows in cause_counts(digest).items()
    ]
    return {
        "made_at": digest.made_at,
        "made": made_of(digest),
        "timezone": digest.timezone,
        "causes": causes,
        "nights": _columns(digest),
        "most_changes": max(whole_nights(digest)["changes"].to_list(), default=0),
        "looks": _LOOKS,
    }


def _columns(digest: Digest) -> Sequence[dict[str, Any]]:
    """The columns of the chart, one per day, with their heights and texts."""
    nights = whole_nights(digest).to_dicts()
    most = max((night["changes"] for night in nights), default=0)
    return [
        {
            **night,
            "height": max(2, round(_HIGH * night["changes"] / most)) if night["changes"] else 0,
            "said": ", ".join(f"{night[name]:,} {name}" for name in CHANGES if night[name]),
        }
        for night in nights
    ]


def _bars(digest: Digest) -> Sequence[dict[str, Any]]:
    owners = top_owners(digest).to_dicts()
    most = max((owner["devices"] for owner in owners), default=1)
    return [{**owner, "width": max(2, round(_WIDE * owner["devices"] / most))} for owner in owners]

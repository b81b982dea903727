"""The digest as one self-contained HTML page: no script, no picture, nothing remote; bars are table cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import jinja2

from pipeline.outputs.digest.differences import CAUSES, source_name
from pipeline.outputs.digest.figures import (
    CHANGES,
    LISTED_IN_PAGE,
    cause_counts,
    headlines,
    top_owners,
    whole_nights,
)
from pipeline.outputs.digest.text import day_or_instant, row_of
from pipeline.outputs.excel import styles
from schemas.vocabulary import Cause

if TYPE_CHECKING:
    from pipeline.model import Digest

_HIGH, _WIDE = 90, 320
_COLOURS: Mapping[str, tuple[str, str]] = {
    Cause.CONFLICT: ("#F9DCDC", "#8E1B1B"),
    Cause.REFUSED: ("#FFF0CC", "#7A5600"),
    Cause.NEVER_APPLIED: ("#DCE9F7", "#1D4B7A"),
    Cause.CHANGED_OUTSIDE: ("#F3E3F2", "#6C2C68"),
}


def digest_page(digest: Digest) -> str:
    """The whole digest; at most the first thousand differences, refused files, and devices overdue or of leavers."""
    differences = digest.differences.head(LISTED_IN_PAGE)
    return template("digest.html").render(
        **frame_of(digest),
        sources=digest.sources.to_dicts(),
        differences=[{**row, "place": row_of(row)} for row in differences.to_dicts()],
        difference_count=digest.differences.height,
        refusals=digest.refusals.head(LISTED_IN_PAGE).to_dicts(),
        refusal_count=digest.refusals.height,
        overdue=digest.overdue.head(LISTED_IN_PAGE).to_dicts(),
        overdue_count=digest.overdue.height,
        leavers=digest.leavers.head(LISTED_IN_PAGE).to_dicts(),
        leaver_count=digest.leavers.height,
        nights=columns_of(digest),
        most_changes=max(whole_nights(digest)["changes"].to_list(), default=0),
        owners=_bars(digest),
        owner_count=digest.owners.height,
    )


def template(name: str) -> jinja2.Template:
    """A template of this folder; values put into it are escaped, and a missing value is an error."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.outputs.digest", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(count=_count, instant=_instant, day=day_or_instant, source=source_name)
    return environment.get_template(name)


def frame_of(digest: Digest) -> dict[str, Any]:
    """The values that every page needs: the instant, the sentences, the counts by cause, and the colours."""
    causes = [
        {"code": cause.value, "title": CAUSES[cause], "rows": rows, "fill": _COLOURS[cause]}
        for cause, rows in cause_counts(digest).items()
    ]
    return {
        "made_at": digest.made_at,
        "state_version": digest.state_version,
        "sentences": headlines(digest),
        "causes": causes,
        "cause_of": {cause["code"]: cause for cause in causes},
        "looks": {"accent": styles.ACCENT, "quiet": styles.QUIET, "rule": styles.RULE, "alarm": styles.ALARM},
    }


def columns_of(digest: Digest) -> Sequence[dict[str, Any]]:
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


def _count(value: int) -> str:
    return f"{value:,}"


def _instant(value: datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if value else ""

"""The digest in parts, for pages that show it in a form of their own: what its page says, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.outputs.digest.differences import CAUSES
from pipeline.outputs.digest.figures import LISTED_IN_PAGE, cause_counts, headlines, top_owners, whole_nights
from pipeline.outputs.digest.listings import Listing, listings
from pipeline.outputs.digest.shown import local_digest
from pipeline.outputs.digest.text import made_of

if TYPE_CHECKING:
    from pipeline.model import Digest


def digest_parts(digest: Digest) -> str:
    """The whole digest, in its time zone; at most the first thousand rows of each list."""
    digest = local_digest(digest)
    return json.dumps(
        {
            "made": made_of(digest),
            "sentences": headlines(digest),
            "causes": [{"title": CAUSES[cause], "rows": rows} for cause, rows in cause_counts(digest).items()],
            "nights": whole_nights(digest).to_dicts(),
            "owners": top_owners(digest).to_dicts(),
            "owner_count": digest.owners.height,
            "lists": [_list(one) for one in listings(digest, LISTED_IN_PAGE)],
        },
        ensure_ascii=False,
        default=str,
    )


def _list(one: Listing) -> dict[str, Any]:
    return {
        "title": one.title,
        "count": one.count,
        "columns": [{"title": column.title, "is_figure": column.is_figure} for column in one.columns],
        "rows": [[{"text": cell.text, "chip": cell.chip} for cell in row] for row in one.rows],
    }

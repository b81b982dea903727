"""The digest: the differences between the drop folders and the ledger, as text, as a page and as a workbook.

differences   the words for each difference
figures       the counts, and the limits of the lists
text          plain text, for a terminal
page          one HTML page (digest.html is its template)
parts         what that page says, for pages that have a form of their own
workbook      a workbook with two charts
mail          the message: counts and links (mail.html is its template)
"""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.durable import durable
from pipeline.errors import StoreFailed
from pipeline.outputs.digest.differences import no_differences, row_place, told_differences
from pipeline.outputs.digest.text import digest_text
from pipeline.outputs.excel.workbook import write_whole

if TYPE_CHECKING:
    from pipeline.model import Digest
    from pipeline.outputs.digest.mail import Link, Message, message_of

__all__ = [
    "PARTS",
    "Link",
    "Message",
    "digest_text",
    "message_of",
    "no_differences",
    "row_place",
    "told_differences",
    "write_digest",
]

PARTS = "digest.json"


def write_digest(digest: Digest, folder: Path) -> dict[str, Path]:
    """Write `digest.txt`, `digest.html` and `digest.xlsx` into `folder`; returns their paths by `text, html, xlsx`.

    Beside them is `PARTS`, which nobody needs to open: what the page says, for pages with a form of their own.

    A new folder appears whole or not at all; in an existing folder each file does. Raises StoreFailed.
    """
    if folder.exists():
        return _write(digest, folder)
    hidden = folder.with_name(f".{folder.name}.part")
    try:
        written = _write(digest, hidden)
        os.replace(hidden, folder)
    except OSError as problem:
        said = f"The digest could not be written to {folder}: {problem.strerror or problem}."
        raise StoreFailed(said, "Make room, or give another place with -o.", code="output_not_written") from problem
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
    durable("digest written")
    return {name: folder / path.name for name, path in written.items()}


def _write(digest: Digest, folder: Path) -> dict[str, Path]:
    from pipeline.outputs.digest.page import digest_page  # noqa: PLC0415 - jinja2 takes its time
    from pipeline.outputs.digest.parts import digest_parts  # noqa: PLC0415 - as the page
    from pipeline.outputs.digest.workbook import write_book  # noqa: PLC0415 - only where a digest is written

    text = partial(Path.write_text, data=digest_text(digest), encoding="utf-8")
    page = partial(Path.write_text, data=digest_page(digest), encoding="utf-8")
    parts = partial(Path.write_text, data=digest_parts(digest), encoding="utf-8")
    write_whole(folder / PARTS, parts)
    return {
        "text": write_whole(folder / "digest.txt", text),
        "html": write_whole(folder / "digest.html", page),
        "xlsx": write_book(folder / "digest.xlsx", digest),
    }


def __getattr__(name: str) -> object:
    """Import `mail` when it is first used: only for a message."""
    if name in {"Link", "Message", "message_of"}:
        from pipeline.outputs.digest import mail  # noqa: PLC0415

        return getattr(mail, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

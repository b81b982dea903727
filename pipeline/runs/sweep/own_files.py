"""Workbooks that Rollcall has written, and that somebody drops into an inbox as they are: none of them is a list.

Nobody has worked on such a file, so it says nothing that Rollcall does not know; taken for a list, it would be the
newest of its source. It is known by its fingerprint, whatever it is called. Once somebody has mended and saved it, it
is that person's list; but a plan is none, answered or not, and a digest is none in whatever form it was saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline import outputs
from pipeline.errors import FileUnusable

_SAID: Mapping[str, tuple[str, str]] = {
    "checked": (
        "This is a checked copy of a list as Rollcall wrote it, and nobody has mended anything in it yet.",
        "It belongs to whoever sent the list: mend the marked cells, save it, and drop it again. Nothing needs to be "
        "done if the list itself was dropped.",
    ),
    "results": (
        "These are the results of a run as Rollcall wrote them, not a list: that run has decided all their rows.",
        "They are for reading, and belong to whoever sent the list. To have rejected rows decided once more, mend them "
        "on the sheet Rejected, save the workbook, and drop it again.",
    ),
    "digest": (
        "This is a digest of Rollcall, not a list.",
        "It is for reading, and belongs among the results. Drop the lists themselves.",
    ),
    "report": (
        "This is a report of Rollcall, not a list.",
        "It is for reading: the ledger says already what stands in it. Drop the lists themselves.",
    ),
}


def is_own(path: Path) -> bool:
    """True for a workbook that is as Rollcall wrote it, and for a plan or a digest, which is no list once saved."""
    return _form(path) is not None or outputs.is_plan(path)


def refuse_own(paths: Sequence[Path]) -> None:
    """Raises FileUnusable where one of these files is as Rollcall wrote it, with where it belongs."""
    forms = [form for form in map(_form, paths) if form is not None]
    if forms:
        said, hint = _SAID[forms[0]]
        raise FileUnusable(said, hint, code=f"own_{forms[0].value}")


def _form(path: Path) -> outputs.OwnForm | None:
    return outputs.OwnForm.DIGEST if outputs.is_digest(path) else outputs.untouched_form(path)

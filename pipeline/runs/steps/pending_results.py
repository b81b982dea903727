"""Results written during the commit, in a hidden folder: made visible after it, and removed if it fails.

A workbook of 200,000 rows takes longer to write than the commit, and the two use different parts of the machine, so
they are done at the same time (measured: that saves a tenth of the run).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from pipeline import outputs
from pipeline.durable import durable
from pipeline.errors import StoreFailed, disk_trouble
from pipeline.model import Results, RunReport, Sheet
from schemas.records import dataclass

_ABANDONED_AFTER = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class PendingResults:
    """Results that are being written: `hidden` is the folder they are in now, `folder` the one they will be in."""

    folder: Path
    hidden: Path
    writer: ThreadPoolExecutor
    writing: Future[dict[str, Path]]

    def show(self) -> dict[str, Path]:
        """Make the results visible when all are written; the path of each.

        Raises StoreFailed, which says how to write them again, where they could not be written. The run is in the
        ledger by now, so nothing is lost.
        """
        try:
            written = self.writing.result()
            durable("results written")
            self.hidden.replace(self.folder)
            durable("results shown")
        except BaseException as problem:
            self.discard()
            if isinstance(problem, StoreFailed | OSError):
                raise self._lost(problem) from problem
            raise
        finally:
            self.writer.shutdown()
        return {name: self.folder / path.relative_to(self.hidden) for name, path in written.items()}

    def _lost(self, problem: Exception) -> StoreFailed:
        run_id = self.folder.name
        trouble = disk_trouble(str(problem.__cause__ or problem), self.folder.parent)
        why = trouble.message if trouble else f"{problem}"
        return StoreFailed(
            f"Run {run_id} is in the ledger, but its results could not be written. {why}",
            f"Make room, or choose another place with --out; then: rollcall show runs --run {run_id} --format xlsx",
            code="results_not_written",
        )

    def discard(self) -> None:
        """Stop writing, and remove the hidden folder."""
        self.writer.shutdown(wait=True, cancel_futures=True)
        shutil.rmtree(self.hidden, ignore_errors=True)


def remove_abandoned(folder: Path) -> None:
    """Remove hidden folders in which nothing was written for a day, since the processes that wrote them were killed."""
    for leftover in folder.glob(".*"):
        if leftover.name.endswith((".part", ".new")) and _is_abandoned(leftover):
            shutil.rmtree(leftover, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    try:
        return folder.is_dir() and time.time() - folder.stat().st_mtime > _ABANDONED_AFTER
    except FileNotFoundError:
        return False


def begin_results(
    folder: Path, report: RunReport, results: Results, sheets: Sequence[Sheet], *, max_rows: int
) -> PendingResults:
    """Begin to write the results that will be in `folder`; `max_rows` as in `outputs.write_results`.

    Raises StoreFailed where no file can be made there; nothing is committed yet.
    """
    hidden = folder.with_name(f".{folder.name}.part")
    remove_abandoned(folder.parent)
    try:
        hidden.mkdir(parents=True)
    except OSError as problem:
        trouble = disk_trouble(str(problem), folder.parent)
        why = f". {trouble.message}" if trouble else f": {problem.strerror}."
        raise StoreFailed(
            f"Results cannot be written to {folder.parent}{why} Nothing was written.",
            trouble.hint if trouble else "Choose another place with --out, or see that you may write there.",
            code="output_not_written",
        ) from problem
    writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="results")
    writing = writer.submit(_written, hidden, report, results, sheets, max_rows)
    return PendingResults(folder, hidden, writer, writing)


def _written(
    hidden: Path, report: RunReport, results: Results, sheets: Sequence[Sheet], max_rows: int
) -> dict[str, Path]:
    """The paths of the results by name; what writes them is loaded beside the commit, too."""
    return outputs.write_results(hidden, report, results, sheets=sheets, max_rows=max_rows)

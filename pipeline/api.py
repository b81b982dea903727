"""The Python functions of Rollcall: the commands, for use by a program.

Each function does what the command of its name does, with the same settings. It raises `RollcallError`, with a message
and a hint, where the command would exit with 2 or more, except 4. Where no `settings` are given, they come from
the `rollcall.toml` of this folder and from the environment, as they do for a command.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import RollcallError
from pipeline.model import LedgerReport, Receipts
from pipeline.runs import apply as _apply
from pipeline.runs import check as _check
from pipeline.runs import plan as _plan
from pipeline.runs import query as _query
from pipeline.runs import run as _run
from pipeline.runs import show as _show
from pipeline.runs import undo as _undo
from pipeline.runs.ledger_reports import report as _report
from pipeline.runs.ledger_reports.asked import ReportAsked
from pipeline.runs.receipts import receipt as _receipt
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.commit import Done
from pipeline.runs.stocktake import stocktake as _stocktake
from pipeline.settings import Settings, load_settings, refuse_ledger_above

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Done",
    "LedgerReport",
    "Receipts",
    "RollcallError",
    "Settings",
    "apply",
    "check",
    "plan",
    "query",
    "receipts",
    "report",
    "run",
    "show",
    "stocktake",
    "undo",
]


def run(*files: str | Path, settings: Settings | None = None) -> Done:
    """Bring the ledger in line with these files, in one transaction, and write the results.

    `report` of the answer has the counts, `results` the frames of the result workbook, `sentences` what happened in
    words. Rejected rows raise no error: the `exit_code` of the report is 4.
    """
    return _run.run(_paths(files), _or_usual(settings), Stages())


def check(*files: str | Path, settings: Settings | None = None, output: str | Path | None = None) -> Done:
    """Find everything that is wrong with these files, and write each back as `NAME.checked.xlsx`, or one as `output`.

    `results.issues` of the answer has one row per finding. The ledger is not touched.
    """
    return _check.check(_paths(files), _or_usual(settings), Stages(), output=_path(output))


def plan(*files: str | Path, settings: Settings | None = None, output: str | Path | None = None) -> Done:
    """Decide what `run` would do, and write it as a workbook to approve, where `output` says so.

    `results.changes` of the answer has one row per action. The ledger is not touched. A plan that exceeds a limit is
    made all the same: `refusal` says what stands against it, and `apply` refuses it.
    """
    return _plan.plan(_paths(files), _or_usual(settings), Stages(), output=_path(output))


def apply(workbook: str | Path, *, settings: Settings | None = None) -> Done:
    """Carry out the approved lines of a plan workbook, exactly as they stand there, and write the results."""
    return _apply.apply(Path(workbook), _or_usual(settings), Stages())


def undo(run_id: str, *, settings: Settings | None = None, output: str | Path | None = None) -> Done:
    """Decide what reverses that run, and write it as a workbook to approve and apply, where `output` says so.

    `last` as the id is the latest run that changed something.
    `kept` of the answer has one row per thing that stays as it is, with the reason. The ledger is not touched.
    """
    return _undo.undo(run_id, _of_ledger(settings), Stages(), output=_path(output))


def show(what: str, *, settings: Settings | None = None, **filters: Any) -> pl.DataFrame:
    """One row per device, owner, ownership, run or event on record; `what` is one of these, in the plural.

    `filters` are the options of `rollcall show`: `serial`, `owner`, `org`, `run`; `current`, `pending` (true); `as_of`,
    `known_at`, `from_at`, `to_at` (naive instants, UTC). Instants of the answer are naive UTC.
    """
    return _show.show(what, _show.Asked(**filters), _of_ledger(settings))


def report(name: str, *, settings: Settings | None = None, **asked: Any) -> LedgerReport:
    """The report of that name, such as `money`; `rollcall report` lists them.

    `asked` are the options of `rollcall report`: `as_of`, `from_day`, `to_day` (days), `serial`, `owner`, `org`. The
    method `table` of the answer gives each of its tables by name, whose `frame` has all rows. Instants are naive UTC.
    """
    return _report.report(name, ReportAsked(**asked), _of_ledger(settings))


def receipts(
    run_id: str, *, settings: Settings | None = None, owner: str | None = None, org: str | None = None
) -> Receipts:
    """What that run handed over to each person and took back; `last` as the id is the last run that did so."""
    return _receipt.receipts(run_id, _of_ledger(settings), owner=owner, org=org)


def stocktake(*files: str | Path, settings: Settings | None = None, scope: str | None = None) -> LedgerReport:
    """What the scans in these files say against what is on record; its tables are those of `rollcall stocktake`.

    `scope` is `all` or `FIELD=VALUE`; without it the devices are expected whose place on record was scanned.
    """
    return _stocktake.stocktake(_paths(files), _of_ledger(settings), Stages(), scope=scope)


def query(sql: str, *, settings: Settings | None = None, limit: int | None = None, seconds: float = 60) -> pl.DataFrame:
    """The answer of the published copy to a question in SQL: at most `limit` rows, within so many seconds."""
    return _query.query(sql, _or_usual(settings), limit=limit, seconds=seconds).rows


def _or_usual(settings: Settings | None) -> Settings:
    return load_settings(None, {}) if settings is None else settings


def _of_ledger(settings: Settings | None) -> Settings:
    """The settings for a question about what is on record; refused where a folder above has that, and this none."""
    usual = _or_usual(settings)
    refuse_ledger_above(usual)
    return usual


def _paths(files: tuple[str | Path, ...]) -> list[Path]:
    return [Path(file) for file in files]


def _path(file: str | Path | None) -> Path | None:
    return None if file is None else Path(file)

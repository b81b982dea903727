"""What people look at of a job, page by page: the lines of its plan, its findings, and its rows that were refused."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipeline import outputs
from pipeline.model import Plan, Results
from pipeline.runs.jobs.folder import JobFolder
from schemas.vocabulary import Outcome, Reason, Severity

_LINES, _FINDINGS, _REFUSED, _NOT_DONE = "lines", "findings", "refused", "not_done"
_LEFT_OUT = "left_out.json"
_MOST_SUSPECTS, _DIGITS = 200, 16
_ORDER = {severity.value: at for at, severity in enumerate(Severity)}
_SEARCHED = (
    *("serial_number", "asset_tag", "device_name", "owner", "owner_name", "old_owner", "previous_owner_name", "old"),
    *("new", "looks_like"),
)
_SUSPECTS = [Reason.SUSPECT_DEVICE.value, Reason.SUSPECT_OWNER.value]
_answering = threading.Lock()


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a longer list, and how many it has."""

    rows: Sequence[Mapping[str, Any]]
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one sheet of a plan: how many there are and are left out, and their money by currency."""

    name: str
    count: int
    left_out: int
    money: Mapping[str, float]
    without_price: int


def keep_plan(folder: JobFolder, plan: Plan, results: Results) -> None:
    """Keep the lines of a plan, its findings, and its refused rows."""
    _keep(folder, _LINES, outputs.plan_lines(plan, results))
    keep_results(folder, results)


def keep_results(folder: JobFolder, results: Results) -> None:
    """Keep the findings of a check, a plan or a run, and its refused rows."""
    order = pl.col("severity").replace_strict(_ORDER, default=0, return_dtype=pl.Int64)
    _keep(folder, _FINDINGS, results.issues.sort(order, maintain_order=True))
    is_refused = pl.col("_outcome").is_in([Outcome.REJECTED.value, Outcome.SKIPPED.value])
    _keep(folder, _REFUSED, results.rows.filter(is_refused))
    if results.left_out is not None:
        _keep(folder, _NOT_DONE, results.left_out)


def groups_of(folder: JobFolder) -> list[Group]:
    """The groups of lines of a plan, in the order in which they are read."""
    lines, out = _frame(folder, _LINES), read_left_out(folder)
    if lines is None:
        return []
    groups = []
    for (name,), part in lines.group_by("group", maintain_order=True):
        priced = part.filter(pl.col("purchase_price").is_not_null(), pl.col("device_id").is_not_null())
        money = priced.group_by(pl.col("currency").fill_null("")).agg(pl.col("purchase_price").sum()).sort("currency")
        devices = part.filter(pl.col("device_id").is_not_null()).height
        left_out = len(out.get(str(name), ()))
        groups.append(Group(str(name), part.height, left_out, dict(money.iter_rows()), devices - priced.height))
    return groups


def lines_of(folder: JobFolder, group: str, *, text: str = "", start: int = 0, most: int = 50) -> Part:
    """The lines of a group in which the text stands, from a place on; `is_out` are those that are left out."""
    lines = _frame(folder, _LINES)
    if lines is None:
        return Part((), 0)
    found = _with_text(lines.filter(pl.col("group") == group), text, _SEARCHED)
    out = read_left_out(folder).get(group, [])
    rows = found.slice(start, most).with_columns(is_out=pl.col("place").is_in(list(out)))
    return Part(rows.to_dicts(), found.height)


def findings_of(folder: JobFolder, *, cause: Mapping[str, Any] | None = None, start: int = 0, most: int = 50) -> Part:
    """The findings, errors first; of one cause, where it is given."""
    found = _frame(folder, _FINDINGS)
    if found is None:
        return Part((), 0)
    if cause is not None:
        told = {name: cause[name] for name in ("code", "severity", "file", "sheet", "column")}
        found = found.filter(pl.col(name).eq_missing(pl.lit(value, pl.String)) for name, value in told.items())
    return Part(found.slice(start, most).to_dicts(), found.height)


def refused_of(folder: JobFolder, *, start: int = 0, most: int = 50) -> Part:
    """The rows that were refused, with their cells as they were."""
    found = _frame(folder, _REFUSED)
    return Part((), 0) if found is None else Part(found.slice(start, most).to_dicts(), found.height)


def not_done_of(folder: JobFolder, *, start: int = 0, most: int = 50) -> Part:
    """The lines of a plan that were not carried out, those first that were out of date."""
    found = _frame(folder, _NOT_DONE)
    if found is None:
        return Part((), 0)
    found = found.sort(pl.col("reason") != Reason.STALE.value, maintain_order=True)
    return Part(found.slice(start, most).to_dicts(), found.height)


def suspects_of(folder: JobFolder) -> list[dict[str, Any]]:
    """The findings about new devices and people that are likely ones on record, and wait."""
    found, refused = _frame(folder, _FINDINGS), _frame(folder, _REFUSED)
    if found is None or refused is None:
        return []
    place = ("file", "sheet", "row")
    waiting = refused.filter(pl.col("_reason").is_in(_SUSPECTS)).select(
        pl.col(f"_{name}").alias(name) for name in place
    )
    suspects = found.filter(pl.col("code").is_in(_SUSPECTS)).join(waiting, on=place, how="semi", nulls_equal=True)
    return suspects.head(_MOST_SUSPECTS).to_dicts()


def read_left_out(folder: JobFolder) -> dict[str, list[int]]:
    """The places of the lines that somebody left out of a plan, by group."""
    try:
        told: dict[str, list[int]] = json.loads((folder.path / _LEFT_OUT).read_text("utf-8"))
        return told
    except FileNotFoundError:
        return {}


def print_of(left_out: Mapping[str, Sequence[int]]) -> str:
    """A fingerprint of what is left out, by which whoever approves is known to have seen it."""
    return hashlib.sha256(json.dumps(left_out, sort_keys=True).encode()).hexdigest()[:_DIGITS]


def override_of(suspect: Mapping[str, Any]) -> str:
    """What lets a new device or person in that looks like a known one."""
    name = "new-device" if suspect["code"] == Reason.SUSPECT_DEVICE.value else "new-owner"
    return f"{name}={suspect['value']}"


def change_left_out(folder: JobFolder, group: str, places: Iterable[int] | None, *, is_out: bool) -> None:
    """Leave these lines of a group out of a plan, or take them in again; all of the group where no places are given."""
    lines = _frame(folder, _LINES)
    if lines is None:
        return
    known = set(lines.filter(pl.col("group") == group)["place"])
    meant = known if places is None else known & set(places)
    with _answering:
        now = read_left_out(folder)
        former = set(now.get(group, []))
        now[group] = sorted(former | meant if is_out else former - meant)
        new = folder.path / f"{_LEFT_OUT}.new"
        new.write_text(json.dumps({name: out for name, out in now.items() if out}), encoding="utf-8")
        os.replace(new, folder.path / _LEFT_OUT)


def _with_text(rows: pl.DataFrame, text: str, columns: Iterable[str]) -> pl.DataFrame:
    wanted = text.strip().lower()
    if not wanted:
        return rows
    has = (
        pl.col(name).str.to_lowercase().str.contains(wanted, literal=True).fill_null(value=False) for name in columns
    )
    return rows.filter(pl.any_horizontal(has))


def _keep(folder: JobFolder, name: str, frame: pl.DataFrame) -> None:
    path = folder.frame(name)
    path.parent.mkdir(exist_ok=True)
    frame.write_parquet(path)


def _frame(folder: JobFolder, name: str) -> pl.DataFrame | None:
    path: Path = folder.frame(name)
    return pl.read_parquet(path) if path.is_file() else None

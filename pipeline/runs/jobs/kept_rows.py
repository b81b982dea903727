"""What people look at of a job, page by page: the lines of its plan, its findings, and its rows that were refused."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import polars as pl

from pipeline import outputs
from pipeline.model import Plan, Results
from pipeline.runs.jobs.folder import JobFolder
from schemas.records import dataclass
from schemas.vocabulary import Outcome, Reason, Severity

_LINES, _FINDINGS, _REFUSED, _NOT_DONE = "lines", "findings", "refused", "not_done"
_EMPTIED, _DRIFTED = "emptied", "drifted"
_LEFT_OUT, _GROUPS = "left_out.json", ".groups.json"
# So many rows are read together: a page shows fewer of them.
_ROW_GROUP = 10_000
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
    """Keep the lines of a plan and what is told of its groups, values that it empties, what drifted, and results."""
    lines = outputs.plan_lines(plan, results)
    _keep(folder, _LINES, lines)
    text = json.dumps([asdict(one) for one in _groups(lines)])
    folder.frame(_LINES).with_suffix(_GROUPS).write_text(text, encoding="utf-8")
    _keep(folder, _EMPTIED, outputs.emptied_values(plan, lines))
    _keep(folder, _DRIFTED, plan.refreshed)
    keep_results(folder, results)


def keep_results(folder: JobFolder, results: Results) -> None:
    """Keep the findings of a check, a plan or a run, its refused rows, and the lines that it did not carry out."""
    order = pl.col("severity").replace_strict(_ORDER, default=0, return_dtype=pl.Int64)
    _keep(folder, _FINDINGS, results.issues.sort(order, maintain_order=True))
    is_refused = pl.col("_outcome").is_in([Outcome.REJECTED.value, Outcome.SKIPPED.value])
    _keep(folder, _REFUSED, results.rows.filter(is_refused))
    if results.left_out is not None:
        is_stale = pl.col("reason") == Reason.STALE.value
        _keep(folder, _NOT_DONE, results.left_out.sort(is_stale, descending=True, maintain_order=True))


def groups_of(folder: JobFolder) -> list[Group]:
    """The groups of lines of a plan, in the order in which they are read."""
    out = read_left_out(folder)
    return [replace(one, left_out=len(out.get(one.name, ()))) for one in _kept_groups(folder)]


def lines_of(folder: JobFolder, group: str, *, text: str = "", start: int = 0, most: int = 50) -> Part:
    """The lines of a group in which the text stands, from a place on; `is_out` are those that are left out.

    A page costs no more of a long plan than of a short one: the lines of a group follow one another.
    """
    lines, first, count = _frame(folder, _LINES), 0, 0
    for one in _kept_groups(folder):
        if one.name == group:
            count = one.count
            break
        first += one.count
    if lines is None or not count:
        return Part((), 0)
    lines = lines.slice(first, count)
    if text.strip():
        places = lines.filter(_has_text(text, _SEARCHED)).select("place").collect()["place"]
        count, shown = len(places), places.slice(start, most).to_list()
        rows = lines.filter(pl.col("place").is_in(shown)).collect()
    else:
        rows = lines.slice(start, most).collect()
    out = read_left_out(folder).get(group, [])
    return Part(rows.with_columns(is_out=pl.col("place").is_in(list(out))).to_dicts(), count)


def findings_of(folder: JobFolder, *, start: int = 0, most: int = 50) -> Part:
    """The findings, errors first."""
    return _part(folder, _FINDINGS, start, most)


def refused_of(folder: JobFolder, *, start: int = 0, most: int = 50) -> Part:
    """The rows that were refused, with their cells as they were."""
    return _part(folder, _REFUSED, start, most)


def emptied_of(folder: JobFolder, *, start: int = 0, most: int = 50) -> Part:
    """The values on record that a plan empties, without those of lines that are left out."""
    if not any(read_left_out(folder).values()):
        return _part(folder, _EMPTIED, start, most)
    found = _frame(folder, _EMPTIED)
    if found is None:
        return Part((), 0)
    out = [(group, place) for group, places in read_left_out(folder).items() for place in places]
    left_out = pl.LazyFrame(out, {"group": pl.String, "place": pl.Int64}, orient="row")
    told = found.join(left_out, on=["group", "place"], how="anti", maintain_order="left").collect()
    return Part(told.slice(start, most).to_dicts(), told.height)


def drifted_of(folder: JobFolder, *, start: int = 0, most: int = 50) -> Part:
    """The facts that change by themselves of which a plan has seen a later value, which makes no change of it."""
    return _part(folder, _DRIFTED, start, most)


def not_done_of(folder: JobFolder, *, start: int = 0, most: int = 50) -> Part:
    """The lines of a plan that were not carried out, those first that were out of date."""
    return _part(folder, _NOT_DONE, start, most)


def suspects_of(folder: JobFolder) -> list[dict[str, Any]]:
    """The findings about new devices and people that are likely ones on record, and wait."""
    found, refused = _frame(folder, _FINDINGS), _frame(folder, _REFUSED)
    if found is None or refused is None:
        return []
    suspects = found.filter(pl.col("code").is_in(_SUSPECTS)).collect()
    if suspects.is_empty():
        return []
    place = ("file", "sheet", "row")
    waiting = refused.filter(pl.col("_reason").is_in(_SUSPECTS)).select(
        pl.col(f"_{name}").alias(name) for name in place
    )
    waits = suspects.join(waiting.collect(), on=place, how="semi", nulls_equal=True, maintain_order="left")
    return waits.head(_MOST_SUSPECTS).to_dicts()


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
    count = next((one.count for one in _kept_groups(folder) if one.name == group), 0)
    known = set(range(1, count + 1))
    meant = known if places is None else known & set(places)
    with _answering:
        now = read_left_out(folder)
        former = set(now.get(group, []))
        now[group] = sorted(former | meant if is_out else former - meant)
        new = folder.path / f"{_LEFT_OUT}.new"
        new.write_text(json.dumps({name: out for name, out in now.items() if out}), encoding="utf-8")
        os.replace(new, folder.path / _LEFT_OUT)


def _groups(lines: pl.DataFrame) -> Iterator[Group]:
    """The groups of the lines, none of which is left out."""
    for (name,), part in lines.group_by("group", maintain_order=True):
        priced = part.filter(pl.col("purchase_price").is_not_null(), pl.col("device_id").is_not_null())
        money = priced.group_by(pl.col("currency").fill_null("")).agg(pl.col("purchase_price").sum()).sort("currency")
        devices = part.filter(pl.col("device_id").is_not_null()).height
        yield Group(str(name), part.height, 0, dict(money.iter_rows()), devices - priced.height)


def _kept_groups(folder: JobFolder) -> list[Group]:
    try:
        told = json.loads(folder.frame(_LINES).with_suffix(_GROUPS).read_text("utf-8"))
    except FileNotFoundError:
        return []
    return [Group(**one) for one in told]


def _has_text(text: str, columns: Iterable[str]) -> pl.Expr:
    """True for rows in one of whose columns the text stands, in capitals or not."""
    wanted = text.strip().lower()
    return pl.any_horizontal(
        pl.col(name).str.to_lowercase().str.contains(wanted, literal=True).fill_null(value=False) for name in columns
    )


def _part(folder: JobFolder, name: str, start: int, most: int) -> Part:
    """Some rows of what is kept under the name, without reading the others."""
    found = _frame(folder, name)
    if found is None:
        return Part((), 0)
    count = found.select(pl.len()).collect().item()
    return Part(found.slice(start, most).collect().to_dicts() if most else (), count)


def _keep(folder: JobFolder, name: str, frame: pl.DataFrame) -> None:
    path = folder.frame(name)
    path.parent.mkdir(exist_ok=True)
    frame.write_parquet(path, row_group_size=_ROW_GROUP)


def _frame(folder: JobFolder, name: str) -> pl.LazyFrame | None:
    path: Path = folder.frame(name)
    return pl.scan_parquet(path) if path.is_file() else None

"""Reading and checking input files, for every command that takes files.

Custom attributes are compared without case: `FLOOR` and `Floor` are one, in all files and later.

A list of who has which device that also says their types is a list of what they are, too, as long as no device at all
is on record: each of its rows would be skipped otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import polars as pl

from pipeline import intake, outputs, store
from pipeline.errors import FileUnusable, UsageProblem
from pipeline.model import Checked, Reading
from pipeline.runs.steps.clock import Stages
from pipeline.settings import Settings
from schemas.fields import CUSTOM_PREFIX
from schemas.vocabulary import Kind

# The columns of rows that say the type of a device: its own, and the words of the header and of the names.
_TYPES = ("type", "category", "usual_type", "said_type")


def read(
    paths: Sequence[Path],
    settings: Settings,
    stages: Stages,
    *,
    cache: Path | None = None,
    names: Sequence[str] | None = None,
    on_record: Sequence[str] | None = None,
) -> Checked:
    """Every row of these files, checked. Raises FileUnusable, and UsageProblem where there is no file.

    Rows of files that were parsed before are taken from the folder `cache`, where one is given, and new ones are put
    there. Custom attributes have the names under which they are on record. `names` are the names by which people know
    the files, where their paths have others, and `on_record` the custom attributes of the ledger, where they are known.
    """
    if not paths:
        raise UsageProblem("No file was given.", "Give at least one, such as list.xlsx.")
    with stages("read"):
        if settings.ledger.lake is None:
            store.start_beforehand()
        checked = _first_or_later(paths, settings, cache, names)
        if on_record is None:
            on_record = store.custom_attributes(settings.ledger) if _custom_names(checked) else []
        return _named_as_on_record(checked, on_record)


def _first_or_later(
    paths: Sequence[Path], settings: Settings, cache: Path | None, names: Sequence[str] | None
) -> Checked:
    how = settings.how_to_read()
    checked = intake.read_files(paths, how, cache, names)
    if how.kind is None and not settings.create_devices and _only_says_who(checked):
        registers = None if store.has_devices(settings.ledger) else _as_registers(paths, how, cache, names)
        return registers or checked
    return checked


def _only_says_who(checked: Checked) -> bool:
    return bool(checked.sheets) and {one.kind for one in checked.sheets} == {Kind.ASSIGNMENTS} and not checked.bases


def _as_registers(
    paths: Sequence[Path], how: Reading, cache: Path | None, names: Sequence[str] | None
) -> Checked | None:
    """The rows as of what the devices are, too; None where no row says the type of a device."""
    with suppress(FileUnusable):
        found = intake.read_files(paths, replace(how, kind=Kind.REGISTER), cache, names)
        if any(found.inventory[name].count() for name in _TYPES if name in found.inventory.columns):
            return replace(found, issues=pl.concat([found.issues, outputs.first_list_issues(found.sheets)]))
    return None


def cache_of(settings: Settings) -> Path:
    """The folder of the cache of parsed rows: that of the settings, or `cache` beside the ledger."""
    return settings.sweep.cache or settings.state.parent / "cache"


def _custom_names(checked: Checked) -> list[str]:
    """The custom attributes that the rows have, in order."""
    return [name for name in checked.inventory.columns if name.startswith(CUSTOM_PREFIX)]


def _named_as_on_record(checked: Checked, on_record: Iterable[str]) -> Checked:
    """The rows with each custom attribute as on record, or as the first column calls it; compared without case."""
    known = [*on_record, *_custom_names(checked)]
    first: dict[str, str] = {}
    for name in known:
        first.setdefault(name.casefold(), name)
    other = {name: first[name.casefold()] for name in _custom_names(checked) if name not in {*on_record}}
    names = {name: meant for name, meant in other.items() if name != meant}
    if not names:
        return checked
    sheets = (
        replace(one, columns={names.get(name, name): at for name, at in one.columns.items()}) for one in checked.sheets
    )
    headers = {names.get(name, name): header for name, header in reversed([*checked.headers.items()])}
    originals = _renamed(checked.originals, names)
    return replace(
        checked,
        inventory=_cleared(_renamed(checked.inventory, names), names),
        originals=originals,
        headers={name: headers[name] for name in dict.fromkeys(names.get(name, name) for name in checked.headers)},
        sheets=tuple(sheets),
    )


def _renamed(rows: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """The rows with these columns renamed; where the new name is a column already, the two become one."""
    for name, meant in names.items():
        if name in rows.columns and meant in rows.columns:
            rows = rows.with_columns(pl.coalesce(meant, name).alias(meant)).drop(name)
        elif name in rows.columns:
            rows = rows.rename({name: meant})
    return rows


def _cleared(rows: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    cleared = pl.col("cleared")
    for name, meant in names.items():
        cleared = cleared.str.replace(f"|{name}|", f"|{meant}|", literal=True)
    return rows.with_columns(cleared) if "cleared" in rows.columns else rows

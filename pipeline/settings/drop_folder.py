"""The settings of one drop folder: its `rollcall.toml` on top of the settings in force.

The file may say what is meant by the files of the folder. It may not change the settings that keep the ledger safe
(limits, paths, `--allow`), for anybody who drops files there could loosen them.
"""

from __future__ import annotations

import tomllib
from typing import Any

from pydantic import ValidationError

from pipeline.errors import UsageProblem
from pipeline.settings.all_settings import Settings
from pipeline.settings.option_models import model_of
from pipeline.settings.sections import SourceSettings
from schemas.options import by_their_names
from schemas.vocabulary import Guard, Mode

# The drop folder whose files are the whole desired state (mode `full`) without a setting that says so.
FULL = "full"

# The settings that the `rollcall.toml` of a drop folder may give; `columns` is as in `SourceSettings`.
FolderSettings = model_of("FolderSettings", lambda about: about.is_for_folder, columns=(dict[str, str] | None, None))


def folder_settings(settings: Settings, folder: str, content: bytes | None) -> Settings:
    """The settings for the files of a drop folder; `folder` is blank for the inbox itself.

    `content` is that of its `rollcall.toml`, None where it has none. Raises UsageProblem, naming the file, where it
    cannot be read, or gives a setting that is not allowed there.
    """
    where = f"{folder}/rollcall.toml" if folder else "The rollcall.toml of the inbox"
    asked = _read(content, where) if content is not None else {}
    columns = asked.pop("columns", None)
    source = _source_name(settings, asked.pop("source", None), folder, where)
    given = {**_source_options(settings, source), **asked}
    if folder == FULL:
        given = {"mode": Mode.FULL, **given}
    _refuse_looser_guard(settings, asked, where)
    update = _validated(given, where)
    if columns is not None:
        update |= _with_columns(settings, source or folder, columns, where)
        source = source or folder
    return settings.model_copy(update={**update, "source": source or None})


def _read(content: bytes, where: str) -> dict[str, Any]:
    """The settings in the file, by name."""
    try:
        said = FolderSettings(**by_their_names(tomllib.loads(content.decode("utf-8-sig"))))
    except ValidationError as error:
        raise _as_problem(error, where) from error
    except ValueError as error:  # no TOML, or no text at all
        raise UsageProblem(f"{where} cannot be read: {error}.", "Correct that line.") from error
    except RecursionError as error:
        raise UsageProblem(f"{where} cannot be read: its brackets go too deep.", "Correct that line.") from error
    return said.model_dump(exclude_none=True)


def _source_name(settings: Settings, asked: str | None, folder: str, where: str) -> str:
    """The name of the section `[sources.NAME]` that says how the files are read; blank for none."""
    if asked is not None and asked not in settings.sources:
        known = ", ".join(sorted(settings.sources)) or "none"
        raise UsageProblem(
            f"{where}: there is no source {asked} in the settings.",
            f"Those that have a section [sources.NAME] are: {known}.",
        )
    usual = folder if folder in settings.sources else settings.source
    return asked or usual or ""


def _source_options(settings: Settings, source: str) -> dict[str, Any]:
    chosen = settings.sources.get(source)
    return chosen.options if chosen else {}


def _refuse_looser_guard(settings: Settings, asked: dict[str, Any], where: str) -> None:
    if settings.guard is Guard.HOLD and asked.get("guard") is Guard.WARN:
        raise UsageProblem(
            f'{where}: guard cannot be "warn" where the settings say "hold".',
            "Take that line out: a drop folder may be stricter than the settings, not looser.",
        )


def _validated(given: dict[str, Any], where: str) -> dict[str, Any]:
    """The values, checked and typed as values of `Settings`."""
    try:
        checked = Settings(**given)
    except ValidationError as error:
        raise _as_problem(error, where) from error
    return {name: getattr(checked, name) for name in given}


def _with_columns(settings: Settings, source: str, columns: dict[str, str], where: str) -> dict[str, Any]:
    """The setting `sources`, with the mapping of this folder added to that of its source, which it overrides."""
    known = settings.sources.get(source, SourceSettings())
    try:
        mapped = SourceSettings(**{**known.model_dump(), "columns": {**known.columns, **columns}})
    except ValidationError as error:
        raise _as_problem(error, where) from error
    return {"sources": {**settings.sources, source: mapped}}


def _as_problem(error: ValidationError, where: str) -> UsageProblem:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = ", ".join(FolderSettings.model_fields)
        return UsageProblem(
            f"{where} cannot set {name}: a drop folder says what its files mean, and nothing else.",
            f"Take it out, or put it into the settings of Rollcall itself. Allowed here: {known}.",
        )
    said = first["msg"].removeprefix("Value error, ")
    return UsageProblem(f"{where}: {name} cannot be {first['input']!r}.", f"{said[:1].upper()}{said[1:]}.")

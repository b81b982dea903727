"""The settings in force, from the file, the environment and the options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.errors import UsageProblem
from pipeline.settings.all_settings import Settings
from pipeline.settings.sections import SourceSettings
from schemas.options import by_their_names

CONFIG = Path("rollcall.toml")


def load_settings(config: Path | None, options: Mapping[str, Any]) -> Settings:
    """The settings in force: `options` win over the environment, which wins over the file.

    `config` is the path of the file; where it is None, `rollcall.toml` of this folder is read, if there is one. An
    option that is None was not given. Raises UsageProblem for a file that is not there, for an unknown setting and for
    a value that is not allowed.
    """
    if config is not None and not config.is_file():
        raise UsageProblem(f"There is no settings file {config}.", "Check the path given with --config.")

    given = by_their_names({name: value for name, value in options.items() if value is not None})
    try:
        settings = Settings.from_file(config or CONFIG, given)
        of_source = _source_options(settings)
        settings = Settings.from_file(config or CONFIG, {**of_source, **given}) if of_source else settings
    except ValidationError as error:
        raise _as_problem(error) from error
    except ValueError as error:
        raise UsageProblem(f"{config or CONFIG} cannot be read as TOML: {error}.", "Correct that line.") from error
    settings.lake.refuse_within(settings.out)
    return settings


def _source_options(settings: Settings) -> dict[str, Any]:
    """The options that the section of the chosen source gives; the options given for this run override them."""
    if settings.source is None:
        return {}
    if settings.source not in settings.sources:
        known = ", ".join(sorted(settings.sources)) or "none"
        raise UsageProblem(
            f"There is no source {settings.source} in the settings.",
            f"Those that have a section [sources.NAME] are: {known}.",
        )
    return settings.sources[settings.source].options


def _where_it_belongs(place: tuple[int | str, ...]) -> str:
    """The advice about a setting that is unknown at its place: what may stand there, and where else there is one."""
    *section, key = place
    of_source, of_all = sorted(SourceSettings.model_fields), sorted(Settings.model_fields)
    if section[:1] != ["sources"] or len(section) < len(("sources", "NAME")):
        more = " It may stand in a section [sources.NAME]." if key in of_source else ""
        return f"The settings are: {', '.join(of_all)}.{more}"
    here = f"In [sources.{section[1]}] may stand: {', '.join(of_source)}."
    if key in of_all:
        return f"{key} is for all sources: write it above the first section, or for one run as an option. {here}"
    return here


def _as_problem(error: ValidationError) -> UsageProblem:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return UsageProblem(f"There is no setting {name}.", _where_it_belongs(first["loc"]))
    if first["type"] == "missing":
        return UsageProblem(f"The setting {name} is missing.", "Give it in the same section.")
    said = first["msg"].removeprefix("Value error, ")
    given = ", ".join(first["input"]) if isinstance(first["input"], tuple) else first["input"]
    return UsageProblem(f"The setting {name} cannot be {given!r}.", f"{said[:1].upper()}{said[1:]}.")

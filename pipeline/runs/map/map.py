"""map: how each column of a file is read, and why. The ledger is neither needed nor touched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from itertools import chain, count
from pathlib import Path

from pipeline import intake
from pipeline.errors import UsageProblem
from pipeline.model import FileMap, Reading
from pipeline.runs.map.doubts import Choice
from pipeline.runs.map.source_lines import source_lines
from pipeline.runs.steps.clock import Stages
from pipeline.settings import CONFIG, Settings, SourceLine, save_source
from schemas.options import OPTIONS
from schemas.records import dataclass
from schemas.vocabulary import DateOrder, Kind


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said of the columns of a file: the field of headers, and options of its source."""

    columns: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)

    def with_choices(self, choices: Iterable[Choice]) -> Answers:
        """The answers and those choices, of which a later one counts more."""
        columns, options = dict(self.columns), dict(self.options)
        for choice in choices:
            columns |= choice.columns
            options |= choice.options
        return Answers(columns, options)


NO_ANSWERS = Answers()


def map_file(
    path: Path, settings: Settings, stages: Stages, answers: Answers = NO_ANSWERS, *, name: str | None = None
) -> FileMap:
    """The columns of the file's sheets, as these settings and answers have them read.

    `name` is that by which people know the file, where its path has another. Raises FileUnusable where it has none.
    """
    with stages("read"):
        return intake.map_columns(path, _reading(settings, answers), name)


def source_name(path: Path, settings: Settings, name: str | None, *, is_asked: bool = False) -> str:
    """The name of the source to write: the one given, else one made of the file's name, which must be a new one.

    Where a person `is_asked` whether to write it, a number makes it new.
    """
    if name is not None:
        return name
    made = re.sub(r"[^\w]+", "-", path.stem.lower()).strip("-_") or "list"
    if is_asked:
        return next(
            one for one in chain([made], (f"{made}-{number}" for number in count(2))) if one not in settings.sources
        )
    if made in settings.sources:
        raise UsageProblem(
            f"The settings have a source {made} already.",
            f"Say --source {made} to add to it, or --source with another name.",
        )
    return made


def save(
    path: Path,
    found: FileMap,
    settings: Settings,
    stages: Stages,
    name: str,
    answers: Answers = NO_ANSWERS,
    given: Mapping[str, str] | None = None,
) -> Path:
    """Write how the file is read as `[sources.NAME]` into the settings; the path of that file.

    `given` are the options of a source that were given for this time. Read with what is written, the file is read
    as `found` says; where not all of it can be said that way, only what was answered is written.
    """
    config = settings.config_file or CONFIG
    options = {**(given or {}), **answers.options}
    lines = source_lines(found, answers.columns)
    kinds = {sheet.kind.value for sheet in found.sheets if sheet.kind is not None}
    fixed = {**options, "kind": kinds.pop()} if len(kinds) == 1 else options
    for written in ({**options}, fixed):
        if _reads_alike(path, found, settings, stages, Answers(_columns(lines), written)):
            save_source(config, name, _title(found.file, name), written, lines)
            return config
    told = [line if line.header in answers.columns else replace(line, is_proposal=True) for line in lines]
    save_source(config, name, _title(found.file, name), options, told)
    return config


def options_given(options: Mapping[str, object]) -> dict[str, str]:
    """Those of the options given that a source may give."""
    return {
        name: str(value) for name, value in options.items() if value is not None and OPTIONS[name].about.is_for_source
    }


def _reading(settings: Settings, answers: Answers) -> Reading:
    how = settings.how_to_read()
    options = answers.options
    return replace(
        how,
        columns={**how.columns, **answers.columns},
        kind=Kind(options["kind"]) if "kind" in options else how.kind,
        date_order=DateOrder(options["date_order"]) if "date_order" in options else how.date_order,
    )


def _columns(lines: Iterable[SourceLine]) -> dict[str, str]:
    return {line.header: line.target for line in lines if line.target is not None and not line.is_proposal}


def _reads_alike(path: Path, found: FileMap, settings: Settings, stages: Stages, answers: Answers) -> bool:
    """True where the file is read the same with these answers."""
    return _read_as(map_file(path, settings, stages, answers)) == _read_as(found)


def _read_as(found: FileMap) -> list[object]:
    """What is read of the file, without the reasons."""
    return [
        (sheet.sheet, sheet.kind, sheet.rows, column.letter, column.use, column.target, column.filled, column.parsed)
        for sheet in found.sheets
        for column in sheet.columns
    ]


def _title(file: str, name: str) -> str:
    return f"How {file} is read; for: rollcall run {file} --source {name}"

"""The text beside a refused file, `NAME.why.txt`, with the command that lets it through a limit."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from pipeline import outputs
from pipeline.errors import PlanRefused, RollcallError
from pipeline.model import Refusal, RunReport
from pipeline.settings import Settings
from schemas.instants import instant_text
from schemas.options import OPTIONS
from schemas.records import dataclass

_CAUSES_SHOWN = 50
_OPTIONS_HERE = (
    '\nIn a drop folder an option such as --kind inventory is a line of its rollcall.toml: kind = "inventory".'
)
_NOT_OURS = "If it does not belong here at all, delete it: then the digest no longer tells of it."
_NO_FAULT_OF_THE_FILE = ("unexpected", "gave_up", "usage")


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a file: the issues by cause, the name of the annotated copy, and remarks about it."""

    causes: pl.DataFrame | None = None
    copy: str | None = None
    remarks: tuple[str, ...] = ()


def why_text(refusal: Refusal, folder: Path, findings: Findings, *, files: int) -> str:
    """The whole text. `folder` is the drop folder to try again in, `files` the number of files refused together."""
    first, *more = refusal.message.removeprefix(f"{refusal.file}: ").splitlines()
    lines = [
        f"{refusal.file} was refused: {first}",
        *more,
        "",
        "What to do",
        *(f"  {line}" for line in refusal.hint.splitlines()),
        f"  {_try_again_text(refusal, folder, files)}",
        *_cause_lines(findings.causes),
        "",
        _files_beside_text(findings),
        _NOT_OURS,
        *findings.remarks,
        "",
        f"Refused {instant_text(refusal.refused_at)} under run id {refusal.run_id}, code {refusal.code}. "
        "Nothing of the file is in the ledger.",
    ]
    return "\n".join(lines) + "\n"


def _try_again_text(refusal: Refusal, folder: Path, files: int) -> str:
    if files > 1:
        return f"To try again: mend what is wrong, and drop all {files} files into {folder} again, together."
    if refusal.code in _NO_FAULT_OF_THE_FILE:
        return f"To try again: drop the file into {folder} again."
    return f"To try again: mend the file, and drop it into {folder} again."


def hint_of(problem: RollcallError, paths: Sequence[Path], folder: Settings, usual: Settings) -> str:
    """The hint; where a limit refused the files, with the command that applies them from `paths` all the same."""
    if not isinstance(problem, PlanRefused) or not problem.overrides:
        return problem.hint + (_OPTIONS_HERE if "--" in problem.hint else "")
    line = f"{run_command(paths, folder, usual)} {problem.options} --reason TEXT"
    return f"{problem.advice}:\n  {line}{_mapping_note(folder, usual)}"


def sentences_of(report: RunReport) -> list[str]:
    """The report of a run in sentences, without its results."""
    return outputs.summary_text(report, None)


def run_command(paths: Sequence[Path], folder: Settings, usual: Settings) -> str:
    """The command that runs these files by hand, with the settings of their folder as options."""
    config = ["--config", str(usual.config_file)] if usual.config_file else []
    places = ["--state", usual.address, "--out", str(usual.out.absolute())]
    return _quoted(["rollcall", "run", *map(str, paths), *config, *places, *_options(folder, usual)])


def _options(folder: Settings, usual: Settings) -> list[str]:
    """The options for settings of the folder that differ from the usual ones; switches last."""
    words = []
    for option in sorted(OPTIONS.values(), key=lambda option: option.type is bool):
        value = getattr(folder, option.name)
        is_said = option.about.is_for_folder and value != getattr(usual, option.name)
        if is_said and (option.name != "source" or value in usual.sources):
            words += option.words(value)
    return words


def _mapping_note(folder: Settings, usual: Settings) -> str:
    """The note on the mapping of columns, which no option can give; blank where the folder has no mapping itself."""
    name = folder.source or ""
    if folder.sources.get(name) == usual.sources.get(name):
        return ""
    return (
        "\nThe columns that the folder's rollcall.toml maps must then stand in the settings, as [sources.NAME.columns]."
    )


def _quoted(words: Sequence[str]) -> str:
    """The words as one command line, quoted for the shell of this system."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def _cause_lines(causes: pl.DataFrame | None) -> Iterator[str]:
    if causes is None or causes.is_empty():
        return
    yield ""
    yield "What was found in it"
    for cause in causes.head(_CAUSES_SHOWN).iter_rows(named=True):
        yield f"  {_cause_line(cause)}"
        if cause["hint"]:
            yield f"      {cause['hint']}"
    if causes.height > _CAUSES_SHOWN:
        yield f"  ... and {causes.height - _CAUSES_SHOWN:,} more."


def _cause_line(cause: Mapping[str, Any]) -> str:
    """The cause on one line, as `3 x owner_email is not an e-mail address: C5, C9, C14 (Desired)`."""
    on = f" ({cause['sheet']})" if cause["sheet"] else ""
    if not cause["cells"]:
        return str(cause["message"])
    more = ", ..." if cause["count"] > len(cause["cells"]) else ""
    times = f"{cause['count']:,} x " if cause["count"] > 1 else ""
    return f"{times}{cause['message'].removesuffix('.')}: {', '.join(cause['cells'])}{more}{on}"


def _files_beside_text(findings: Findings) -> str:
    copied = f", and {findings.copy} with the findings marked in it" if findings.copy else ""
    return f"Beside this text lies the file as it was{copied}."

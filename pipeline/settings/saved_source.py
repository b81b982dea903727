"""A source written into `rollcall.toml`, as a section with comments; all else that the file says is kept as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pipeline.disk import flush_folder, sayable
from pipeline.errors import UsageProblem
from schemas.headers.matching import header_key
from schemas.records import dataclass

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Key, Table


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The field of one header of a source, and why.

    It is only a comment where it `is_proposal`, to be made a line by a person, and where `target` is None.
    """

    header: str
    target: str | None
    remark: str
    is_proposal: bool = False


def save_source(config: Path, name: str, title: str, options: Mapping[str, str], lines: Sequence[SourceLine]) -> None:
    """Add the section of a source to the settings file, or the lines to its section; the file is made if need be.

    Raises UsageProblem where the file cannot be written, or its form does not allow it.
    """
    import tomlkit  # noqa: PLC0415 - only where settings are written

    before = config.read_bytes().decode("utf-8") if config.exists() else ""
    document = tomlkit.parse(before)
    if name in document.get("sources", {}):
        _add(cast("Any", document)["sources"][name], options, lines)
        after = tomlkit.dumps(document)
    else:
        section = f"# {sayable(title)}\n{tomlkit.dumps(_section(name, options, lines)).lstrip()}"
        newline = "\r\n" if "\r\n" in before else "\n"
        after = before.rstrip() + (newline * 2 if before.strip() else "") + section.replace("\n", newline)
    _prove(before, after, name, config)
    _replace(config, after)


def _section(name: str, options: Mapping[str, str], lines: Sequence[SourceLine]) -> TOMLDocument:
    import tomlkit  # noqa: PLC0415 - as above

    document, sources, section = tomlkit.document(), tomlkit.table(is_super_table=True), tomlkit.table()
    for option, value in options.items():
        section.add(option, value)
    if options:
        section.add(tomlkit.nl())
    columns = tomlkit.table()
    _add_lines(columns, lines)
    section.add("columns", columns)
    sources.add(name, section)
    document.add("sources", sources)
    return document


def _add(section: Table, options: Mapping[str, str], lines: Sequence[SourceLine]) -> None:
    """Add the options and lines to a section that is there."""
    import tomlkit  # noqa: PLC0415 - as above

    for option, value in options.items():
        if section.get(option) != value:
            section[option] = value
    if "columns" not in section:
        section["columns"] = tomlkit.table()
    columns: Any = section["columns"]  # an item of any kind, as far as the types of tomlkit say
    _add_lines(columns, lines)


def _add_lines(columns: Table, lines: Sequence[SourceLine]) -> None:
    import tomlkit  # noqa: PLC0415 - as above

    there = {header_key(header): header for header in columns}
    for line in lines:
        header, remark = there.get(header_key(line.header), line.header), sayable(line.remark)
        if line.target is None or line.is_proposal:
            said = _as_comment(line, remark)
            if header not in columns and said not in columns.as_string():
                columns.add(tomlkit.comment(said))
        elif columns.get(header) != line.target:
            value = tomlkit.string(line.target)
            value.comment(remark)
            columns[_quoted(header)] = value


def _quoted(header: str) -> Key:
    from tomlkit.items import KeyType, SingleKey  # noqa: PLC0415 - as above

    return SingleKey(header, t=KeyType.Basic)


def _as_comment(line: SourceLine, remark: str) -> str:
    """The line as a comment: one from which the sign can be taken away, or only a remark."""
    import tomlkit  # noqa: PLC0415 - as above

    key = sayable(tomlkit.string(line.header).as_string())
    return f"{key}: {remark}" if line.target is None else f'{key} = "{line.target}"  # {remark}'


def _prove(before: str, after: str, name: str, config: Path) -> None:
    """Raises UsageProblem where the text says something else of anything but this source."""
    try:
        old, new = tomllib.loads(before), tomllib.loads(after)
    except tomllib.TOMLDecodeError as error:
        raise _not_written(config) from error
    if _others(old, name) != _others(new, name):
        raise _not_written(config)


def _others(said: dict[str, Any], name: str) -> dict[str, Any]:
    """What the settings say, without that source."""
    others = {other: one for other, one in said.get("sources", {}).items() if other != name}
    return {**said, "sources": others}


def _not_written(config: Path) -> UsageProblem:
    return UsageProblem(
        f"{config} cannot be added to: its sources are written in a form that allows no more of them.",
        "Write each of them as a section [sources.NAME], then try again.",
    )


def _replace(config: Path, text: str) -> None:
    """Put the text in the place of the file, all at once."""
    place = config.resolve()
    new = place.with_name(f"{place.name}.new")
    try:
        new.write_bytes(text.encode("utf-8"))
        if place.exists():
            new.chmod(place.stat().st_mode & 0o777)
        new.replace(place)
        flush_folder(place.parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise UsageProblem(
            f"{config} cannot be written: {error.strerror}.", "See that you may write there, or give --config FILE."
        ) from error

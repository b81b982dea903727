"""A source written into the settings: everything else that stands there is kept, comments too."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.settings import SourceLine, load_settings, save_source

LINES = [
    SourceLine("Serial Number", "serial_number", "its own name"),
    SourceLine('Größe "in" cm\t', "extra.Größe", "no field is called so"),
    SourceLine("Last seen", "", "changes by itself"),
    SourceLine("Locaton", "location", "perhaps\nlocation", is_proposal=True),
    SourceLine("No.", None, "only numbers the rows"),
]
COLUMNS = {"Serial Number": "serial_number", 'Größe "in" cm\t': "extra.Größe", "Last seen": ""}


def saved(folder: Path, before: str | None, *, options: dict[str, str] | None = None) -> str:
    config = folder / "rollcall.toml"
    if before is not None:
        config.write_bytes(before.encode())
    save_source(config, "it", "How list.xlsx is read", options or {}, LINES)
    return config.read_bytes().decode()


@pytest.mark.parametrize("before", [None, "", "\n"])
def test_a_file_is_made_where_there_is_none(tmp_path: Path, before: str | None) -> None:
    text = saved(tmp_path, before, options={"date_order": "dmy"})
    assert text.startswith('# How list.xlsx is read\n[sources.it]\ndate_order = "dmy"\n')
    assert tomllib.loads(text) == {"sources": {"it": {"date_order": "dmy", "columns": COLUMNS}}}
    assert load_settings(tmp_path / "rollcall.toml", {"source": "it"}).how_to_read().columns == COLUMNS


def test_what_is_only_proposed_or_remarked_is_a_comment(tmp_path: Path) -> None:
    text = saved(tmp_path, None)
    assert '\n# "Locaton" = "location"  # perhaps' in text
    assert '\n# "No.": only numbers the rows\n' in text


@pytest.mark.parametrize(
    "before",
    [
        '# mine\nstate = "x.duckdb"   # there\n\n[sources.hr]\nkind = "people"\n\n[limits]\nreassign_percent = 5\n',
        '# mine\r\nstate = "x.duckdb"\r\n',
        '[sources]\n[sources.hr.columns]\n"A" = "name"\n',
        'sources.hr.kind = "people"\n[limits]\nreassign_percent = 5',
    ],
)
def test_everything_that_is_there_is_kept(tmp_path: Path, before: str) -> None:
    text = saved(tmp_path, before)
    assert text.startswith(before.rstrip())
    assert text.count("\r\n") in (0, text.count("\n"))
    said, was = tomllib.loads(text), tomllib.loads(before)
    assert said["sources"].pop("it") == {"columns": COLUMNS}
    assert said == {"sources": {}, **was}


def test_lines_are_added_to_a_source_that_is_there(tmp_path: Path) -> None:
    before = (
        '[sources.it]\nkind = "inventory"\n\n[sources.it.columns]\n"serial number" = "asset_tag" # mine\n\n[limits]\n'
    )
    text = saved(tmp_path, before, options={"date_order": "dmy"})
    columns = {"serial number": "serial_number", **{name: COLUMNS[name] for name in list(COLUMNS)[1:]}}
    assert tomllib.loads(text) == {
        "sources": {"it": {"kind": "inventory", "date_order": "dmy", "columns": columns}},
        "limits": {},
    }
    save_source(tmp_path / "rollcall.toml", "it", "", {"date_order": "dmy"}, LINES)
    assert (tmp_path / "rollcall.toml").read_bytes().decode() == text


def test_a_form_that_allows_no_more_is_refused_and_kept(tmp_path: Path) -> None:
    before = 'sources = {hr = {kind = "people"}}\n'
    with pytest.raises(UsageProblem, match="in a form that allows no more"):
        saved(tmp_path, before)
    assert (tmp_path / "rollcall.toml").read_text() == before
    assert [path.name for path in tmp_path.iterdir()] == ["rollcall.toml"]

"""Every file of the corpus gets the answer it deserves, and does no harm.

`python -m tests.system.corpus.make` makes the files; `cases.py` says what stands in `expected.toml`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.desk import Desk, Record, Said
from tests.system.corpus.cases import FILES, PASSWORD_FILE, Case, cases, commands
from tests.system.corpus.known import open_ledger
from tests.system.corpus.make import every_trap  # noqa: F401 - enters all makers into the catalogue
from tests.system.corpus.make.catalogue import MAKERS, MAKERS_ONCE
from tests.system.corpus.make.files.locked import PASSWORD

COMMANDS = commands()


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger that all files are checked against; only to be read."""
    return open_ledger(Desk(tmp_path_factory.mktemp("ledger"))).state


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go meanwhile; it must be empty afterwards."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.mark.parametrize("command", [*COMMANDS])
def test_each_file_gets_the_answer_it_deserves_and_does_no_harm(
    command: str, ledger: Path, scratch: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    given = COMMANDS[command]
    if given[0].owed:
        request.applymarker(pytest.mark.xfail(reason=given[0].owed))

    faults = _faults(given, tmp_path / "together", ledger)

    if faults and len(given) > 1:
        alone = [_faults([case], tmp_path / f"{number}", ledger) for number, case in enumerate(given)]
        faults = [fault for of_one in alone for fault in of_one] or faults
    assert not faults, "\n".join(faults)
    assert [str(one) for one in scratch.rglob("*")] == []


def test_every_file_has_its_maker_and_its_expectation() -> None:
    files = {path.name for path in FILES.iterdir()}

    assert files == {*MAKERS, *MAKERS_ONCE}
    assert files == {case.file for case in cases().values()}


def _faults(given: Sequence[Case], folder: Path, ledger: Path) -> list[str]:
    """What is wrong with the answer to these files, given to one command on a desk with nothing else."""
    desk = Desk(folder)
    folder.mkdir()
    (folder / PASSWORD_FILE).write_text(PASSWORD + "\n")
    before = {case.file: shutil.copyfile(FILES / case.file, folder / case.file).read_bytes() for case in given}
    state = ledger.read_bytes()
    try:
        said = desk.say("--json", "--state", ledger, "check", *before, *given[0].options)
    except Exception as error:
        return [f"{', '.join(before)}: {type(error).__name__}: {error}"]
    faults = [*_wrong_answer(given, said), *(fault for case in given for fault in _wrong_issues(case, said))]
    faults += [f"{name} was changed" for name, content in before.items() if (folder / name).read_bytes() != content]
    faults += [] if ledger.read_bytes() == state else ["the ledger was changed"]
    return faults + _left_behind(given, desk, said)


def _wrong_answer(given: Sequence[Case], said: Said) -> Iterator[str]:
    """The exit code, what else was printed, and the rows of all files."""
    names = ", ".join(case.file for case in given)
    if said.err or "Traceback" in said.out:
        yield f"{names}: {said.err or said.out}"
    if said.code != max(case.exit for case in given):
        yield f"{names}: ended with {said.code}"
    for count, expected in (
        ("in", [case.rows or 0 for case in given]),
        ("rejected", [case.rejected or 0 for case in given]),
    ):
        if said.json["rows"][count] != sum(expected):
            yield f"{names}: {said.json['rows'][count]} rows {count}, expected {sum(expected)}"


def _wrong_issues(case: Case, said: Said) -> Iterator[str]:
    """The issues of one file, what they say, and whether each says where, and what to do."""
    issues: list[Record] = [issue for issue in said.json["issues"] if issue["file"] == case.file]
    found = [" ".join(filter(None, (issue["cell"], issue["code"]))) for issue in issues]
    if found[: len(case.issues)] != [*case.issues] or (len(found) < 100 and len(found) != case.issue_count):
        yield f"{case.file}: found {found}, expected {[*case.issues]}"
    told = "\n".join(f"{issue['message']} {issue['hint']}" for issue in issues)
    yield from (f"{case.file}: does not say {word!r} but: {told}" for word in case.says if word not in told)
    for issue in issues:
        is_a_way_out = issue["severity"] == "note" or issue["hint"].endswith((".", "?", case.file))
        if not issue["message"].startswith(case.file) or not is_a_way_out:
            yield f"{case.file}: {issue['message']} {issue['hint']}"


def _left_behind(given: Sequence[Case], desk: Desk, said: Said) -> list[str]:
    """Anything else in the folder than the files and, where they could be read, a checked copy of each."""
    expected = 0 if said.code == 3 else len(given)
    new = {one.name for one in desk.folder.iterdir()} - {PASSWORD_FILE, *(case.file for case in given)}
    is_fine = len(new) == expected and all(name.endswith(".xlsx") and ".checked" in name for name in new)
    return [] if is_fine else [f"left behind: {sorted(new)}"]

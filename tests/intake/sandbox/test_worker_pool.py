"""Children that read: what they may take, how they end, and that none is left behind."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from pipeline.intake.readers.file_kinds import FileKind
from pipeline.intake.sandbox import calls
from pipeline.intake.sandbox.worker_failures import Ending, ReaderBug, ReaderStopped, is_our_own
from pipeline.intake.sandbox.worker_pool import POOL, Pool, workers_for
from pipeline.model import ReaderLimits
from tests.support.books.hostile_files import TABLE, book, opened, refused, said

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="looks at processes as Linux shows them")


def _large(path: Path) -> Path:
    path.write_text("serial_number,owner_email\n" + "SN-1,anna@acme.example\n" * 2_000_000)
    return path


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def _ends(pid: int) -> bool:
    for _wait in range(100):
        if not _is_running(pid):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.system
def test_a_file_that_takes_too_long_is_refused_with_the_setting_to_raise(tmp_path: Path) -> None:
    problem = refused(_large(tmp_path / "a.csv"), seconds=0.05)
    assert said(problem) == (
        "file_too_large",
        "reading it takes more than 0.05 seconds, which is the most that it may take",
    )
    assert "`seconds` under [reading] in rollcall.toml" in problem.hint


def test_a_file_that_takes_too_much_memory_is_refused_with_the_setting_to_raise(tmp_path: Path) -> None:
    problem = refused(_large(tmp_path / "a.csv"), memory_gb=0.03)
    assert said(problem) == (
        "file_too_large",
        "reading it takes more than 0.03 GB of memory, which is the most that it may take",
    )
    assert "`memory_gb` under [reading] in rollcall.toml" in problem.hint


@pytest.mark.system
def test_a_parser_that_aborts_is_heard_of_and_the_next_file_is_read(tmp_path: Path) -> None:
    """Two cells that fastexcel aborts on, which the guard would not have let through."""
    path = book(tmp_path / "a.xlsx", {**TABLE, "XFD1048576": "x"})
    with pytest.raises(ReaderStopped) as caught:
        calls.load(path, FileKind.XLSX, ReaderLimits())
    assert caught.value.how is Ending.MEMORY
    assert opened(book(tmp_path / "b.xlsx")).sheets[0].cells.height == 2


@pytest.mark.parametrize(("number", "how"), [(signal.SIGSEGV, Ending.CRASH), (signal.SIGKILL, Ending.KILLED)])
def test_a_worker_that_dies_while_it_reads_is_heard_of(number: int, how: Ending, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")  # reading it takes for ever, since nobody writes to it
    request = {"do": "load", "path": str(tmp_path / "a.csv"), "kind": "csv", "encoding": None, "rows": 99}
    limited = {**request, "folder": str(tmp_path), "memory": 1 << 30, "seconds": 20}
    pool = Pool()
    with pool.worker() as worker:
        die = partial(os.kill, worker.pid, number)
        with pytest.raises(ReaderStopped) as caught:
            worker.ask(limited, seconds=20, beside=die)
    assert caught.value.how is how
    assert pool.pids() == []


def test_a_crash_is_told_as_such(tmp_path: Path) -> None:
    from pipeline.intake.sandbox.worker_failures import not_read

    problem = not_read(Ending.CRASH, ReaderLimits())
    assert said(problem) == (
        "file_hostile",
        "it makes the reader of such files crash, so it is damaged or made to do harm",
    )


def test_a_mistake_of_our_own_is_no_fault_of_the_file(tmp_path: Path) -> None:
    request = {"do": "load", "path": str(tmp_path / "a.csv"), "kind": "no such kind", "encoding": None, "rows": 99}

    with pytest.raises(ReaderBug, match="no such kind"):
        calls._ask(request, tmp_path, ReaderLimits())


def test_an_error_of_the_library_that_reads_is_not_our_own() -> None:
    with pytest.raises(zipfile.BadZipFile) as caught:
        zipfile.ZipFile(io.BytesIO(b"no zip"))
    assert not is_our_own(caught.value)
    assert is_our_own(TypeError("no length"))


@pytest.mark.system
def test_a_refusal_by_the_guard_meanwhile_ends_the_worker(tmp_path: Path) -> None:
    def refuse() -> None:
        raise FileUnusable("no", "No.")

    before = POOL.pids()
    with pytest.raises(FileUnusable, match="no"):
        calls.load(_large(tmp_path / "a.csv"), FileKind.CSV, ReaderLimits(), beside=refuse)
    assert len(POOL.pids()) < max(len(before), 1)


def test_small_files_are_read_by_the_same_worker_and_there_are_never_more_than_two(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    opened(path)
    before = POOL.pids()
    opened(path)
    assert POOL.pids() == before
    with ThreadPoolExecutor(8) as threads:
        books = list(threads.map(opened, [path] * 24))
    assert {found.sheets[0].cells.height for found in books} == {2}
    assert len(POOL.pids()) <= 2


@pytest.mark.system
def test_a_worker_that_died_while_it_was_idle_is_replaced(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    opened(path)
    for pid in POOL.pids():
        os.kill(pid, signal.SIGKILL)
        assert _ends(pid)
    assert opened(path).sheets[0].cells.height == 2


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    path = book(tmp_path / "a.xlsx")
    (tmp_path / "rooms").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "rooms"))
    assert opened(path).sheets[0].cells["A"].to_list() == ["Serial number", "SN-1"]
    assert list((tmp_path / "rooms").iterdir()) == []


# It asks a worker and leaves the cells where they are: Polars, which takes them, hangs in a fork once it was used.
_PROGRAM = """
import sys, os, tempfile
from pathlib import Path
from pipeline.intake.sandbox.calls import _ask
from pipeline.intake.sandbox.worker_pool import POOL
from pipeline.model import ReaderLimits
request = {{"do": "load", "path": sys.argv[1], "kind": "xlsx", "encoding": None, "rows": 99}}
read = lambda: _ask(request, Path(tempfile.mkdtemp(dir=Path.cwd())), ReaderLimits())
read()
print(*POOL.pids(), flush=True)
{then}
"""


def _worker_of(then: str, path: Path, folder: Path, *options: str) -> tuple["subprocess.Popen[str]", int]:
    root = str(Path(__file__).parents[3])
    program = subprocess.Popen(
        [sys.executable, *options, "-c", _PROGRAM.format(then=then), str(path)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert program.stdout is not None
    return program, int(program.stdout.readline())


@pytest.mark.system
def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    program, pid = _worker_of("", book(tmp_path / "a.xlsx"), tmp_path)
    _out, complaints = program.communicate(timeout=20)
    assert (program.returncode, complaints) == (0, "")
    assert _ends(pid)


@pytest.mark.system
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    program, pid = _worker_of("sys.stdin.read()", book(tmp_path / "a.xlsx"), tmp_path)
    assert _is_running(pid)
    program.kill()
    program.communicate(timeout=20)
    assert _ends(pid)


@pytest.mark.system
def test_a_fork_has_workers_of_its_own(tmp_path: Path) -> None:
    then = "\n".join(
        [
            "if os.fork() == 0:",
            "    assert POOL.pids() == []",
            "    read()",
            "    os._exit(0 if POOL.pids() else 1)",
            "assert os.waitstatus_to_exitcode(os.wait()[1]) == 0",
            "read()",
        ]
    )
    program, pid = _worker_of(then, book(tmp_path / "a.xlsx"), tmp_path)
    _out, complaints = program.communicate(timeout=20)
    assert (program.returncode, complaints) == (0, "")
    assert _ends(pid)


@pytest.mark.system
def test_nothing_is_imported_from_the_folder_that_the_person_is_in(tmp_path: Path) -> None:
    for name in ("json", "pyarrow", "fastexcel"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('never')")
    program, _pid = _worker_of("", book(tmp_path / "a.xlsx"), tmp_path, "-P")
    program.communicate(timeout=20)
    assert program.returncode == 0


@pytest.mark.parametrize(
    ("sizes", "workers"),
    [([], 1), ([3 << 20], 1), ([3 << 20, 1 << 10], 1), ([1 << 20, 1 << 20], 2), ([1 << 19, 1 << 19, 1 << 19], 2)],
)
def test_a_second_worker_is_started_where_it_has_enough_to_read(tmp_path: Path, sizes: list[int], workers: int) -> None:
    paths = [tmp_path / f"{number}.csv" for number in range(len(sizes))]
    for path, size in zip(paths, sizes, strict=True):
        path.write_bytes(b"x" * size)
    assert workers_for([*paths, tmp_path / "gone.csv"]) == workers

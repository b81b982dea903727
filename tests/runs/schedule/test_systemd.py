"""The service and the timer, judged by `systemd-analyze`, and read by systemd itself where it is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.runs.schedule import Job
from pipeline.runs.schedule.systemd import as_systemd
from tests.support.jobs import ODD_WORDS, job

SYSTEMD = Path("/lib/systemd/systemd")
needs_analyze = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
needs_systemd = pytest.mark.skipif(not SYSTEMD.is_file(), reason="there is no systemd here")


@pytest.fixture
def units() -> Iterator[Path]:
    """A folder for units that anybody may read: systemd does not test them as root."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        folder.chmod(0o777)
        yield folder


def service_lines(wanted: Job) -> list[str]:
    return as_systemd(wanted).files[0].text.splitlines()


def put_in_place(wanted: Job, units: Path) -> list[Path]:
    """The files, as a person would save them."""
    places = []
    for file in as_systemd(wanted).files:
        place = units / Path(file.place).name
        place.write_text(file.text, encoding="utf-8")
        places.append(place)
    return places


def program(folder: Path, name: str) -> str:
    script = folder / name
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    return str(script)


def understood(units: Path) -> dict[str, str]:
    """What systemd says that it has read: the first of each property of the service."""
    said = subprocess.run(
        [SYSTEMD, "--test", "--user", "--no-pager", "--unit=rollcall.service"],
        env={"XDG_RUNTIME_DIR": str(units), "SYSTEMD_UNIT_PATH": f"{units}:", "SYSTEMD_LOG_LEVEL": "debug"},
        user="nobody" if os.geteuid() == 0 else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=30,
        check=False,
    ).stdout.decode()
    dumped = said.partition("-> Unit rollcall.service:\n")[2].partition("-> Unit ")[0]
    lines = [line.strip().partition(": ") for line in dumped.splitlines()]
    return {name: value for name, _, value in reversed(lines)}


def taken_apart(line: str) -> list[str]:
    """The words of a command as systemd prints it: what needs quotes stands in double ones."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line)
    return [bare or re.sub(r"\\(.)", r"\1", quoted) for quoted, bare in words]


@needs_analyze
@pytest.mark.parametrize("name", ["rollcall", "two words", "50% off", "$HOME", 'a "quote"', "it's", "back\\slash", "é"])
def test_systemd_accepts_the_units_wherever_the_program_lies(units: Path, name: str) -> None:
    folder = units / "the folder 100% é $HOME"
    folder.mkdir()
    places = put_in_place(job(program(folder, name), *ODD_WORDS, folder=str(folder)), units)
    judged = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *places], capture_output=True, text=True, check=False
    )
    assert (judged.returncode, [line for line in judged.stderr.splitlines() if str(units) in line]) == (0, [])


@needs_systemd
def test_systemd_reads_every_odd_word_as_it_is(units: Path) -> None:
    folder = units / 'it\'s 100% \\ "é" $HOME\\'
    folder.mkdir()
    folder.chmod(0o755)
    wanted = job(program(folder, "run"), *ODD_WORDS, folder=str(folder), places=f"{folder}:/srv", inbox=str(folder))
    put_in_place(wanted, units)
    read = understood(units)
    assert taken_apart(read["Command Line"])[-len(wanted.words) :] == list(wanted.words)
    assert read["WorkingDirectory"].removesuffix("/") == str(folder)
    assert read["Description"].removesuffix("/").endswith(str(folder))


def test_a_done_sweep_with_rejected_rows_is_no_failure_and_a_missed_night_is_made_up_for() -> None:
    service, timer = as_systemd(job("/opt/rollcall", "sweep", "/srv/inbox")).files
    assert "SuccessExitStatus=4" in service.text.splitlines()
    assert {"OnCalendar=*-*-* 02:05:00", "Persistent=true"} <= set(timer.text.splitlines())


def test_the_report_is_thrown_away_and_the_log_is_kept() -> None:
    """The report names people."""
    assert {"StandardOutput=null", "StandardError=journal"} <= set(service_lines(job("/opt/rollcall")))


def test_the_text_says_where_it_goes_and_what_enables_it() -> None:
    written = as_systemd(job("/opt/rollcall", "sweep", "/srv/inbox"))
    assert [file.place for file in written.files] == [
        "/etc/systemd/system/rollcall.service",
        "/etc/systemd/system/rollcall.timer",
    ]
    assert all(place in written.text for place in (file.place for file in written.files))
    assert written.enable[1] == "sudo systemctl enable --now rollcall.timer"
    assert all(command in written.text for command in written.enable)


def test_what_could_hide_the_files_or_the_program_is_left_out() -> None:
    usual = service_lines(job("/opt/rollcall"))
    assert {"PrivateTmp=yes", "ProtectHome=yes", "ProtectSystem=full"} <= set(usual)
    assert "PrivateTmp=yes" not in service_lines(job("/opt/rollcall", places="/var/tmp/inbox"))
    assert "ProtectHome=yes" not in service_lines(job("/opt/rollcall", places="/home/finance/inbox"))
    assert "ProtectHome=yes" not in service_lines(job("/opt/rollcall", program="/home/it/.venv"))
    assert "ProtectSystem=full" not in service_lines(job("/opt/rollcall", places="/usr/local/rollcall"))
    assert "ProtectSystem=full" in service_lines(job("/opt/rollcall", program="/usr/lib/rollcall"))


def test_files_may_be_renamed_from_the_inbox_into_the_folder_beside_it() -> None:
    """ProtectSystem=strict makes each writable folder a mount of its own, and no rename crosses those."""
    assert not [line for line in service_lines(job("/opt/rollcall")) if "=strict" in line or "ReadWritePaths" in line]


def test_root_is_told_that_another_user_would_do() -> None:
    assert any("root" in line and line.startswith("#") for line in service_lines(job("/opt/rollcall", user="root")))


def test_a_user_whose_name_systemd_cannot_read_is_refused() -> None:
    with pytest.raises(UsageProblem, match="two words"):
        as_systemd(job("/opt/rollcall", user="two words"))

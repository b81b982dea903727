"""The nightly job as a task of the Windows Task Scheduler, in the XML that it imports.

The XML is plain ASCII and names no encoding, so that it is right whichever encoding it is saved in.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from pipeline.errors import UsageProblem
from pipeline.runs.schedule.job import Job, Schedule, ScheduledFile, System

_NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_FIRST_DAY = "2025-01-01"  # a task begins on some day; any that has passed will do
_VARIABLE = re.compile(r"%[^%\s]+%")
_SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "ExecutionTimeLimit": "PT0S",
    "Enabled": "true",
}


def as_windows(job: Job) -> Schedule:
    """The task. Raises UsageProblem where a path cannot be written into a task."""
    _refuse_unquotable(job)
    place = f"{job.name}.xml"
    enable = (
        f'schtasks /Create /TN "{job.name}" /XML {place} /RU "%USERDOMAIN%\\%USERNAME%" /RP *',
        f'schtasks /Run /TN "{job.name}"',
        f'schtasks /Query /TN "{job.name}" /V /FO LIST',
    )
    text = "\n".join(['<?xml version="1.0"?>', "<!--", *_comment_lines(job, place, enable), "-->", _task(job)]) + "\n"
    return Schedule(System.WINDOWS, job.name, (ScheduledFile(place, text),), enable)


def _comment_lines(job: Job, place: str, enable: tuple[str, ...]) -> Iterable[str]:
    """The lines of the XML comment. It names neither paths nor options, since two hyphens would end it."""
    yield f"  Save this as {place}, then give these commands at a command prompt (not PowerShell), as its user."
    yield "  The first makes the task, and asks for that user's password; the second tries it; the third shows it."
    yield from (f"    {command.replace('--', '- -')}" for command in enable)
    yield "  A night that was missed, as the computer was off, is made up for when it is on again."
    yield "  A last result of 0x0 is success, and so is 0x4: done, but some rows or files were refused."
    if job.left_behind:
        names = ", ".join(job.left_behind).replace("--", "- -")
        yield f"  Set now, but perhaps not at night: {names}. Write them into rollcall.toml."


def _task(job: Job) -> str:
    task = ET.Element("Task", {"version": "1.2", "xmlns": _NAMESPACE})
    ET.SubElement(ET.SubElement(task, "RegistrationInfo"), "Description").text = f"Rollcall sweeps {job.inbox}"
    trigger = ET.SubElement(ET.SubElement(task, "Triggers"), "CalendarTrigger")
    ET.SubElement(trigger, "StartBoundary").text = f"{_FIRST_DAY}T{job.hour:02}:{job.minute:02}:00"
    ET.SubElement(ET.SubElement(trigger, "ScheduleByDay"), "DaysInterval").text = "1"
    principal = ET.SubElement(ET.SubElement(task, "Principals"), "Principal", {"id": "Author"})
    ET.SubElement(principal, "LogonType").text = "Password"
    ET.SubElement(principal, "RunLevel").text = "LeastPrivilege"
    settings = ET.SubElement(task, "Settings")
    for name, value in _SETTINGS.items():
        ET.SubElement(settings, name).text = value
    action = ET.SubElement(ET.SubElement(task, "Actions", {"Context": "Author"}), "Exec")
    ET.SubElement(action, "Command").text = "cmd.exe"
    ET.SubElement(action, "Arguments").text = _arguments(job)
    ET.SubElement(action, "WorkingDirectory").text = job.folder
    ET.indent(task)
    return str(ET.tostring(task, encoding="us-ascii"), "ascii")


def _arguments(job: Job) -> str:
    """The arguments of `cmd`, which writes the log that a task does not keep. The report names people: it is dropped.

    `cmd` removes the outer quotes; within the inner quotes only a percent sign has a meaning.
    """
    words = " ".join(_quoted(word) for word in job.words)
    return f'/d /s /c "{words} >NUL 2>> {_quoted(job.log)}"'


def _quoted(word: str) -> str:
    """The word in double quotes; a backslash at its end is doubled, since it would escape the closing quote."""
    return f'"{word}\\"' if word.endswith("\\") else f'"{word}"'


def _refuse_unquotable(job: Job) -> None:
    """Raises UsageProblem for words that `cmd` cannot take: with a quote, or with `%...%`; and for a remote folder."""
    for word in (*job.words, job.log, job.folder, job.inbox):
        if '"' in word or _VARIABLE.search(word):
            raise UsageProblem(
                f"{word} cannot be written into a Windows task, where quotes and %...% have a meaning of their own.",
                "Rename that file or folder.",
            )
    if job.folder.startswith("\\\\"):
        raise UsageProblem(
            f"The folder {job.folder} is on another computer, and a Windows task cannot run there.",
            "Give this command in a folder of this computer; the inbox may be on another one.",
        )

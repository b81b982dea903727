"""The task for Windows: XML that any editor can save, and a command line that Windows takes apart again."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import defusedxml.ElementTree
import pytest

from pipeline.errors import UsageProblem
from pipeline.runs.schedule.windows import as_windows
from tests.support.jobs import job

PROGRAM = "C:\\Program Files\\Rollcall é\\rollcall.exe"
WORDS = (PROGRAM, "--state", "C:\\a & b\\50% off.duckdb", "sweep", "\\\\server\\drop (hr)\\", "it's", "^|<>", "100%%")


def task_of(text: str) -> Element:
    parsed: Element = defusedxml.ElementTree.fromstring(text)
    return parsed


def value(task: Element, name: str) -> str:
    found = task.find(f".//{{http://schemas.microsoft.com/windows/2004/02/mit/task}}{name}")
    assert found is not None
    return found.text or ""


def taken_apart(line: str) -> list[str]:
    """The words of a command line by the rules of Microsoft's C runtime."""
    words, word, is_quoted, backslashes = [], "", False, 0
    for letter in f"{line} ":
        if letter == "\\":
            backslashes += 1
            continue
        if letter == '"':
            word += "\\" * (backslashes // 2)
            if backslashes % 2:
                word += '"'
            else:
                is_quoted = not is_quoted
        elif letter == " " and not is_quoted:
            words.append(word + "\\" * backslashes)
            word = ""
        else:
            word += "\\" * backslashes + letter
        backslashes = 0
    return words


def test_every_word_arrives_as_it_is_and_only_standard_error_is_added_to_the_log() -> None:
    written = as_windows(job(*WORDS, log="C:\\a & b\\night.log", folder="C:\\a & b"))
    task = task_of(written.text)
    assert value(task, "Command") == "cmd.exe"
    arguments = value(task, "Arguments")
    assert arguments.startswith('/d /s /c "')
    assert arguments.endswith('"')
    line, _, log = arguments.removeprefix('/d /s /c "').removesuffix('"').partition(" >NUL 2>> ")
    assert taken_apart(line) == list(WORDS)
    assert log == '"C:\\a & b\\night.log"'
    assert value(task, "WorkingDirectory") == "C:\\a & b"


def test_no_word_stands_outside_of_quotes_where_cmd_would_make_something_of_it() -> None:
    arguments = value(task_of(as_windows(job(*WORDS)).text), "Arguments")
    inside = arguments.removeprefix('/d /s /c "').removesuffix('"')
    outside = "".join(part for part in inside.split('"')[::2])
    assert set(outside) <= set(" >NUL2")


def test_the_xml_is_read_rightly_in_whichever_encoding_it_is_saved() -> None:
    text = as_windows(job(*WORDS, inbox="D:\\Geräte 漢字")).text
    assert text.isascii()
    assert text.startswith('<?xml version="1.0"?>\n')
    for encoding in ("ascii", "utf-8-sig", "utf-16"):
        saved = defusedxml.ElementTree.fromstring(text.encode(encoding))
        assert value(saved, "Description").endswith("D:\\Geräte 漢字")


def test_a_missed_night_is_made_up_for_and_no_long_one_is_cut_off() -> None:
    task = task_of(as_windows(job(PROGRAM)).text)
    assert value(task, "StartWhenAvailable") == "true"
    assert value(task, "ExecutionTimeLimit") == "PT0S"
    assert value(task, "MultipleInstancesPolicy") == "IgnoreNew"
    assert value(task, "StartBoundary").endswith("T02:05:00")
    assert value(task, "DaysInterval") == "1"


def test_the_text_says_what_enables_it() -> None:
    written = as_windows(job(PROGRAM))
    assert written.files[0].place == "rollcall.xml"
    assert all(command in written.text for command in written.enable)


@pytest.mark.parametrize("word", ['a "quote"', "C:\\%TEMP%\\x"])
def test_what_windows_has_no_way_to_write_is_refused(word: str) -> None:
    with pytest.raises(UsageProblem, match="Windows task"):
        as_windows(job(PROGRAM, word))


def test_a_working_folder_on_another_computer_is_refused() -> None:
    with pytest.raises(UsageProblem, match="another computer"):
        as_windows(job(PROGRAM, folder="\\\\server\\share"))

"""The options of a list in plain words, as a form has them; each is an option of the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from schemas.options import OPTIONS
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the form: the option, what is asked, and the answers with their words; the first is the usual."""

    name: str
    words: str
    answers: Mapping[str, str]
    hint: str = ""


# What a list is about, by its kind.
KINDS = {
    "inventory": "Devices",
    "assignments": "Who has what",
    "register": "Devices and who has them",
    "people": "People",
}
MAIN: tuple[Asked, ...] = (
    Asked(
        "mode",
        "What are these rows?",
        {
            "instructions": "Changes: whatever the rows do not name stays as it is",
            "full": "Everything there is: devices that no row names go back into stock",
        },
    ),
)
SCOPE = Asked(
    "scope",
    "If it is everything: of whom?",
    {"listed-owners": "Of the people whom the list names", "all": "Of everybody on record"},
)
SWITCHES: tuple[tuple[str, str, bool], ...] = (
    ("create_devices", "Rows that say who has what may put new devices on record", False),
    ("create_owners", "New people may be put on record", True),
    ("owners_by_name", "Also people of whom only the name is known", False),
    ("atomic", "All or nothing: if one row is refused, nothing is changed", False),
)
MORE: tuple[Asked, ...] = (
    Asked(
        "on_conflict",
        "When somebody else has the device",
        {"reassign": "It changes hands", "skip": "Leave it where it is", "refuse": "Refuse the row"},
    ),
    Asked(
        "blank_owner",
        "In a list with devices and people, a blank person means",
        {"": "As usual: nothing changes", "keep": "Whoever has it keeps it", "none": "Nobody has it"},
    ),
    Asked(
        "leavers",
        "People whose last day has passed",
        {"report": "Say what they still have", "release": "Take it back as of that day"},
    ),
    Asked("kind", "The sheets are", {"": "What their columns say", **KINDS}),
    Asked("action", "Rows that do not say what to do", {"": "Hand out", "assign": "Hand out", "unassign": "Take back"}),
    Asked(
        "date_order",
        "Dates such as 03/04/2025 begin with",
        {"": "What the column shows", "dmy": "The day", "mdy": "The month"},
    ),
    Asked(
        "unknown_columns",
        "Columns that mean no field",
        {"keep": "Keep them as they are", "ignore": "Leave them out", "error": "Refuse the list"},
    ),
)
TEXTS: tuple[tuple[str, str, str], ...] = (
    ("default_device_type", "Type of new devices that give none", "laptop"),
    ("default_category", "Category of new devices that give none", "it"),
    ("amounts_in", "Currency of amounts that name none", "EUR"),
)
_CHOICES = (*MAIN, SCOPE, *MORE)
_NAMES = {flag: option.name for option in OPTIONS.values() for flag in option.flags}
_EXPORT = "the page Workbooks"
_FLAG = re.compile(r"--([a-z]+(?:-[a-z]+)*)(?: ([a-z]+(?:-[a-z]+)*))?")


def in_words(text: str) -> str:
    """The text with the options of the command line as the form calls them, and commands without their quotes."""
    return _FLAG.sub(_words_of_flag, text.replace("`rollcall export`", _EXPORT)).replace("`", "")


def _words_of_flag(found: re.Match[str]) -> str:
    name, value = _NAMES.get(f"--{found[1]}", ""), found[2] or ""
    plain = {**{option: words for option, words, _ in SWITCHES}, **{option: words for option, words, _ in TEXTS}}
    switch = plain.get(name)
    if switch is not None:
        return f"“{switch}”" + (f" {value}" if value else "")
    asked = next((one for one in _CHOICES if one.name == name), None)
    if asked is None:
        return found[0]
    answer = asked.answers.get(value)
    return f"“{asked.words}: {answer}”" if answer else f"“{asked.words}”" + (f" {value}" if value else "")


def options_of(form: FormData) -> dict[str, Any]:
    """The options that the form gives, without those that it leaves as usual."""
    given: dict[str, Any] = {}
    for asked in _CHOICES:
        value = str(form.get(asked.name, ""))
        if value in asked.answers and value != next(iter(asked.answers)):
            given[asked.name] = value
    for name, _, usual in SWITCHES:
        if (form.get(name) is not None) != usual:
            given[name] = not usual
    texts = {name: str(form.get(name, "")).strip() for name, *_ in (*TEXTS, ("source",))}
    given |= {name: text for name, text in texts.items() if text}
    if given.get("mode") != "full":
        given.pop("scope", None)
    return given


def said_of(options: Mapping[str, Any]) -> list[str]:
    """What was asked for beside the usual, in words."""
    given = {one.name: one.answers.get(str(options[one.name])) for one in _CHOICES if one.name in options}
    said = [words for words in given.values() if words is not None]
    said += [words for name, words, usual in SWITCHES if options.get(name, usual) and not usual]
    usual_ones = [(name, words) for name, words, usual in SWITCHES if usual]
    said += [f"Not: {words[:1].lower()}{words[1:]}" for name, words in usual_ones if not options.get(name, True)]
    if options.get("blank_clears"):
        said.append(f"A blank cell empties: {str(options['blank_clears']).replace('_', ' ').replace(',', ', ')}")
    said += [f"{words}: {options[name]}" for name, words, _ in TEXTS if name in options]
    return said

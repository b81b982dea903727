"""The errors of a lake in words for people: written to by another process, not there, not to be reached, damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from pipeline.errors import NO_MEMORY, RollcallError, StateBusy, StoreFailed, UsageProblem, disk_trouble

if TYPE_CHECKING:
    from pipeline.model import Lake

_SAFE = "Nothing is half-written: readers see the lake as it was before, and the next run takes back what was begun."
# What the ways to an object store say, in their own words, and what to do then.
_ADVICE = (
    (
        ("URL scheme is not allowed",),
        "The store is at an address with http://, over which nothing is encrypted: allow that with "
        'aws_allow_http = "true" in storage of the section [lake].',
    ),
    (
        ("NoSuchBucket", "NO_SUCH_BUCKET", "ContainerNotFound"),
        "Make the bucket first, or correct the address of the lake: Rollcall makes none.",
    ),
    (
        (
            *("AccessDenied", "ACCESS_DENIED", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken"),
            *("AuthenticationFailed", "AuthorizationFailure", "403 Forbidden", "401 Unauthorized"),
        ),
        "Correct the keys, or what they allow: storage in the section [lake], or what the environment says.",
    ),
    (
        ("Connection refused", "dns error", "NETWORK_CONNECTION", "error sending request"),
        "See that the store is there and that this machine reaches it, or correct its address (aws_endpoint_url in "
        "storage of the section [lake]); then give the command again.",
    ),
)
_COLORS = re.compile(r"\x1b\[\d*m")
_ANSWER = re.compile(r"<Code>(.*?)</Code>.*?<Message>(.*?)[\n<]", re.DOTALL)
_DEEPER = "\N{DOWNWARDS ARROW WITH TIP RIGHTWARDS}"
# How DuckDB begins to say that PyArrow, which reads the files of an object store for it, could not.
_READING = ("reading the stream registered as", "arrow_scan", "ArrowArrayStream")


@contextmanager
def translated(lake: Lake) -> Iterator[None]:
    """Turns errors of the tables and of their store into StoreFailed or StateBusy.

    Raises UsageProblem where the library that reads and writes the tables is not installed.
    """
    try:
        import deltalake  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise UsageProblem(
            "A ledger in a lake needs more than is installed.", 'Install it with: pip install "rollcall[spark]"'
        ) from error
    try:
        yield
    except RollcallError:
        raise
    except (deltalake.exceptions.DeltaError, OSError) as error:
        raise failure(lake, error) from error


def failure(lake: Lake, error: Exception) -> RollcallError:
    """The failure to report for an error of a table or its store."""
    from deltalake.exceptions import CommitFailedError  # noqa: PLC0415

    if isinstance(error, CommitFailedError):
        return lost_race(lake)
    said = _COLORS.sub("", str(error))
    known = _ADVICE if "://" in lake.uri else ()
    advice = next((advice for signs, advice in known if any(sign in said for sign in signs)), "")
    trouble = None if advice else disk_trouble(said, lake.uri)
    message = f"The lake {lake.uri} could not be read or written. ({_cause(said)})"
    code = NO_MEMORY if "Out of Memory" in said else "store_failed"
    return trouble or StoreFailed(message, f"{advice} {_SAFE}".strip(), code=code)


@contextmanager
def reading_afar(lake: Lake) -> Iterator[None]:
    """Turns what DuckDB says where the files of an object store could not be read into StoreFailed."""
    try:
        yield
    except duckdb.Error as error:
        if "://" in lake.uri and any(sign in str(error) for sign in _READING):
            raise failure(lake, error) from error
        raise


def _cause(said: str) -> str:
    """What the error of a store comes from, in one line: the answer of the store, or what stands deepest."""
    if answer := _ANSWER.search(said):
        return f"{answer[1]}: {answer[2].strip()}"
    lines = [line.strip(f" {_DEEPER}") for line in said.splitlines() if line.strip()] or ["no reason given"]
    return f"{lines[0]}: {lines[-1]}" if _DEEPER in said else lines[0]


def lost_race(lake: Lake) -> StateBusy:
    """The failure of a writer before whom another one was done."""
    return StateBusy(
        f"Another process wrote to {lake.uri} at the same time, and was first. Nothing of this run is in the ledger.",
        "Run again, so that it is decided against the ledger as it is now.",
    )

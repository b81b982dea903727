"""What goes wrong on the way to an object store, as people are told of it."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.errors import StoreFailed
from pipeline.model import Lake
from pipeline.store.lake.failures import reading_afar, translated

LAKE = Lake("s3://data/fleet")
DEEPER = "\n  \x1b[31m\N{DOWNWARDS ARROW WITH TIP RIGHTWARDS}\x1b[0m "
GET = f"Generic S3 error{DEEPER}Error performing list request{DEEPER}Error performing GET http://store:9/data"
REFUSED = f"{GET} in 2 s - HTTP error{DEEPER}error sending request{DEEPER}Connection refused (os error 111)\n"
ANSWER = f"{GET} in 2 ms - Server returned non-2xx status code{DEEPER}40{{}}\n<Error><Code>{{}}</Code><Message>{{}}"


@pytest.mark.parametrize(
    ("said", "cause", "advice"),
    [
        (
            ANSWER.format("4 Not Found", "NoSuchBucket", "The specified bucket does not exist</Message></Error>\n"),
            "NoSuchBucket: The specified bucket does not exist",
            "Make the bucket first",
        ),
        (
            ANSWER.format("3 Forbidden", "SignatureDoesNotMatch", "The signature is another one.</Message></Error>"),
            "SignatureDoesNotMatch: The signature is another one.",
            "Correct the keys",
        ),
        (REFUSED, "Generic S3 error: Connection refused (os error 111)", "See that the store is there"),
        (
            f"{GET} in 2 ms - HTTP error{DEEPER}builder error{DEEPER}URL scheme is not allowed\n",
            "Generic S3 error: URL scheme is not allowed",
            'aws_allow_http = "true"',
        ),
        ("something else\nin two lines", "something else", "Nothing is half-written"),
    ],
    ids=["no bucket", "keys", "no server", "http", "unknown"],
)
def test_of_a_store_that_cannot_be_reached_it_is_said_why_and_what_to_do(said: str, cause: str, advice: str) -> None:
    with pytest.raises(StoreFailed) as caught, translated(LAKE):
        raise OSError(said)
    assert caught.value.message == f"The lake s3://data/fleet could not be read or written. ({cause})"
    assert advice in caught.value.hint
    assert "Nothing is half-written" in caught.value.hint


def test_a_store_that_is_gone_while_duckdb_reads_is_told_of_and_other_errors_are_not() -> None:
    said = "reading the stream registered as 'files_of_devices' failed: IOError: AWS Error NETWORK_CONNECTION: gone"
    with pytest.raises(StoreFailed, match="NETWORK_CONNECTION") as caught, reading_afar(LAKE):
        raise duckdb.InvalidInputException(said)
    assert "See that the store is there" in caught.value.hint
    with pytest.raises(duckdb.BinderException), reading_afar(LAKE):
        raise duckdb.BinderException("no such column")

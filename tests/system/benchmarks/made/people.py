"""Owners in memory, for measuring the guard alone: known ones, and new ones of whom some are slips of known ones.

People have a first and a last name, some names are much more usual than others, and so are the domains that they share;
who comes second to an address has a number in it. One new owner in ten is a slip.
"""

from __future__ import annotations

from itertools import accumulate, product
from random import Random

import polars as pl

_FIRST = (
    "anna ben eva maria thomas michael andreas peter stefan christian martin daniel alexander sebastian johannes "
    "markus florian lukas david julia laura sarah lisa katharina claudia sabine petra monika susanne birgit nicole "
    "melanie christina sandra heike elke ulrike angela karin renate helga ingrid ursula erika jan tim felix max paul "
    "leon jonas niklas simon tobias philipp patrick dominik dennis kevin robert frank uwe jens torsten kai holger dirk "
    "pierre jean sophie camille claire nathalie isabelle francois jacques luc marc antoine nicolas julien james john "
    "mary patricia jennifer linda elizabeth barbara susan jessica karen nancy emily emma olivia noah liam william "
    "giulia marco luca paolo francesca elena carlos miguel sofia lucia pablo javier ines rui joao ana pedro"
)
_LAST = (
    "al ber car dor el fisch gro han jan kel lin mar neu os pet rich schmi schul stei tau vol wag wei zim",
    "a be de en er fe ge he in ke le mann me ne o per re ri se stein te ter the ve we",
    "l n r s dt cker berg feld hardt hof k er mann mer ner ring sen son t ting tz",
)
"""Beginnings, middles and endings."""
_DOMAINS = "acme north harbour mills quarry foundry orchard lantern"


def known_and_new(known: int, new: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """So many owners of each: `org_id`, `email`; the same ones every time."""
    slips = new // 10
    people = _people(known + new)
    there = people.head(known)
    wrong = pl.concat([_misspelt(there.head(slips)), _turned(there.tail(slips)), _elsewhere(there.slice(slips, slips))])
    coming = pl.concat([wrong.gather_every(3), people.tail(new)]).unique("email", maintain_order=True)
    coming = coming.join(there, on="email", how="anti", maintain_order="left").head(new)
    org = pl.lit("default").alias("org_id")
    return there.select(org, "email"), coming.select(org, "email")


def _people(count: int) -> pl.DataFrame:
    random = Random(20_260_301)
    last = ["".join(parts) for parts in product(*(parts.split() for parts in _LAST))]
    random.shuffle(last)
    domains = [f"{name}.example" for name in _DOMAINS.split()]
    words = {"first": _FIRST.split(), "last": last, "domain": domains}
    people = pl.DataFrame({part: _drawn(random, those, count) for part, those in words.items()})
    namesakes = pl.int_range(pl.len()).over("first", "last", "domain")
    number = pl.when(namesakes > 0).then(namesakes.cast(pl.String)).otherwise(pl.lit(""))
    people = people.with_columns(last=pl.concat_str("last", number))
    return people.with_columns(email=pl.format("{}.{}@{}", "first", "last", "domain"))


def _drawn(random: Random, words: list[str], count: int) -> list[str]:
    """The nth word is drawn about 1/n as often as the first, and the rare ones not too rarely."""
    weights = list(accumulate(1 / (number + 10) for number in range(len(words))))
    return random.choices(words, cum_weights=weights, k=count)


def _misspelt(people: pl.DataFrame) -> pl.DataFrame:
    """Without the third letter."""
    return people.with_columns(email=pl.col("email").str.head(2) + pl.col("email").str.slice(3))


def _turned(people: pl.DataFrame) -> pl.DataFrame:
    return people.with_columns(email=pl.format("{}.{}@{}", "last", "first", "domain"))


def _elsewhere(people: pl.DataFrame) -> pl.DataFrame:
    """At a domain without its last letter but one."""
    return people.with_columns(email=pl.col("email").str.head(-2) + pl.col("email").str.tail(1))

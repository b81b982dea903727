"""Which new e-mail address looks like a slip of a known one, and of which."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.expressions import Frame
from pipeline.core.guards.similar_owners import named_suspects, suspect_owners
from tests.support.reference.slips import likely_owner
from tests.support.strength import examples
from tests.support.worlds.decisions import on_polars

Suspect = tuple[str, str, str, str]
Meant = tuple[str, str]
Question = tuple[str, tuple[str, ...]]
Likely = Callable[..., Meant | None]

ANNA = "anna.bell@acme.example"


def _staff(domain: str) -> tuple[str, ...]:
    return tuple(f"{name}@{domain}" for name in ("ben", "eva", "ida", "joe", "kim"))


COLLEAGUES = _staff("acme.example")


def owners(emails: Iterable[str], org_id: str = "default") -> pl.DataFrame:
    """One row per owner of one organization."""
    rows = [(org_id, email) for email in emails]
    frame = pl.DataFrame(rows, {"org_id": pl.String, "email": pl.String}, orient="row")
    return frame.with_columns(owner_name=pl.lit(None, pl.String), handle=pl.col("email"))


def suspects(
    new: pl.DataFrame, known: pl.DataFrame, lazily: Callable[[pl.DataFrame], Frame] = on_polars
) -> list[Suspect]:
    """The rows that the core gives."""
    found: Any = suspect_owners(lazily(new), lazily(known)).collect("polars").to_native()
    rows: list[Suspect] = found.rows()
    return rows


def likely_together(questions: Iterable[Question]) -> dict[Question, Meant | None]:
    """Who was likely meant by each address among those known to an organization of its own, and how they are alike."""
    asked = list(dict.fromkeys(questions))
    new = pl.concat([owners([email], str(at)) for at, (email, _) in enumerate(asked)])
    found = suspects(new, pl.concat([owners(known, str(at)) for at, (_, known) in enumerate(asked)]))
    return {**dict.fromkeys(asked), **{asked[int(org_id)]: (meant, how) for org_id, _, meant, how in found}}


def likely(email: str, *known: str) -> Meant | None:
    return likely_together([(email, known)])[email, known]


@pytest.fixture(scope="module")
def told() -> Likely:
    """The same of the questions in the tables below, which are asked all at once: that takes a fiftieth of the time."""
    tables = (LETTERS, SWAPPED_NAMES, OTHER_PEOPLE)
    questions: list[Question] = [(who, (known,)) for table in tables for who, known in table.values()]
    questions += [*OTHER_DOMAINS.values(), *((who, ("zoe@acme.example", known)) for who, known in LOOK_ALIKES.values())]
    questions += [(f"ida@{domain}", COLLEAGUES) for domain in DOMAINS]
    questions += [(f"{who}@{like}", _staff(usual)) for like, usual in LOOK_ALIKE_DOMAINS for who in ("ida", "zoe")]
    answers = likely_together(questions)
    return lambda email, *known: answers[email, known]


LETTERS = {
    "a letter inserted": ("anna.belll@acme.example", ANNA),
    "at the start": ("aanna.bell@acme.example", ANNA),
    "a letter dropped": ("anna.bel@acme.example", ANNA),
    "from the start": ("nna.bell@acme.example", ANNA),
    "a letter changed": ("anna.bill@acme.example", ANNA),
    "another first name, one letter away": ("hanna.bell@acme.example", ANNA),
    "of whatever alphabet": ("anna.eбll@acme.example", "anna.eбla@acme.example"),
    "or accent": ("jürgen@acme.example", "jurgen@acme.example"),
    "a full stop swapped with a letter": ("ana.nbell@acme.example", "an.anbell@acme.example"),
    "two letters swapped": ("anan.bell@acme.example", ANNA),
    "two letters swapped near the end": ("anna.blel@acme.example", ANNA),
    "a full stop dropped": ("annabell@acme.example", ANNA),
    "a full stop changed": ("anna-bell@acme.example", ANNA),
    "six letters, of which one is dropped": ("danel@acme.example", "daniel@acme.example"),
    "a letter beside an equal digit": ("anna.bel2@acme.example", "anna.bell2@acme.example"),
    "a letter before an equal tag": ("anna.bel+lab@acme.example", "anna.bell+lab@acme.example"),
}


@pytest.mark.parametrize(("email", "known"), LETTERS.values(), ids=LETTERS)
def test_one_letter_is_a_slip(email: str, known: str, told: Likely) -> None:
    assert told(email, known) == (known, "letter")


SWAPPED_NAMES = {
    "first and last": ("bell.anna@acme.example", ANNA),
    "divided otherwise": ("bell_anna@acme.example", ANNA),
    "divided by hyphens": ("bell-anna@acme.example", "anna-bell@acme.example"),
    "an initial": ("b.anna@acme.example", "anna.b@acme.example"),
    "two first names": ("schmidt.anna-maria@acme.example", "anna-maria.schmidt@acme.example"),
    "two last names": ("bell-may.anna@acme.example", "anna.bell-may@acme.example"),
    "before an equal tag": ("bell.anna+lab@acme.example", "anna.bell+lab@acme.example"),
}


@pytest.mark.parametrize(("email", "known"), SWAPPED_NAMES.values(), ids=SWAPPED_NAMES)
def test_names_at_each_other_s_place_are_a_slip(email: str, known: str, told: Likely) -> None:
    assert told(email, known) == (known, "swapped_names")


LOOK_ALIKES = {
    "a Cyrillic letter": ("\u0430nna.bell@acme.example", ANNA),
    "in a short name": ("\u0430\u0435@x.example", "ae@x.example"),
    "a Greek one beside a digit": ("\u03bf.7@x.example", "o.7@x.example"),
    "in the domain": ("anna.bell@\u0430\u0441m\u0435.example", ANNA),
    "in the ledger": ("ae@x.example", "\u0430e@x.example"),
}


@pytest.mark.parametrize(("email", "known"), LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_letters_of_another_alphabet_that_are_drawn_alike_are_a_slip(email: str, known: str, told: Likely) -> None:
    assert told(email, "zoe@acme.example", known) == (known, "look_alike")


DOMAINS = ["acmee.example", "acm.example", "acne.example", "amce.example", "acme.exmple"]


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_same_name_at_a_look_alike_of_a_usual_domain_is_a_slip(domain: str, told: Likely) -> None:
    assert told(f"ida@{domain}", *COLLEAGUES) == ("ida@acme.example", "domain")


LOOK_ALIKE_DOMAINS = [
    ("acrne.example", "acme.example"),
    ("amold.example", "arnold.example"),
    ("vvest.example", "west.example"),
    ("aclcler.example", "adder.example"),
    ("acme.corn", "acme.com"),
]


@pytest.mark.parametrize(("domain", "usual"), LOOK_ALIKE_DOMAINS)
def test_the_same_name_at_a_domain_of_letters_that_look_alike_is_a_slip(domain: str, usual: str, told: Likely) -> None:
    assert told(f"ida@{domain}", *_staff(usual)) == (f"ida@{usual}", "domain")
    assert told(f"zoe@{domain}", *_staff(usual)) is None


OTHER_PEOPLE = {
    "another digit": ("user2@acme.example", "user1@acme.example"),
    "another digit, many letters": ("lab.device2@acme.example", "lab.device1@acme.example"),
    "a digit more": ("anna.bell2@acme.example", ANNA),
    "a digit less": ("anna.bell@acme.example", "anna.bell2@acme.example"),
    "a digit for a letter": ("anna.bel1@acme.example", ANNA),
    "a digit swapped with a letter": ("anna.bel1l@acme.example", "anna.bell1@acme.example"),
    "two digits swapped": ("device12@acme.example", "device21@acme.example"),
    "a letter and a digit": ("device.b2@acme.example", "device.a1@acme.example"),
    "too few letters": ("benn@acme.example", "ben@acme.example"),
    "five letters and a digit": ("marta1@acme.example", "maria1@acme.example"),
    "two slips": ("anna.bi@acme.example", ANNA),
    "a letter far away": ("anna.llbe@acme.example", ANNA),
    "two swaps": ("nana.blel@acme.example", ANNA),
    "a letter, and another domain": ("anna.bel@acme.org", ANNA),
    "a tag": ("anna.bell+lab@acme.example", ANNA),
    "no tag": ("anna.bell@acme.example", "anna.bell+lab@acme.example"),
    "another tag": ("anna.bell+lap@acme.example", "anna.bell+lab@acme.example"),
    "swapped names, and another domain": ("bell.anna@acme.org", ANNA),
    "swapped names with digits": ("room2.desk1@acme.example", "desk1.room2@acme.example"),
    "swapped names, and a letter": ("bel.anna@acme.example", ANNA),
    "twice the same name": ("ab-ab@acme.example", "ab.ab@acme.example"),
}


@pytest.mark.parametrize(("email", "known"), OTHER_PEOPLE.values(), ids=OTHER_PEOPLE)
def test_anything_else_is_another_person(email: str, known: str, told: Likely) -> None:
    assert told(email, known) is None


OTHER_DOMAINS = {
    "a domain that only four have": ("ida@acmee.example", COLLEAGUES[:4]),
    "another name there": ("ida2@acmee.example", COLLEAGUES),
    "another tag there": ("ida+lab@acmee.example", COLLEAGUES),
    "a domain with a digit more": ("ida@acme2.example", COLLEAGUES),
    "a domain two letters away": ("ida@axxe.example", COLLEAGUES),
    "a domain that looks alike, and a letter": ("ida@acrnee.example", COLLEAGUES),
    "a look-alike of a domain that only four have": ("ida@acrne.example", COLLEAGUES[:4]),
    "a domain that is usual itself": (
        "ida@acmee.example",
        (*COLLEAGUES, *(f"{name}@acmee.example" for name in ("ann", "bob", "cyd", "dee", "eli"))),
    ),
}


@pytest.mark.parametrize(("email", "known"), OTHER_DOMAINS.values(), ids=OTHER_DOMAINS)
def test_no_other_domain_is_a_look_alike(email: str, known: tuple[str, ...], told: Likely) -> None:
    assert (told(email, *known) or ("", "local_part"))[1] == "local_part"


def test_the_same_name_and_tag_at_any_other_domain_may_be_one_person() -> None:
    assert likely("anna.bell@acme.org", ANNA) == (ANNA, "local_part")
    assert likely("anna.bell+lab@acme.org", ANNA) is None


@pytest.mark.parametrize("name", ["Anna Bell", "ÁNNA BELL", "Bell, Anna"])
def test_a_full_name_of_a_known_person_may_be_that_person(name: str) -> None:
    new = owners(["a.schmidt@acme.example"]).with_columns(owner_name=pl.lit(name))
    known = owners([ANNA]).with_columns(owner_name=pl.lit("Anna Bell"))

    assert suspects(new, known) == [("default", "a.schmidt@acme.example", ANNA, "same_name")]
    assert suspects(new.with_columns(owner_name=pl.lit("Anna")), known.with_columns(owner_name=pl.lit("Anna"))) == []


def test_the_nearest_kind_comes_first_and_then_the_first_e_mail() -> None:
    known = (*COLLEAGUES, "bell.anna@acme.example", "zanna.bell@acme.example", "hanna.bell@acme.example")
    assert likely(ANNA, *known) == ("hanna.bell@acme.example", "letter")
    assert likely(ANNA, *known[:6]) == ("bell.anna@acme.example", "swapped_names")
    both = ("bell.anna@acmee.example", "anna.bell@acme.example", *COLLEAGUES)
    assert likely("anna.bell@acmee.example", *both) == ("bell.anna@acmee.example", "swapped_names")


def test_organizations_never_mix() -> None:
    new = pl.concat([owners(["anna.bel@acme.example"], "north"), owners(["hanna.bell@acme.example"], "south")])
    known = pl.concat([owners([ANNA], "south"), owners(COLLEAGUES, "north"), owners(["ida@acmee.example"], "south")])
    assert suspects(new, known) == [("south", "hanna.bell@acme.example", ANNA, "letter")]
    assert suspects(owners(["ida@acmee.example"], "west"), known) == []


def test_new_owners_are_compared_with_known_ones_only() -> None:
    assert suspects(owners(["anna.bell@acme.example", "anna.bel@acme.example"]), owners(COLLEAGUES)) == []


def test_the_suspects_stand_in_the_order_of_their_addresses() -> None:
    new = owners(["hanna.bell@acme.example", "anna.bel@acme.example", "bell.anna@acme.example", "zoe@acme.example"])
    assert [email for _, email, *_ in suspects(new, owners([ANNA]))] == sorted(new["email"])[:3]


def test_only_owners_whom_assign_rows_name_and_nobody_knows_or_allows_are_suspects() -> None:
    named = [
        ("assign", "anna.bel@acme.example"),
        ("assign", "hanna.bell@acme.example"),
        ("unassign", "anna.bill@acme.example"),
        ("assign", "bell.anna@acme.example"),
        ("assign", None),
        (None, "anna.ball@acme.example"),
    ]
    rows = pl.DataFrame(named, ["action", "owner_email"], orient="row").with_columns(org_id=pl.lit("default"))
    is_known = pl.col("owner_email") == "bell.anna@acme.example"
    rows = rows.with_columns(
        owner_name=pl.lit(None, pl.String), owner_key="owner_email", owner_id=pl.when(is_known).then(2)
    )
    known = owners([ANNA, "bell.anna@acme.example"])
    found: Any = named_suspects(on_polars(rows), on_polars(known), frozenset({"hanna.bell@acme.example"})).collect()
    assert found["email"].to_list() == ["anna.bel@acme.example"]


def test_no_rows_have_no_suspects() -> None:
    texts = dict.fromkeys(("org_id", "action", "owner_email", "owner_name", "owner_key"), pl.String)
    rows = on_polars(pl.DataFrame(schema={**texts, "owner_id": pl.Int64}))
    found = named_suspects(rows, on_polars(owners([ANNA])), frozenset()).collect()
    assert (found.shape, found.columns) == ((0, 4), ["org_id", "email", "likely_email", "likeness"])


NAMES = st.text("abc\u04301.-+", min_size=1, max_size=4) | st.sampled_from(
    ["abcabc", "abcab", "a.bcabc", "bcabc.a", "abc1abc"]
)
"""Addresses so much alike that most are a slip, or almost a slip, of some other."""
ADDRESSES = st.builds(
    "{}{}@{}".format,
    NAMES,
    st.sampled_from(["", "abcab", "+a", "aabcc"]),
    st.sampled_from(["ab", "aab", "b1", "clb", "db", "\u0430b"]),
)


@examples(8, of=150)
@given(st.sets(ADDRESSES, min_size=1, max_size=12), st.sets(ADDRESSES, max_size=30))
def test_the_core_suspects_whom_the_naive_model_suspects(new: set[str], known: set[str]) -> None:
    strangers = sorted(new - known)
    expected = [
        ("default", email, *meant) for email in strangers if (meant := likely_owner(email, sorted(known))) is not None
    ]
    assert suspects(owners(strangers), owners(known)) == expected


@pytest.mark.system
def test_duckdb_suspects_whom_polars_suspects() -> None:
    def on_duckdb(frame: pl.DataFrame) -> Frame:
        return nw.from_native(duckdb.from_arrow(frame.to_arrow()))

    addresses = ("anna.bel@acme.example", "bell.anna@acme.example", "ida@amce.example", "joe@acrne.example")
    new = owners([*addresses, "kim@\u0430cme.example"])
    known = owners([ANNA, *COLLEAGUES])
    assert suspects(new, known, on_duckdb) == suspects(new, known)
    kinds = [likeness for *_, likeness in suspects(new, known)]
    assert kinds == ["letter", "swapped_names", "domain", "domain", "look_alike"]

"""Tokens of another service are accepted where they are signed with the one key and algorithm of the settings."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pipeline.errors import UsageProblem
from pipeline.settings import TokenSettings
from pipeline.web.tokens import Tokens

ISSUER = "https://id.example"
PRIVATE = ec.generate_private_key(ec.SECP256R1())
PUBLIC = PRIVATE.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _token(key: Any = PRIVATE, algorithm: str = "ES256", **claims: Any) -> str:
    usual = {"iss": ISSUER, "sub": "bridge", "exp": time.time() + 60, "org_id": "acme"}
    return jwt.encode({**usual, **claims}, key, algorithm=algorithm)


@pytest.fixture
def public_key(tmp_path: Path) -> Path:
    """The file of the public key."""
    path = tmp_path / "public.pem"
    path.write_bytes(PUBLIC)
    return path


@pytest.fixture
def tokens(public_key: Path) -> Tokens:
    """The tokens of one service."""
    return Tokens(TokenSettings(issuer=ISSUER, public_key=public_key, algorithm="ES256"))


def test_a_valid_token_names_its_subject_and_organization(tokens: Tokens) -> None:
    caller = tokens.caller_of(_token())
    assert caller is not None
    assert (caller.name, caller.org_id) == ("bridge", "acme")


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        _token(exp=time.time() - 1),
        _token(iss="https://elsewhere.example"),
        _token(org_id=None),
        _token(ec.generate_private_key(ec.SECP256R1())),
        _token("a secret that is long enough for its purpose", "HS256"),
        jwt.encode({"iss": ISSUER, "sub": "bridge", "exp": time.time() + 60, "org_id": "acme"}, "", algorithm="none"),
        _token().rpartition(".")[0] + ".",
    ],
    ids=["nonsense", "expired", "issuer", "no organization", "another key", "another algorithm", "none", "unsigned"],
)
def test_any_other_token_names_nobody(tokens: Tokens, token: str) -> None:
    assert tokens.caller_of(token) is None


def test_a_token_without_an_organization_may_belong_to_that_of_the_settings(public_key: Path) -> None:
    tokens = Tokens(TokenSettings(issuer=ISSUER, public_key=public_key, algorithm="ES256", org="lab", org_claim="org"))
    caller = tokens.caller_of(_token())
    assert caller is not None
    assert caller.org_id == "lab"


def test_a_key_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="cannot be read"):
        Tokens(TokenSettings(issuer=ISSUER, public_key=tmp_path / "no.pem"))

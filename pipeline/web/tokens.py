"""JSON Web Tokens of another service, by which somebody is known who has no key of ours."""

from __future__ import annotations

from typing import Any

import jwt

from pipeline.errors import UsageProblem
from pipeline.model import Caller
from pipeline.settings import TokenSettings
from schemas.vocabulary import Role

_REQUIRED = ["exp", "iss", "sub"]


class Tokens:
    """The tokens that one service signs: with one algorithm and one key, which the settings name."""

    def __init__(self, settings: TokenSettings) -> None:
        self._settings = settings
        try:
            self._key = settings.public_key.read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise UsageProblem(
                f"The key of the tokens cannot be read: {settings.public_key}.", "Set web.tokens.public_key."
            ) from problem

    def caller_of(self, token: str) -> Caller | None:
        """Whoever the token names; None for one that is not valid. Only the algorithm of the settings is accepted."""
        settings = self._settings
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=[settings.algorithm],
                issuer=settings.issuer,
                audience=settings.audience,
                options={"require": _REQUIRED, "verify_aud": settings.audience is not None},
            )
        except (jwt.PyJWTError, ValueError):
            return None
        org, subject = claims.get(settings.org_claim, settings.org), str(claims["sub"])
        return Caller(f"token:{subject}", subject, org, Role.EDITOR) if isinstance(org, str) and org else None

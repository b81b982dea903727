"""The record of a code: what it is said of, its one sentence for people, and its wordings with their advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum

from schemas.records import dataclass
from schemas.vocabulary import IssueCode, Reason, Severity

# A wording that begins like this quotes the value, and goes on with what it says of it.
QUOTE = '"{value}" '


class CodeKind(StrEnum):
    """A code is the reason of an unchanged, a skipped or a rejected row, or of an absent device; or an issue."""

    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    REJECTED = "rejected"
    ABSENT = "absent"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a code: what is said, and what to do about it.

    Both are templates, the most telling first: the first whose fields all have a value is used. `{name}` stands for a
    field; one that is a phrase of its own has its templates in `parts`. Findings of one `cause` are told together; it
    is the wording's own name, or that of the one it varies.
    """

    says: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cause: str = ""
    code: Reason | IssueCode = Reason.INVALID_VALUE

    @property
    def is_quoting(self) -> bool:
        """True where it begins with the value in quotes."""
        return bool(self.says) and all(template.startswith(QUOTE) for template in self.says)

    @property
    def about(self) -> tuple[str, ...]:
        """What it says of the value that it quotes; all that it says, where it quotes none."""
        return tuple(template.removeprefix(QUOTE) for template in self.says) if self.is_quoting else self.says


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is said of one code; `wordings` by name."""

    code: Reason | IssueCode
    sentence: str
    kinds: tuple[CodeKind, ...]
    wordings: Mapping[str, Wording] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Wording:
        return self.wordings[name]


def record(code: Reason | IssueCode, sentence: str, *kinds: CodeKind, **wordings: Wording) -> Record:
    """The record of a code, its wordings by their names."""
    named = {name: replace(one, code=code, cause=one.cause or name) for name, one in wordings.items()}
    return Record(code, sentence, kinds, named)


def say(
    says: str | tuple[str, ...] = (),
    advice: str | tuple[str, ...] = (),
    severity: Severity = Severity.ERROR,
    *,
    like: str = "",
    **parts: tuple[str, ...],
) -> Wording:
    """A wording; where it only varies the advice of another one, that is named by `like`."""
    return Wording(_several(says), _several(advice), severity, parts, like)


def _several(templates: str | tuple[str, ...]) -> tuple[str, ...]:
    return (templates,) if isinstance(templates, str) else templates

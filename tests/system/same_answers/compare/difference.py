"""One thing that is not the same."""

from __future__ import annotations

from dataclasses import dataclass

NOTHING = "(nothing)"
_OF_TEXTS = ("text", "value")


@dataclass(frozen=True, slots=True)
class Difference:
    """`old` and `new` are texts where `is_text`, else values as they are shown."""

    kind: str
    scene: str
    step: str
    document: str
    place: str
    old: str
    new: str
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """The document that is compared."""

    scene: str
    step: str
    document: str

    def difference(self, kind: str, place: str, old: object, new: object) -> Difference:
        """One in this document."""
        is_text = kind in _OF_TEXTS and isinstance(old, str) and isinstance(new, str) and NOTHING not in (old, new)
        return Difference(kind, self.scene, self.step, self.document, place, str(old), str(new), is_text=is_text)

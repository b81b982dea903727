"""The lists of placeholders: each says something of the columns that it is for, and nothing of the others."""

import re

import pytest

from schemas.fields import FieldType
from schemas.words.placeholders import blank_pattern, nameless_pattern


@pytest.mark.parametrize(
    ("name", "kind", "word", "is_blank"),
    [
        ("location", FieldType.TEXT, "NULL", True),
        ("location", FieldType.TEXT, "TBD", False),
        ("model", FieldType.TEXT, "To be filled by O.E.M.", True),
        ("model_number", FieldType.TEXT, "System Product Name", True),
        ("brand", FieldType.TEXT, "System manufacturer", True),
        ("brand", FieldType.TEXT, "None", True),
        ("model", FieldType.TEXT, "Default", False),
        ("comment", FieldType.TEXT, "To be filled by O.E.M.", False),
        ("serial_number", FieldType.IDENTIFIER, "123456", True),
        ("asset_tag", FieldType.IDENTIFIER, "123456", False),
        ("asset_tag", FieldType.IDENTIFIER, "TO BE FILLED BY O.E.M.", True),
        ("mac_address", FieldType.MAC, "00-00-00-00-00-00", True),
        ("mac_address", FieldType.MAC, "00-00-00-00-00-01", False),
        ("username", FieldType.TEXT, "unknown", True),
        ("username", FieldType.TEXT, "test", False),
        ("owner_last_name", FieldType.TEXT, "Null", False),
        ("action", FieldType.ACTION, "None", False),
        ("end_at", FieldType.INSTANT, "0001-01-01T00:00:00Z", True),
        ("serial_number", FieldType.IDENTIFIER, "б/н", True),
        ("serial_number", FieldType.IDENTIFIER, "不明", True),
        ("serial_number", FieldType.IDENTIFIER, "N/A?", True),
        ("serial_number", FieldType.IDENTIFIER, "(missing)", True),
        ("serial_number", FieldType.IDENTIFIER, "see sticker", True),
        ("serial_number", FieldType.IDENTIFIER, "PF2(unknown)", False),
        ("owner_name", FieldType.TEXT, "unknown ?", True),
        ("owner_name", FieldType.TEXT, "Una Knowles?", False),
        ("location", FieldType.TEXT, "无", True),
        ("owner_name", FieldType.TEXT, "なし", True),
        ("purchase_date", FieldType.DATE, "belum ada", False),
        ("purchase_date", FieldType.DATE, "tidak ada", True),
        ("has_webcam", FieldType.BOOLEAN, "yok", False),
        ("has_webcam", FieldType.BOOLEAN, "n/a", True),
        ("extra.Kamera", FieldType.TEXT, "yok", False),
        ("extra.Kamera", FieldType.TEXT, "n/a", True),
    ],
)
def test_a_word_is_blank_where_it_cannot_be_meant(name: str, kind: FieldType, word: str, *, is_blank: bool) -> None:
    assert (re.search(blank_pattern(name, kind), word) is not None) is is_blank


def test_a_name_may_be_a_token_of_firmware_but_no_sentence_of_it() -> None:
    assert re.search(nameless_pattern(), "Default string")
    assert not re.search(nameless_pattern(), "Test")

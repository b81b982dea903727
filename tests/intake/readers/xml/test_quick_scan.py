"""The cheap look at a sheet's XML, which decides whether the exact one is needed."""

import pytest

from pipeline.intake.readers.xml.quick_scan import Looking, Looks, look_through

_NOTHING = Looks(formulas=False, hidden=False, merged=False)


@pytest.mark.parametrize(
    ("xml", "looks"),
    [
        (b'<worksheet><row r="1"><c r="A1"><v>1</v></c></row></worksheet>', _NOTHING),
        (b"<worksheet><sheetFormatPr/><c><v>1</v></c></worksheet>", _NOTHING),
        (b"<worksheet><c><f>A1</f></c></worksheet>", Looks(formulas=True, hidden=False, merged=False)),
        (b'<worksheet><c><f t="shared"/></c></worksheet>', Looks(formulas=True, hidden=False, merged=False)),
        (b"<x:worksheet><x:c><x:f>A1</x:f></x:c></x:worksheet>", Looks(formulas=True, hidden=False, merged=False)),
        (b'<worksheet><row r="1" hidden="1"/></worksheet>', Looks(formulas=False, hidden=True, merged=False)),
        (b'<worksheet><mergeCell ref="A1:B2"/></worksheet>', Looks(formulas=False, hidden=False, merged=True)),
    ],
)
def test_what_is_there_is_seen_wherever_the_pieces_end(xml: bytes, looks: Looks) -> None:
    assert {look_through((xml[:cut], xml[cut:])) for cut in range(20, len(xml))} == {looks}


def test_small_pieces_hide_nothing() -> None:
    looking = Looking()
    for at in range(0, 600, 3):
        looking.feed((b"<worksheet>" + b" " * 500 + b'<row hidden="1">')[at : at + 3])
    assert looking.looks.hidden

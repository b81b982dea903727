"""Text files: what is a guess is said, and what cannot be told is refused."""

import time
from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from pipeline.intake.raw_sheets import RawBook
from pipeline.intake.readers import FileKind, read_sheets
from schemas.vocabulary import Severity

_TABLE = "Serial number,Owner email,Label\nSN1,anna@example.com,Büro\n"
_CELLS = [("Serial number", "Owner email", "Label"), ("SN1", "anna@example.com", "Büro")]


def _read(folder: Path, content: bytes | str, encoding: str | None = None) -> RawBook:
    path = folder / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_sheets(path, FileKind.CSV, encoding)


def _rows(folder: Path, content: bytes | str) -> list[tuple[str | None, ...]]:
    return _read(folder, content).sheets[0].cells.rows()


def _refusal(folder: Path, content: bytes | str) -> str:
    with pytest.raises(FileUnusable) as caught:
        _read(folder, content)
    assert caught.value.code == "file_unreadable"
    return caught.value.message


@pytest.mark.parametrize(
    "content",
    [
        _TABLE.encode(),
        _TABLE.encode("utf-8-sig"),
        _TABLE.encode("utf-16"),
        _TABLE.encode("utf-16-le"),
        _TABLE.encode("utf-16-be"),
        b"\xfe\xff" + _TABLE.encode("utf-16-be"),
        _TABLE.encode("utf-32"),
        _TABLE.replace("\n", "\r").encode(),
        _TABLE.replace("\n", "\r\n").encode(),
        _TABLE.replace("SN1", "S\0N1").encode(),
        _TABLE.replace("\n", "\r\n").encode("utf-16-le"),
    ],
)
def test_unicode_is_read_without_a_word(content: bytes, tmp_path: Path) -> None:
    book = _read(tmp_path, content)
    assert (book.sheets[0].cells.rows(), book.remarks) == (_CELLS, ())


def test_letters_that_all_code_pages_that_fit_read_alike_need_no_word(tmp_path: Path) -> None:
    book = _read(tmp_path, _TABLE.encode("cp1252"))
    assert (book.sheets[0].cells.rows(), book.remarks) == (_CELLS, ())


def test_another_code_page_is_told_with_a_cell_to_judge_it_by(tmp_path: Path) -> None:
    table = "Serial Number,Owner Name\nLT-0019,Jiří Novák\nLT-0020,Łukasz Żółw\n"
    book = _read(tmp_path, table.encode("cp1250"))
    assert book.sheets[0].cells.rows()[1:] == [("LT-0019", "Jiří Novák"), ("LT-0020", "Łukasz Żółw")]
    (remark,) = book.remarks
    assert remark.severity is Severity.WARNING
    assert remark.message == 'the text is not UTF-8 and is read as Windows-1250: line 2 has "Jiří Novák" then'


def test_letters_that_may_be_read_in_two_ways_are_asked_about(tmp_path: Path) -> None:
    table = "Serial Number,Owner Name\nLT-0019,Anna Kočova\n"
    message = _refusal(tmp_path, table.encode("cp1250"))
    assert message.startswith("the text is not UTF-8, and its letters can be read in two ways: line 2 has")
    assert '"Anna Kočova" as Windows-1250' in message
    assert '"Anna Koèova" as Windows-1252' in message
    assert _read(tmp_path, table.encode("cp1250"), "Windows-1250").sheets[0].cells.rows()[1][1] == "Anna Kočova"


def test_a_code_page_that_is_given_does_not_change_unicode(tmp_path: Path) -> None:
    book = _read(tmp_path, _TABLE.encode(), "windows-1250")
    assert (book.sheets[0].cells.rows(), book.remarks) == (_CELLS, ())


def test_bytes_that_the_given_code_page_does_not_have_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="line 3 cannot be read as UTF-8 or windows-1252"):
        _read(tmp_path, b"Serial number,Label\rSN1,ok\rSN2,B\x81ro\r", "windows-1252")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_file_that_is_half_utf_8_is_refused_with_a_line_of_each_kind(end: str, tmp_path: Path) -> None:
    lines = ["Serial number,City", "SN1,Zürich", "SN2,Bonn", "SN3,Köln"]
    content = b"".join((line + end).encode("cp1252" if "SN1" in line else "utf-8") for line in lines)
    message = _refusal(tmp_path, content)
    assert message.startswith("line 4 is UTF-8 and line 2 is not, so the letters with accents")


@pytest.mark.parametrize("text", ["„MENÜ“,Straße", "«CAFÉ» déjà,Hélène Lefèvre", "L’ÉTÉ’ d’août,forêt"])
def test_capital_letters_beside_signs_are_no_utf_8(text: str, tmp_path: Path) -> None:
    read = _rows(tmp_path, f"Label,Note\n{text}\n".encode("cp1252"))
    assert read[1] == tuple(text.split(","))


@pytest.mark.parametrize("cell", ['="00123"', '"=""00123"""'])
def test_zeros_that_a_formula_keeps_are_kept(cell: str, tmp_path: Path) -> None:
    rows = _rows(tmp_path, f"Serial number,Note\n{cell},a\nSN2,b\n")
    assert rows == [("Serial number", "Note"), ("00123", "a"), ("SN2", "b")]
    assert _rows(tmp_path, f'Serial number,Note\n{cell},"a\nb"\nSN2\n')[1] == ("00123", "a\nb")


def test_other_formulas_stay_as_they_are(tmp_path: Path) -> None:
    rows = _rows(tmp_path, 'A,B,C,D\n=1+1,"=""a""&""b""","=""""",x="1"\n')
    assert rows[1] == ("=1+1", '="a"&"b"', None, 'x="1"')


def test_half_a_character_of_utf_16_is_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path, _TABLE.encode("utf-16")[:-1]).startswith("line 2 cannot be read as UTF-16")


@pytest.mark.parametrize("odd", ["\ufffd", "\x07", "\x92"])
def test_a_character_that_nobody_types_is_a_warning_with_its_line(odd: str, tmp_path: Path) -> None:
    (remark,) = _read(tmp_path, _TABLE.replace("ü", odd)).remarks
    assert remark.severity is Severity.WARNING
    assert remark.message.startswith(f"line 2 has a character that nobody types (U+{ord(odd):04X})")


def test_a_control_character_in_guessed_text_is_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path, _TABLE.replace("SN1", "SN\x07").encode("cp1252")).startswith("line 2 cannot be read")


@pytest.mark.parametrize(
    ("content", "second_row"),
    [
        ("Serial number;Price;Note\nSN1;1,50;a\nSN2;2,50;b\n", ("SN1", "1,50", "a")),
        ("Serial number;Note\nSN1;a, b, c, d\nSN2;none\n", ("SN1", "a, b, c, d")),
        ("Serial number|Note\nSN1|a, b; c\nSN2|d\n", ("SN1", "a, b; c")),
        ("Serial number\tNote\nSN1\ta, b\nSN2\tc, d\n", ("SN1", "a, b")),
        ('Serial number,Note\nSN1,"a;b;c;d"\n', ("SN1", "a;b;c;d")),
        ("Fleet, of, March, by, place\nSerial number;Note\nSN1;a\nSN2;b\n", ("Serial number", "Note")),
    ],
)
def test_the_delimiter_is_the_one_that_all_lines_share(
    content: str, second_row: tuple[str, ...], tmp_path: Path
) -> None:
    assert _rows(tmp_path, content)[1] == second_row


def test_the_first_line_may_name_the_delimiter(tmp_path: Path) -> None:
    rows = _rows(tmp_path, "sep=;\nSerial number;Note\nSN1;a,b\n")
    assert rows == [(None, None), ("Serial number", "Note"), ("SN1", "a,b")]


def test_records_are_rows_whatever_is_in_their_quotes(tmp_path: Path) -> None:
    rows = _rows(tmp_path, 'Serial number,Note\nSN1,"two\r\nlines, ""quoted"""\n\nSN2,15" screen\n')
    expected = [("Serial number", "Note"), ("SN1", 'two\nlines, "quoted"'), (None, None), ("SN2", '15" screen')]
    assert rows == expected


def test_rows_may_have_different_lengths(tmp_path: Path) -> None:
    rows = _rows(tmp_path, "Serial number,Note\nSN1\nSN2,a,b,c\n,,\n")
    assert rows == [
        ("Serial number", "Note", None, None),
        ("SN1", None, None, None),
        ("SN2", "a", "b", "c"),
        (None, None, None, None),
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('Serial number,Note\nSN1,"never closed\nSN2,b\n', 2),
        ('Serial number,Note\nSN1,a\nSN2,"swallows\nSN3,"another"\nSN4,b\n', 3),
        ('Serial number,Note\nSN1,"never closed', 2),
    ],
)
def test_a_quotation_mark_that_is_not_closed_is_refused_with_its_line(content: str, line: int, tmp_path: Path) -> None:
    assert _refusal(tmp_path, content).startswith(f"line {line}: a quotation mark is opened and never closed")


def test_a_stray_quotation_mark_within_one_line_does_no_harm(tmp_path: Path) -> None:
    assert _rows(tmp_path, 'Serial number,Note\nSN1,"15" screen"\nSN2,b\n')[1] == ("SN1", '15 screen"')


def test_tidy_and_untidy_files_give_the_same_cells(tmp_path: Path) -> None:
    lines = ['A,"b ""c""", d ,,"e,f"', 'x,"",y,"""",z', "1,2,3,4,5", "ü,'q',\t,  ,5\" x"]
    tidy = "\n".join(lines) + "\n"
    assert _rows(tmp_path, tidy) == _rows(tmp_path, tidy + '"a\nb",,,,\n')[:-1]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\n", b"\n\n", b"sep=;", b"sep=;\n"])
def test_a_file_without_cells_has_none(content: bytes, tmp_path: Path) -> None:
    assert _read(tmp_path, content).sheets[0].cells.is_empty()


def test_a_cell_may_be_long_but_not_endless(tmp_path: Path) -> None:
    assert _rows(tmp_path, "Serial number,Note\nSN1," + "x" * 200_000 + "\n")[1] == ("SN1", "x" * 200_000)
    assert _refusal(tmp_path, "Serial number,Note\nSN1\nSN2," + "x" * 2_000_000).startswith("line 3: a cell has over")


def test_a_large_file_is_read_quickly(tmp_path: Path) -> None:
    lines = "".join(f'SN{number},person.{number}@example.com,"Laptop, {number}",1200.5\n' for number in range(100_000))
    content = "Serial number,Owner email,Name,Price\n" + lines
    started = time.process_time()
    rows = _read(tmp_path, content).sheets[0].cells.height
    assert (rows, time.process_time() - started < 15) == (100_001, True)

"""Text files: encodings, delimiters, quotes, line ends."""

from __future__ import annotations

from tests.system.corpus.make.books import ANNA, BEN, EVA
from tests.system.corpus.make.catalogue import makes

_HEAD = "Serial Number,Location"
_GOOD = f"Serial Number,Owner Email\nLT-0010,{ANNA}\nLT-0011,{BEN}\nLT-0012,{EVA}\n"
_PLACES = f"{_HEAD}\nLT-0010,Köln\nLT-0011,Zürich – Süd\n"


@makes("utf8_with_mark.csv")
def utf8_bom() -> bytes:
    """As Excel saves `CSV UTF-8`: with a byte order mark."""
    return _PLACES.encode("utf-8-sig")


@makes("utf8_without_mark.csv")
def utf8() -> bytes:
    """As everything else saves it."""
    return _PLACES.encode()


@makes("utf16.csv")
def utf16() -> bytes:
    """As Excel saves `Unicode text`: UTF-16 with tabs."""
    return b"\xff\xfe" + _PLACES.replace(",", "\t").encode("utf-16-le")


@makes("utf16_big_end.csv")
def utf16_be() -> bytes:
    """The other way round."""
    return b"\xfe\xff" + _PLACES.encode("utf-16-be")


@makes("utf16_without_mark.csv")
def utf16_bare() -> bytes:
    """Without anything that says so."""
    return _PLACES.encode("utf-16-le")


@makes("cp1252.csv")
def cp1252() -> bytes:
    """As an older Excel of Western Europe saves it."""
    return _PLACES.encode("cp1252")


@makes("half_utf8_half_cp1252.csv")
def both() -> bytes:
    """Two files joined: the first half in one encoding, the second in the other."""
    return _PLACES.encode() + "LT-0012,Zürich\n".encode("cp1252")


@makes("semicolons.csv")
def semicolons() -> bytes:
    """As Excel saves it where the comma is the decimal sign."""
    return b"Serial Number;Location;Purchase Price\nLT-0010;Berlin, Room 4;1234,50\nLT-0011;Paris;999,00\n"


@makes("tabs.csv")
def tabs() -> bytes:
    """Pasted from a sheet."""
    return _GOOD.replace(",", "\t").encode()


@makes("pipes.txt")
def pipes() -> bytes:
    """From a mainframe."""
    return _GOOD.replace(",", "|").encode()


@makes("sep_line.csv")
def sep() -> bytes:
    """The first line tells Excel the delimiter."""
    return b"sep=;\n" + _GOOD.replace(",", ";").encode()


@makes("quoted_line_breaks.csv")
def quoted() -> bytes:
    """A location of two lines, a quotation mark within quotes, a comma within quotes."""
    return f'{_HEAD}\nLT-0010,"Berlin\nRoom 4"\nLT-0011,"the ""red"" house, left"\n'.encode()


@makes("carriage_returns_only.csv")
def returns() -> bytes:
    """Line ends as Excel for Mac wrote them."""
    return _GOOD.replace("\n", "\r").encode()


@makes("mixed_line_ends.csv")
def mixed() -> bytes:
    """All three kinds of line end in one file, and none at the end."""
    return f"Serial Number,Owner Email\r\nLT-0010,{ANNA}\nLT-0011,{BEN}\rLT-0012,{EVA}".encode()


@makes("unclosed_quote.csv")
def unclosed() -> bytes:
    """A quotation mark in the second row that nobody closed."""
    return f'Serial Number,Owner Email\nLT-0010,"{ANNA}\nLT-0011,{BEN}\nLT-0012,{EVA}\n'.encode()


@makes("quote_in_the_middle.csv")
def inches() -> bytes:
    """Inches: a quotation mark within a cell that is not quoted."""
    return b'Serial Number,Screen Size\nLT-0010,14"\nLT-0011,15.6" wide\n'


@makes("nul_bytes.csv")
def nul() -> bytes:
    """A NUL here and there, as broken exports have them."""
    return _GOOD.encode().replace(b"LT-0011", b"LT-\x000011")


@makes("ragged_rows.csv")
def ragged() -> bytes:
    """A row with a cell too few, and one with a cell too many."""
    return f"Serial Number,Owner Email,Label\nLT-0010,{ANNA}\nLT-0011,{BEN},bag,what is this\nLT-0012,{EVA},\n".encode()


@makes("unquoted_comma.csv")
def unquoted() -> bytes:
    """A comma in a location that nobody quoted moves all cells to the right."""
    return f"Serial Number,Label,Owner Email\nLT-0010,desk, left,{ANNA}\nLT-0011,bag,{BEN}\n".encode()


@makes("one_column.csv")
def one_column() -> bytes:
    """A list of serial numbers and nothing else."""
    return b"Serial Number\nLT-0010\nLT-0011\n"


@makes("blank_lines.csv")
def blank() -> bytes:
    """Blank lines and lines of commas, as Excel leaves deleted rows."""
    return f"\n\nSerial Number,Owner Email\n,,\nLT-0010,{ANNA}\n\n,\nLT-0011,{BEN}\n,,,\n".encode()


@makes("spaces_around_cells.csv")
def spaces() -> bytes:
    """Lined up with spaces by hand."""
    return f"Serial Number , Owner Email\nLT-0010       , {ANNA}\nLT-0011       , {BEN}\n".encode()


@makes("quoted_everything.csv")
def all_quoted() -> bytes:
    """Every cell quoted, and leading zeros kept by a formula: ="00123"."""
    return f'"Serial Number","Owner Email"\n"=""00123""","{ANNA}"\n"LT-0011","{BEN}"\n'.encode()


@makes("headers_in_german.csv")
def german() -> bytes:
    """German headers in the encoding and with the delimiter of a German Excel."""
    return "Seriennummer;Gerätename;Kaufpreis\nLT-0010;Büro 1;1.234,50\n".encode("cp1252")


@makes("markdown_table.txt")
def markdown() -> bytes:
    """Copied from a ticket."""
    return f"| Serial Number | Owner Email |\n|---|---|\n| LT-0010 | {ANNA} |\n| LT-0011 | {BEN} |\n".encode()

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


_PEOPLE = "Serial Number,Owner Email,Owner Name"


@makes("cp1250_of_prague_and_warsaw.csv")
def cp1250() -> bytes:
    """As an Excel in Prague or Warsaw saves it."""
    rows = "LT-0019,jiri.novak@acme.example,Jiří Novák\nLT-0020,lukasz.zolw@acme.example,Łukasz Żółw\n"
    return f"{_PEOPLE}\n{rows}".encode("cp1250")


@makes("cp1251_of_sofia.csv")
def cp1251() -> bytes:
    """As an Excel in Sofia saves it."""
    return f"{_PEOPLE}\nLT-0019,georgi@acme.example,Георги Димитров\nLT-0020,y@acme.example,Йорданка\n".encode("cp1251")


@makes("gb18030_of_beijing.csv")
def gb18030() -> bytes:
    """As an Excel in Beijing saves it."""
    return "序列号,使用人,Owner Email\nLT-0019,张伟,zhang@acme.example\nLT-0020,王芳,wang@acme.example\n".encode(
        "gb18030"
    )


@makes("code_page_in_doubt.csv")
def in_doubt() -> bytes:
    """One letter that Prague and Paris read otherwise, and nothing that tells which of them it was."""
    return f"{_PEOPLE}\nLT-0019,anna.k@acme.example,Anna Kočova\n".encode("cp1250")


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


@makes("mojibake_in_names.csv")
def mojibake() -> bytes:
    """UTF-8 that was read as Windows-1252, and saved again; and as Windows-1250."""
    rows = "LT-0019,jorg.gross@acme.example,JÃ¶rg GroÃŸ\nLT-0020,eva@acme.example,Eva DĂ\xadaz\n"
    return f"{_PEOPLE}\n{rows}".encode()


@makes("mojibake_in_places.csv")
def mojibake_in_places() -> bytes:
    """The same where it does less harm, and mark-up of a web page."""
    return f"{_HEAD}\nLT-0010,ZÃ¼rich\nLT-0011,Berlin&nbsp;Mitte\n".encode()


@makes("buddhist_years.csv")
def buddhist_years() -> bytes:
    """As an office in Bangkok writes the year."""
    rows = "LT-0010,15/03/2567,14/03/2570\nLT-0011,20/03/2567,19/03/2570\n"
    return f"Serial Number,Purchase Date,Warranty End\n{rows}".encode()


@makes("purchases_out_of_time.csv")
def out_of_time() -> bytes:
    """Before there were such devices, long after now, and a warranty that was over at the purchase."""
    rows = "LT-0010,1969-12-31,\nLT-0011,2204-03-01,\nLT-0012,2024-03-01,2022-03-01\nLT-0013,令和6年5月1日,\n"
    return f"Serial Number,Purchase Date,Warranty End\n{rows}".encode()


@makes("totals_without_a_word.csv")
def wordless_totals() -> bytes:
    """The last line has the sum of the column, and no word."""
    rows = 'LT-0010,AT-0010,"1,250.00"\nLT-0011,AT-0011,"1,250.00"\n,,"2,500.00"\n'
    return f"Serial Number,Asset Tag,Purchase Cost\n{rows}".encode()


@makes("totals_that_differ.csv")
def differing_totals() -> bytes:
    """A subtotal that agrees, one that does not, as its group has a price that is none, and too many devices."""
    first = "LT-0010,AT-0010,1000.00,1\nLT-0011,AT-0011,1200.50,1\nSubtotal Berlin,,2200.50,2\n"
    second = "LT-0012,AT-0012,a lot,1\nLT-0013,AT-0013,900.00,1\nSubtotal Paris,,1200.00,3\nTotal,,3400.50,5\n"
    return f"Serial Number,Asset Tag,Purchase Cost,Qty\n{first}{second}".encode()


@makes("dates_without_days.csv")
def dates_without_days() -> bytes:
    """The month in which something was bought, and until when it has a warranty."""
    rows = "LT-0010,08/2024,Aug 2027\nLT-0011,Q3 2024,2027\nLT-0012,2024-09-15,2027-09-14\nLT-0013,Sep-24,\n"
    return f"Serial Number,Purchase Date,Warranty End\n{rows}".encode()


@makes("other_calendars.csv")
def other_calendars() -> bytes:
    """Dates of Riyadh, Tehran, Tokyo and Taipei."""
    rows = "LT-0010,1445-03-05\nLT-0011,1402/05/16\nLT-0012,R6.5.1\nLT-0013,113/5/1\n"
    return f"Serial Number,Purchase Date\n{rows}".encode()

"""Files whose name lies about what they are."""

from __future__ import annotations

import gzip
import struct
import zlib

from tests.system.corpus.make.books import ANNA, BEN, made
from tests.system.corpus.make.catalogue import makes
from tests.system.corpus.make.packages import HEAD, zipped

_CSV = f"Serial Number,Owner Email\nLT-0010,{ANNA}\nLT-0011,{BEN}\n".encode()
_HTML = (
    "<html><head><meta charset='utf-8'></head><body><table><tr><th>Serial Number</th><th>Owner Email</th></tr>"
    f"<tr><td>LT-0010</td><td>{ANNA}</td></tr></table></body></html>"
)


@makes("html_named.xls")
def html() -> bytes:
    """A web page that a program calls a workbook."""
    return _HTML.encode()


@makes("html_with_mark_named.xls")
def html_with_mark() -> bytes:
    """The same behind a byte order mark and blank lines."""
    return b"\xef\xbb\xbf\r\n\r\n<!DOCTYPE html>" + _HTML.encode()


@makes("xml_spreadsheet_2003.xls")
def xml_2003() -> bytes:
    """The XML form of Excel 2003."""
    cells = "".join(f'<Cell><Data ss:Type="String">{value}</Data></Cell>' for value in ("Serial Number", "Owner Email"))
    return (
        f'{HEAD}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table><Row>{cells}</Row>'
        "</Table></Worksheet></Workbook>"
    ).encode()


@makes("csv_named.xlsx")
def csv_named_xlsx() -> bytes:
    """Text that somebody renamed."""
    return _CSV


@makes("csv_named.xls")
def csv_named_xls() -> bytes:
    """Text that a program calls an old workbook."""
    return _CSV.replace(b",", b"\t")


@makes("workbook_named.csv")
def workbook_named_csv() -> bytes:
    """A workbook that somebody renamed."""
    return made()


@makes("workbook_named.xls")
def workbook_named_xls() -> bytes:
    """A new workbook under the old ending."""
    return made()


@makes("workbook_without_ending")
def no_ending() -> bytes:
    """A workbook from a program that gives no ending."""
    return made()


@makes("workbook.final.version 2 (copy).XLSX")
def long_name() -> bytes:
    """A name as people make them, in capitals."""
    return made()


@makes("pdf_named.xlsx")
def pdf() -> bytes:
    """A printed list."""
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


@makes("word_document.docx")
def word() -> bytes:
    """A letter with the list in it."""
    return zipped(
        {
            "[Content_Types].xml": f"{HEAD}<Types/>",
            "word/document.xml": f"{HEAD}<document>Serial Number LT-0010</document>",
        }
    )


@makes("word_document_named.xlsx")
def word_named() -> bytes:
    """The same, renamed."""
    return word()


@makes("presentation_named.xlsx")
def slides() -> bytes:
    """Slides, renamed."""
    return zipped({"[Content_Types].xml": f"{HEAD}<Types/>", "ppt/presentation.xml": f"{HEAD}<presentation/>"})


@makes("picture_named.xlsx")
def picture() -> bytes:
    """A screenshot of the list."""
    pixels = zlib.compress(b"\x00\xff\xff\xff")
    chunks = ((b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"IDAT", pixels), (b"IEND", b""))
    packed = (
        struct.pack(">L", len(part)) + tag + part + struct.pack(">L", zlib.crc32(tag + part)) for tag, part in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@makes("json_named.csv")
def json() -> bytes:
    """What a web service gave."""
    return b'[{"serial_number": "LT-0010", "owner_email": "anna@acme.example"}]\n'


@makes("gzip_named.csv")
def gzipped() -> bytes:
    """A compressed export."""
    return gzip.compress(_CSV, 9, mtime=0)


@makes("rich_text_named.xls")
def rtf() -> bytes:
    """A document of a word processor."""
    return rb"{\rtf1\ansi Serial Number, Owner Email\par LT-0010, anna@acme.example\par}"


@makes("mail_named.csv")
def mail() -> bytes:
    """A mail in which somebody lists the laptops."""
    return f"From: {ANNA}\nSubject: laptops\n\nHi, I have LT-0010, and Ben has LT-0011.\n\nBest, Anna\n".encode()


@makes("random_bytes.xlsx")
def noise() -> bytes:
    """Neither text nor anything else that is known."""
    return bytes((at * at * 31 + at * 7 + 11) % 251 for at in range(4096))


@makes("program_named.xlsx")
def program() -> bytes:
    """A program for Windows that is called a workbook."""
    return b"MZ\x90\x00" + bytes(60) + b"This program cannot be run in DOS mode." + bytes(400)


@makes("duckdb_ledger.duckdb")
def ledger() -> bytes:
    """Somebody gives the ledger itself: only its first bytes are here."""
    return bytes(8) + b"DUCK" + bytes(4084)

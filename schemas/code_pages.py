"""The code pages of text files that are not Unicode, by the names that people know them by."""

import codecs

# The code pages in which spreadsheet programs and older systems write, by the name that people know, the usual first.
CODE_PAGES: dict[str, str] = {
    "Windows-1252": "cp1252",
    "Windows-1250": "cp1250",
    "Windows-1251": "cp1251",
    "Windows-1254": "cp1254",
    "Windows-1253": "cp1253",
    "Windows-1255": "cp1255",
    "Windows-1256": "cp1256",
    "Windows-1257": "cp1257",
    "Windows-874": "cp874",
    "ISO-8859-2": "iso8859-2",
    "ISO-8859-15": "iso8859-15",
    "ISO-8859-5": "iso8859-5",
    "ISO-8859-7": "iso8859-7",
    "ISO-8859-13": "iso8859-13",
    "CP850": "cp850",
    "CP852": "cp852",
    "CP437": "cp437",
    "CP857": "cp857",
    "CP866": "cp866",
    "KOI8-R": "koi8-r",
    "KOI8-U": "koi8-u",
    "Mac-Roman": "mac_roman",
    "Mac-Latin2": "mac_latin2",
    "Shift-JIS": "cp932",
    "EUC-JP": "euc_jp",
    "GB18030": "gb18030",
    "Big5": "cp950",
    "EUC-KR": "cp949",
}

_OF_NAMES = {name.casefold(): codec for name, codec in CODE_PAGES.items()}


def codec_of(name: str) -> str:
    """The name by which Python knows an encoding of texts. Raises LookupError where there is none of that name."""
    codec = _OF_NAMES.get(name.strip().casefold().replace("_", "-"), name.strip())
    b"".decode(codec)
    return codecs.lookup(codec).name

"""Headers and values in other languages."""

from __future__ import annotations

from tests.system.corpus.make.books import ANNA, BEN, made
from tests.system.corpus.make.catalogue import makes


@makes("german_headers.xlsx")
def german() -> bytes:
    """Seriennummer, Inventarnummer, Kaufpreis, Standort."""
    header = ("Seriennummer", "Inventarnummer", "Hersteller", "Standort", "Kaufpreis", "Kaufdatum", "Garantie bis")
    rows = (
        ("LT-0010", "AT-0010", "Lenovo", "Köln", "1.234,50", "01.03.2025", "28.02.2028"),
        ("LT-0011", "AT-0011", "Lenovo", "Köln", "999,00", "15.03.2025", "14.03.2028"),
    )
    return made((header, *rows))


@makes("french_headers.xlsx")
def french() -> bytes:
    """Numéro de série, emplacement, prix d'achat."""
    header = ("Numéro de série", "Constructeur", "Modèle", "Emplacement", "Prix d'achat", "Date d'achat")
    return made((header, ("LT-0010", "Dell", "XPS", "Orléans", "1 234,50 €", "25/03/2025")))


@makes("spanish_headers.xlsx")
def spanish() -> bytes:
    """Número de serie, ubicación, fecha de compra."""
    header = ("Número de serie", "Marca", "Modelo", "Ubicación", "Precio", "Fecha de compra")
    return made((header, ("LT-0010", "HP", "840", "Málaga", "1.234,50", "25/03/2025")))


@makes("russian_headers.xlsx")
def russian() -> bytes:
    """Серийный номер, производитель, местонахождение."""
    header = ("Серийный номер", "Производитель", "Модель", "Местонахождение", "Стоимость")
    return made((header, ("LT-0010", "Аквариус", "NS685", "Казань", "1 234,50")))


@makes("chinese_headers.xlsx")
def chinese() -> bytes:
    """序列号, 品牌, 型号."""
    return made((("序号", "序列号", "品牌", "型号", "备注"), (1, "LT-0010", "联想", "T14", "会议室")))


@makes("german_assignments.xlsx")
def german_assignments() -> bytes:
    """Who has what, in German: serial number, e-mail, name, since when."""
    header = ("Seriennummer", "E-Mail", "Mitarbeiter")
    return made((header, ("LT-0010", ANNA, "Anna Bell"), ("LT-0011", BEN, "Ben Cole")))


@makes("register_export_headers.xlsx")
def register_export() -> bytes:
    """Headers of a well-known register: checked out to, checkout date, warranty."""
    header = ("Asset Tag", "Serial", "Model No.", "Location", "Purchase Cost", "Purchase Date", "Warranty Expires")
    return made((header, ("AT-0010", "LT-0010", "T14", "Berlin", "$1,200.00", "2025-03-01", "2028-03-01")))

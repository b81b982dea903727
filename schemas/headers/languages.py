"""Words of headers in languages that write the day before the month: German, French, Spanish and others.

Without accents and in lower case, as headers are compared. None of them stands in headers of lists in English.
"""

import re
from collections.abc import Iterable

from schemas.headers.matching import bare_words

_GERMAN = (
    "seriennummer seriennr inventarnummer inventarnr hersteller modell gerat geratename bezeichnung benutzer "
    "nutzer mitarbeiter mitarbeiterin datum kaufdatum anschaffungsdatum preis kaufpreis anschaffungspreis "
    "garantie standort raum abteilung kostenstelle lieferant rechnungsnummer bestellnummer bemerkung bemerkungen "
    "zustand kategorie nachname vorname ausgegeben ausgabedatum ruckgabe"
)
_ROMANCE = (
    "numero serie modele marque fabricant utilisateur achat prix garantie emplacement fournisseur commande "
    "facture affecte etat remarques nom prenom inventaire salarie modelo marca fabricante usuario fecha compra "
    "precio garantia ubicacion proveedor factura equipo estado nombre correo aquisicao fornecedor nome preco "
    "setor patrimonio acquisto prezzo modello fornitore garanzia seriale utente dipendente numar achizitie"
)
_OTHERS = (
    "aankoopdatum leverancier gebruiker serienummer merk prijs afdeling medewerker locatie opmerkingen numer "
    "seryjny zakupu cena uzytkownik pracownik gwarancja dostawca vyrobce uzivatel zaruka nakupu porizeni "
    "zamestnanec nomor seri tanggal barang inventaris pengguna numarasi demirbas zimmetli zimmet tarihi ngay "
    "thiet nguoi garanti tillverkare perolehan beli pembelian penyerahan keterangan pegawai karyawan pemakai "
    "tarih marka konum bolum departman calisan aciklama inkopsdatum kopsdatum leverantor anvandare avdelning "
    "medarbetare kobsdato indkobsdato innkjopsdato medarbejder ansatt bruker beszerzes gyarto felhasznalo "
    "furnizor utilizator nabave kupnje korisnik dobavljac hankintapaiva kayttaja toimittaja"
)
_WORDS = frozenset(f"{_GERMAN} {_ROMANCE} {_OTHERS}".split())
# Greek and Cyrillic; Hebrew and Arabic; Thai.
_LETTERS = re.compile(r"[\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f]")
_LEAST = 2


def day_first_header(titles: Iterable[str]) -> str | None:
    """The first of two or more headers in a language that writes the day before the month; None without them."""
    found = [title for title in titles if _LETTERS.search(title) or _WORDS & {*re.findall(r"\w+", bare_words(title))}]
    return found[0] if len(found) >= _LEAST else None

"""Words by which a status, or the title of a sheet, says whether its rows hand devices out or take them back.

In English, German, French and Spanish, and the most frequent ones in other languages. They are compared without case,
accents and punctuation (see `folded_word`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from schemas.vocabulary import Request

# The headers of a status that is that of the assignment, beside those of the device's own status.
ASSIGNMENT_STATUSES = (
    "status", "state", "assignment status", "assignment state", "loan status", "checkout status", "check out status",
    "check-in/out", "return status", "zuweisungsstatus", "ausleihstatus", "leihstatus", "rückgabestatus",
    "statut d'affectation", "statut d'attribution", "statut du prêt", "estado de asignación", "estado de la asignación",
    "estado del préstamo", "estado de devolución",
)  # fmt: skip

_HAVING = (
    "assign, assigned, in use, in usage, used, using, checked out, check out, checkout, active, issued, allocated, "
    "given, given out, handed out, handed over, deployed, on loan, loaned, loaned out, lent, lent out, borrowed, "
    "taken, held, with user, with employee, out, currently assigned, still assigned, not returned, not yet returned, "
    "keeps, zugewiesen, zugeteilt, vergeben, ausgegeben, ausgehändigt, übergeben, ausgeliehen, verliehen, entliehen, "
    "in benutzung, in gebrauch, in verwendung, in nutzung, benutzt, genutzt, im einsatz, in betrieb, aktiv, "
    "nicht zurückgegeben, affecté, affectée, attribué, attribuée, assigné, assignée, en service, "
    "en cours d'utilisation, utilisé, utilisée, en utilisation, remis, remise, prêté, prêtée, en prêt, emprunté, "
    "empruntée, actif, distribué, non rendu, non restitué, asignado, asignada, en uso, usado, en servicio, "
    "entregado, entregada, prestado, prestada, en préstamo, activo, activa, no devuelto, no devuelta, 在用, 使用中, "
    "已领用, 貸出中, 貸与中, 사용중, ใช้งาน, ใช้งานอยู่, مستخدم, قيد الاستخدام, kullanımda, zimmetli, dipakai, "
    "digunakan, đang sử dụng, в эксплуатации, используется, выдан, выдано, в роботі, в експлуатації, σε χρήση, "
    "i bruk, i brug, käytössä, használatban, în uz, u upotrebi, assegnato, assegnata, em uso, w użyciu, używany, "
    "používá se, in gebruik, uitgegeven"
)
_GIVEN_BACK = (
    "unassign, unassigned, returned, return, checked in, check in, checkin, handed back, given back, handed in, "
    "turned in, brought back, back, came back, received back, collected, available, in stock, stock, in storage, "
    "in store, stored, spare, free, unallocated, not assigned, no longer assigned, released, deallocated, recovered, "
    "zurückgegeben, zurück, zurückgenommen, zurückgekommen, abgegeben, retourniert, rückgabe, zurückerhalten, "
    "verfügbar, frei, auf lager, im lager, lager, lagernd, nicht zugewiesen, nicht vergeben, eingelagert, rendu, "
    "rendue, restitué, restituée, retourné, retournée, retour, récupéré, récupérée, disponible, en stock, libre, "
    "non affecté, non affectée, non attribué, non attribuée, non assigné, devuelto, devuelta, retornado, recuperado, "
    "recuperada, recogido, en almacén, sin asignar, no asignado, no asignada, en existencia, 闲置, 闲置中, 库存, "
    "在库, 已归还, 閒置, 在庫, 未使用, 返却済, 返却, 재고, 보관, 보관중, 반납, 반납완료, 미사용, ว่าง, คืนแล้ว, متاح, "
    "في المخزن, مسترجع, boşta, depoda, stokta, iade edildi, tersedia, di gudang, dikembalikan, chưa sử dụng, "
    "trong kho, đã trả, на складе, свободен, возвращен, сдан, на складі, вільний, повернуто, διαθέσιμο, på lager, "
    "ledig, återlämnad, returneret, varastossa, vapaa, palautettu, raktáron, în stoc, na skladištu, slobodan, "
    "disponibile, in magazzino, libero, restituito, disponível, devolvido, w magazynie, wolny, zwrócony, na skladě, "
    "volný, vráceno, beschikbaar, op voorraad, vrij, ingeleverd"
)
# What has become of a device, or of its owner, that nobody is to be given any more.
_ENDED = (
    "retired, disposed, disposed of, scrapped, recycled, decommissioned, written off, lost, stolen, sold, donated, "
    "archived, destroyed, missing, left, leaver, left the company, offboarded, ausgemustert, entsorgt, verschrottet, "
    "stillgelegt, abgeschrieben, verloren, gestohlen, verkauft, ausgeschieden, archiviert, außer betrieb, "
    "ausser betrieb, réformé, réformée, mis au rebut, au rebut, éliminé, éliminée, détruit, perdu, perdue, volé, "
    "volée, vendu, vendue, hors service, archivé, parti, partie, sorti, retirado, retirada, desechado, desechada, "
    "dado de baja, dada de baja, baja, de baja, perdido, perdida, robado, robada, vendido, vendida, destruido, "
    "archivado, fuera de servicio, 报废, 已报废, 报废处理, 丢失, 遺失, 報廢, 廃棄, 廃棄済, 紛失, 폐기, 분실, 매각, "
    "สูญหาย, จำหน่ายแล้ว, تالف, مفقود, مسروق, hurda, hurdaya ayrıldı, kayıp, çalındı, hilang, dihapus, dijual, "
    "thanh lý, đã thanh lý, mất, списан, списано, утилизирован, утерян, украден, списаний, втрачено, αποσύρθηκε, "
    "skrotad, kasserad, förlorad, stulen, kasseret, tabt, stjålet, kassert, tapt, poistettu, kadonnut, selejtezett, "
    "selejt, elveszett, casat, pierdut, otpisano, izgubljeno, dismesso, rottamato, smarrito, rubato, baixado, "
    "descartado, roubado, zlikwidowany, zutylizowany, zgubiony, skradziony, vyřazeno, vyřazen, ztraceno, "
    "afgeschreven, afgevoerd, gestolen"
)
# What a sheet, or the line above its table, is called that lists what came back, who has left, or what is gone.
_TITLES = (
    "returned, returns, handed back, given back, checked in, leaver, leavers, offboarded, offboarding, disposed, "
    "disposal, disposals, retired, decommissioned, scrapped, written off, zurückgegeben, zurückgegebene, "
    "zurückgegebenen, rückgabe, rückgaben, rückläufer, retouren, abgänge, ausgeschieden, ausgeschiedene, austritte, "
    "ausgemustert, ausgemusterte, entsorgt, entsorgte, entsorgung, verschrottet, verschrottete, rendu, rendus, "
    "rendue, rendues, restitué, restitués, restituée, restituées, restitution, restitutions, retourné, retournés, "
    "retournée, retournées, retours, départs, sortants, réformé, réformés, réformée, réformées, rebut, rebuts, "
    "devuelto, devueltos, devuelta, devueltas, devolución, devoluciones, bajas, dado de baja, dados de baja, "
    "retirado, retirados, retirada, retiradas, desechado, desechados"
)

# Headers of a date on which a device was handed out: it is not the one on which it came back.
HANDED_OUT = (
    r"assign|issue|allocat|check ?-?out|given|zugewiesen|zuweisung|ausgab|ausgegeben|affect|attribu|remise|asign"
    r"|entrega|since|depuis|seit|desde"
)

# What else is said of the state of a device. A state of a country is none of these words.
_STATES = (
    "new, good, very good, fair, poor, bad, broken, damaged, defective, faulty, working, not working, ok, okay, "
    "functional, non functional, excellent, on, off, up, down, online, offline, enabled, disabled, ready, pending, "
    "repair, in repair, maintenance, inactive, operational, running, stopped, open, closed, installed, planned, "
    "production, staged, live, idle, unknown, compliant, not compliant, noncompliant, enrolled, neu, gut, defekt, "
    "kaputt, beschädigt, funktioniert, bereit, reparatur, in reparatur, inaktiv, neuf, neuve, bon, bonne, mauvais, "
    "cassé, en panne, endommagé, en réparation, inactif, nuevo, nueva, bueno, buena, malo, mala, regular, roto, "
    "dañado, averiado, en reparación, inactivo, novo, nova, bom, boa, ruim, quebrado, ativo, inativo, em uso, "
    "em manutenção, em estoque, buono, guasto, attivo, nuovo, in uso, 正常, 维修中, 故障, 良好, 完好, 損壞, 良品, "
    "修理中, 양호, 고장, 수리중, ปกติ, ดี, ชำรุด, ส่งซ่อม, جيد, جديد, معطل, صيانة, iyi, arızalı, bakımda, baik, rusak, "
    "rusak ringan, rusak berat, tốt, hỏng, đang sửa, исправен, исправно, неисправен, в ремонте, рабочее, нерабочее, "
    "справний, несправний, в ремонті, fungerar, trasig, i stykker, ehjä, rikki, működik, hibás, funcțional, defect, "
    "ispravno, neispravno, sprawny, niesprawny, uszkodzony, funkční, nefunkční, goed, kapot"
)

_LONGEST_TITLE = 8


def folded_word(text: str) -> str:
    """The text without case, accents and punctuation, with single spaces: `Rückgabe (IT)` is `ruckgabe it`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", letters))


@cache
def status_requests() -> dict[str, Request]:
    """What each word for having or for having given back asks for."""
    requests = dict.fromkeys(_folded(_HAVING), Request.ASSIGN)
    return requests | dict.fromkeys(_folded(_GIVEN_BACK), Request.UNASSIGN)


@cache
def ended_words() -> frozenset[str]:
    """The words for what has become of a device, or an owner, that is gone."""
    return frozenset(_folded(_ENDED))


def tells_a_status(word: str) -> bool:
    """True where a folded text is, or has in it, a word for what state a device is in; `in` alone is a state, too."""
    words = word.split()
    spans = (" ".join(words[at:end]) for at in range(len(words)) for end in range(at + 1, len(words) + 1))
    return len(words) <= _LONGEST_TITLE and any(span in _statuses() for span in spans)


def tells_of_ends(title: str) -> bool:
    """True where a title says that what it lists came back, has left or is gone; a long text is no title."""
    words = folded_word(title).split()
    if len(words) > _LONGEST_TITLE:
        return False
    return any(" ".join(words[at : at + size]) in _titles() for at in range(len(words)) for size in (1, 2, 3))


@cache
def _statuses() -> frozenset[str]:
    return frozenset((*status_requests(), *ended_words(), *_folded(_STATES)))


@cache
def _titles() -> frozenset[str]:
    return frozenset(_folded(_TITLES))


def _folded(words: str) -> list[str]:
    return [folded_word(word) for word in words.split(",")]

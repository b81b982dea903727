"""The words and signs for yes and no, and in further languages also for having and not having: `var` and `yok`."""

_YES = (
    "yes, y, true, 1, 1.0, x, ✓, ✔, ✅, ☑, on, oui, vrai, ja, j, wahr, si, sí, s, verdadero, sì, vero, waar, sim, "
    "verdadeiro"
)
_NO = "no, n, false, 0, 0.0, ✗, ✘, ☐, off, non, faux, nein, falsch, falso, nee, onwaar, não, nao"
_YES_FURTHER = (
    "да, есть, так, є, tak, ano, áno, igen, van, da, ima, evet, var, ναι, έχει, kyllä, on olemassa, jah, taip, jā, "
    "ya, ada, có, ใช่, มี, 是, 有, はい, あり, 有り, 예, 네, 있음, نعم, يوجد, tiene, tem, possui, este"
)
_NO_FURTHER = (
    "нет, немає, ні, отсутствует, відсутній, nie, brak, ne, není, nem, nincs, nu, nema, hayır, yok, όχι, "
    "δεν υπάρχει, ei, ei ole, nej, nei, ingen, saknas, tidak, tidak ada, không, không có, ไม่ใช่, ไม่มี, 否, 无, 無, "
    "没有, いいえ, なし, 無し, 아니오, 아니요, 없음, لا, لا يوجد, no tiene, no hay, não tem, não possui, puuttuu, "
    "lipsă, nu există"
)


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word.strip() for text in texts for word in text.split(","))


YES, NO = _words(_YES, _YES_FURTHER), _words(_NO, _NO_FURTHER)

"""Letters of other alphabets that are drawn like Latin ones: how one gets into an identifier or an address unseen.

Source: the confusables of Unicode (UTS 39): the capital letters, since identifiers are kept in capitals, and the small
ones, since e-mail addresses are kept in those.
Full-width and mathematical letters are none of them: they are made plain (NFKC) wherever identifiers are read.
"""

from collections.abc import Mapping

# The Cyrillic, Greek, Armenian and Cherokee letters that look like each Latin letter or digit.
LOOK_ALIKES: Mapping[str, str] = {
    "A": "АΑᎪ",
    "B": "ВЬΒᏴ",
    "C": "СᏟ",
    "D": "ԀᎠ",
    "E": "ЕΕᎬ",
    "F": "ҒϜ",
    "G": "ԌՑᏀ",
    "H": "НҺΗՀᎻ",
    "I": "ІӀΙᎥ",
    "J": "ЈͿՅᎫ",
    "K": "КΚᏦ",
    "L": "ԼᏞ",
    "M": "МΜᎷ",
    "N": "ΝՈ",
    "O": "ОΟՕ",
    "P": "РΡᏢ",
    "Q": "ԚԶ",
    "R": "ᎡᏒ",
    "S": "ЅՏᏕᏚ",
    "T": "ТΤᎢ",
    "U": "ՍԱ",
    "V": "ѴᏙ",
    "W": "ԜᎳᏔ",
    "X": "ХΧ",
    "Y": "УҮΥᎩ",
    "Z": "ΖᏃ",
    "3": "З",
}

# The same for casefolded text. It holds the small letters of capitals that look alike, too: an address may have been
# typed in capitals.
SMALL_LOOK_ALIKES: Mapping[str, str] = {
    "a": "аαᎪ",
    "b": "вьβᏴ",
    "c": "сᏟ",
    "d": "ԁᎠ",
    "e": "еεҽᎬ",
    "f": "ғϝ",
    "g": "ԍցᏀ",
    "h": "нһհᎻ",
    "i": "іιᎥ",
    "j": "јϳյᎫ",
    "k": "кκᏦ",
    "l": "ӏլᏞ",
    "m": "мμᎷ",
    "n": "ηոռ",
    "o": "оοσօ",
    "p": "рρᏢ",
    "q": "ԛզգ",
    "r": "гᎡᏒ",
    "s": "ѕտᏕᏚ",
    "t": "тτᎢ",
    "u": "υսա",
    "v": "ѵνᏙ",
    "w": "ԝѡᎳᏔ",
    "x": "хχ",
    "y": "уүγᎩ",
    "z": "ζᏃ",
    "3": "з",
}

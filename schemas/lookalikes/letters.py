"""Letters of other alphabets that are drawn like Latin letters, and so get into identifiers and addresses unseen.

Source: the confusables of Unicode (UTS 39): capital letters, since identifiers are kept in capitals, and small letters,
since e-mail addresses are kept in small letters. Full-width and mathematical letters are not listed: NFKC makes them
plain wherever identifiers are read.
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

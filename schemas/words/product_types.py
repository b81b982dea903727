"""Types of devices in the names of models and of devices: `Notebook Lenovo T14`, `MacBook Pro 14"`, `HP LaserJet M404`.

Three things keep a part of a device from being taken for its type: what comes behind `with` or `for` is not read, the
word for a thing that is made for a device stands for no device, and words that are often those of a part count only
where nothing else does.
"""

from schemas.words.device_types import DEVICE_TYPES, kind_of_type

# What comes behind these comes with the device, or is what the thing is for.
BEHIND = (
    r"(?:^|\s|\()(?:with|w/|incl\.?|including|inkl\.?|inklusive|mit|avec|con|com|for|für|fuer|pour|para|per|and|und"
    r"|et|y|\+|&)\s.*$"
)

# Product lines in lower case, by the type of all of their devices. Lines of several types, as Inspiron, are not here.
LINES = {
    "laptop": (
        r"macbooks?(?: pro| air)?|thinkpad|ideapad|thinkbook|elitebook|probook|zbook|omnibook|latitude|travelmate"
        r"|zenbook|vivobook|expertbook|lifebook|toughbook|tecra|dynabook|matebook|surface laptop|surface book"
        r"|galaxy book|elite dragonfly"
    ),
    "desktop": r"optiplex|thinkcentre|elitedesk|prodesk|esprimo|veriton|imac|mac mini|mac studio|mac pro",
    "workstation": r"thinkstation",
    "tablet": r"ipads?|galaxy tab|mediapad",
    "phone": r"iphones?|galaxy (?:[sazm]\d+|note|xcover)|pixel \d+\w*|fairphone|xperia|oneplus \d+\w*|oneplus nord"
    r"|redmi (?:note )?[a-z]?\d+\w*|moto [egz]\d+|iqoo",
    "monitor": r"ultrasharp|thinkvision|flexscan|studio display|elitedisplay|prodisplay|pro display",
    "printer": r"laserjet|officejet|deskjet|pagewide|ecosys|workforce|imagerunner|bizhub|versalink|workcentre",
    "server": r"poweredge|proliant",
    "switch": r"catalyst",
    "earbuds": r"airpods",
}

_PARTS = (
    "display, screen, storage, hard drive, external hard drive, ssd, usb drive, webcam, camera, kamera, microphone, "
    "speaker, sensor, sim, sim card, hub, watch, mobile, portable, ups, ap, pos, terminal, tower, mac, pc, computer, "
    "rack, switch, server"
)
_MADE_FOR = (
    "bag, case, sleeve, cover, stand, arm, mount, holder, cable, license, licence, battery, stylus, pencil, pen, lock, "
    "backpack, toner, cartridge, paper, tasche, hülle, ständer, halterung, kabel, lizenz, akku, rucksack, schloss, "
    "housse, étui, support, câble, sacoche, sac, batterie, funda, soporte, maletín, batería, capa, bolsa"
)
PARTS = frozenset(word.strip() for word in _PARTS.split(","))
# What each word stands for: words that may be those of one device stand for the same, and things made for one for "".
STANDS_FOR: dict[str, str] = {
    **{word: kind_of_type(word) for word in DEVICE_TYPES},
    **dict.fromkeys((word.strip() for word in _MADE_FOR.split(",")), ""),
}
# The words as a pattern, the longest first: within a text in lower case in which `_` joins the parts of a compound.
_WORDS = "|".join(sorted(STANDS_FOR, key=len, reverse=True)).replace("-", "_")
WORD = rf"\b(?:{_WORDS})\b"
# A text without one of these says no type: most names, which need not be looked at in all ways then.
ANY_WORD = rf"(?i)\b(?:{_WORDS.replace('_', '-')}|{'|'.join(LINES.values())})"

"""The headers of columns that change by themselves from day to day, such as when a device was last seen.

They are no facts that a ledger keeps: each night would change every device.
"""

import re
from functools import cache

from schemas.headers.matching import bare_words

_SEEN = (
    "seen|checked in|check in|checkin|sync|synced|sync time|synchroni[sz]ation|synchroni[sz]ed|login|log in|logon"
    "|log on|logged in|logged on|sign in|signin|contact|contacted|active|activity|boot|booted|reboot|rebooted|restart"
    "|restarted|scan|scanned|inventory|inventory update|inventoried|heartbeat|connection|connected|communication"
    "|communicated|online|patch|patched|patch management received"
    "|ping|report|reported|response|signal|telemetry|eas sync|mdm sync|policy sync"
)
_TIME = "date|time|date time|timestamp|at|on|utc|days ago|days"
_ROOM = (
    "space|disk space|storage|storage space|disk|disk capacity|device capacity|drive space|memory|ram|capacity"
    "|(?:[a-z] |hard |system )?drive|hdd|ssd"
)
_FREE = "free|available|remaining|used"
_UNIT = "gb|mb|tb|kb|bytes|gib|mib|percent|%|pct|in gb|in mb|in bytes"
_BATTERY = "level|charge|charge level|percentage|percent|pct|%|status|state|remaining|voltage"

_ENGLISH = (
    rf"(?:device |agent |mdm |user |intune |azure ad |approximate )?last (?:{_SEEN})(?: (?:{_TIME}))*",
    rf"(?:{_FREE}) (?:{_ROOM})(?: (?:{_UNIT}))?",
    rf"(?:total )?(?:{_ROOM}) (?:{_FREE})(?: (?:{_UNIT}))?",
    rf"(?:device )?battery(?: (?:{_BATTERY}))?(?: (?:{_UNIT}))?",
    rf"(?:gigs|gb|mb|percent) (?:{_ROOM}) (?:{_FREE})",
    rf"(?:number of )?days since (?:os )?(?:last )?(?:{_SEEN}|updated?)",
    r"(?:device |asset )?age (?:in )?(?:days|months|years)|days (?:until|to|till) \w+(?: \w+)?|days (?:left|remaining)",
    r"(?:is )?online(?: now)?|(?:online|connection|connectivity) (?:status|state)|modified",
    r"seen (?:time|at|on)|(?:host |agent )?(?:details?|labels?|policy|software) updated (?:at|on)",
    r"(?:device |system )?up ?time(?: (?:days|hours|minutes|seconds))?",
    r"(?:cpu|memory|ram|disk|storage) (?:usage|load|utili[sz]ation)(?: (?:%|percent))?",
    r"signal strength|rssi",
    # who happened to use it last, which is not who has it
    r"(?:last|current(?:ly)?)? ?logged[- ]?(?:on|in) users?(?: names?)?",
    r"last (?:(?:logon|log on|login|log in|interactive|active) )?users?(?: names?)?",
    # when the list itself was made
    r"time ?stamp|(?:export|report|snapshot|collection|extraction) (?:date|time|date time|timestamp)",
    r"(?:exported|reported|generated|collected|extracted|polled) (?:at|on)(?: utc)?",
    # as one word, as databases name their columns
    r"last(?:seen|sync|synced|checkin|login|logon|contact|scan|scanned|boot|reboot|online)(?:date|time|datetime|at|on)?",
    r"last (?:inventory )?(?:updated?|modified)(?: (?:date|time|on|at))*",
    r"(?:sys |date )?(?:updated|modified) (?:on|at)|date (?:updated|modified)",
)
_FRENCH = (
    r"derni(?:er|ere) (?:connexion|synchronisation|contact|activite|communication|demarrage|redemarrage|ouverture"
    r" de session|vue?|check in)(?: le)?",
    r"vue? (?:le|pour la derniere fois)(?: le)?",
    r"(?:espace|stockage|espace disque|memoire) (?:libre|disponible|restante?)",
    r"(?:niveau de )?batterie|niveau de la batterie|charge de la batterie",
)
_GERMAN = (
    r"(?:letzter?|letztes|letzte) (?:anmeldung|synchronisierung|synchronisation|sync|kontakt|aktivitat|verbindung|check"
    r" in|checkin|neustart|start|login|meldung|scan)",
    r"zuletzt (?:gesehen|online|aktiv|angemeldet|synchronisiert|verbunden)(?: am)?",
    r"freier? (?:speicher|speicherplatz|plattenplatz|festplattenspeicher)|verfugbarer speicher(?:platz)?",
    r"akku(?:stand|ladestand|status)?|batterie(?:stand|ladestand|status)|betriebszeit|laufzeit seit neustart",
)
_SPANISH = (
    r"ultim[oa] (?:conexion|sincronizacion|inicio de sesion|contacto|actividad|comunicacion|reinicio|acceso)",
    r"vist[oa] por ultima vez",
    r"(?:espacio|almacenamiento|espacio en disco|memoria) (?:libre|disponible)",
    r"(?:nivel de (?:la )?)?bateria|tiempo (?:de actividad|encendido)",
)


def is_volatile(header: str) -> bool:
    """True for a header that says that its column changes by itself."""
    return _volatile().fullmatch(bare_words(header)) is not None


@cache  # most lists have no column that nobody knows, and to compile this takes as long as to load ten modules
def _volatile() -> re.Pattern[str]:
    return re.compile("|".join((*_ENGLISH, *_FRENCH, *_GERMAN, *_SPANISH)))

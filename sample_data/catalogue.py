"""The devices that the fictitious company buys, its places and its people. No maker, model or person is real."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Product:
    """One line of the catalogue: what it is, what it costs, and the attributes that all of its devices share.

    `count` devices of it are in the fleet. `keys` says what such a device is known by; `serial_style` is the start of
    its serial number. Only products with `is_managed` are enrolled in the MDM.
    """

    type: str
    category: str
    brand: str
    model: str
    price: float
    count: int
    keys: tuple[str, ...]
    serial_style: str = ""
    name_style: str = ""
    is_managed: bool = False
    shared: Mapping[str, object] = field(default_factory=dict)


_LAPTOP = {"has_microphone": True, "has_webcam": True, "has_screen": True, "noise_cancellation": False}
_ROOM = {"has_microphone": True, "has_webcam": True, "noise_cancellation": True, "resolution": "3840 x 2160"}

PRODUCTS: tuple[Product, ...] = (
    Product(
        "laptop",
        "computers",
        "Halden",
        "Halden Air 14",
        1349.0,
        70,
        ("serial_number", "asset_tag", "mac_address"),
        "HLD",
        "LT",
        is_managed=True,
        shared=_LAPTOP
        | {
            "screen_size": "14 inch",
            "graphic": "integrated",
            "processor": "Vega 7 8-core",
            "ram": "16 GB",
            "storage": "512 GB",
            "model_year": "2023",
            "connectivity": "Wi-Fi 6, Bluetooth 5.2",
            "resolution": "1920 x 1200",
            "compliance": "CE; RoHS; TCO 9",
            "connection_type": "USB-C; HDMI; Jack",
            "color": "silver",
            "os_platform": "Windows 11",
            "os_version": "10.0.26100",
        },
    ),
    Product(
        "laptop",
        "computers",
        "Norvik",
        "Norvik Studio 16",
        2489.5,
        45,
        ("serial_number", "asset_tag", "mac_address"),
        "NVK",
        "WS",
        is_managed=True,
        shared=_LAPTOP
        | {
            "screen_size": "16 inch",
            "graphic": "Aurora 4060",
            "processor": "Vega 9 16-core",
            "ram": "32 GB",
            "storage": "1 TB",
            "model_year": "2024",
            "connectivity": "Wi-Fi 6E, Bluetooth 5.3",
            "resolution": "3072 x 1920",
            "compliance": "CE; RoHS",
            "connection_type": "USB-C; HDMI; SD card",
            "color": "graphite",
            "os_platform": "Windows 11",
            "os_version": "10.0.26100",
        },
    ),
    Product(
        "phone",
        "phones",
        "Lumera",
        "Lumera 12",
        629.0,
        75,
        ("serial_number", "asset_tag"),
        "LMR",
        "PH",
        is_managed=True,
        shared={
            "screen_size": "6.1 inch",
            "storage": "128 GB",
            "model_year": "2024",
            "connectivity": "5G, Wi-Fi 6, NFC",
            "compliance": "CE",
            "connection_type": "USB-C",
            "color": "black",
            "os_platform": "Android 15",
            "os_version": "15",
            "has_microphone": True,
            "has_webcam": True,
        },
    ),
    Product(
        "tablet",
        "phones",
        "Lumera",
        "Lumera Tab 11",
        489.0,
        20,
        ("serial_number", "asset_tag", "mac_address"),
        "LMT",
        "TB",
        is_managed=True,
        shared={"screen_size": "11 inch", "storage": "256 GB", "os_platform": "Android 15", "color": "grey"},
    ),
    Product(
        "monitor",
        "displays",
        "Brightside",
        "Brightside 27Q",
        319.9,
        90,
        ("serial_number", "asset_tag"),
        "BRS",
        "MO",
        shared={
            "screen_size": "27 inch",
            "resolution": "2560 x 1440",
            "connection_type": "HDMI; DisplayPort; USB-C",
            "compliance": "CE; TCO 9",
            "color": "black",
        },
    ),
    Product(
        "headset",
        "accessories",
        "Sonda",
        "Sonda Quiet 2",
        149.0,
        20,
        ("serial_number",),
        "SND",
        "HS",
        shared={"has_microphone": True, "noise_cancellation": True, "connectivity": "Bluetooth 5.2"},
    ),
    Product(
        "thermostat",
        "building",
        "Calora",
        "Calora T2",
        118.0,
        40,
        ("mac_address",),
        "",
        "Thermostat",
        shared={"connectivity": "Zigbee 3.0", "color": "white", "compliance": "CE"},
    ),
    Product(
        "sensor",
        "building",
        "Fieldmote",
        "Fieldmote Air CO2",
        94.5,
        30,
        ("serial_number", "dev_eui"),
        "00",
        "CO2 sensor",
        shared={"connectivity": "LoRaWAN 1.0.4", "compliance": "CE"},
    ),
    Product(
        "sensor",
        "building",
        "Fieldmote",
        "Fieldmote Door",
        41.0,
        30,
        ("mac_address",),
        "",
        "Door sensor",
        shared={"connectivity": "Bluetooth LE"},
    ),
    Product(
        "gateway",
        "network",
        "Fieldmote",
        "Fieldmote GW8",
        386.0,
        14,
        ("serial_number", "asset_tag", "mac_address", "dev_eui"),
        "FGW",
        "LoRaWAN gateway",
        shared={"connectivity": "LoRaWAN 1.0.4, Ethernet", "connection_type": "RJ45"},
    ),
    Product(
        "camera",
        "security",
        "Argus Works",
        "Argus Dome 4",
        212.0,
        36,
        ("serial_number", "mac_address"),
        "ARG",
        "Camera",
        shared={"connectivity": "PoE", "resolution": "2688 x 1520", "connection_type": "RJ45"},
    ),
    Product(
        "meeting room kit",
        "rooms",
        "Brightside",
        "Brightside Room 65",
        4290.0,
        18,
        ("serial_number", "asset_tag", "mac_address"),
        "BRR",
        "Room kit",
        shared=_ROOM | {"has_stool": False, "has_video_package": True, "has_screen": True, "has_premium_tablet": True},
    ),
    Product(
        "phone booth",
        "rooms",
        "Hush",
        "Hush Duo",
        6150.0,
        12,
        ("asset_tag",),
        "",
        "Phone booth",
        shared={
            "has_stool": True,
            "has_video_package": False,
            "has_premium_tablet": False,
            "seats_number": "2",
            "assembly": "by the supplier",
            "color": "oak",
        },
    ),
)

LOCATIONS = ("Lyon HQ, floor 1", "Lyon HQ, floor 2", "Lyon HQ, floor 3", "Paris office", "Turin office", "Home office")
DEPARTMENTS = ("Finance", "Sales", "Engineering", "People", "Support", "Legal")
COST_CENTERS = {"computers": "4110", "phones": "4120", "displays": "4130", "building": "4210"}
COMPANIES = ("Acme SAS", "Acme Works GmbH")
SUPPLIERS = ("Rhone Office Supplies", "Kontor Direkt", "Fleetline Rentals")
CONDITIONS = ("new", "good", "good", "good", "worn")
STATUSES = ("in use", "in use", "in use", "in use", "in stock", "in repair")

FIRST_NAMES = (
    *("Amélie", "Bruno", "Chiara", "Dario", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Karim", "Lucía"),
    *("Mateo", "Nadia", "Oskar", "Paola", "Quentin", "Rosa", "Samir", "Tilda", "Ugo", "Vera", "Wanda", "Yann", "Zoë"),
)
LAST_NAMES = (
    *("Abbot", "Bellini", "Cordier", "Dahlin", "Esposito", "Fournel", "Garnier", "Haugen", "Ivanova", "Jansen"),
    *("Keller", "Lambert", "Moreau", "Novak", "Olsen", "Perrin", "Quist", "Rossi", "Santos", "Tanaka", "Ulrich"),
    *("Valdez", "Weiss", "Young", "Zanetti"),
)

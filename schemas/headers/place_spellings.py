"""The spellings of the headers of places within a site, in the form of `spellings`, which has the others.

Each table is of smaller places than the one before. Beside a column of larger places those of smaller ones are
attributes; a town, which says least of where a device is, is one beside any other. A floor or a desk alone is no place.
"""

_STORES = (
    "store, store name, store number, shop, warehouse, plant, plant name, factory, depot, school, school name, "
    "clinic, outlet, project site, site code, branch name, branch office, branch code, office name, werk, lager, "
    "entrepôt, magasin, usine, établissement, tienda, almacén, sucursal, planta, loja, almoxarifado, unidade, "
    "magazzino, stabilimento, magazyn, sklad, склад, магазин, gudang, kho, คลัง, 仓库, 門市, 门店, 倉庫, 店舗, 창고, "
    "매장, depo, mağaza, αποθήκη, المستودع, المخزن, skladište"
)
_BUILDINGS = (
    "building, building name, bâtiment, gebäude, edificio, prédio, gebouw, budynek, budova, épület, "
    "clădire, gedung, tòa nhà, อาคาร, 楼栋, 大樓, 棟, 建物, 건물, bina, κτίριο, будівля, здание, корпус, المبنى, "
    "zgrada, byggnad, bygning, rakennus"
)
_ROOMS = (
    "room, room name, room number, room no, lab, lab name, lab number, lab no, laboratory, classroom, ward, raum, "
    "raum nr, raumnummer, raumnr, zimmer, zimmernummer, salle, laboratoire, sala, laboratorio, laboratório, stanza, "
    "aula, kamer, ruimte, lokaal, pokój, pomieszczenie, místnost, miestnosť, szoba, cameră, помещение, кабинет, "
    "комната, аудитория, ruang, ruangan, phòng, ห้อง, 房间, 房間, 部屋, 교실, 호실, oda, δωμάτιο, кімната, кабінет, "
    "الغرفة, القاعة, soba, prostorija, rum, lokale, huone, ruum"
)
_TOWNS = (
    "city, town, stadt, ville, ciudad, cidade, città, stad, miasto, město, kota, thành phố, 城市, 都市, 도시, şehir, "
    "πόλη, місто, город, المدينة, kaupunki"
)

# The places within sites, the larger first.
PLACES_WITHIN: tuple[str, ...] = (_STORES, _BUILDINGS, _ROOMS, _TOWNS)

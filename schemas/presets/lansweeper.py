"""Lansweeper: its reports, whose columns are called as in its database."""

from schemas.presets.preset import Preset

LANSWEEPER = Preset(
    "Lansweeper",
    unmistakable="AssetTypeIcon10, LsPushVersion, AssetUnique",
    telling="AssetTypename, Userdomain, Lasttried, IPLocation",
    beside="AssetID, AssetName, Lastseen, Firstseen, Warrantydate, OScode, OSname, Statename, Buildnumber, BarCode",
    least=2,
    columns={
        "external_id": "AssetID",
        "name": "AssetName",
        "type": "AssetTypename",
        "username": "UserName",
        "brand": "Manufacturer",
        "model": "Model",
        "os_platform": "OS, OSname",
        "os_version": "Build, Buildnumber",
        "mac_address": "Mac, MACaddress",
        "serial_number": "Serialnumber",
        "location": "Location",
        "department": "Department",
        "asset_tag": "Barcode",
        "purchase_date": "PurchaseDate",
        "warranty_end": "Warrantydate, Warranty, Warranty Expiration",
        "order_number": "OrderNumber",
        "status": "State, Statename",
        "ram": "Memory",
        "processor": "Processor",
        "comment": "Description, Comments",
    },
    kept="Domain, Userdomain, IPLocation, Firstseen, SP, AssetUnique, OScode, LsPushVersion, Assettype, Contact",
    changing="IPAddress, icon, AssetTypeIcon10, Lastchanged, UptimeSinceLastReboot, Boot Time",
    remarks={
        "AssetID": '"AssetID" is Lansweeper\'s own number of the device, and no tag',
        "UserName": '"UserName", who logged on last, has the device',
        "Barcode": '"Barcode" is the asset tag',
    },
)

"""NetBox: its list of devices, as it is shown or with all columns, and the form of its import."""

from schemas.presets.preset import Preset

NETBOX = Preset(
    "NetBox",
    unmistakable="VC Position, VC Priority, Virtual Chassis, OOB IP",
    telling="Tenant, Rack, Rack Face, Position (U), Tenant Group, Site Group, Device Role",
    beside="Role, Type, Device Type, Site, Manufacturer, Platform",
    least=5,
    columns={
        "external_id": "ID",
        "name": "Name",
        "type": "Role, Device Role",
        "model": "Type, Device Type",
        "brand": "Manufacturer",
        "serial_number": "Serial number, Serial",
        "asset_tag": "Asset tag",
        "status": "Status",
        "company": "Tenant",
        "location": "Site",
        "os_platform": "Platform",
        "comment": "Comments",
    },
    kept=(
        "Location, Rack, Position, Position (U), Face, Rack Face, Region, Site Group, Tenant Group, Airflow, Cluster, "
        "Virtual Chassis, VC Position, VC Priority, IP Address, IPv4 Address, IPv6 Address, OOB IP, Description, Tags, "
        "Contacts, Created, Latitude, Longitude, Config Template, Parent Device, Device Bay"
    ),
    changing="Last updated",
    remarks={
        "Type": '"Type" is the model, and "Role" what the device is',
        "Device Type": '"Device Type" is the model, and the role what the device is',
        "Tenant": '"Tenant" is the company',
    },
)

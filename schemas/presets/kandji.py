"""Kandji, now Iru: the list of devices, and the device reports that are written from its API."""

from schemas.presets.preset import APPLE_TYPES, Preset, UsualType

KANDJI = Preset(
    "Kandji (Iru)",
    unmistakable="Blueprint ID",
    telling="Blueprint, Blueprint name, First enrollment, Lost mode status, device__user_email",
    beside=(
        "MDM enabled, Agent version, Agent installed, Is missing, Is removed, Last enrollment, Last check-in, "
        "FileVault enabled, Supplemental build version, Supplemental OS version extra, "
        "device__user_name, device__family"
    ),
    least=3,
    columns={
        "external_id": "Device ID",
        "name": "Device name",
        "serial_number": "Serial number",
        "asset_tag": "Asset tag",
        "model": "Model, Model name",
        "os_platform": "Platform, device__family",
        "os_version": "OS version",
        "owner_name": "Assigned user, User, User name, device__user_name",
        "owner_email": "User email, device__user_email",
    },
    kept=(
        "Blueprint, Blueprint name, Blueprint ID, First enrollment, Last enrollment, MDM enabled, Agent installed, "
        "Agent version, Is missing, Is removed, Lost mode status, FileVault enabled, Tags, Model ID, user.id, "
        "Supplemental build version, Supplemental OS version extra, user.is_archived"
    ),
    changing="Last collected at, IP address, Public IP",
    within={"User": r"^\s*\{.*'email': '([^']+)'"},
    usual_types=(UsualType(header="Platform"), UsualType(header="device__family"), *APPLE_TYPES),
    remarks={"Device ID": '"Device ID" is Kandji\'s own number of the device'},
)

"""Jamf Pro: the exports of computer and of mobile device searches."""

from schemas.presets.preset import APPLE_TYPES, Preset, UsualType

JAMF = Preset(
    "Jamf Pro",
    unmistakable=(
        "JSS Computer ID, Jamf Pro Computer ID, JSS Mobile Device ID, Jamf Pro Mobile Device ID, JAMF Binary Version, "
        "Enrolled via Automated Device Enrollment, Enrollment Method: PreStage enrollment, Jamf Parent Pairings, "
        "Declarative Device Management Enabled, Conditional Access Inventory State"
    ),
    telling=(
        "FileVault 2 Status, Last Inventory Update, MDM Capability, Boot Drive Percentage Full, "
        "Activation Lock Manageable, Master Password Set, Exchange Device ID, iTunes Store Account"
    ),
    beside=(
        "Bar Code, Bar Code 1, Bar Code 2, Last Check-in, Last Enrollment, Managed, Supervised, "
        "Purchased or Leased, AppleCare ID, Device Ownership Type, "
        "UDID, PO Date, Position, Room, Building, Full Name, Computer Name, Mobile Device Name, Gatekeeper, "
        "System Integrity Protection, Life Expectancy, Purchasing Account, Purchasing Contact, Lease Expiration, "
        "Architecture Type, Processor Type, Model Identifier, Apple Silicon, Secure Boot Level, Shared iPad, "
        "Lost Mode Enabled, Jailbreak Detected, Wi-Fi MAC Address"
    ),
    least=3,
    columns={
        "name": "Computer Name, Display Name, Mobile Device Name",
        "asset_tag": "Asset Tag",
        "serial_number": "Serial Number",
        "external_id": "JSS Computer ID, Jamf Pro Computer ID, JSS Mobile Device ID, Jamf Pro Mobile Device ID",
        "brand": "Make",
        "model": "Model",
        "model_number": "Model Number",
        "mac_address": "MAC Address, Wi-Fi MAC Address",
        "os_platform": "Operating System",
        "os_version": "Operating System Version, OS Version, iOS Version",
        "processor": "Processor Type",
        "ram": "Total RAM MB",
        "imei": "IMEI",
        "owner_name": "Full Name",
        "owner_email": "Email Address",
        "username": "Username",
        "department": "Department",
        "location": "Building",
        "order_number": "PO Number",
        "purchase_date": "PO Date",
        "supplier": "Vendor",
        "warranty_end": "Warranty Expiration",
        "purchase_price": "Purchase Price",
        "rental_end": "Lease Expiration",
        "mdm_status": "Managed",
    },
    kept=(
        "Room, Position, UDID, Bar Code 2, Secondary MAC Address, Bluetooth MAC Address, Device ID, Platform, "
        "Managed By, Supervised, Last Enrollment, FileVault 2 Status, MDM Capability, JAMF Binary Version, "
        "Architecture Type, Apple Silicon, Activation Lock Manageable, Activation Lock Enabled, Gatekeeper, "
        "System Integrity Protection, Secure Boot Level, Firewall Enabled, Device Ownership Type, Jailbreak Detected, "
        "Passcode Status, Lost Mode Enabled, Shared iPad, Capacity MB, MEID, ICCID, EID, IMEI2, Phone Number, "
        "User Phone Number, Device Phone Number, AppleCare ID, Life Expectancy, Purchased or Leased, "
        "Purchasing Account, Purchasing Contact, iTunes Store Account, Computer Azure Active Directory ID, "
        "Bluetooth Low Energy Capability, Declarative Device Management Enabled, Exchange Device ID, "
        "Enrolled via Automated Device Enrollment, Conditional Access Inventory State, Master Password Set"
    ),
    changing=(
        "IP Address, Last Reported IP Address, Boot Drive Percentage Full, Boot Drive Available MB, "
        "Available Space MB, Used Space Percentage, Last iCloud Backup, Last Backup, Last Attestation Attempt, "
        "Last Successful Attestation, Battery Health"
    ),
    stands_in={
        "Bar Code 1": ("Asset Tag", "asset_tag"),
        "Bar Code": ("Asset Tag", "asset_tag"),
        "Model Identifier": ("Model Number", "model_number"),
    },
    usual_types=(
        UsualType("mobile device", header="JSS Mobile Device ID"),
        UsualType("mobile device", header="Jamf Pro Mobile Device ID"),
        *APPLE_TYPES,
    ),
    remarks={
        "Position": '"Position" is the title of whoever has the device',
        "PO Date": '"PO Date" is the day of the purchase',
        "Lease Expiration": '"Lease Expiration" is the last day of the rental',
    },
)

"""Snipe-IT: the custom asset report, and the export of its list of assets."""

from schemas.presets.preset import Preset

# A date that begins with its month, as in `Mon, Jan 5`; any other begins with a figure.
_DATE = (
    r"(?:(?:since|on|from|mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?[.,]*\s+)*"
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)[\s.,/'’-]*\d.*"
)

SNIPE_IT = Preset(
    "Snipe-IT",
    unmistakable="Fully Depreciated, Assigned Asset Tag",
    # `Type` is in every other list, too, but not above the words in `always`.
    telling="Checked Out, Expected Checkin Date, Type",
    beside=(
        "Model No., Employee No., Default Location, Checkout Date, Last Checkin Date, Next Audit Date, "
        "Last Audit, Warranty Expires, EOL, EOL Date, EOL Rate, BYOD, Requestable, Asset Name, Asset Tag, "
        "Order Number, Checkouts, Checkins"
    ),
    least=3,
    columns={
        "external_id": "ID",
        "company": "Company",
        "name": "Asset Name",
        "asset_tag": "Asset Tag",
        "serial_number": "Serial",
        "model": "Model",
        "model_number": "Model No.",
        "category": "Category",
        "brand": "Manufacturer",
        "purchase_date": "Purchase Date",
        "purchase_price": "Cost, Purchase Cost",
        "order_number": "Order Number",
        "supplier": "Supplier",
        "location": "Location",
        "owner_name": "Checked Out",
        "extra.Checkout Type": "Type",
        "username": "Username",
        "external_user_id": "Employee No.",
        "owner_email": "Email",
        "department": "Department",
        "status": "Status",
        "warranty_months": "Warranty",
        "warranty_end": "Warranty Expires",
        "effective_at": "Checkout Date",
        "due_at": "Expected Checkin Date",
        "comment": "Notes",
    },
    kept=(
        "Default Location, EOL, EOL Date, EOL Rate, Fully Depreciated, Last Checkin Date, Next Audit Date, Last Audit, "
        "Title, Manager, Phone, Address, City, State, Country, Zip, Assigned Asset Tag, BYOD, Requestable, URL, "
        "Created At, Created By, Device Image"
    ),
    changing="Current Value, Diff, Age, Checkouts, Checkins, Requests, Updated At",
    always={"Type": r"(?i)^\s*(?:user|location|asset)\s*$"},
    never={"Checked Out": rf"(?i)^\s*(?:\d.*|{_DATE}|yes|no|true|false|y|n|x)\s*$"},
    remarks={
        "Checked Out": '"Checked Out" says who has the device',
        "Type": '"Type" says what that is (user, location, asset), and only a user is an owner',
        "Category": '"Category" says what the device is',
        "Last Checkin Date": '"Last Checkin Date" is about an earlier holder, and takes nothing back',
    },
)

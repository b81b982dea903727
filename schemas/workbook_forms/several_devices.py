"""What results have of lists with several devices in a row: the header of the column that identifies the device."""

DEVICE_COLUMN = "_column"

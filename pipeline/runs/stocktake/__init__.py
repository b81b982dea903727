"""A stocktake: scans against what is on record.

scans       the scans, read as any list is, each with the device that it means
stocktake   what is missing, elsewhere, not on record or scanned twice, as a report; and a plan of the places
"""

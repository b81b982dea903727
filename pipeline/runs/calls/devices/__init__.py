"""Calls about single devices and their ownerships.

create_devices       devices that are put on record, several in one call
take_ownership       a device that a manager takes
release_ownership    an ownership that ends
link_device          a device that is linked to a user
managers             the cell of a row that says who a manager is
shapes               things on record as their documents show them
"""

"""What identifiers mean that pass from one device to another, or stand for others."""

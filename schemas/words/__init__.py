"""Words in cells that mean something: nothing at all, no identifier, or what has become of a device."""

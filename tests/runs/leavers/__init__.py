"""People who have left and still hold devices, by real runs."""

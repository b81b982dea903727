"""The README and the guide say what is so."""

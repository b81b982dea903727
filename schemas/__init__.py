"""Fields, words, reasons, headers and frames: what users type, what the store keeps, what we write back."""

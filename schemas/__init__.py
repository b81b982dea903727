"""What users type, what the store keeps, what we write back: fields, vocabulary, headers and Pandera models."""

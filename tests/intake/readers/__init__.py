"""Every format that is read: the same table in each of them gives the same text, and says what its cells really are."""

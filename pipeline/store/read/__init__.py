"""Reading the ledger: for a decision, for a listing, for the story of a device, for what earlier runs did."""

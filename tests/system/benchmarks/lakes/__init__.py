"""What a ledger in a lake takes."""

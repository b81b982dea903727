"""The pages of reports, receipts and stocktakes."""

"""digest: what the drop folders say and the ledger does not, why, and since when; and its mail.

digest          the whole of it
standing_files  the last files of the drop folders, decided again
notify          the digest sent to people
"""

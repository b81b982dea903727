"""digest: the differences between the drop folders and the ledger, with their causes and dates; and its mail.

digest             the digest as a whole
standing_files     the last files of the drop folders, decided again where they may differ
undisturbed_files  those that cannot
notify             sending the digest to people
"""

"""digest: the differences between the drop folders and the ledger, with their causes and dates; and its mail.

digest             the digest as a whole
standing_files     the last files of the drop folders, decided again where they may differ
undisturbed_files  those that cannot
kept_differences   the differences of the last digest, for one before which nothing has happened since
places             where digests are
notify             sending the digest to people
"""

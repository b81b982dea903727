"""The cache: the rows of parsed files, kept in a folder, so that a file that has not changed is not parsed again."""

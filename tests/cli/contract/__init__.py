"""The contract of every command: help, JSON, exit codes, files and names that cannot be used."""

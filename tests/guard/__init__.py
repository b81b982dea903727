"""The guard and the sandbox: what is refused before it is parsed, and parsers that may die."""

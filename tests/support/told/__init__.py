"""Output of commands, taken apart: listings and stories."""

"""Pages of what is on record, for programs that read it over HTTP, in the order of ids."""

"""The sentences about rows and about whole runs."""

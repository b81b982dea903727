"""What is held up before it does harm: limits, and owners or identifiers that look like known ones."""

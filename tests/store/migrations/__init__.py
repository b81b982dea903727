"""Tables come about by numbered migrations."""

"""The annotated copy that a check gives back."""

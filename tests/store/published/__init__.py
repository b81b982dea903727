"""The published copy: complete, replaced in one step, and asked questions."""

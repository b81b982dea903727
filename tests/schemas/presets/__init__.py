"""The presets of vendors' exports."""

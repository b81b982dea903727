"""The presets of vendors' exports, one module per vendor; `preset` says what they hold, `recognised` which one fits."""

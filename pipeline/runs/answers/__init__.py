"""What programs are told of a command: `objects`, and as JSON: `json_text`."""

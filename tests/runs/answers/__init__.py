"""What programs are told of a command."""

"""The commands as people and programs meet them: options, exit codes, what is printed where."""

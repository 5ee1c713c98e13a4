"""What users can type: one file for each command, loaded when it is called."""

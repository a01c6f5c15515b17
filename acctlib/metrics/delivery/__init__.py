"""Project delivery success."""

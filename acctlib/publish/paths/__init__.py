"""File paths, and the input and outcome of a report's process."""

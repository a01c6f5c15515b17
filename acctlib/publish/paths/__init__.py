"""Paths of files, and the input and outcome of a report's process."""

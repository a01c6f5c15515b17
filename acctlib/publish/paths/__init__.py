"""Where files lie, and what goes into a report's process and comes out."""

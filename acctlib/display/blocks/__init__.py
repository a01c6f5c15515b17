"""The kinds of blocks, and how each shows itself."""

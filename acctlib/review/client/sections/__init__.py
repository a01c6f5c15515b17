"""A review's sections: each takes the review and returns one block, a single line if there is no data."""

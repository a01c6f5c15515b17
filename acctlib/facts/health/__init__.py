"""Account health: drivers, attention list, checkpoints and forecast accuracy."""

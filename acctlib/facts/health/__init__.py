"""Account health: drivers, attention list, checkpoints, and how well the forecasts did."""

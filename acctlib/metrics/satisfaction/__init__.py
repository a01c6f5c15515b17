"""Client satisfaction."""

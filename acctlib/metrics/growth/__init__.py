"""Revenue growth from existing accounts."""

"""Peer figures: what one client can be held against without showing another."""

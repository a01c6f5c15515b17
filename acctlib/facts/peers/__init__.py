"""Peer figures: benchmarks for one client that do not reveal another."""

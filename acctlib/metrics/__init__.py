"""Metrics for one client or for all clients: pure functions on pandas objects, and nothing else.

Each module covers one of the four metrics or code that they share. Functions take frames whose docstrings state
what one row is, leave their inputs unchanged, and return a number, a Series or a frame. A number that cannot be
calculated is NaN; `facts` states the reason. `registry` defines each metric.
"""

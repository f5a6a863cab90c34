"""Measurements against networkx; every answer is checked before it is timed. Run with `make bench`."""

"""Figures of trade and what may be worked out of them."""

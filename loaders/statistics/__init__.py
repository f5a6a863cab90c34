"""Figures of trade as statistical offices publish them, and as people keep them by hand."""

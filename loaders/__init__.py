"""From articles and registers to claims: one module for each source."""

"""Who can introduce us to whom: paths in all modes, what they rest on, and why there is none."""

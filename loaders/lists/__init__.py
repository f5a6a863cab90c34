"""Lists that people keep by hand."""

"""Bulk work on Spark: documents to claims, claims to a record, and scores of whole graphs, for more than one machine holds.

The pure functions of one machine run per partition; splitting, shuffling and trying again are Spark's.
Nothing here imports PySpark before a session is opened.
"""

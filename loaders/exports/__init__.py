"""Exports: one module for each format that the record is written in.

They live here, not beside the readers: a writer turns lines into a file while a reader turns a file into lines, half of the
formats have only one of the two, and the tables share their writer. What a reader and a writer must agree on, the names
of fields, stands with the readers (`loaders.graphs.elements`, `loaders.lists`).
"""

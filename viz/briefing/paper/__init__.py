"""The parts of the document: its template, texts with their proofs, tables and pictures."""

"""Questions in people's words, one module a subject: a knowledge graph and options in, a Result out."""

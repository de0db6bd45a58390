"""Records as triples: Turtle, N-Triples, JSON-LD, the vocabulary and its SHACL shapes."""

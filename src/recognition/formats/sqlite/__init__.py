"""Records as tables of a SQLite database."""

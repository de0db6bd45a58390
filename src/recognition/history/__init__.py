"""Answers over time: who recognised whom, as what, on a day, as known on another."""

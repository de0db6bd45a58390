"""Conversion between plain data and records: one converter, and the fast road beside it for JSON."""

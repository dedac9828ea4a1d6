"""Applying a mapping: rows become records, in chunks that each stand or fall whole."""

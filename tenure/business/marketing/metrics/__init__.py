"""Metrics of marketing."""

"""Metrics of sales."""

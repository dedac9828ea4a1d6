"""Metrics of support."""

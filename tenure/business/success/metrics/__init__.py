"""Metrics of customer success."""

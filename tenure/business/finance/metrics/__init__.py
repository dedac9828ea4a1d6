"""Metrics of the company's money."""

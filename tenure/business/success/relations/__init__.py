"""Populations of customer success."""

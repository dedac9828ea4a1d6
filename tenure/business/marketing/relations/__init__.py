"""Populations of marketing."""

"""Populations of support."""

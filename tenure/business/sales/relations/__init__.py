"""Populations of sales."""

"""Populations of delivery."""

"""Populations of the company's money."""

"""Populations of subscription and billing."""

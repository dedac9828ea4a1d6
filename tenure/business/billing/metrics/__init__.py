"""Metrics of subscription and billing."""
